"""The sample's command file: what it must hold, and that every quote is on its page."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from .conftest import DEMO, page_texts, squeeze

Commands = list[dict[str, Any]]
NATURAL = re.compile(r"(claim|element|evidence|party|proceeding|stage|tag|file|fact):.+")


def _all(commands: Commands, do: str) -> Commands:
    return [command for command in commands if command["do"] == do]


def _as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _handles(commands: Commands, do: str) -> dict[str, dict[str, Any]]:
    return {command["as"]: command for command in _all(commands, do)}


def test_every_document_belongs_to_one_evidence_item(
    commands: Commands, by_reference: dict[str, Path]
) -> None:
    used = Counter(file for item in _all(commands, "AddEvidence") for file in item["files"])
    assert used == dict.fromkeys(by_reference, 1)


def test_every_cite_names_a_file_of_its_evidence(commands: Commands) -> None:
    evidence = _handles(commands, "AddEvidence")
    cites = _handles(commands, "AddCite")
    for cite in cites.values():
        assert cite["file"] in evidence[cite["evidence"]]["files"]
        assert "quote" in cite or "rects" in cite
    for link in _all(commands, "LinkEvidence"):
        assert link["cites"]
        assert {cites[handle]["evidence"] for handle in link["cites"]} == {link["evidence"]}


def test_every_quote_is_once_on_its_page(commands: Commands, by_reference: dict[str, Path]) -> None:
    quoted = [cite for cite in _all(commands, "AddCite") if "quote" in cite]
    assert len(quoted) >= 30
    for cite in quoted:
        text = page_texts(by_reference[cite["file"]])[cite["page"] - 1]
        assert squeeze(text).count(squeeze(cite["quote"])) == 1, cite["quote"]


def test_rectangles_on_a_pdf_hold_the_quote_and_nothing_else(
    commands: Commands, by_reference: dict[str, Path]
) -> None:
    cites = [cite for cite in _all(commands, "AddCite") if by_reference[cite["file"]].suffix == ".pdf"]
    assert len(cites) >= 15
    for cite in cites:
        with pypdfium2.PdfDocument(by_reference[cite["file"]]) as document:
            page = document[cite["page"] - 1]
            text, height = page.get_textpage(), page.get_height()
            under = [
                text.get_text_bounded(x0, height - y1, x1, height - y0) for x0, y0, x1, y1 in cite["rects"]
            ]
        assert squeeze("".join(under)) == squeeze(cite["quote"])
        assert all(squeeze(line) for line in under)


def test_rectangles_on_a_screenshot_are_inside_it(commands: Commands, by_reference: dict[str, Path]) -> None:
    cites = [cite for cite in _all(commands, "AddCite") if by_reference[cite["file"]].suffix == ".png"]
    assert len(cites) >= 5
    for cite in cites:
        with Image.open(by_reference[cite["file"]]) as image:
            width, height = image.width * 0.75, image.height * 0.75
            for x0, y0, x1, y1 in cite["rects"]:
                assert 0 <= x0 < x1 <= width
                assert 0 <= y0 < y1 <= height
                crop = image.convert("RGB").crop(tuple(int(edge / 0.75) for edge in (x0, y0, x1, y1)))
            assert len(crop.getcolors(maxcolors=100_000)) > 5  # something is drawn there


def test_the_command_file_is_the_filled_template(made: Path, commands: Commands) -> None:
    fresh = json.loads((made / "commands.json").read_text(encoding="utf-8"))["commands"]
    kept = [_without_measures(command) for command in commands]
    assert [_without_measures(command) for command in fresh] == kept
    template = json.loads((DEMO / "matter.json").read_text(encoding="utf-8"))["commands"]
    assert len(template) == len(commands)


def _without_measures(command: dict[str, Any]) -> dict[str, Any]:
    """Leave out what depends on the versions of the libraries: hashes and rectangles."""
    return {key: value for key, value in command.items() if key not in ("file", "files", "rects")}


def test_the_sample_is_as_large_as_promised(commands: Commands) -> None:
    count = Counter(command["do"] for command in commands)
    assert count["AddClaim"] == 3
    assert count["AddElement"] == 10
    assert count["AddFact"] >= 10
    assert count["AddProceeding"] == 2
    assert count["AddTag"] >= 6
    assert count["DefinePreset"] >= 3
    assert (
        min(count[do] for do in ("LinkStage", "AssessEvidence", "SetDeadline", "AddNote", "SetReview")) >= 2
    )
    pairs = [
        (fact["number"], fact["competes_with"])
        for fact in _all(commands, "AddFact")
        if "competes_with" in fact
    ]
    assert len(pairs) == 2
    to_be_obtained = [item for item in _all(commands, "AddEvidence") if item["files"] == []]
    assert to_be_obtained
    assert all("to be obtained" in item["title"] for item in to_be_obtained)


def test_what_is_known_is_in_and_what_is_not_is_blank(commands: Commands) -> None:
    claim = next(item for item in _all(commands, "AddClaim") if item["number"] == "1")
    assert (claim["amount"], claim["currency"]) == (100_000_000, "CNY")
    shenzhen, beijing = _all(commands, "AddProceeding")
    assert beijing["court_native"] == "北京市第一中级人民法院"
    assert (beijing["from"], beijing["relation"]) == (shenzhen["as"], "refiled_after")
    assert not any("case_number" in item for item in (shenzhen, beijing))
    events = {(event["proceeding"], event["kind"]): event for event in _all(commands, "AddStageEvent")}
    refused = events[shenzhen["as"], "not_accepted"]
    assert (refused["ground"], refused["form"], refused["date"]) == ("jurisdiction", "unspecified", "unknown")
    assert events[beijing["as"], "accepted"]["date"] == "2019-01"
    assert events[beijing["as"], "hearing"]["status"] == "planned"


def test_gaps_and_contradictions_are_there_to_be_found(commands: Commands) -> None:
    elements = {handle: item["number"] for handle, item in _handles(commands, "AddElement").items()}
    links = [link for link in _all(commands, "LinkEvidence") if "element" in link]
    stances = {number: set[str]() for number in elements.values()}
    for link in links:
        stances[elements[link["element"]]].add(link["stance"])
    assert stances["3.2"] == set()
    assert stances["2.3"] == {"contradicts"}
    assert {"supports", "contradicts"} <= stances["2.1"]
