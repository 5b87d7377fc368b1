"""Opening a matter, changing it in whole steps, and what happens when a step fails."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from evidence_desk.store import history
from evidence_desk.store.matter_folder import MatterFolder
from evidence_desk.store.store import EntryHead, Store
from evidence_desk.store.tables import CLAIM, ELEMENT, HISTORY, PARTY, TAG
from evidence_desk.support.errors import UserError

from ..matters import Clock, empty_folder


@pytest.fixture
def folder(tmp_path: Path) -> MatterFolder:
    return empty_folder(tmp_path / "m.edesk")


@pytest.fixture
def store(folder: MatterFolder) -> Iterator[Store]:
    held = Store(folder, actor="tester", clock=Clock())
    yield held
    held.close()


def add_tag(store: Store, name: str) -> None:
    with store.change() as change:
        change.recorder.insert(TAG, {"id": name, "name": name})
        change.entry = EntryHead("do", "AddTag", f"Add tag {name}", {"name": name})


def names(store: Store) -> list[str]:
    with store.read() as connection:
        return list(connection.execute(select(TAG.c.name).order_by(TAG.c.name)).scalars())


def test_a_change_is_read_back_after_opening_again(store: Store, folder: MatterFolder) -> None:
    add_tag(store, "a")
    store.close()
    again = Store(folder, actor="other", clock=Clock())
    add_tag(again, "b")
    assert names(again) == ["a", "b"]
    with again.read() as connection:
        entries = [entry for entry, _hash in history.entries(connection)]
    again.close()
    assert [(entry.seq, entry.actor, entry.kind, entry.summary) for entry in entries] == [
        (1, "tester", "do", "Add tag a"),
        (2, "other", "do", "Add tag b"),
    ]
    assert entries[0].previous == history.GENESIS
    assert entries[1].previous == entries[0].digest()
    assert {entry.replica for entry in entries} == {"r1"}


def test_a_failing_change_leaves_nothing(store: Store) -> None:
    def _fail() -> None:
        with store.change() as change:
            change.recorder.insert(TAG, {"id": "a", "name": "a"})
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        _fail()
    assert names(store) == []
    with store.read() as connection:
        assert history.head(connection) == (0, history.GENESIS)
    add_tag(store, "b")
    assert names(store) == ["b"]


def test_a_change_that_writes_must_say_what_it_is(store: Store) -> None:
    def _silent() -> None:
        with store.change() as change:
            change.recorder.insert(TAG, {"id": "a", "name": "a"})

    with pytest.raises(AssertionError):
        _silent()
    assert names(store) == []


def test_what_is_still_referred_to_cannot_go_and_the_next_change_works(store: Store) -> None:
    with store.change() as change:
        change.recorder.insert(CLAIM, {"id": "c", "number": "1"})
        change.recorder.insert(ELEMENT, {"id": "e", "claim_id": "c", "disputed": True})
        change.entry = EntryHead("do", "x", "x", {})

    def _orphan() -> None:
        with store.change() as change:
            change.recorder.delete(CLAIM, "c")
            change.entry = EntryHead("do", "x", "x", {})

    with pytest.raises(UserError) as caught:
        _orphan()
    assert caught.value.code == "still_needed"
    with store.read() as connection:
        assert connection.execute(select(CLAIM.c.id)).scalars().all() == ["c"]
        assert history.head(connection)[0] == 1
    add_tag(store, "next")
    assert names(store) == ["next"]


def test_the_same_identity_twice_is_a_bug_and_not_the_users_fault(store: Store) -> None:
    add_tag(store, "a")
    with pytest.raises(IntegrityError):
        add_tag(store, "a")


def test_rows_may_come_in_any_order_within_a_change(store: Store) -> None:
    with store.change() as change:
        change.recorder.insert(ELEMENT, {"id": "e", "claim_id": "c", "disputed": True})
        change.recorder.insert(CLAIM, {"id": "c", "number": "1"})
        change.entry = EntryHead("do", "x", "x", {})
    with store.read() as connection:
        assert connection.execute(select(ELEMENT.c.claim_id)).scalar() == "c"


def test_a_reader_is_not_held_up_by_a_change_and_sees_the_state_before_it(store: Store) -> None:
    add_tag(store, "a")
    with store.change() as change:
        change.recorder.insert(TAG, {"id": "b", "name": "b"})
        assert names(store) == ["a"]
        change.entry = EntryHead("do", "x", "x", {})
    assert names(store) == ["a", "b"]


def test_a_read_sees_one_state_although_a_change_ends_meanwhile(store: Store) -> None:
    with store.read() as connection:
        assert connection.execute(select(TAG.c.id)).all() == []
        add_tag(store, "a")
        assert connection.execute(select(TAG.c.id)).all() == []
    assert names(store) == ["a"]


def test_a_reader_cannot_write(store: Store) -> None:
    def _write() -> None:
        with store.read() as connection:
            connection.execute(insert(TAG).values(id="a", name="a"))

    with pytest.raises(UserError) as caught:
        _write()
    assert caught.value.code == "read_only"
    assert names(store) == []


def test_a_change_waits_for_another_writer_and_does_not_fail_at_once(
    store: Store, folder: MatterFolder
) -> None:
    """A deferred transaction that turns into a writer after a read fails with "locked" without waiting."""
    import threading
    import time

    other = sqlite3.connect(folder.database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO meta VALUES ('x', 'y')")

    def _end() -> None:
        time.sleep(0.3)
        other.execute("COMMIT")

    thread = threading.Thread(target=_end)
    thread.start()
    began = time.monotonic()
    add_tag(store, "a")
    waited = time.monotonic() - began
    thread.join()
    other.close()
    assert names(store) == ["a"]
    assert waited > 0.2


def test_a_store_open_for_reading_refuses_to_change(store: Store, folder: MatterFolder) -> None:
    add_tag(store, "a")
    reader = Store(folder, actor="tester", read_only=True)
    assert reader.is_read_only
    assert names(reader) == ["a"]
    with pytest.raises(UserError) as caught:
        add_tag(reader, "b")
    assert caught.value.code == "read_only"
    assert str(folder.root) in caught.value.message
    add_tag(store, "c")
    assert names(reader) == ["a", "c"]
    reader.close()


def test_closing_twice_is_harmless_and_leaves_no_side_files(store: Store, folder: MatterFolder) -> None:
    add_tag(store, "a")
    store.close()
    store.close()
    assert sorted(path.name for path in folder.root.iterdir()) == [
        "backups",
        "cache",
        "files",
        "lock",
        "matter.sqlite",
    ]


def test_a_synced_folder_gets_the_rollback_journal(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    store = Store(empty_folder(tmp_path / "Dropbox" / "m.edesk"), actor="tester")
    assert "Dropbox" in (store.journal_note or "")
    add_tag(store, "a")
    with store.change() as change:
        mode = change.connection.execute(text("PRAGMA journal_mode")).scalar()
    assert mode == "delete"
    assert not (store.folder.root / "matter.sqlite-wal").exists()
    assert names(store) == ["a"]
    store.close()


def test_a_local_folder_gets_the_write_ahead_log_with_full_syncing(store: Store) -> None:
    with store.change() as change:
        pragmas = [
            change.connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert pragmas == ["wal", 2, 1]


def test_the_recorder_records_only_what_differs(store: Store) -> None:
    with store.change() as change:
        change.recorder.insert(PARTY, {"id": "p", "name": "A", "aliases": ["x"]})
        change.entry = EntryHead("do", "x", "x", {})
    with store.change() as change:
        change.recorder.update(PARTY, "p", {"name": "A", "aliases": ["x"], "role": ""})
        assert change.changes == []
        change.recorder.update(PARTY, "p", {"name": "B", "aliases": ["x"], "role": "judge"})
        [recorded] = change.changes
        change.entry = EntryHead("do", "x", "x", {})
    assert recorded.before == {"name": "A", "role": ""}
    assert recorded.after == {"name": "B", "role": "judge"}
    with store.change() as change:
        change.recorder.delete_many(PARTY, ["p", "gone"])
        [recorded] = change.changes
        change.entry = EntryHead("do", "x", "x", {})
    assert recorded.after is None
    assert recorded.before is not None
    assert recorded.before["name"] == "B"
    assert set(recorded.before) == set(PARTY.c.keys())


def test_many_rows_are_found_by_id_in_the_order_asked(store: Store) -> None:
    from evidence_desk.store.recorder import rows_by_id

    with store.change() as change:
        change.recorder.insert_many(TAG, [{"id": f"{n:04}", "name": f"{n}"} for n in range(1200)])
        change.entry = EntryHead("do", "x", "x", {})
    wanted = [f"{n:04}" for n in reversed(range(0, 1200, 2))]
    with store.read() as connection:
        found = rows_by_id(connection, TAG, [*wanted, "none", wanted[0]])
        assert list(found) == wanted
        assert connection.execute(select(HISTORY.c.seq)).scalars().all() == [1]
