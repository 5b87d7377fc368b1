"""What each command refuses: with which code, at which field, in one line, and changing nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evidence_desk.commands.registry import IN_FILES
from evidence_desk.commands.session import Session
from evidence_desk.queries.history import history
from evidence_desk.support.errors import CommandError

from ..matters import apply, dump

Full = tuple[Session, dict[str, str]]


def refusal(session: Session, command: dict[str, Any]) -> CommandError:
    before, entries = dump(session), len(session.read(history))
    with pytest.raises(CommandError) as caught:
        apply(session, command)
    assert dump(session) == before
    assert len(session.read(history)) == entries
    assert caught.value.index == 1
    assert "\n" not in str(caught.value)
    return caught.value


PARTY = {"do": "AddParty", "name": "New"}
CLAIM = {"do": "AddClaim", "number": "9", "title": "New"}
ELEMENT = {"do": "AddElement", "claim": "claim:1", "number": "1.9", "text": "New"}
FACT = {"do": "AddFact", "text": "New"}
ITEM = {"do": "AddEvidence", "title": "New"}
CITE = {"do": "AddCite", "evidence": "evidence:A-1", "page": 1}
LINK = {"do": "LinkEvidence", "evidence": "evidence:A-1", "element": "element:1.1", "stance": "supports"}
STAGE = {"do": "AddStageEvent", "proceeding": "proceeding:Court One", "kind": "filed"}
USE = {"do": "LinkStage", "stage": "stage:Court One/filed", "evidence": "evidence:A-2", "status": "filed"}
OPINION = {
    "do": "AssessEvidence",
    "evidence": "evidence:A-1",
    "by": "party:Us",
    "dimension": "authenticity",
    "position": "accepted",
}
LIMIT = {"do": "SetDeadline", "stage": "stage:Court One/filed", "source": "court"}
PRESET = {"do": "DefinePreset", "key": "z", "name": "New", "actions": {}}

# command, code, field
CASES: list[tuple[dict[str, Any], str, str]] = [
    # The shape
    ({**PARTY, "nmae": "x"}, "unknown_field", "nmae"),
    ({"do": "AddParty"}, "missing_field", "name"),
    ({"do": "AddParty", "name": 5}, "wrong_value", "name"),
    ({"do": "AddParty", "name": None}, "wrong_value", "name"),
    ({**PARTY, "side": "ourselves"}, "wrong_value", "side"),
    ({**PARTY, "kind": "robot"}, "wrong_value", "kind"),
    ({**PARTY, "aliases": "one"}, "wrong_value", "aliases"),
    ({**PARTY, "aliases": ["one", 2]}, "wrong_value", "aliases"),
    ({**CLAIM, "kind": "wish"}, "wrong_value", "kind"),
    ({**ELEMENT, "disputed": "yes"}, "wrong_value", "disputed"),
    ({**FACT, "status": "true"}, "wrong_value", "status"),
    ({**CITE, "page": "one"}, "wrong_value", "page"),
    ({**CITE, "page": 1.5}, "wrong_value", "page"),
    ({**CITE, "rects": [1, 2, 3, 4]}, "wrong_value", "rects"),
    ({**LINK, "stance": "proves"}, "wrong_value", "stance"),
    ({**LINK, "weight": "3"}, "wrong_value", "weight"),
    ({"do": "AddProceeding", "court": "C", "relation": "child_of"}, "wrong_value", "relation"),
    ({**USE, "status": "lost"}, "wrong_value", "status"),
    ({**LIMIT, "source": "me", "due": "2019-01-01"}, "wrong_value", "source"),
    ({"do": "SetReview", "evidence": ["evidence:A-1"], "state": "seen"}, "wrong_value", "state"),
    ({"do": "SetReview", "evidence": "evidence:A-1", "state": "reviewed"}, "wrong_value", "evidence"),
    ({**PRESET, "actions": {"tag": ["tag:Key"]}}, "unknown_field", "actions"),
    (
        {**PRESET, "actions": {"links": [{"stance": "supports", "elment": "element:1.1"}]}},
        "unknown_field",
        "actions",
    ),
    ({**PRESET, "actions": {"links": [{"element": "element:1.1"}]}}, "wrong_value", "actions"),
    ({**PRESET, "actions": {"stages": [{"stage": "x", "status": "lost"}]}}, "wrong_value", "actions"),
    # Text that no database and no file can hold
    ({**PARTY, "name": "a\ud800b"}, "wrong_value", "name"),
    ({**PARTY, "aliases": ["a\udfffb"]}, "wrong_value", "aliases"),
    # Nothing where something must be
    ({"do": "AddParty", "name": "  "}, "empty", "name"),
    ({"do": "SetMatter", "title": ""}, "empty", "title"),
    ({**CLAIM, "number": " "}, "empty", "number"),
    ({**CLAIM, "title": ""}, "empty", "title"),
    ({**ELEMENT, "text": ""}, "empty", "text"),
    ({"do": "AddFact", "text": "\t"}, "empty", "text"),
    ({**FACT, "number": ""}, "empty", "number"),
    ({"do": "AddEvidence", "title": ""}, "empty", "title"),
    ({"do": "AddEvidenceGroup", "number": "", "title": "x"}, "empty", "number"),
    ({"do": "AddProceeding", "court": ""}, "empty", "court"),
    ({"do": "AddTag", "name": ""}, "empty", "name"),
    ({"do": "AddNote", "on": "claim:1", "text": ""}, "empty", "text"),
    ({"do": "TagEvidence", "evidence": [], "tags": ["tag:Key"]}, "empty", "evidence"),
    ({"do": "TagEvidence", "evidence": ["evidence:A-1"], "tags": []}, "empty", "tags"),
    ({"do": "UntagEvidence", "evidence": [], "tags": ["tag:Key"]}, "empty", "evidence"),
    ({"do": "SetReview", "evidence": [], "state": "reviewed"}, "empty", "evidence"),
    ({"do": "ApplyPreset", "preset": "preset:v", "evidence": []}, "empty", "evidence"),
    ({**PRESET, "key": "K"}, "key_taken", "key"),
    ({**PRESET, "key": "."}, "key_taken", "key"),
    ({"do": "EditPreset", "preset": "preset:v", "key": "k"}, "key_taken", "key"),
    ({"do": "AddTag", "name": "New", "key": "Ctrl+T"}, "key_taken", "key"),
    ({**PRESET, "key": ""}, "empty", "key"),
    ({"do": "EditParty", "party": "party:Us", "name": ""}, "empty", "name"),
    ({"do": "EditClaim", "claim": "claim:1", "number": ""}, "empty", "number"),
    ({"do": "EditEvidence", "evidence": "evidence:A-1", "title": " "}, "empty", "title"),
    # Taken
    ({**PARTY, "name": "Us"}, "taken", "name"),
    ({"do": "EditParty", "party": "party:Us", "name": "Them"}, "taken", "name"),
    ({**CLAIM, "number": "1"}, "taken", "number"),
    ({"do": "EditClaim", "claim": "claim:1", "number": "2"}, "taken", "number"),
    ({**ELEMENT, "number": "2.1"}, "taken", "number"),
    ({"do": "EditElement", "element": "element:1.1", "number": "1.2"}, "taken", "number"),
    ({**FACT, "number": "1"}, "taken", "number"),
    ({"do": "EditFact", "fact": "fact:1", "number": "2"}, "taken", "number"),
    ({**ITEM, "exhibit": "A-1"}, "taken", "exhibit"),
    ({"do": "EditEvidence", "evidence": "evidence:A-1", "exhibit": " A-2 "}, "taken", "exhibit"),
    ({"do": "AddEvidenceGroup", "number": "1", "title": "x"}, "taken", "number"),
    ({"do": "AddProceeding", "court": "x", "case_number": "(2019) 1"}, "taken", "case_number"),
    ({"do": "AddTag", "name": "Key"}, "taken", "name"),
    ({"do": "AddTag", "name": "Other", "key": "1"}, "taken", "key"),
    ({"do": "EditTag", "tag": "tag:Damages", "name": "Key"}, "taken", "name"),
    ({**USE, "evidence": "evidence:A-1"}, "taken", "status"),
    # References that mean nothing, or something else
    ({**CLAIM, "by": "party:Nobody"}, "no_such_thing", "by"),
    ({**CLAIM, "against": "claim:1"}, "no_such_thing", "against"),
    ({**ELEMENT, "claim": "claim:7"}, "no_such_thing", "claim"),
    ({**ELEMENT, "claim": "1"}, "no_such_thing", "claim"),
    ({**ELEMENT, "claim": ""}, "no_such_thing", "claim"),
    ({**ELEMENT, "claim": "claim:"}, "no_such_thing", "claim"),
    ({**ELEMENT, "parent": "element:8.8"}, "no_such_thing", "parent"),
    ({**ELEMENT, "parent": "element:2.1"}, "other_claim", "parent"),
    ({**FACT, "elements": ["element:1.1", "element:7"]}, "no_such_thing", "elements"),
    ({**FACT, "competes_with": "fact:77"}, "no_such_thing", "competes_with"),
    ({**ITEM, "group": "group:9"}, "no_such_thing", "group"),
    ({**ITEM, "files": ["file:00000000"]}, "no_such_thing", "files"),
    ({**ITEM, "files": ["file:abc"]}, "bad_reference", "files"),
    ({**ITEM, "files": ["file:letter.txt"]}, "bad_reference", "files"),
    ({**CITE, "evidence": "evidence:Z-1"}, "no_such_thing", "evidence"),
    ({**CITE, "file": "file:00000000"}, "no_such_thing", "file"),
    ({**CITE, "evidence": "evidence:A-2"}, "which_file", "file"),
    ({**LINK, "element": "fact:1"}, "no_such_thing", "element"),
    ({**LINK, "cites": ["nope"]}, "no_such_thing", "cites"),
    ({"do": "AddProceeding", "court": "x", "from": "proceeding:y"}, "no_such_thing", "from"),
    ({**STAGE, "proceeding": "proceeding:y"}, "no_such_thing", "proceeding"),
    ({**USE, "stage": "stage:Court One/hearing"}, "no_such_thing", "stage"),
    ({**USE, "stage": "stage:filed"}, "no_such_thing", "stage"),
    ({**OPINION, "by": "party:They"}, "no_such_thing", "by"),
    ({**OPINION, "stage": "stage:x/y"}, "no_such_thing", "stage"),
    ({"do": "TagEvidence", "evidence": ["evidence:A-1"], "tags": ["tag:x"]}, "no_such_thing", "tags"),
    ({"do": "TagEvidence", "evidence": ["evidence:x"], "tags": ["tag:Key"]}, "no_such_thing", "evidence"),
    ({"do": "AddNote", "on": "claim:99", "text": "x"}, "no_such_thing", "on"),
    ({"do": "AddNote", "on": "nothing", "text": "x"}, "no_such_thing", "on"),
    ({"do": "EditNote", "note": "note:1", "text": "x"}, "no_such_thing", "note"),
    ({"do": "Delete", "what": "claim:99"}, "no_such_thing", "what"),
    ({"do": "ApplyPreset", "preset": "preset:x", "evidence": ["evidence:A-1"]}, "no_such_thing", "preset"),
    ({**PRESET, "actions": {"tags": ["tag:x"]}}, "no_such_thing", "actions"),
    # Circles
    ({"do": "EditElement", "element": "element:1.1", "parent": "element:1.2"}, "cycle", "parent"),
    ({"do": "EditElement", "element": "element:1.1", "parent": "element:1.1"}, "cycle", "parent"),
    ({"do": "EditTag", "tag": "tag:Key", "parent": "tag:Damages"}, "cycle", "parent"),
    (
        {"do": "EditProceeding", "proceeding": "proceeding:Court One", "from": "proceeding:Court Two"},
        "cycle",
        "from",
    ),
    ({"do": "EditFact", "fact": "fact:1", "competes_with": ["fact:1"]}, "own_rival", "competes_with"),
    ({"do": "EditElement", "element": "element:1.1", "claim": "claim:2"}, "has_children", "claim"),
    # Places on pages
    ({**CITE, "page": 2}, "no_such_page", "page"),
    ({**CITE, "page": -1}, "no_such_page", "page"),
    ({**CITE, "page": 10**30}, "no_such_page", "page"),
    ({**CITE, "evidence": "evidence:A-10", "page": 10**30}, "no_such_page", "page"),
    ({"do": "AddCite", "evidence": "evidence:A-1", "quote": "x"}, "no_such_page", "page"),
    ({"do": "AddCite", "evidence": "evidence:A-1", "rects": [[1, 1, 2, 2]]}, "no_such_page", "page"),
    ({**CITE, "rects": [[1, 1, 2]]}, "bad_rectangle", "rects"),
    ({**CITE, "rects": [[1, 1, 2, 2], [2, 1, 1, 2]]}, "bad_rectangle", "rects"),
    ({**CITE, "rects": [[1, 1, 1, 2]]}, "bad_rectangle", "rects"),
    ({**CITE, "rects": [[1, 1, 1e9, 2]]}, "bad_rectangle", "rects"),
    ({**CITE, "rects": [[1, 1, float("nan"), 2]]}, "bad_rectangle", "rects"),
    ({**CITE, "rects": [[1, 1, float("inf"), 2]]}, "bad_rectangle", "rects"),
    # Weights, targets, dates, amounts, colours
    ({**LINK, "weight": 0}, "bad_weight", "weight"),
    ({**LINK, "weight": 4}, "bad_weight", "weight"),
    (
        {**PRESET, "actions": {"links": [{"stance": "context", "fact": "fact:1", "weight": 7}]}},
        "bad_weight",
        "actions",
    ),
    ({**PRESET, "actions": {"links": [{"stance": "context"}]}}, "one_target", "actions"),
    ({**LINK, "fact": "fact:1"}, "one_target", "element"),
    ({"do": "LinkEvidence", "evidence": "evidence:A-1", "stance": "context"}, "one_target", "element"),
    ({**FACT, "date": "the day after"}, "bad_date", "date"),
    ({**FACT, "date": "2019-02-30"}, "bad_date", "date"),
    ({**FACT, "date": "2019-05..2018-01"}, "bad_date", "date"),
    ({**ITEM, "date": "2019年13月"}, "bad_date", "date"),
    ({**STAGE, "date": "soon"}, "bad_date", "date"),
    ({**LIMIT, "due": "2019-02-30"}, "bad_date", "due"),
    ({**LIMIT, "due": "March"}, "bad_date", "due"),
    (LIMIT, "one_of", "rule"),
    ({**LIMIT, "due": "2019-03-01", "rule": "appeal"}, "one_of", "rule"),
    ({**CLAIM, "amount": "a lot"}, "bad_amount", "amount"),
    ({**CLAIM, "amount": -5}, "bad_amount", "amount"),
    ({**CLAIM, "amount": float("nan")}, "bad_amount", "amount"),
    ({**CLAIM, "amount": "1e999999"}, "bad_amount", "amount"),
    ({**CLAIM, "amount": "1e-999999"}, "bad_amount", "amount"),
    ({"do": "AddTag", "name": "x", "color": "red"}, "bad_color", "color"),
    # Words the profile knows, listed where it does not
    ({"do": "SetMatter", "profile": "moon_civil"}, "unknown_profile", "profile"),
    ({**ITEM, "kind": "rumour"}, "unknown_kind", "kind"),
    ({**PRESET, "actions": {"kind": "rumour"}}, "unknown_kind", "actions"),
    ({**STAGE, "kind": "lunch"}, "unknown_stage", "kind"),
    ({"do": "EditStageEvent", "stage": "stage:Court One/filed", "kind": "lunch"}, "unknown_stage", "kind"),
    ({**LIMIT, "rule": "never"}, "unknown_rule", "rule"),
    ({**OPINION, "dimension": "beauty"}, "unknown_dimension", "dimension"),
    ({**OPINION, "position": "shrug"}, "unknown_position", "position"),
]


@pytest.mark.parametrize(
    ("command", "code", "field"),
    CASES,
    ids=[f"{n}-{c['do']}-{code}-{f}" for n, (c, code, f) in enumerate(CASES)],
)
def test_refusal(full: Full, command: dict[str, Any], code: str, field: str) -> None:
    error = refusal(full[0], command)
    assert (error.code, error.field) == (code, field)
    assert error.message.startswith(f"command 1, field {field!r}: ")


@pytest.mark.parametrize(
    ("command", "listed"),
    [
        ({"do": "SetMatter", "profile": "moon_civil"}, "prc_civil"),
        ({**ITEM, "kind": "rumour"}, "documentary"),
        ({**STAGE, "kind": "lunch"}, "not_accepted"),
        ({**LIMIT, "rule": "never"}, "appeal"),
        ({**OPINION, "dimension": "beauty"}, "authenticity"),
        ({**OPINION, "position": "shrug"}, "not_accepted"),
        ({**PARTY, "nmae": "x"}, "native_name"),
        ({**PRESET, "actions": {"tag": []}}, "stages"),
    ],
)
def test_the_refusal_lists_what_there_is(full: Full, command: dict[str, Any], listed: str) -> None:
    assert listed in refusal(full[0], command).remedy


def test_every_command_refuses_an_unknown_and_a_missing_field(full: Full) -> None:
    session, _ids = full
    for name, cls in IN_FILES.items():
        assert refusal(session, {"do": name, "nonsense": 1}).code == "unknown_field"
        fields = getattr(cls, "__dataclass_fields__")  # noqa: B009
        import dataclasses

        missing = dataclasses.MISSING
        required = [f.name for f in fields.values() if f.default is missing and f.default_factory is missing]
        if required:
            assert refusal(session, {"do": name}).code == "missing_field"
        else:
            assert name == "SetMatter"


def test_edits_with_ids(full: Full) -> None:
    session, ids = full
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"do": "EditCite", "cite": ids["q1"], "page": 0}, "no_such_page", "page"),
        ({"do": "EditCite", "cite": ids["q1"], "page": 2}, "no_such_page", "page"),
        ({"do": "EditCite", "cite": ids["q2"], "page": 0}, "no_such_page", "page"),
        ({"do": "EditCite", "cite": ids["q1"], "file": ids["plan"]}, "not_its_file", "file"),
        ({"do": "EditCite", "cite": ids["q1"], "rects": [[0, 0, 0, 0]]}, "bad_rectangle", "rects"),
        ({"do": "EditLink", "link": ids["l1"], "weight": 9}, "bad_weight", "weight"),
        ({"do": "EditLink", "link": ids["l1"], "element": ""}, "one_target", "element"),
        ({"do": "EditLink", "link": ids["l1"], "evidence": ids["a2"]}, "other_item", "evidence"),
        ({"do": "EditLink", "link": ids["l1"], "cites": [ids["q2"]]}, "other_item", "cites"),
        ({"do": "EditLink", "link": ids["a1"], "weight": 1}, "no_such_thing", "link"),
        ({"do": "EditEvidence", "evidence": ids["a1"], "files": []}, "file_cited", "files"),
        ({"do": "EditEvidence", "evidence": ids["a2"], "files": [ids["letter"]]}, "file_cited", "files"),
        ({"do": "EditStageLink", "stage_link": ids["sl1"], "stage": ids["p1"]}, "no_such_thing", "stage"),
        ({"do": "EditTag", "tag": ids["t2"], "key": "1"}, "taken", "key"),
    ]
    for command, code, field in cases:
        error = refusal(session, command)
        assert (error.code, error.field) == (code, field), command


def test_a_name_two_things_bear_is_not_guessed(full: Full) -> None:
    session, ids = full
    apply(session, {"do": "AddStageEvent", "proceeding": ids["p1"], "kind": "filed"})
    error = refusal(session, USE)
    assert (error.code, error.field) == ("ambiguous", "stage")
    apply(session, {"do": "AddParty", "name": "Both", "aliases": ["They"]})
    apply(session, {"do": "EditParty", "party": ids["them"], "aliases": ["They"]})
    assert refusal(session, {**CLAIM, "by": "party:They"}).code == "ambiguous"


def test_the_bad_seventh_command_of_a_file(full: Full, tmp_path: Path) -> None:
    import json

    from evidence_desk.commands.command_files import read_command_file

    session, _ids = full
    before = dump(session)
    good = [{"do": "AddTag", "name": f"tag {n}"} for n in range(6)]
    for bad, field in [
        ({"do": "AddTag", "nam": "x"}, "nam"),
        ({"do": "AddTag", "name": "tag 3"}, "name"),
        ({"do": "AddTga", "name": "x"}, "do"),
        ({"do": ["AddTag"], "name": "x"}, "do"),
        ({"do": "ImportFiles", "batch": "x"}, "do"),
        ({"do": "AddTag", "name": "x", "as": 5}, "as"),
        ({"do": "SetReview", "as": "r", "evidence": ["evidence:A-1"], "state": "reviewed"}, "as"),
    ]:
        path = tmp_path / "commands.json"
        path.write_text(json.dumps({"commands": [*good, bad, {"do": "AddTag", "name": "after"}]}))
        with pytest.raises(CommandError) as caught:
            session.run_steps(read_command_file(path))
        assert caught.value.index == 7
        assert caught.value.field == field
        assert caught.value.message.startswith(f"command 7, field {field!r}: ")
        assert dump(session) == before


def test_a_handle_used_twice(full: Full) -> None:
    with pytest.raises(CommandError) as caught:
        apply(full[0], {**PARTY, "as": "x"}, {"do": "AddTag", "name": "x", "as": "x"})
    assert (caught.value.index, caught.value.field) == (2, "as")
