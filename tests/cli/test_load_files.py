"""Productions from the command line: dry run, mapping, import, refusals."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from PIL import Image

from evidence_desk.cli.answers import answer_schemas
from evidence_desk.cli.load_findings import HEADINGS, finding_lines
from evidence_desk.intake import loadfiles
from evidence_desk.intake.loadfiles.mapping import all_fields
from evidence_desk.intake.loadfiles.model import Finding
from tests.intake.loadfiles.write import write_dat

from .conftest import Run, dump

VALID = jsonschema.Draft202012Validator(answer_schemas()["load-file.schema.json"])


@pytest.fixture
def dat(tmp_path: Path) -> Path:
    folder = tmp_path / "VOL01"
    folder.mkdir()
    (folder / "1.txt").write_text("The servers were down.")
    path = folder / "load.dat"
    header = ["DOCID", "CUSTODIAN", "SUBJECT", "NATIVEPATH", "FILESIZE"]
    path.write_bytes(write_dat(header, [["A-1", "Li", "Outage", "1.txt", "22"]]))
    return path


def test_a_dry_run_says_all_and_changes_nothing(run: Run, empty: Path, dat: Path) -> None:
    before = dump(empty)
    ran = run("import", empty, "--load-file", dat, "--dry-run")
    assert ran.code == 0, ran.err
    assert "control_number" in ran.out
    assert "1 document, 0 attached to others: 1 original (0 missing)" in ran.out
    (dat.parent / "1.txt").write_text("changed")
    ran = run("import", empty, "--load-file", dat, "--dry-run", "--json")
    assert ran.code == 1
    VALID.validate(ran.json)
    assert ran.json["dry_run"] is True
    assert [one["code"] for one in ran.json["load_file"]["findings"]] == ["size_mismatch"]
    assert dump(empty) == before
    assert not list((empty / "files").glob("??/*"))


def _pages(path: Path, *labels: str) -> Path:
    for label in labels:
        Image.new("L", (40, 50), int(label[-1]) * 20).save(path.parent / f"{label}.png")
    breaks = ["Y" if place % 2 == 0 else "" for place in range(len(labels))]
    lines = [f"{label},V,{label}.png,{first},,," for label, first in zip(labels, breaks, strict=True)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_list_of_pages_alone_is_read_by_its_document_breaks(run: Run, empty: Path, tmp_path: Path) -> None:
    pages = _pages(tmp_path / "X.opt", "P-1", "P-2", "P-3")
    ran = run("import", empty, "--load-file", pages, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["made"]["items"] == 2
    items = run("list", empty, "evidence", "--json").json["evidence"]
    assert sorted((item["title"], sum(file["pages"] for file in item["files"])) for item in items) == [
        ("P-1", 2),
        ("P-3", 1),
    ]


def test_the_list_of_pages_beside_a_load_file_is_found_and_named(run: Run, empty: Path, dat: Path) -> None:
    _pages(dat.with_suffix(".opt"), "A-1")
    _pages(dat.parent / "other.lfp")
    for named in (dat, dat.with_suffix(".opt")):
        ran = run("import", empty, "--load-file", named, "--dry-run")
        other = ({dat, dat.with_suffix(".opt")} - {named}).pop()
        assert f"With {other.name}, which lies beside it" in ran.out
        assert "1 original (0 missing), 0 texts (0 missing), 1 image (0 missing)" in ran.out
    alone = run("import", empty, "--images", dat.with_suffix(".opt"), "--dry-run")
    assert "lies beside" not in alone.out


def test_an_import_answers_with_its_load_file(run: Run, empty: Path, dat: Path) -> None:
    ran = run("import", empty, "--load-file", dat, "--json")
    assert ran.code == 0
    VALID.validate(ran.json)
    assert (ran.json["imported"], ran.json["dry_run"]) == (1, False)
    assert run("list", empty, "evidence", "--json").json["evidence"][0]["title"] == "Outage"
    assert "0 imported, 1 held already" in run("import", empty, "--load-file", dat).out


def test_an_import_says_on_stdout_what_was_made_and_what_is_wrong(run: Run, empty: Path, dat: Path) -> None:
    header = ["DOCID", "NATIVEPATH", "TEXTPATH"]
    rows = [["A-1", "1.txt", ""], ["A-2", "gone.doc", "2.txt"], ["A-3", "lost.doc", ""]]
    (dat.parent / "2.txt").write_text("Words without an original.")
    dat.write_bytes(write_dat(header, rows))
    ran = run("import", empty, "--load-file", dat)
    assert ran.code == 1
    assert (
        "2 items made (1 of text alone, the original is missing); 0 documents held already; 1 document without any file"
        in ran.out
    )
    assert "Originals that are not in the set: 2\n  load.dat:3 A-2: original gone.doc" in ran.out
    assert ran.err == ""
    again = run("import", empty, "--load-file", dat, "--json").json["made"]
    assert again == {"items": 0, "text_only": 0, "held": 2}


def test_findings_are_in_every_report_afterwards(run: Run, empty: Path, dat: Path, tmp_path: Path) -> None:
    (dat.parent / "1.txt").write_text("changed")
    run("import", empty, "--load-file", dat)
    [batch] = run("list", empty, "batches", "--json").json["batches"]
    [found] = batch["findings"]
    assert (found["code"], found["line"]) == ("size_mismatch", 2)
    assert run("list", empty, "batches").out.splitlines()[-1].split()[-1] == "1"
    for form in ("csv", "html", "json"):
        out = tmp_path / f"report.{form}"
        assert run("export", empty, "import-report", "--format", form, "-o", out).code == 0
        written = out.read_text(encoding="utf-8-sig")
        assert "size_mismatch" in written
        assert "load.dat:2" in written or form == "json"
    out = tmp_path / "report.xlsx"
    run("export", empty, "import-report", "--format", "xlsx", "-o", out)
    cells = [cell for row in openpyxl.load_workbook(out).worksheets[0].values for cell in row]
    assert "load.dat:2" in cells


def test_every_kind_of_finding_has_a_heading() -> None:
    folder = Path(loadfiles.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    named = set(re.findall(r'Finding\(\s*"([a-z_0-9]+)"', text))
    assert named
    assert named <= set(HEADINGS)
    lines = list(finding_lines([Finding("number_gap", "gap", "x.dat", n) for n in range(3)], 2))
    assert lines[0] == "Gaps in the numbers: 3"
    assert lines[1:3] == ["  gap", "  x.dat:1 gap"]
    assert lines[3].startswith("  … and 1 more")


def test_a_saved_mapping_is_used_for_a_file_without_header(run: Run, empty: Path, dat: Path) -> None:
    mapping = dat.parent / "mapping.json"
    run("import", empty, "--load-file", dat, "--dry-run", "--save-mapping", mapping)
    assert json.loads(mapping.read_text())["columns"][0]["field"] == "control_number"
    mapping.rename(dat.parent.parent / "mapping.json")
    dat.write_bytes(write_dat(["A-0001", "Li", "Outage", "1.txt", "22"], []))
    run("import", empty, "--load-file", dat).refused("no header row", "--save-mapping")
    ran = run("import", empty, "--load-file", dat, "--mapping", dat.parent.parent / "mapping.json")
    assert ran.code == 0, ran.err


def test_a_skeleton_of_a_mapping_is_written_for_a_file_without_header(
    run: Run, empty: Path, dat: Path
) -> None:
    dat.write_bytes(write_dat(["A-0001", "Li", "Outage", "1.txt", "22"], []))
    mapping = dat.parent.parent / "mapping.json"
    ran = run("import", empty, "--load-file", dat, "--dry-run", "--save-mapping", mapping)
    assert ran.code == 1
    first = json.loads(mapping.read_text())["columns"][0]
    assert (first["number"], first["field"], first["samples"]) == (1, "", ["A-0001"])


def test_a_saved_mapping_names_all_fields_and_what_was_found(run: Run, empty: Path, dat: Path) -> None:
    mapping = dat.parent.parent / "mapping.json"
    dat.write_bytes(write_dat(["DOCID", "DATESENT"], [["A-1", "5/21/2001"]]))
    run("import", empty, "--load-file", dat, "--save-mapping", mapping)
    kept = json.loads(mapping.read_text(encoding="utf-8"))
    assert kept["fields"] == list(all_fields())
    assert (kept["found"]["separator"], kept["found"]["quote"]) == ("\x14", "þ")
    assert (kept["found"]["header"], kept["found"]["date_order"]) == (True, "month_first")
    assert kept["found"]["encoding"].startswith("utf-8")
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert [name for name in all_fields() if f"`{name}`" not in readme] == []


def test_the_set_may_be_another_folder(run: Run, empty: Path, dat: Path) -> None:
    moved = dat.parent.parent / "load.dat"
    dat.rename(moved)
    ran = run("import", empty, dat.parent, "--load-file", moved)
    assert ran.code == 0, ran.err


def test_refusals(run: Run, empty: Path, dat: Path) -> None:
    run("import", empty).refused("PATH must be given, or a --load-file")
    run("import", empty, dat, "--dry-run").refused("--dry-run goes with --load-file")
    run("import", empty, dat, "--mapping", "x.json").refused("--mapping goes with --load-file")
    run("import", empty, "a", "b", "--load-file", dat).refused("one folder")
    run("import", empty, "--load-file", dat.parent / "none.dat").refused("none.dat")
    run("import", empty, "nowhere", "--load-file", dat).refused("no folder nowhere")
    run("import", empty, "--load-file", dat, "--mapping", dat).refused("no mapping")
    run("import", dat.parent / "none.edesk", "--load-file", dat, "--dry-run").refused("none.edesk")
