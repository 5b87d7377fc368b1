"""The text index: what it follows, and that it comes back from every way of being hurt."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from evidence_desk.commands.session import Session
from evidence_desk.jobs.progress import Cancelled, CancelToken
from evidence_desk.queries.search import matching_ids, read_query, search
from evidence_desk.store import text_index
from evidence_desk.store.index_file import is_truncated
from evidence_desk.store.page_text import Page
from evidence_desk.support.errors import UserError

from ..matters import apply, empty_session, full_session, open_session, put_file, sha256

NAMES = 40


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A matter with forty files of three pages, indexed; each file has a word of its own."""
    session = empty_session(tmp_path)
    fill(session)
    assert session.index_text().rebuilt == "missing"
    return session


def fill(session: Session, names: int = NAMES) -> None:
    for number in range(names):
        file = put_file(session, str(number).encode(), f"f{number}.txt", pages=3, as_evidence=True)
        session.keep_pages(
            file, [Page(page, "", f"合同 word{number} page{page}", 1, 1) for page in (1, 2, 3)]
        )


def total(session: Session, query: str) -> int:
    return session.search(search, read_query(query)).total


def everything(session: Session) -> None:
    """Every page is found by what is on it."""
    assert total(session, "in:text 合同") == 3 * NAMES
    for number in (0, NAMES // 2, NAMES - 1):
        assert total(session, f"word{number}") == 3


def index_of(session: Session) -> Path:
    return session.path / "cache" / "index.sqlite"


def test_nothing_is_done_when_nothing_changed(session: Session) -> None:
    everything(session)
    again = session.index_text()
    assert (again.pages, again.items, again.rebuilt) == (0, 0, "")
    session.close()


def test_a_new_file_and_a_file_read_anew_are_followed(session: Session) -> None:
    file = sha256(b"7")
    session.keep_pages(file, [Page(1, "", "解除 anew", 1, 1)])
    assert session.index_text().pages == 1
    assert total(session, "word7") == 0
    assert total(session, "anew") == 1
    assert total(session, "in:text 合同") == 3 * NAMES - 3
    session.close()


def test_what_people_enter_is_followed_and_so_is_undo(tmp_path: Path) -> None:
    session, ids = full_session(tmp_path)
    session.index_text()
    steps = [
        ({"do": "EditEvidence", "evidence": ids["a1"], "native_title": "解约通知"}, "解约", "a1"),
        ({"do": "EditEvidence", "evidence": ids["a2"], "author": "Wang Wu"}, "wang", "a2"),
        ({"do": "AddNote", "on": ids["a10"], "text": "remember the milk"}, "in:notes milk", "a10"),
        ({"do": "EditNote", "note": ids["n1"], "text": "sealed"}, "sealed", "a1"),
        ({"do": "EditCite", "cite": ids["q1"], "quote": "we end the contract"}, "in:notes contract", "a1"),
        ({"do": "EditLink", "link": ids["l2"], "objection": "hearsay"}, "hearsay", "a2"),
        ({"do": "AddTag", "name": "Privileged stuff", "as": "x"}, "stuff", None),
        ({"do": "EditTag", "tag": ids["t1"], "name": "Crucial"}, "crucial", "a1"),
        ({"do": "EditNote", "note": ids["n2"], "on": ids["a10"]}, "disputed", "a10"),
    ]
    for step, query, item in steps:
        apply(session, step)
        session.index_text()
        found = session.search(matching_ids, read_query(query))
        assert (ids[item] in found) if item else found == [], query
        session.undo()
        assert session.index_text().rebuilt == ""
        if query != "in:notes contract":
            assert ids.get(item or "") not in session.search(matching_ids, read_query(query)), query
    apply(session, {"do": "Delete", "what": ids["a1"], "cascade": True})
    session.index_text()
    assert session.search(matching_ids, read_query("in:title letter")) == []
    session.close()


@pytest.mark.parametrize("hurt", ["deleted", "truncated", "empty", "garbled", "half", "older", "lacking"])
def test_a_hurt_index_is_made_anew_and_finds_everything(session: Session, hurt: str) -> None:
    path, index = session.path, index_of(session)
    session.close()
    size = index.stat().st_size
    if hurt == "deleted":
        index.unlink()
    elif hurt == "older":
        with closing(sqlite3.connect(index)) as connection:
            connection.execute("PRAGMA user_version = 1")
            connection.execute("DROP TABLE dead")
            connection.commit()
    elif hurt == "lacking":
        with closing(sqlite3.connect(index)) as connection:
            connection.execute("DROP TABLE dead")
            connection.commit()
    elif hurt == "garbled":
        index.write_bytes(b"\x5a" * size)
    else:
        os.truncate(index, {"truncated": size - 4096, "empty": 0, "half": size // 2}[hurt])
        assert is_truncated(index)
    again = open_session(path)
    reason = {"deleted": "missing", "older": "version"}.get(hurt, "damaged")
    assert again.index_text().rebuilt == reason
    everything(again)
    assert again.index_text().rebuilt == ""
    again.close()


def test_damage_found_while_searching_is_mended_on_the_way(session: Session) -> None:
    everything(session)
    path, index = session.path, index_of(session)
    session.close()
    with index.open("r+b") as stream:  # all but the first pages, which opening looks at
        stream.seek(8 * 4096)
        stream.write(b"\xff" * (index.stat().st_size - 8 * 4096))
    again = open_session(path)
    everything(again)
    again.close()


def test_a_deleted_cache_costs_nothing_but_reading_again(session: Session) -> None:
    path = session.path
    session.close()
    shutil.rmtree(path / "cache")
    again = open_session(path)
    assert again.index_text().rebuilt == "missing"
    assert total(again, "in:text 合同") == 0
    for number in range(NAMES):
        pages = [Page(page, "", f"合同 word{number} page{page}", 1, 1) for page in (1, 2, 3)]
        again.keep_pages(sha256(str(number).encode()), pages)
    again.index_text()
    everything(again)
    again.close()


def test_page_text_made_anew_beside_an_old_index_is_noticed(session: Session) -> None:
    path = session.path
    session.close()
    (path / "cache" / "text.sqlite").unlink()
    again = open_session(path)
    assert again.index_text().rebuilt == "replaced"
    assert total(again, "in:text 合同") == 0
    assert total(again, "f3") == 1
    again.close()


def test_a_matter_put_back_from_a_copy_is_noticed(session: Session) -> None:
    path = session.path
    session.close()
    shutil.copy(path / "matter.sqlite", path / "kept.sqlite")
    later = open_session(path)
    apply(later, {"do": "AddEvidence", "title": "after the copy"})
    later.index_text()
    assert total(later, "copy") == 1
    later.close()
    (path / "kept.sqlite").replace(path / "matter.sqlite")
    back = open_session(path)
    assert back.index_text().rebuilt == "replaced"
    assert total(back, "copy") == 0
    everything(back)
    back.close()


_KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.matters import open_session
session = open_session(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    session.index_text(rebuild=True)
"""


def test_killing_the_process_while_it_indexes_loses_nothing(session: Session) -> None:
    path = session.path
    session.close()
    root = Path(__file__).parents[2]
    for delay in (0.0, 0.02, 0.05, 0.11):
        process = subprocess.Popen(
            [sys.executable, "-c", _KILLED, str(path), str(root)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        again = open_session(path)
        assert again.index_text().rebuilt in ("", "interrupted", "asked", "missing")
        everything(again)
        assert again.index_text().rebuilt == ""
        again.close()


def test_an_indexing_that_was_cut_off_is_told_once(session: Session) -> None:
    path = session.path
    session.close()
    with closing(
        sqlite3.connect(path / "cache" / "index.sqlite")
    ) as connection:  # as a killed process leaves it
        connection.execute("INSERT INTO state VALUES ('at_work', 1)")
        connection.commit()
    again = open_session(path)
    assert again.index_text().rebuilt == "interrupted"
    assert again.index_text().rebuilt == ""
    everything(again)
    again.close()


def test_it_stops_when_asked_and_goes_on_where_it_was(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_index, "_BATCH_FILES", 10)
    token = CancelToken()
    with pytest.raises(Cancelled):
        session.index_text(rebuild=True, token=token, on_progress=lambda _progress: token.cancel())
    assert total(session, "in:text 合同") == 30
    rest = session.index_text()
    assert rest.pages == 3 * (NAMES - 10)
    assert rest.rebuilt == "asked"
    everything(session)
    session.close()


def test_too_much_out_of_date_makes_it_anew(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_index, "_DEAD_IS_FEW", 20)
    for number in range(20):
        session.keep_pages(sha256(str(number).encode()), [Page(1, "", f"word{number}", 1, 1)])
    assert session.index_text().rebuilt == ""
    worn = session.index_text()
    assert worn.rebuilt == "worn"
    assert worn.pages == 20 + 3 * (NAMES - 20)
    assert total(session, "in:text 合同") == 3 * (NAMES - 20)
    session.close()


def test_a_page_counts_for_each_item_that_holds_it(session: Session) -> None:
    free = put_file(session, b"free", "free.txt")
    session.keep_pages(free, [Page(1, "", "freeword", 1, 1)])
    shared = f"file:{sha256(b'5')}"
    apply(session, {"do": "AddEvidence", "title": "Second", "files": [shared]})
    session.index_text()
    assert total(session, "freeword") == 0
    assert total(session, "in:text word5") == 6
    for order in ("relevance", "exhibit"):
        hits = session.search(search, read_query("in:text (word5 OR freeword)"), order=order).hits
        assert len(hits) == len({(hit.evidence, hit.page) for hit in hits}) == 6
    apply(session, {"do": "AddEvidence", "title": "Third", "files": [f"file:{free}"]})
    assert total(session, "freeword") == 1
    session.close()


def test_pages_beyond_a_sheaf_keep_their_numbers(session: Session) -> None:
    texts = [Page(page, "", f"number{page}" if page % 5 else "", 1, 1) for page in range(1, 101)]
    session.keep_pages(sha256(b"3"), texts)
    session.index_text()
    for page in (1, 16, 17, 33, 99):
        (hit,) = session.search(search, read_query(f"number{page}")).hits
        assert (hit.file, hit.page) == (sha256(b"3"), page)
    session.close()


def test_searches_and_changes_go_on_while_it_indexes(session: Session) -> None:
    errors: list[Exception] = []

    def _index() -> None:
        try:
            for _time in range(5):
                session.index_text(rebuild=True)
        except Exception as error:  # noqa: BLE001  whatever it is, the test must say so
            errors.append(error)

    thread = threading.Thread(target=_index)
    thread.start()
    while thread.is_alive():
        apply(session, {"do": "SetMatter", "summary": str(time.monotonic())})
        assert total(session, "in:text word3") <= 3
    thread.join()
    assert errors == []
    session.index_text()
    everything(session)
    session.close()


def test_a_reader_beside_a_writer_indexes_and_finds_the_same(session: Session) -> None:
    reader = open_session(session.path, read_only=True)
    put_file(session, b"new", "new.txt", as_evidence=True)
    session.keep_pages(sha256(b"new"), [Page(1, "", "brandnew", 1, 1)])
    assert reader.index_text().pages == 1
    assert total(reader, "brandnew") == total(session, "brandnew") == 1
    assert session.index_text().pages == 0
    reader.close()
    session.close()


def test_a_cache_that_cannot_be_written_gets_an_index_elsewhere(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = session.path
    session.close()
    index_of(session).unlink()

    def _refuse(_store: object) -> Path:
        raise UserError("read_only", "no")

    monkeypatch.setattr("evidence_desk.store.store.Store.cache_folder", _refuse)
    reader = open_session(path, read_only=True)
    reader.index_text()
    everything(reader)
    reader.close()
    assert not index_of(session).exists()


def test_readers_keep_their_connections_when_the_index_is_opened_as_it_is(session: Session) -> None:
    session.close()
    again = open_session(session.path)
    assert total(again, "word7") == 3
    before = again._store._reader
    again.index_text()
    assert again._store._reader is before
    everything(again)
    again.close()
    index_of(again).unlink()
    made = open_session(session.path)
    before = made._store._reader
    assert made.index_text().rebuilt == "missing"
    assert made._store._reader is not before
    everything(made)
