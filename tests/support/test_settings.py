"""Settings: the data file and its schema, bounds, and the file of the user: damaged, from another version, locked."""

from __future__ import annotations

import json
import os
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.intake.model import Limits
from evidence_desk.support.errors import UserError
from evidence_desk.support.preferences import Preferences
from evidence_desk.support.resources import resource, schema
from evidence_desk.support.settings import declared, groups, known

DATA = json.loads(resource("settings.json").read_text("utf-8"))


def test_the_data_is_as_its_schema_says() -> None:
    rules = json.loads(schema("settings.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(rules)
    jsonschema.Draft202012Validator(rules).validate(DATA)
    names = [each["name"] for each in DATA["settings"]]
    assert len(names) == len(set(names))
    assert {each["group"] for each in DATA["settings"]} == set(DATA["groups"]) == set(groups())


@pytest.mark.parametrize("name", declared())
def test_a_default_fits_and_is_read_again_as_it_is_shown(name: str) -> None:
    setting = declared()[name]
    assert setting.checked(setting.default) == setting.default
    assert setting.checked(setting.shown(setting.default)) == setting.default


def test_every_limit_of_reading_is_a_setting_with_the_same_default(tmp_path: Path) -> None:
    limits = {each.name for each in fields(Limits)} - {"passwords"}
    assert limits <= set(declared())
    assert LocalDesk(preferences=Preferences(tmp_path)).limits() == Limits()
    assert LocalDesk(preferences=Preferences(tmp_path)).limits(["a"]).passwords == ("a",)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("depth", "12", 12),
        ("pages", "1,000", 1000),
        ("unpacked", "512 MiB", 512 << 20),
        ("unpacked", "1.5gib", 3 << 29),
        ("unpacked", "2097152", 2 << 20),
        ("seconds", "2.5", 2.5),
        ("theme", "dark", "dark"),
        ("convert_with", "", ""),
    ],
)
def test_what_people_write_is_read(tmp_path: Path, name: str, text: str, value: object) -> None:
    kept = Preferences(tmp_path)
    kept.set(name, text)
    assert kept[name] == value
    assert Preferences(tmp_path)[name] == value


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("depth", "65", "setting_out_of_range"),
        ("depth", "0", "setting_out_of_range"),
        ("depth", "2.5", "setting_not_fit"),
        ("depth", "many", "setting_not_fit"),
        ("depth", "nan", "setting_not_fit"),
        ("depth", "1e999", "setting_not_fit"),
        ("depth", True, "setting_not_fit"),
        ("depth", None, "setting_not_fit"),
        ("depth", "2 MiB", "setting_not_fit"),
        ("unpacked", "1 KiB", "setting_out_of_range"),
        ("unpacked", "9999999 TiB", "setting_out_of_range"),
        ("theme", "pink", "setting_not_fit"),
        ("theme", ["dark"], "setting_not_fit"),
        ("convert_with", "/no/such/program", "setting_no_program"),
        ("convert_with", 5, "setting_not_fit"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(
    tmp_path: Path, name: str, value: object, code: str
) -> None:
    kept = Preferences(tmp_path)
    with pytest.raises(UserError) as caught:
        kept.set(name, value)
    assert caught.value.code == code
    assert name in caught.value.message
    assert caught.value.remedy
    assert not kept.file.exists()


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(UserError, match="family_bytes"):
        known("family_byte")


def test_resetting_lets_the_default_count_again(tmp_path: Path) -> None:
    kept = Preferences(tmp_path)
    kept.set("depth", 3)
    assert kept.is_set("depth")
    kept.reset("depth")
    assert (kept["depth"], kept.is_set("depth")) == (8, False)
    assert Preferences(tmp_path)["depth"] == 8


def test_names_of_another_version_are_kept(tmp_path: Path) -> None:
    kept = Preferences(tmp_path)
    kept.file.write_text('{"of_tomorrow": {"a": [1]}, "depth": 3}', "utf-8")
    kept.set("ratio", 10)
    assert json.loads(kept.file.read_text("utf-8")) == {"of_tomorrow": {"a": [1]}, "depth": 3, "ratio": 10}
    assert kept.problems == []


@pytest.mark.parametrize("damage", [b'{"depth": 3', b"\xff\xfe\x00", b"[]", b""])
def test_a_damaged_file_is_put_aside_and_said(tmp_path: Path, damage: bytes) -> None:
    kept = Preferences(tmp_path)
    kept.file.write_bytes(damage)
    assert kept["depth"] == 8
    (problem,) = kept.problems
    assert problem.code == "settings_damaged"
    assert (tmp_path / "settings.damaged.json").read_bytes() == damage
    kept.set("depth", 4)
    assert Preferences(tmp_path)["depth"] == 4


def test_a_value_out_of_range_in_the_file_is_named_and_the_default_counts(tmp_path: Path) -> None:
    kept = Preferences(tmp_path)
    kept.file.write_text('{"depth": 900, "theme": "dark"}', "utf-8")
    assert (kept["depth"], kept["theme"]) == (8, "dark")
    (problem,) = kept.problems
    assert "depth" in str(problem)
    assert "1 – 64" in str(problem)
    assert "default" in str(problem)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UserError, match="cannot be written"):
        Preferences(tmp_path).set("depth", 3)


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "settings").write_text("no folder", "utf-8")
    kept = Preferences(tmp_path / "settings")
    with pytest.raises(UserError, match="cannot be written"):
        kept.set("depth", 3)
    assert kept["depth"] == 8


def test_the_desk_reads_files_within_the_limits_of_the_settings(tmp_path: Path) -> None:
    kept = Preferences(tmp_path / "user")
    kept.set("pages", 2)
    desk = LocalDesk(actor="tester", preferences=kept)
    (tmp_path / "long.txt").write_text("A line of a long text.\n" * 2000, "utf-8")
    try:
        session = desk.new_matter(tmp_path / "m.edesk", profile="prc_civil", title="T")
        report = desk.import_paths(session, [tmp_path / "long.txt"])
        session.close()
    finally:
        desk.close()
    assert [taken.pages for taken in report.files] == [2]
