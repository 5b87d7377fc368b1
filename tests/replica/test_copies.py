"""What a copy holds and says of itself, what the desk remembers, and what is new for whom."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from evidence_desk.jobs.progress import Cancelled, CancelToken
from evidence_desk.queries.conflicts import word_diff
from evidence_desk.queries.history import history
from evidence_desk.queries.integrity import verify
from evidence_desk.queries.news import last_seen, mark_seen, news_by_thing, news_count, whats_new
from evidence_desk.queries.replicas import copies_given, copy_info, matter_identity
from evidence_desk.replica.about import about
from evidence_desk.replica.pack import Wish, take_offline
from evidence_desk.replica.unpack import open_copy
from evidence_desk.support.errors import UserError

from ..matters import LETTER_TEXT, apply, dump, put_file
from .conftest import Desk


def test_a_copy_says_what_it_is_and_the_desk_remembers(desk: Desk) -> None:
    ann = desk.copy("ann", recipient="Ann")
    info, entry = ann.read(copy_info), desk.session.read(history)[-1]
    assert info is not None
    assert (info.title, info.taken_by, info.recipient, info.scope) == ("M", "tester", "Ann", "")
    assert (info.with_files, info.evidence_left, info.files_left) == (True, 0, ())
    assert (info.head_seq, info.head) == (entry.seq, entry.hash)
    [given] = desk.session.read(copies_given)
    assert (given.id, given.recipient, given.actor, given.brought_at) == (info.copy, "Ann", "tester", "")
    assert ann.read(copies_given) == []
    assert ann.replica not in (desk.session.replica, info.copy)
    assert desk.session.read(copy_info) is None
    assert dump(ann) == dump(desk.session)
    assert len(desk.session.read(history)) == entry.seq  # giving a copy changes nothing
    assert ann.read(verify, ann.files_folder).problems == ()


def test_a_given_copy_came_back_also_when_it_was_packed_again(desk: Desk) -> None:
    ann = desk.copy("ann")
    bob = desk.copy("bob", of=ann)
    info, first = bob.read(copy_info), ann.read(copy_info)
    assert info is not None
    assert first is not None
    assert (first.origins, info.origins) == ((), (first.copy,))
    file = take_offline(bob, desk.folder / "again").path
    assert about(file).info == replace(info, **vars_of(file))
    desk.bring(file)
    [given] = desk.session.read(copies_given)
    assert given.brought_at


def vars_of(file: Path) -> dict[str, object]:
    """What differs in a copy that was packed again."""
    info = about(file).info
    assert info is not None
    names = ("copy", "replica", "taken_at", "taken_by", "origins")
    return {name: getattr(info, name) for name in names}


def test_a_copy_says_what_it_is_before_it_is_opened(desk: Desk) -> None:
    plain = take_offline(desk.session, desk.folder / "plain", Wish(recipient="Ann")).path
    found = about(plain)
    assert found.info is not None
    assert (found.is_sealed, found.info.recipient) == (False, "Ann")
    assert found.matter == desk.session.read(matter_identity) == about(desk.session.path).matter
    assert about(desk.session.path).info is None
    sealed = take_offline(desk.session, desk.folder / "sealed", Wish(passphrase="x")).path
    assert about(sealed).is_sealed
    assert about(sealed).info is None
    with pytest.raises(UserError):
        about(desk.folder / "nothing")


def test_news_by_person_and_thing(desk: Desk) -> None:
    desk.session.note(mark_seen, desk.session.actor, desk.session.now())
    ann = desk.copy("ann")
    desk.do(ann, {"do": "EditEvidence", "evidence": desk.ids["a1"], "title": "Seen by Ann"})
    desk.do(ann, {"do": "AddNote", "on": desk.ids["a1"], "text": "Look here"})
    desk.do(ann, {"do": "AddClaim", "number": "7", "title": "Ann's"})
    assert desk.session.read(news_count, "tester") == 0
    desk.bring(ann)
    assert desk.session.read(news_count, "tester") == 3
    found = desk.session.read(news_by_thing, "tester")
    assert [(n.actor, n.thing.table, n.thing.name, len(n.rows)) for n in found if n.thing] == [
        ("ann", "claim", "7", 1),
        ("ann", "evidence", "A-1", 2),
    ]
    claim, item = ([row.changes for row in each.rows] for each in found)
    assert [(c.state, c.table, c.text) for (c,) in claim] == [("added", "claim", "Ann's")]
    [[titled], [noted]] = item
    assert [(f.name, f.after) for f in titled.fields] == [("title", "Seen by Ann")]
    assert (noted.state, noted.table, noted.text) == ("added", "note", "Look here")
    desk.session.note(mark_seen, "tester", desk.session.now())
    assert desk.session.read(news_by_thing, "tester") == []
    assert desk.session.read(news_count, "tester") == 0


def test_a_copy_with_the_text_only(desk: Desk) -> None:
    ann = desk.copy("ann", with_files=False)
    info = ann.read(copy_info)
    assert info is not None
    assert set(info.files_left) == {desk.ids["letter"], desk.ids["plan"]}
    assert ann.page_text(desk.ids["letter"], 1) == LETTER_TEXT
    assert not ann.file_path(desk.ids["letter"]).exists()
    assert ann.read(verify, ann.files_folder).problems == ()
    new = put_file(ann, b"found on the train", "train.txt", as_evidence=True)
    assert desk.bring(ann).files == 1
    assert desk.session.file_path(new).read_bytes() == b"found on the train"
    again = desk.copy("bob", of=ann)
    assert again.file_path(new).is_file()
    info = again.read(copy_info)
    assert info is not None
    assert set(info.files_left) == {desk.ids["letter"], desk.ids["plan"]}


def test_a_part_holds_what_it_needs_and_nothing_of_the_rest(desk: Desk) -> None:
    apply(
        desk.session,
        {"do": "AddEvidence", "exhibit": "S-1", "title": "Secret", "notes": "nobody may see this"},
    )
    ann = desk.copy("ann", scope="exhibit:A-1")
    found = dump(ann)
    items = {row["title"] for (table, _id), row in found.items() if table == "evidence"}
    assert items == {"Letter"}
    for handle, table in (
        ("l1", "proof_link"),
        ("q1", "cite"),
        ("s1", "stage_event"),
        ("n1", "note"),
        ("us", "party"),
    ):
        assert (table, desk.ids[handle]) in found
    assert ("proof_link", desk.ids["l2"]) not in found
    info = ann.read(copy_info)
    assert info is not None
    assert (info.scope, info.evidence_left) == ("exhibit:A-1", 3)
    assert ann.read(verify, ann.files_folder).problems == ()
    assert b"nobody may see this" not in (ann.path / "matter.sqlite").read_bytes()
    with closing(sqlite3.connect(ann.path / "matter.sqlite")) as raw:
        assert "nobody" not in "".join(raw.iterdump())


def test_a_part_is_brought_back_like_a_whole(desk: Desk) -> None:
    ann = desk.copy("ann", scope="exhibit:A-1")
    desk.do(ann, {"do": "EditEvidence", "evidence": "evidence:A-1", "notes": "ann's", "title": "The letter"})
    desk.do(
        ann,
        {"do": "LinkEvidence", "evidence": "evidence:A-1", "element": "element:2.1", "stance": "supports"},
    )
    desk.do(desk.session, {"do": "EditEvidence", "evidence": "evidence:A-1", "notes": "desk's"})
    desk.do(desk.session, {"do": "AddClaim", "number": "7", "title": "Costs"})
    before = dump(desk.session)
    report = desk.bring(ann)
    assert (report.changes, report.added, report.deleted) == (2, 1, 0)
    assert [c.field for c in report.conflicts] == ["notes"]
    assert set(before) < set(dump(desk.session))
    assert desk.bring(ann).changes == 0
    assert desk.session.read(verify, desk.session.files_folder).problems == ()
    desk.do(ann, {"do": "Delete", "what": "evidence:A-1", "cascade": True})
    bob = desk.copy("bob", of=ann)
    desk.do(bob, {"do": "AddClaim", "number": "8", "title": "Bob's"})
    assert desk.bring(bob, to=ann).added == 1
    with pytest.raises(UserError) as caught:
        desk.bring(desk.session, to=ann)
    assert caught.value.code == "partial_copy"


def test_a_part_with_nothing_in_it_is_not_made(desk: Desk) -> None:
    with pytest.raises(UserError) as caught:
        take_offline(desk.session, desk.folder / "none", Wish(scope="zebra"))
    assert caught.value.code == "nothing_found"
    assert not (desk.folder / "none.edcopy").exists()
    assert desk.session.read(copies_given) == []


def test_nothing_is_written_over_or_left_half_done(desk: Desk) -> None:
    copy = take_offline(desk.session, desk.folder / "c").path
    with pytest.raises(UserError) as caught:
        take_offline(desk.session, desk.folder / "c")
    assert caught.value.code == "exists"
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        take_offline(desk.session, desk.folder / "d", token=token)
    with pytest.raises(Cancelled):
        open_copy(copy, desk.folder / "e", token=token)
    with pytest.raises(UserError) as caught:
        open_copy(copy, desk.session.path)
    assert caught.value.code == "exists"
    assert sorted(p.name for p in desk.folder.iterdir()) == ["c.edcopy", "full.edesk"]
    assert list(desk.session.cache_folder.glob("tmp*")) == []


def test_a_damaged_file_is_not_given_away(desk: Desk) -> None:
    path = desk.session.file_path(desk.ids["letter"])
    path.chmod(0o644)
    path.write_bytes(b"something else")
    with pytest.raises(UserError) as caught:
        take_offline(desk.session, desk.folder / "c")
    assert (caught.value.code, "letter.txt" in caught.value.message) == ("file_changed", True)
    assert not (desk.folder / "c.edcopy").exists()


def test_whats_new(desk: Desk) -> None:
    desk.session.note(mark_seen, "tester", desk.session.now())
    assert desk.session.read(last_seen, "tester") == len(desk.session.read(history))
    assert desk.session.read(whats_new, "tester") == []
    ann = desk.copy("ann")
    desk.do(ann, {"do": "AddClaim", "number": "7", "title": "x"})
    desk.do(ann, {"do": "AddNote", "on": "claim:7", "text": "why?"})
    desk.do(desk.session, {"do": "AddClaim", "number": "8", "title": "mine"})
    desk.bring(ann)
    news = desk.session.read(whats_new, "tester")
    assert [(n.actor, n.is_brought, n.replica) for n in news] == [("ann", True, ann.replica)] * 2
    assert {n.seq for n in news} == {len(desk.session.read(history))}
    assert [n.actor for n in desk.session.read(whats_new, "ann")].count("tester") > 0
    desk.session.note(mark_seen, "tester", desk.session.now())
    assert desk.session.read(whats_new, "tester") == []


def test_the_history_names_the_copy_and_both_heads(desk: Desk) -> None:
    ann = desk.copy("ann")
    desk.do(ann, {"do": "AddClaim", "number": "7", "title": "x"})
    heads = [session.read(history)[-1].hash for session in (desk.session, ann)]
    desk.bring(ann)
    with closing(sqlite3.connect(desk.session.path / "matter.sqlite")) as raw:
        [arguments] = raw.execute("SELECT arguments FROM history WHERE command = 'BringBack'").fetchone()
        taken = raw.execute("SELECT replica, actor, hash, command, taken_by FROM foreign_entry").fetchall()
    told = json.loads(arguments)
    assert [told["ours"]["head"], told["theirs"]["head"]] == heads
    assert told["copy"] == ann.path.name
    assert taken == [(ann.replica, "ann", heads[1], "Apply", told["ours"]["seq"] + 1)]
    [backup] = Path(desk.session.path / "backups").iterdir()
    assert "before-merge" in backup.name


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a b c", "a x c", [("same", "a "), ("removed", "b"), ("added", "x"), ("same", " c")]),
        (
            "合同已终止",
            "合同未终止",
            [("same", "合同"), ("removed", "已"), ("added", "未"), ("same", "终止")],
        ),
        ("", "new", [("added", "new")]),
        ("same", "same", [("same", "same")]),
    ],
)
def test_word_by_word(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert word_diff(before, after) == expected


def test_an_import_taken_back_can_be_done_again_on_a_copy(desk: Desk) -> None:
    name = put_file(desk.session, b"imported and taken back", "x.txt", as_evidence=True)
    desk.session.undo()
    ann = desk.copy("ann")
    ann.redo()
    assert ann.file_path(name).read_bytes() == b"imported and taken back"
    assert ann.read(verify, ann.files_folder).problems == ()
