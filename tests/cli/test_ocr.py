"""OCR and near duplicates on the command line: where asked only, refused clearly where the extra is missing."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from evidence_desk.cli.answers import answer_schemas
from evidence_desk.domain.simhash import percent
from evidence_desk.intake import ocr

from .conftest import Run

installed = pytest.mark.skipif(not ocr.is_available(), reason="the extra 'ocr' is not installed")
missing = pytest.mark.skipif(ocr.is_available(), reason="the extra 'ocr' is installed")
SHOTS = Path(__file__).resolve().parents[2] / "resources" / "demo" / "documents"


@installed
def test_import_with_ocr_reads_pictures_and_without_it_does_not(run: Run, empty: Path) -> None:
    plain, asked = SHOTS / "her-face-main-screen.png", SHOTS / "crazy-face-main-screen.png"
    assert run("import", empty, plain).code == 0
    assert [entry["command"] for entry in run("history", empty, "--json").json["entries"]][
        -1
    ] == "ImportFiles"
    assert run("import", empty, asked, "--ocr", "--json").json["imported"] == 1
    answer = run("ocr", empty, "--json").json
    jsonschema.Draft202012Validator(answer_schemas()["ocr.schema.json"]).validate(answer)
    assert answer == {"files": 1, "pages": 1, "with_words": 1, "failed": []}
    assert run("ocr", empty, "--json").json["pages"] == 0
    assert run("verify", empty, "--json").json["ok"]


@installed
def test_an_import_with_ocr_is_one_step_to_undo(run: Run, empty: Path) -> None:
    before = run("list", empty, "files", "--json").json
    run("import", empty, SHOTS / "her-face-main-screen.png", "--ocr")
    assert "Import 1 file from her-face-main-screen.png" in run("undo", empty).out
    assert run("list", empty, "files", "--json").json == before
    run("redo", empty)
    assert run("ocr", empty, "--json").json["failed"] == []


@installed
def test_one_item_of_the_sample_is_read(run: Run, own_sample: Path) -> None:
    rows = run("list", own_sample, "evidence", "--json").json["evidence"]
    shot = next(row for row in rows if row["files"] and row["files"][0]["name"].endswith(".png"))
    assert run("ocr", own_sample, shot["exhibit"] or shot["id"]).out == (
        "1 page of 1 file read, words found on 1\n"
    )


@missing
def test_without_the_extra_nothing_is_imported_or_changed(run: Run, empty: Path) -> None:
    picture = SHOTS / "her-face-main-screen.png"
    run("import", empty, picture, "--ocr").refused(".[ocr]")
    run("ocr", empty).refused(".[ocr]")
    assert run("list", empty, "files", "--json").json == {"files": []}


def test_near_duplicates_are_listed(run: Run, empty: Path, tmp_path: Path) -> None:
    words = [f"clause {number} binds party {number * 7}" for number in range(100)]
    (tmp_path / "v1.txt").write_text("\n".join(words), encoding="utf-8")
    (tmp_path / "v2.txt").write_text("\n".join([*words[:99], "signed in Beijing"]), encoding="utf-8")
    (tmp_path / "other.txt").write_text("\n".join(f"invoice {n} of {n * n} yuan" for n in range(100)))
    assert run("import", empty, *tmp_path.glob("*.txt")).code == 0
    answer = run("list", empty, "near-duplicates", "--json").json
    jsonschema.Draft202012Validator(answer_schemas()["list-near-duplicates.schema.json"]).validate(answer)
    (group,) = answer["near-duplicates"]
    rows = {row["id"]: row for row in run("list", empty, "evidence", "--json").json["evidence"]}
    assert {rows[item]["files"][0]["name"] for item in group["evidence"]} == {"v1.txt", "v2.txt"}
    assert 0.9 < group["similarity"] <= 1
    lines = run("list", empty, "near-duplicates").out.splitlines()
    assert lines[1].split()[:2] == [f"{percent(group['similarity'])}%", "2"]


def test_a_production_is_not_read_by_ocr_unnoticed(run: Run, empty: Path, tmp_path: Path) -> None:
    table = tmp_path / "set.dat"
    table.write_text("\xfeDOCID\xfe\n\xfeA1\xfe\n", encoding="utf-8")
    run("import", empty, "--load-file", table, "--ocr").refused("--ocr", "evidence-desk ocr")


@installed
def test_what_ocr_read_is_no_problem_of_the_import(run: Run, empty: Path, tmp_path: Path) -> None:
    from PIL import Image

    with Image.open(SHOTS / "her-face-main-screen.png") as picture:
        picture.convert("RGB").save(tmp_path / "scan.pdf")
    asked = run("import", empty, tmp_path / "scan.pdf", "--ocr", "--json")
    assert (asked.code, asked.json["imported"]) == (0, 1)
    assert run("list", empty, "batches", "--json").json["batches"][0]["remarked"] == 0
