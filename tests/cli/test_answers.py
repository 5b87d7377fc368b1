"""Every --json answer: valid under its schema, with the fields that scripts may rely on."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from evidence_desk.cli.answers import answer_schemas, schema_text
from evidence_desk.cli.listing import KINDS
from evidence_desk.support.resources import schema

from .conftest import Run, command_file

SCHEMAS = answer_schemas()

# The interface, as far as it names fields: what a script may rely on.
LISTS = {
    "evidence": "id exhibit title native_title kind type date tags review files links stages",
    "files": "id sha256 name media_type pages bytes",
    "claims": "id number title native_title kind basis cause relief amount currency by against",
    "elements": "id claim number text native_text parent burden standard disputed note",
    "facts": "id number text date status elements competes_with note",
    "parties": "id name native_name kind role side aliases notes",
    "proceedings": "id court court_native level case_number instance from relation",
    "stages": "id proceeding court court_native kind date status outcome ground form evidence",
    "links": "id evidence element fact stance weight purpose cites",
    "cites": "id evidence file page label quote rects state note",
    "tags": "id name color key parent",
    "presets": "id key name actions",
    "searches": "id name query key",
    "deadlines": "id stage rule due source note",
    "batches": "id at by source state seen imported duplicates failed skipped remarked files findings",
    "near-duplicates": "evidence similarity",
    "conflicts": "id what field base ours theirs kind",
    "review-batches": "id name number reviewer query items reviewed second_look",
    "assessments": "id evidence by dimension position reason stage date",
}
NONE_IN_THE_SAMPLE = {"near-duplicates", "review-batches", "conflicts"}
INNER = {
    ("evidence", "date"): "text sort precision",
    ("evidence", "files"): "sha256 name media_type pages bytes",
    ("facts", "date"): "text sort precision",
    ("links", "cites"): "id file page label quote rects state",
    ("stages", "date"): "text sort precision",
    ("stages", "evidence"): "exhibit status",
}


def _check(name: str, answer: Any) -> None:
    jsonschema.Draft202012Validator(SCHEMAS[f"{name}.schema.json"]).validate(answer)


def _fields(value: Any) -> set[str]:
    """Return the fields of an object, or those that every object of a list has."""
    if isinstance(value, dict):
        return set(value)
    assert value, "nothing to look at"
    return set.intersection(*(set(item) for item in value))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_files_are_those_of_the_rows(name: str) -> None:
    path = schema(name)
    if os.environ.get("WRITE_SCHEMAS"):
        path.write_text(schema_text(SCHEMAS[name]), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == schema_text(SCHEMAS[name]), (
        "run the tests again with WRITE_SCHEMAS=1"
    )
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_of_the_sample_is_valid_and_has_the_fields_of_the_interface(
    run: Run, sample: Path, kind: str
) -> None:
    answer = run("list", sample, kind, "--json").json
    _check(f"list-{kind}", answer)
    assert set(answer) == {kind}
    if kind in NONE_IN_THE_SAMPLE:
        assert answer[kind] == []
        return
    assert _fields(answer[kind]) >= set(LISTS[kind].split())
    for row in answer[kind]:
        for (of, name), fields in INNER.items():
            if of == kind and row[name]:
                assert _fields(row[name]) >= set(fields.split())


def test_the_interface_names_every_list_there_is() -> None:
    assert set(LISTS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_of_an_empty_matter_is_valid(run: Run, empty: Path, kind: str) -> None:
    answer = run("list", empty, kind, "--json").json
    _check(f"list-{kind}", answer)
    assert answer == {kind: []}


def test_verify_and_history_are_valid(run: Run, sample: Path, empty: Path) -> None:
    for matter in (sample, empty):
        found = run("verify", matter, "--json").json
        _check("verify", found)
        assert set(found) >= {"ok", "files_checked", "problems", "history"}
        assert set(found["history"]) >= {"ok", "entries", "head"}
        told = run("history", matter, "--json").json
        _check("history", told)
        fields = {"seq", "replica", "actor", "at", "command", "summary", "undoes", "hash", "previous"}
        assert _fields(told["entries"]) >= fields
        assert told["entries"][-1]["hash"] == found["history"]["head"]


def test_verify_of_a_damaged_matter_is_valid(run: Run, own_sample: Path) -> None:
    blob = next(path for path in sorted((own_sample / "files").glob("??/*")))
    blob.chmod(0o644)
    blob.write_bytes(b"x" + blob.read_bytes()[1:])
    ran = run("verify", own_sample, "--json")
    assert ran.code == 1
    _check("verify", ran.json)
    assert [problem["code"] for problem in ran.json["problems"]] == ["file_changed"]
    assert ran.json["problems"][0]["file"] == blob.stem


def test_import_is_valid(run: Run, empty: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "one.txt").write_text("This is the first letter, dated 2019-01-05.", encoding="utf-8")
    (folder / "again.txt").write_bytes((folder / "one.txt").read_bytes())
    (folder / ".hidden").write_text("left out", encoding="utf-8")
    answer = run("import", empty, folder, "--json").json
    _check("import", answer)
    assert (answer["imported"], answer["duplicates"], answer["failed"]) == (1, 1, [])
    assert set(answer["files"][0]) >= {"path", "sha256", "evidence", "pages", "media_type", "parent"}
    assert [left["code"] for left in answer["skipped"]] == ["hidden"]
    assert set(answer["skipped"][0]) >= {"path", "code", "message"}
    assert answer["duplicate_files"][0]["evidence"] == answer["files"][0]["evidence"]
    assert answer["duplicate_files"][0]["pages"] == answer["files"][0]["pages"] == 1


def test_apply_is_valid(run: Run, empty: Path, tmp_path: Path) -> None:
    path = command_file(tmp_path, {"do": "AddClaim", "number": "1", "title": "Breach"})
    answer = run("apply", empty, path, "--json").json
    _check("apply", answer)
    assert answer["applied"] == 1
    assert [made["kind"] for made in answer["created"]] == ["claim"]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("links", lambda row: row.update(stance="proves")),
        ("links", lambda row: row.update(weight=4)),
        ("links", lambda row: row["cites"].append({"id": "x"})),
        ("evidence", lambda row: row.pop("title")),
        ("evidence", lambda row: row["date"].pop("sort")),
        ("evidence", lambda row: row.update(review="")),
        ("files", lambda row: row.update(sha256="abc")),
        ("claims", lambda row: row.update(amount=100000000)),
        ("proceedings", lambda row: row.pop("from")),
        ("deadlines", lambda row: row.update(due=5)),
    ],
)
def test_an_answer_that_breaks_the_interface_is_not_valid(
    run: Run, sample: Path, kind: str, change: Any
) -> None:
    answer = run("list", sample, kind, "--json").json
    broken = copy.deepcopy(answer)
    change(broken[kind][0])
    _check(f"list-{kind}", answer)
    with pytest.raises(jsonschema.ValidationError):
        _check(f"list-{kind}", broken)


def test_more_fields_may_be_added(run: Run, sample: Path) -> None:
    answer = run("list", sample, "claims", "--json").json
    answer["claims"][0]["colour"] = "green"
    _check("list-claims", json.loads(json.dumps(answer)))
