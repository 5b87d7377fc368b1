"""The word settings: showing, setting, resetting, refusing; and what the import makes of it."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from evidence_desk.cli.answers import answer_schemas
from evidence_desk.support.preferences import Preferences
from evidence_desk.support.settings import declared

from .conftest import Run

SCHEMA = answer_schemas()["settings-values.schema.json"]


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Preferences:
    for name in ("XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "user"))
    return Preferences()


def test_all_settings_are_shown(run: Run) -> None:
    shown = run("settings")
    assert shown.code == 0
    assert all(name in shown.out for name in declared())
    answer = run("settings", "--json").json
    jsonschema.Draft202012Validator(SCHEMA).validate(answer)
    assert [each["name"] for each in answer["settings"]] == list(declared())


def test_one_is_set_shown_and_reset(run: Run, kept: Preferences) -> None:
    assert "512 MiB" in run("settings", "family_bytes", "512MiB").out
    (row,) = run("settings", "family_bytes", "--json").json["settings"]
    assert (row["value"], row["is_set"]) == (512 << 20, True)
    assert kept["family_bytes"] == 512 << 20
    assert "family_bytes*" in run("settings").out
    run("settings", "family_bytes", "--reset")
    (row,) = run("settings", "family_bytes", "--json").json["settings"]
    assert (row["value"], row["is_set"]) == (row["default"], False)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("depth", "99"), ("depth", "99", "1 – 64")),
        (("theme", "pink"), ("theme", "light, dark")),
        (("dept",), ("dept", "depth")),
        (("--reset",), ("--reset",)),
        (("depth", "3", "--reset"), ("--reset",)),
    ],
)
def test_what_does_not_fit_is_refused(
    run: Run, kept: Preferences, words: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    run("settings", *words).refused(*parts)
    assert not kept.file.exists()


def test_problems_of_the_file_are_said_and_the_work_goes_on(run: Run, kept: Preferences) -> None:
    kept.folder.mkdir(parents=True)
    kept.file.write_text("{", "utf-8")
    done = run("settings", "--json")
    assert done.code == 1
    assert "put aside" in done.err
    assert run("settings").code == 0


def test_an_import_keeps_to_the_settings(run: Run, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("A line of a long text.\n" * 2000, "utf-8")
    run("settings", "pages", "1")
    assert [
        each["pages"] for each in run("import", empty, tmp_path / "long.txt", "--json").json["files"]
    ] == [1]
