"""What apply, undo, redo and export do to a matter and to the disk, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run, command_file, dump

CLAIMS = [{"do": "AddClaim", "number": str(n), "title": f"Claim {n}"} for n in range(1, 11)]


def test_a_bad_seventh_command_changes_nothing_and_is_named(
    run: Run, own_sample: Path, tmp_path: Path
) -> None:
    before = dump(own_sample)
    commands = [{**command, "number": f"9{command['number']}"} for command in CLAIMS]
    commands[6] = {"do": "AddClaim", "number": "97", "titel": "Misspelt"}
    run("apply", own_sample, command_file(tmp_path, *commands)).refused("command 7", "'titel'")
    assert dump(own_sample) == before


def test_a_seventh_command_that_fails_only_when_carried_out_takes_the_six_before_it_back(
    run: Run, own_sample: Path, tmp_path: Path
) -> None:
    before = dump(own_sample)
    commands = [{**command, "number": f"9{command['number']}"} for command in CLAIMS]
    commands[6] = {
        "do": "LinkEvidence",
        "evidence": "evidence:A-1",
        "element": "element:99.99",
        "stance": "supports",
    }
    run("apply", own_sample, command_file(tmp_path, *commands)).refused("command 7", "'element'", "99.99")
    assert dump(own_sample) == before


def test_what_was_applied_is_taken_back_and_done_again(run: Run, empty: Path, tmp_path: Path) -> None:
    empty_rows = dump(empty, history=False)
    for command in CLAIMS[:3]:
        ran = run("apply", empty, command_file(tmp_path, command))
        assert ran.code == 0
        assert ran.out == "Apply commands.json: 1 command\n"
    full_rows = dump(empty, history=False)

    assert run("undo", empty, "--steps", 3).out.splitlines() == ["Undo: Apply commands.json: 1 command"] * 3
    assert dump(empty, history=False) == empty_rows
    assert run("redo", empty, "--steps", 2).code == 0
    claims = run("list", empty, "claims", "--json").json["claims"]
    assert [claim["number"] for claim in claims] == ["1", "2"]
    assert run("redo", empty).code == 0
    assert dump(empty, history=False) == full_rows
    assert run("verify", empty).code == 0


def test_undo_and_redo_with_nothing_left_are_refused(run: Run, empty: Path) -> None:
    run("redo", empty).refused("nothing to redo")
    # What `new` set is the making of the matter, and stays.
    run("undo", empty).refused("nothing to undo")


def test_more_steps_than_there_are_stop_at_the_first(run: Run, empty: Path, tmp_path: Path) -> None:
    run("apply", empty, command_file(tmp_path, CLAIMS[0]))
    ran = run("undo", empty, "--steps", 50)
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 1
    assert ran.err == "There is nothing to undo\n"


@pytest.mark.parametrize("steps", ["0", "-1", "many", "1000000"])
def test_steps_that_are_no_number_of_steps_are_refused(run: Run, empty: Path, steps: str) -> None:
    run("undo", empty, f"--steps={steps}").refused("--steps")


def test_warnings_stand_beside_the_answer(run: Run, own_sample: Path, tmp_path: Path) -> None:
    odd = {
        "do": "AddStageEvent",
        "proceeding": "proceeding:Beijing No.1 Intermediate People's Court",
        "kind": "filed",
    }
    ran = run("apply", own_sample, command_file(tmp_path, odd), "--json")
    assert ran.code == 0
    assert len(ran.json["warnings"]) == 1
    assert ran.err == f"Warning: {ran.json['warnings'][0]}\n"


BAD_FILES = {
    "not JSON": (b'{"commands": [', "is not JSON"),
    "not UTF-8": (b'{"commands": ["\xff"]}', "is not JSON"),
    "empty": (b"", "is not JSON"),
    "a list": (b"[]", "holds no list of commands"),
    "a number": (b"7", "holds no list of commands"),
    "no commands": (b'{"commands": 7}', "holds no list of commands"),
    "huge nesting": (b'{"commands": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "is not JSON"),
    "nested in a field": (
        b'{"commands": [{"do": "AddClaim", "number": "1", "title": ' + b"[" * 500 + b"]" * 500 + b"}]}",
        "nested more than 30 levels deep",
    ),
    "a command that is no object": (b'{"commands": [[]]}', "command 1"),
    "an unknown command": (b'{"commands": [{"do": "DropTables"}]}', "command 1, field 'do'"),
    "no command": (b'{"commands": [{}]}', "command 1, field 'do'"),
    "half a character": (
        b'{"commands": [{"do": "AddClaim", "number": "1", "title": "\\ud800"}]}',
        "command 1, field 'title'",
    ),
    "a number that is too large": (
        b'{"commands": [{"do": "AddClaim", "number": "1", "title": 1e999}]}',
        "'title'",
    ),
    "line breaks in a name": (b'{"commands": [{"do": "Add\\nClaim\\u001b[31m"}]}', "command 1, field 'do'"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_command_file_is_refused_in_one_line(run: Run, empty: Path, tmp_path: Path, name: str) -> None:
    content, part = BAD_FILES[name]
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    before = dump(empty)
    line = run("apply", empty, path).refused(part)
    assert "\x1b" not in line
    assert dump(empty) == before


def test_a_folder_or_nothing_as_command_file_is_refused(run: Run, empty: Path, tmp_path: Path) -> None:
    run("apply", empty, tmp_path).refused(str(tmp_path), "cannot be read")
    run("apply", empty, tmp_path / "gone.json").refused("gone.json", "cannot be read")


def test_an_empty_command_file_changes_nothing(run: Run, empty: Path, tmp_path: Path) -> None:
    before = dump(empty)
    assert run("apply", empty, command_file(tmp_path)).code == 0
    assert dump(empty) == before


@pytest.mark.parametrize("form", ["xlsx", "csv", "html", "json"])
@pytest.mark.parametrize("lang", ["en", "zh", "both"])
def test_the_matrix_is_written(run: Run, sample: Path, tmp_path: Path, form: str, lang: str) -> None:
    out = tmp_path / f"m.{form}"
    ran = run("export", sample, "matrix", "--format", form, "-o", out, "--lang", lang)
    assert (ran.code, ran.out) == (0, f"{out}\n")
    assert out.stat().st_size > 1000
    if form == "json":
        assert json.loads(out.read_text(encoding="utf-8"))["lang"] == lang


def test_exports_that_cannot_be_are_refused(run: Run, sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "m.xlsx"
    run("export", sample, "poem", "--format", "xlsx", "-o", out).refused("poem", "matrix")
    run("export", sample, "matrix", "--format", "docx", "-o", out).refused("docx", "xlsx")
    run("export", sample, "matrix", "--format", "xlsx", "-o", out, "--lang", "fr").refused("fr")
    run("export", sample, "matrix", "--format", "xlsx", "-o", tmp_path).refused(str(tmp_path), "is a folder")
    run("export", sample, "matrix", "--format", "xlsx", "-o", tmp_path / "no" / "m.xlsx").refused(
        "is no folder"
    )
    run("export", sample, "matrix", "--format", "xlsx", "-o", "/dev/null/m.xlsx").refused("/dev/null")
    assert list(tmp_path.iterdir()) == []
