"""Every cell of the matrix, in every format and read with other programs' readers, agrees with the lists."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import html

from .conftest import answer, desk

STANCES = {"▲": "supports", "▼": "contradicts", "●": "context"}
SIGN = re.compile(r"(?P<sign>[▲▼●])(?P<weight>[123])(?P<mixed>±?)(?P<through>→?)(?: ·(?P<cites>\d+))?$")


@dataclass(frozen=True)
class Cell:
    """What a cell of the matrix says."""

    stance: str
    weight: int
    is_through_fact: bool
    is_mixed: bool
    cites: int


Cells = dict[tuple[str, str], Cell]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample matter with its papers."""
    folder = tmp_path_factory.mktemp("sample")
    desk("demo", "--no-window", "--dir", folder)
    return next(folder.glob("*.edesk"))


def _papers(sample: Path) -> Path:
    return sample.parent / "papers"


@pytest.fixture(scope="module")
def expected(sample: Path) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The links of each cell, by element number and exhibit, out of the lists alone."""
    numbers = {row["id"]: row["number"] for row in answer("list", sample, "elements")["elements"]}
    of_fact = {row["id"]: row["elements"] for row in answer("list", sample, "facts")["facts"]}
    cells = defaultdict(list)
    for link in answer("list", sample, "links")["links"]:
        for element in [link["element"]] if link["element"] else of_fact[link["fact"]]:
            cells[numbers[element], link["exhibit"]].append(link)
    return dict(cells)


def _check(found: Cells, expected: dict[tuple[str, str], list[dict[str, Any]]]) -> None:
    assert set(found) == set(expected)
    assert len(found) > 20
    for place, cell in found.items():
        links = expected[place]
        own = [link for link in links if link["element"]]
        deciding = own or links  # links to facts of the element decide only where there are no others
        heaviest = max(link["weight"] for link in deciding)
        assert cell.weight == heaviest, place
        assert cell.stance in {link["stance"] for link in deciding if link["weight"] == heaviest}, place
        assert cell.is_through_fact == (not own), place
        assert cell.is_mixed == (len({link["stance"] for link in deciding}) > 1), place
        assert cell.cites == sum(len(link["cites"]) for link in links), place


def _read_sign(text: str) -> Cell:
    sign = SIGN.match(text)
    assert sign, text
    is_through_fact, is_mixed = bool(sign["through"]), bool(sign["mixed"])
    return Cell(
        STANCES[sign["sign"]], int(sign["weight"]), is_through_fact, is_mixed, int(sign["cites"] or 0)
    )


def _of_table(rows: list[list[str]]) -> Cells:
    """Return the cells of a table whose columns are headed by exhibits and whose lines begin with numbers."""
    heading, *lines = rows
    exhibits = {at: text.split()[0] for at, text in enumerate(heading) if at >= 4}
    return {
        (line[0], exhibits[at]): _read_sign(line[at])
        for line in lines
        for at in exhibits
        if at < len(line) and line[at]
    }


def test_the_workbook_agrees(sample: Path, expected: Any) -> None:
    book = openpyxl.load_workbook(_papers(sample) / "matrix.xlsx")
    rows = [[str(cell or "") for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    start = next(at for at, row in enumerate(rows) if row[0].startswith("No."))
    _check(_of_table(rows[start:]), expected)


def test_the_cites_of_the_workbook_are_those_of_the_links(sample: Path, expected: Any) -> None:
    book = openpyxl.load_workbook(_papers(sample) / "matrix.xlsx")
    rows = [[str(cell or "") for cell in row] for row in book.worksheets[1].iter_rows(values_only=True)]
    start = next(at for at, row in enumerate(rows) if row[0].startswith("Element"))
    found = sorted((row[0].split()[0], row[1], row[5], row[7]) for row in rows[start + 1 :] if row[5])
    quotes = sorted(
        (number, exhibit, str(cite["page"]), cite["quote"] or cite["note"])
        for (number, exhibit), links in expected.items()
        for link in links
        for cite in link["cites"]
    )
    assert found == quotes


def test_the_csv_file_agrees(sample: Path, expected: Any) -> None:
    with (_papers(sample) / "matrix.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    start = next(at for at, row in enumerate(rows) if row and row[0].startswith("No."))
    _check(_of_table(rows[start:]), expected)


def test_the_web_page_agrees(sample: Path, expected: Any) -> None:
    page = html.parse(str(_papers(sample) / "matrix.html")).getroot()
    [table] = page.xpath("//section[@id='matrix']//table")
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
        for row in table.xpath(".//tr")
    ]
    _check(_of_table(rows), expected)


def test_the_json_paper_agrees(sample: Path, expected: Any) -> None:
    paper = json.loads((_papers(sample) / "matrix.json").read_text(encoding="utf-8"))
    found = {
        (cell["element_number"], cell["exhibit"]): Cell(
            cell["stance"], cell["weight"], cell["through_fact"], cell["mixed"], len(cell["cites"])
        )
        for cell in paper["cells"]
    }
    _check(found, expected)
    for cell in paper["cells"]:
        links = expected[cell["element_number"], cell["exhibit"]]
        assert sorted(cell["links"]) == sorted(link["id"] for link in links)


def test_the_workbook_follows_a_change(sample: Path, tmp_path: Path) -> None:
    link = next(
        link for link in answer("list", sample, "links")["links"] if link["element"] and link["weight"] == 1
    )
    commands = tmp_path / "commands.json"
    change = {"do": "EditLink", "link": link["id"], "weight": 3, "stance": "contradicts"}
    commands.write_text(json.dumps({"commands": [change]}), encoding="utf-8")
    desk("apply", sample, commands)
    desk("export", sample, "matrix", "--format", "csv", "-o", tmp_path / "after.csv", "--lang", "en")
    desk("undo", sample)
    with (tmp_path / "after.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    cell = _of_table(rows)[link["element_number"], link["exhibit"]]
    assert (cell.stance, cell.weight) == ("contradicts", 3)
