"""Deleting: refused while something depends on the thing, complete with cascade, and taken back whole."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, event

from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.references import KINDS
from evidence_desk.commands.session import Session
from evidence_desk.queries.labels import notes_on, presets
from evidence_desk.support.errors import CommandError

from ..matters import Dump, apply, dump

Full = tuple[Session, dict[str, str]]

# What each thing of the matter that holds everything is still used by; nothing: it goes at once.
USES: dict[str, str] = {
    "us": "2 claims",
    "them": "1 assessment, 1 claim",
    "t1": "1 preset, 1 tag, 2 uses",
    "t2": "2 uses",
    "c1": "2 elements, 2 links, 1 note, 1 preset, 3 uses",
    "c2": "1 element, 1 use",
    "e1": "1 element, 2 links, 1 note, 1 preset, 3 uses",
    "e2": "1 preset, 1 use",
    "e3": "1 use",
    "f1": "1 preset",
    "f2": "1 link, 1 use",
    "f3": "",
    "g1": "1 evidence",
    "a1": "1 assessment, 1 cite, 1 link, 1 note, 1 stage link, 1 use",
    "a2": "1 cite, 2 links, 1 use",
    "a10": "",
    "q1": "1 use",
    "q2": "1 use",
    "l1": "",
    "l2": "",
    "l3": "",
    "p1": "1 assessment, 1 proceeding, 1 stage, 1 stage link, 1 time limit",
    "p2": "1 preset, 1 stage",
    "s1": "1 assessment, 1 stage link, 1 time limit",
    "s2": "1 preset",
    "sl1": "",
    "as1": "",
    "d1": "",
    "pr1": "",
    "n1": "",
    "n2": "",
    "letter": "1 cite, 3 uses",
    "plan": "1 cite, 2 uses",
}


def names_of(rows: Dump, row_id: str) -> list[tuple[str, str]]:
    """The rows that hold an id anywhere, also inside lists."""
    return [key for key, row in rows.items() if row_id in repr(row)]


@pytest.mark.parametrize("handle", sorted(USES))
def test_deleting(full: Full, handle: str) -> None:
    session, ids = full
    before = dump(session)
    if USES[handle]:
        with pytest.raises(CommandError) as caught:
            apply(session, {"do": "Delete", "what": ids[handle]})
        assert (caught.value.code, caught.value.field) == ("in_use", "what")
        assert caught.value.message.endswith(f"is still used: {USES[handle]}")
        assert dump(session) == before
    outcome = apply(session, {"do": "Delete", "what": ids[handle], "cascade": True})
    assert bool(outcome.warnings) == bool(USES[handle])
    after = dump(session)
    assert names_of(after, ids[handle]) == []
    session.undo()
    assert dump(session) == before
    session.redo()
    assert dump(session) == after


def test_every_kind_is_deleted(full: Full) -> None:
    session, ids = full
    tables = {table for table, row_id in dump(session) if row_id in set(ids.values())}
    assert {kind.table.name for kind in KINDS.values()} - tables == {"batch"}


def test_deleting_a_batch_leaves_its_files(full: Full) -> None:
    session, _ids = full
    before = dump(session)
    batch = next(row_id for table, row_id in before if table == "batch")
    with pytest.raises(CommandError, match="1 file"):
        apply(session, {"do": "Delete", "what": batch})
    apply(session, {"do": "Delete", "what": batch, "cascade": True})
    assert {key for key in before if key[0] == "file"} == {key for key in dump(session) if key[0] == "file"}


def test_notes_on_notes_go_along(full: Full) -> None:
    session, ids = full
    apply(session, {"do": "AddNote", "on": ids["n1"], "text": "on a note"})
    apply(session, {"do": "Delete", "what": ids["a1"], "cascade": True})
    assert [values["text"] for (table, _id), values in dump(session).items() if table == "note"] == [
        "Is it disputed?"
    ]
    assert session.read(notes_on, ids["n1"]) == []


def test_a_preset_goes_on_without_what_was_deleted(full: Full) -> None:
    session, ids = full
    for handle in ("t1", "e2", "s2"):
        apply(session, {"do": "Delete", "what": ids[handle], "cascade": True})
    [preset] = session.read(presets)
    assert preset.actions["tags"] == []
    assert preset.actions["stages"] == []
    assert [link["fact"] for link in preset.actions["links"]] == [ids["f1"]]
    apply(session, {"do": "ApplyPreset", "preset": "preset:v", "evidence": [ids["a10"]]})
    links: list[Any] = [row for (table, _id), row in dump(session).items() if table == "proof_link"]
    assert {row["fact_id"] for row in links if row["evidence_id"] == ids["a10"]} == {ids["f1"]}


def test_several_things_are_deleted_as_one_step_and_only_with_cascade_where_they_are_used(full: Full) -> None:
    session, ids = full
    before = dump(session)
    items = [ids["a2"], "evidence:A-1"]
    with pytest.raises(CommandError) as caught:
        apply(session, {"do": "Delete", "what": items})
    assert (caught.value.code, caught.value.field) == ("in_use", "what")
    named = "Evidence A-2, evidence A-1 is still used: 1 assessment, 2 cites, 3 links"
    assert caught.value.message.startswith(f"command 1, field 'what': {named}")
    assert caught.value.plain.startswith(named)
    assert dump(session) == before
    session.run(Delete(what=items, cascade=True))
    assert session.undo_label == "Delete 2 items"
    after = dump(session)
    assert [names_of(after, ids[handle]) for handle in ("a1", "a2")] == [[], []]
    session.undo()
    assert dump(session) == before


def test_things_that_only_hold_each_other_go_without_cascade(full: Full) -> None:
    session, ids = full
    with pytest.raises(CommandError, match="1 use"):
        apply(session, {"do": "Delete", "what": ids["q1"]})
    outcome = session.run(Delete(what=[ids["l1"], ids["q1"], f" {ids['l1']}"]))
    assert not outcome.warnings
    assert session.undo_label == "Delete 2 things"
    assert [names_of(dump(session), ids[handle]) for handle in ("l1", "q1")] == [[], []]


@pytest.mark.parametrize(("what", "code"), [([], "empty"), (["evidence:A-1", "nothing"], "no_such_thing")])
def test_a_list_that_is_empty_or_names_nothing_deletes_nothing(
    full: Full, what: list[str], code: str
) -> None:
    session, _ids = full
    before = dump(session)
    with pytest.raises(CommandError) as caught:
        apply(session, {"do": "Delete", "what": what, "cascade": True})
    assert (caught.value.code, caught.value.field) == (code, "what")
    assert dump(session) == before


def test_there_is_one_way_to_delete(full: Full) -> None:
    session, ids = full
    with pytest.raises(CommandError) as caught:
        apply(session, {"do": "DeleteItems", "evidence": [ids["a1"]]})
    assert caught.value.code == "unknown_command"


def test_many_items_are_looked_up_together(full: Full) -> None:
    session, _ids = full
    before = dump(session)
    many = [{"do": "AddEvidence", "exhibit": f"B-{n}", "title": f"Page {n}"} for n in range(600)]
    apply(session, *many, {"do": "TagEvidence", "evidence": ["evidence:B-599"], "tags": ["tag:Key"]})
    added = [
        row_id for table, row_id in dump(session) if table == "evidence" and (table, row_id) not in before
    ]
    asked: list[str] = []

    def _on_query(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", _on_query)
    try:
        apply(session, {"do": "Delete", "what": added, "cascade": True})
    finally:
        event.remove(Engine, "before_cursor_execute", _on_query)
    assert len(added) == 600
    assert dump(session) == before
    assert len(asked) < len(added)
