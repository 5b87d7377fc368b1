"""Bringing copies back: what both sides did is there afterwards, and what they disagree about is shown."""

from __future__ import annotations

import pytest

from evidence_desk.commands.session import Session
from evidence_desk.queries.conflicts import conflicted_rows, conflicts
from evidence_desk.queries.history import history
from evidence_desk.queries.integrity import verify
from evidence_desk.queries.replicas import copies_given, copy_info
from evidence_desk.support.errors import CommandError, UserError

from ..matters import dump, put_file
from .conftest import Desk


def row(session: Session, table: str, row_id: str) -> dict[str, object]:
    return dump(session)[table, row_id]


def problems(session: Session) -> list[str]:
    return [p.message for p in session.read(verify, session.files_folder).problems]


def test_what_only_the_copy_changed_comes_over(desk: Desk) -> None:
    ann = desk.copy("ann")
    desk.do(ann, {"do": "EditParty", "party": desk.ids["us"], "role": "appellant"})
    desk.do(ann, {"do": "AddClaim", "number": "9", "title": "Interest"})
    before = dump(desk.session)
    report = desk.bring(ann)
    assert (report.changes, report.added, report.deleted, report.conflicts) == (2, 1, 0, ())
    assert row(desk.session, "party", desk.ids["us"])["role"] == "appellant"
    assert dump(desk.session) == dump(ann)
    assert problems(desk.session) == []
    desk.session.undo()
    assert dump(desk.session) == before
    assert problems(desk.session) == []


def test_twice_is_once(desk: Desk) -> None:
    ann = desk.copy("ann")
    desk.do(ann, {"do": "TagEvidence", "evidence": ["evidence:A-10"], "tags": ["tag:Key"]})
    desk.do(ann, {"do": "AddCite", "evidence": "evidence:A-1", "page": 1, "quote": "contract"})
    desk.bring(ann)
    after, entries = dump(desk.session), len(desk.session.read(history))
    report = desk.bring(ann)
    assert (report.changes, report.entries) == (0, 0)
    assert dump(desk.session) == after
    assert len(desk.session.read(history)) == entries


def test_a_copy_worked_on_further_brings_only_what_is_new(desk: Desk) -> None:
    ann = desk.copy("ann")
    desk.do(ann, {"do": "AddClaim", "number": "8", "title": "Costs"})
    desk.bring(ann)
    desk.do(desk.session, {"do": "EditClaim", "claim": "claim:8", "title": "Costs of the suit"})
    desk.do(ann, {"do": "AddClaim", "number": "9", "title": "Interest"})
    report = desk.bring(ann)
    assert (report.changes, report.added, report.entries, report.conflicts) == (1, 1, 1, ())
    titles = {r["title"] for (table, _id), r in dump(desk.session).items() if table == "claim"}
    assert {"Costs of the suit", "Interest"} <= titles


def test_undone_and_brought_again(desk: Desk) -> None:
    ann = desk.copy("ann")
    desk.do(ann, {"do": "EditParty", "party": desk.ids["us"], "role": "appellant"})
    desk.bring(ann)
    after = dump(desk.session)
    desk.session.undo()
    assert desk.bring(ann).changes == 1
    assert dump(desk.session) == after
    desk.session.undo()
    desk.session.redo()
    assert dump(desk.session) == after
    assert desk.bring(ann).changes == 0
    assert problems(desk.session) == []


def test_both_wrote_different_fields(desk: Desk) -> None:
    ann = desk.copy("ann")
    desk.do(ann, {"do": "EditParty", "party": desk.ids["us"], "role": "appellant"})
    desk.do(desk.session, {"do": "EditParty", "party": desk.ids["us"], "notes": "pays late"})
    assert desk.bring(ann).conflicts == ()
    party = row(desk.session, "party", desk.ids["us"])
    assert (party["role"], party["notes"]) == ("appellant", "pays late")


def test_the_same_value_on_both_sides_is_no_conflict(desk: Desk) -> None:
    ann = desk.copy("ann")
    for session in (ann, desk.session):
        desk.do(session, {"do": "EditParty", "party": desk.ids["us"], "role": "appellant"})
        desk.do(session, {"do": "TagEvidence", "evidence": ["evidence:A-10"], "tags": ["tag:Key"]})
    report = desk.bring(ann)
    assert (report.changes, report.conflicts) == (0, ())
    assert report.entries == 2
    assert problems(desk.session) == []


@pytest.mark.parametrize(
    ("take", "expected"),
    [("ours", "desk's"), ("theirs", "ann's"), ("both", "ann's\n\ndesk's"), ("value", "mine")],
)
def test_a_field_both_changed(desk: Desk, take: str, expected: str) -> None:
    ann = desk.copy("ann")
    desk.do(ann, {"do": "EditEvidence", "evidence": "evidence:A-1", "notes": "ann's"})
    desk.do(desk.session, {"do": "EditEvidence", "evidence": "evidence:A-1", "notes": "desk's"})
    [conflict] = desk.bring(ann).conflicts
    assert (conflict.kind, conflict.field, conflict.base) == ("field", "notes", "")
    assert (conflict.ours, conflict.theirs, conflict.theirs_by) == ("desk's", "ann's", "ann")
    assert conflict.what == "evidence A-1 Letter"
    assert row(desk.session, "evidence", desk.ids["a1"])["notes"] == "desk's"
    assert desk.session.read(conflicted_rows) == {("evidence", desk.ids["a1"]): (conflict.id,)}
    before = dump(desk.session)
    value = {"value": "mine"} if take == "value" else {}
    desk.do(desk.session, {"do": "ResolveConflict", "conflict": conflict.id, "take": take, **value})
    assert row(desk.session, "evidence", desk.ids["a1"])["notes"] == expected
    assert desk.session.read(conflicts) == []
    assert desk.bring(ann).changes == 0
    assert desk.session.read(conflicts) == []
    desk.session.undo()
    assert dump(desk.session) == before


@pytest.mark.parametrize("choice", ["ours", "theirs", "both"])
def test_decided_as_it_is_brought(desk: Desk, choice: str) -> None:
    ann = desk.copy("ann")
    desk.do(ann, {"do": "EditEvidence", "evidence": "evidence:A-1", "notes": "ann's"})
    desk.do(desk.session, {"do": "EditEvidence", "evidence": "evidence:A-1", "notes": "desk's"})
    before = dump(desk.session)
    report = desk.bring(ann, choice=choice)
    assert report.conflicts == ()
    expected = {"ours": "desk's", "theirs": "ann's", "both": "ann's\n\ndesk's"}[choice]
    assert row(desk.session, "evidence", desk.ids["a1"])["notes"] == expected
    assert desk.bring(desk.session, to=ann).conflicts == ()  # the decision is the newer word
    assert dump(ann) == dump(desk.session)
    desk.session.undo()
    assert dump(desk.session) == before


def test_a_deletion_against_a_change_keeps_the_row_until_decided(desk: Desk) -> None:
    ann, bob = desk.copy("ann"), desk.copy("bob")
    desk.do(ann, {"do": "Delete", "what": "evidence:A-1", "cascade": True})
    desk.do(desk.session, {"do": "EditLink", "link": desk.ids["l1"], "purpose": "the ending"})
    desk.do(bob, {"do": "EditEvidence", "evidence": "evidence:A-1", "notes": "see p. 3"})
    before = set(dump(desk.session))
    [conflict] = desk.bring(ann).conflicts
    assert (conflict.kind, conflict.ours, conflict.theirs, conflict.row) == (
        "delete",
        "kept",
        "deleted",
        desk.ids["a1"],
    )
    assert before <= set(dump(desk.session))  # with its cites, links, tags and notes
    [other] = desk.bring(bob, to=ann).conflicts
    assert (other.ours, other.theirs) == ("deleted", "kept")
    desk.do(desk.session, {"do": "ResolveConflict", "conflict": conflict.id, "take": "theirs"})
    assert ("evidence", desk.ids["a1"]) not in dump(desk.session)
    assert problems(desk.session) == [] == problems(ann)


def test_no_orphan_links(desk: Desk) -> None:
    """One deletes an item, the other links it meanwhile: the item stays, with what hung on it, and is asked about."""
    ann = desk.copy("ann")
    desk.do(
        ann,
        {"do": "LinkEvidence", "evidence": "evidence:A-1", "element": "element:2.1", "stance": "supports"},
    )
    desk.do(desk.session, {"do": "Delete", "what": "evidence:A-1", "cascade": True})
    gone = dump(desk.session)
    [conflict] = desk.bring(ann).conflicts
    assert (conflict.kind, conflict.row) == ("delete", desk.ids["a1"])
    assert ("cite", desk.ids["q1"]) in dump(desk.session)
    assert problems(desk.session) == []
    desk.do(desk.session, {"do": "ResolveConflict", "conflict": conflict.id, "take": "ours"})
    assert dump(desk.session) == gone
    assert problems(desk.session) == []


def test_a_number_given_twice(desk: Desk) -> None:
    ann = desk.copy("ann")
    desk.do(ann, {"do": "AddClaim", "number": "4", "title": "Ann's"})
    desk.do(desk.session, {"do": "AddClaim", "number": "4", "title": "The desk's"})
    [conflict] = desk.bring(ann).conflicts
    assert (conflict.kind, conflict.field, conflict.ours, conflict.theirs) == ("number", "number", "4", "4")
    assert len(desk.session.read(conflicted_rows)) == 2
    desk.do(desk.session, {"do": "ResolveConflict", "conflict": conflict.id, "take": "ours"})
    numbers = {r["title"]: r["number"] for (table, _i), r in dump(desk.session).items() if table == "claim"}
    assert (numbers["The desk's"], numbers["Ann's"]) == ("4", "5")


def test_a_circle_is_not_made(desk: Desk) -> None:
    desk.do(desk.session, {"do": "AddTag", "name": "One"}, {"do": "AddTag", "name": "Two"})
    ann = desk.copy("ann")
    desk.do(ann, {"do": "EditTag", "tag": "tag:One", "parent": "tag:Two"})
    desk.do(desk.session, {"do": "EditTag", "tag": "tag:Two", "parent": "tag:One"})
    [conflict] = desk.bring(ann).conflicts
    assert (conflict.kind, conflict.field, conflict.theirs) == ("cycle", "parent_id", "tag Two")
    with pytest.raises(CommandError):
        desk.do(desk.session, {"do": "ResolveConflict", "conflict": conflict.id, "take": "theirs"})
    desk.do(desk.session, {"do": "ResolveConflict", "conflict": conflict.id, "take": "ours"})


def test_the_page_of_a_cite_is_kept(desk: Desk) -> None:
    ann = desk.copy("ann")
    cite = {"do": "AddCite", "evidence": "evidence:A-2", "file": f"file:{desk.ids['plan']}", "page": 4}
    made = desk.do(ann, {**cite, "quote": "likeness", "rects": [[1, 2, 3, 4]]}).created[0].id
    theirs = row(ann, "cite", made)
    desk.bring(ann)
    assert row(desk.session, "cite", made) == theirs
    assert (theirs["page"], theirs["file_id"], theirs["rects"]) == (4, desk.ids["plan"], [[1, 2, 3, 4]])


def test_files_are_copied(desk: Desk) -> None:
    ann = desk.copy("ann")
    name = put_file(ann, b"a new letter", "new.txt", as_evidence=True)
    again = put_file(ann, b"found by both", "ann.txt", as_evidence=True)
    put_file(desk.session, b"found by both", "desk.txt", as_evidence=True)
    report = desk.bring(ann)
    assert (report.files, report.conflicts) == (1, ())
    assert desk.session.file_path(name).read_bytes() == b"a new letter"
    assert desk.session.file_path(again).is_file()
    assert problems(desk.session) == []
    assert desk.session.file_path(name).stat().st_mode & 0o222 == 0


def test_a_copy_of_a_copy(desk: Desk) -> None:
    ann = desk.copy("ann")
    desk.do(ann, {"do": "AddClaim", "number": "8", "title": "Ann's"})
    bob = desk.copy("bob", of=ann)
    desk.do(bob, {"do": "EditClaim", "claim": "claim:8", "title": "Bob's"})
    desk.bring(bob)
    titles = {r["title"] for (table, _id), r in dump(desk.session).items() if table == "claim"}
    assert "Bob's" in titles
    assert desk.bring(ann).changes == 0
    assert problems(desk.session) == []
    info = bob.read(copy_info)
    assert info is not None
    assert (info.replica, info.taken_by, info.title) == (ann.replica, "ann", "M")


def test_two_who_open_the_same_file_are_two_copies(desk: Desk) -> None:
    from evidence_desk.replica.pack import take_offline
    from evidence_desk.replica.unpack import open_copy

    made = take_offline(desk.session, desk.folder / "c")
    ann = desk.open(open_copy(made.path, desk.folder / "ann"), "ann")
    bob = desk.open(open_copy(made.path, desk.folder / "bob"), "bob")
    for session in (ann, bob):
        desk.do(session, {"do": "AddNote", "on": desk.ids["a1"], "text": "both work"})
    desk.bring(ann)
    desk.bring(bob)
    assert sum(1 for key, r in dump(desk.session).items() if r.get("text") == "both work") == 2
    assert desk.session.read(copies_given)[0].brought_at != ""


def test_folders_copied_by_hand_are_refused(desk: Desk) -> None:
    import shutil

    other = desk.open(
        shutil.copytree(desk.session.path, desk.folder / "by-hand.edesk", ignore=lambda *_a: ["lock"])
    )
    for session in (desk.session, other):
        desk.do(session, {"do": "AddNote", "on": desk.ids["a1"], "text": session.path.name})
    with pytest.raises(UserError) as caught:
        desk.bring(other)
    assert caught.value.code == "forked"


def test_a_preview_changes_nothing(desk: Desk) -> None:
    ann = desk.copy("ann")
    desk.do(ann, {"do": "EditEvidence", "evidence": "evidence:A-1", "notes": "ann's", "title": "Letter!"})
    desk.do(desk.session, {"do": "EditEvidence", "evidence": "evidence:A-1", "notes": "desk's"})
    before, entries = dump(desk.session), len(desk.session.read(history))
    report = desk.bring(ann, preview=True)
    assert (report.changes, len(report.conflicts), report.applied) == (1, 1, False)
    assert report.summary == "1 change, 1 conflict, 0 deletions by ann"
    assert dump(desk.session) == before
    assert len(desk.session.read(history)) == entries


def test_sets_keep_what_both_added(desk: Desk) -> None:
    ann = desk.copy("ann")
    desk.do(
        ann,
        {"do": "AddTag", "name": "Ann's", "as": "t"},
        {"do": "TagEvidence", "evidence": ["evidence:A-1"], "tags": ["t"]},
    )
    desk.do(desk.session, {"do": "AddNote", "on": desk.ids["a1"], "text": "desk"})
    desk.do(ann, {"do": "AddNote", "on": desk.ids["a1"], "text": "ann"})
    desk.do(desk.session, {"do": "UntagEvidence", "evidence": ["evidence:A-1"], "tags": ["tag:Key"]})
    desk.do(ann, {"do": "EditLink", "link": desk.ids["l1"], "cites": []})
    assert desk.bring(ann).conflicts == ()
    found = dump(desk.session)
    texts = {
        r["text"] for (table, _i), r in found.items() if table == "note" and r["on_id"] == desk.ids["a1"]
    }
    assert {"desk", "ann"} <= texts
    tags = {
        r["tag_id"]
        for (table, _i), r in found.items()
        if table == "evidence_tag" and r["evidence_id"] == desk.ids["a1"]
    }
    assert desk.ids["t1"] not in tags
    assert len(tags) == 2
    assert not any(
        table == "link_cite" and r["link_id"] == desk.ids["l1"] for (table, _i), r in found.items()
    )


def test_the_order_of_bringing_back_does_not_matter(desk: Desk) -> None:
    ann, bob, other = desk.copy("ann"), desk.copy("bob"), desk.copy("other")
    desk.do(ann, {"do": "EditEvidence", "evidence": "evidence:A-1", "notes": "ann's", "author": "X"})
    desk.do(bob, {"do": "EditEvidence", "evidence": "evidence:A-1", "source": "bob's", "author": "X"})
    desk.do(bob, {"do": "Delete", "what": desk.ids["n1"]})
    desk.do(ann, {"do": "TagEvidence", "evidence": ["evidence:A-10"], "tags": ["tag:Key"]})
    desk.do(bob, {"do": "TagEvidence", "evidence": ["evidence:A-10"], "tags": ["tag:Key", "tag:Damages"]})
    for number, (first, second) in enumerate([(ann, bob), (bob, ann)]):
        to = other if number else desk.session
        desk.bring(first, to=to)
        desk.bring(second, to=to)
        assert to.read(conflicts) == []
    assert dump(desk.session) == dump(other)
    assert desk.bring(other).changes == 0


def test_three_who_disagree_are_all_heard(desk: Desk) -> None:
    ann, bob = desk.copy("ann"), desk.copy("bob")
    for session, notes in ((desk.session, "desk's"), (ann, "ann's"), (bob, "bob's")):
        desk.do(session, {"do": "EditEvidence", "evidence": "evidence:A-1", "notes": notes})
    desk.bring(ann)
    found = desk.bring(bob).conflicts
    assert {c.theirs for c in found} == {"ann's", "bob's"}
    for conflict in found:
        desk.do(
            desk.session, {"do": "ResolveConflict", "conflict": conflict.id, "take": "value", "value": "all"}
        )
    for copy in (ann, bob):
        assert desk.bring(copy).conflicts == ()
        assert desk.bring(desk.session, to=copy).conflicts == ()
        assert dump(copy) == dump(desk.session)


def test_a_conflict_goes_with_its_row(desk: Desk) -> None:
    ann = desk.copy("ann")
    for session, notes in ((desk.session, "desk's"), (ann, "ann's")):
        desk.do(session, {"do": "EditEvidence", "evidence": "evidence:A-1", "notes": notes})
    desk.bring(ann)
    desk.do(desk.session, {"do": "Delete", "what": "evidence:A-1", "cascade": True})
    assert desk.session.read(conflicts) == []
    desk.session.undo()
    assert len(desk.session.read(conflicts)) == 1


def test_undecided_on_a_copy_of_the_desk_and_decided_there(desk: Desk) -> None:
    ann = desk.copy("ann")
    for session, notes in ((desk.session, "desk's"), (ann, "ann's")):
        desk.do(session, {"do": "EditEvidence", "evidence": "evidence:A-1", "notes": notes})
    [conflict] = desk.bring(ann).conflicts
    bob = desk.copy("bob")
    desk.do(bob, {"do": "ResolveConflict", "conflict": conflict.id, "take": "ours"})
    assert desk.bring(bob).conflicts == ()
    assert desk.bring(ann).conflicts == ()
    assert row(desk.session, "evidence", desk.ids["a1"])["notes"] == "desk's"


def test_a_preset_keeps_the_tag_it_puts_on(desk: Desk) -> None:
    """One deletes a tag, the other builds a preset with it: no preset is left that names what is gone."""
    desk.do(desk.session, {"do": "AddTag", "name": "Loose"})
    ann = desk.copy("ann")
    desk.do(desk.session, {"do": "Delete", "what": "tag:Loose"})
    desk.do(ann, {"do": "DefinePreset", "key": "z", "name": "Z", "actions": {"tags": ["tag:Loose"]}})
    [conflict] = desk.bring(ann).conflicts
    assert (conflict.kind, conflict.table) == ("delete", "tag")
    desk.do(desk.session, {"do": "ApplyPreset", "preset": "preset:z", "evidence": ["evidence:A-10"]})


def test_a_preview_says_what_is_in_it_and_who_did_it(desk: Desk) -> None:
    ann = desk.copy("ann")
    desk.do(
        ann,
        {"do": "AddTag", "name": "Similar"},
        {"do": "TagEvidence", "evidence": [desk.ids["a1"], desk.ids["a2"]], "tags": ["tag:Similar"]},
        {"do": "EditEvidence", "evidence": desk.ids["a2"], "title": "The plan", "date": "2018-12"},
    )
    report = desk.bring(ann, preview=True)
    said = {(group.state, group.table): group for group in report.groups}
    tags = said["added", "evidence_tag"]
    assert (tags.subjects, tags.text, tags.by) == (("A-1", "A-2"), "Similar", "ann")
    edit = said["changed", "evidence"]
    assert edit.subjects == ("A-2",)
    assert {f.name: f.after for f in edit.fields} == {"title": "The plan", "date_text": "2018-12"}
    assert sum(len(group.rows) for group in report.groups) == report.changes
    assert report.people == (("ann", report.changes),)
    assert desk.bring(ann).groups == report.groups


def test_each_conflict_is_decided_for_itself_in_the_same_step(desk: Desk) -> None:
    ann = desk.copy("ann")
    for session, word in ((ann, "copy"), (desk.session, "desk")):
        changes = {"title": word, "author": word, "notes": word, "custodian": word}
        desk.do(session, {"do": "EditEvidence", "evidence": desk.ids["a1"], **changes})
    seen = {row.field: row.id for row in desk.bring(ann, preview=True).conflicts}
    chosen = {"title": "theirs", "author": "ours", "notes": "both"}
    before = dump(desk.session)
    report = desk.bring(ann, decisions={seen[field]: choice for field, choice in chosen.items()})
    assert [row.field for row in report.conflicts] == ["custodian"]
    found = row(desk.session, "evidence", desk.ids["a1"])
    assert (found["title"], found["author"]) == ("copy", "desk")
    assert sorted(str(found["notes"]).split("\n\n")) == ["copy", "desk"]
    desk.session.undo()
    assert dump(desk.session) == before
