"""Folders that are matters, folders that are not, locks, full disks and disks that cannot be written."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.queries.integrity import verify
from evidence_desk.queries.labels import tags
from evidence_desk.queries.links import cites
from evidence_desk.store.matter_folder import MatterFolder, back_up, create_matter_folder
from evidence_desk.store.page_text import Page
from evidence_desk.store.store import Store
from evidence_desk.support.errors import UserError

from ..matters import LETTER_TEXT, apply, dump, empty_folder, full_session, open_session, sha256
from .conftest import fill_disk

ROOT = Path(__file__).resolve().parents[2]


def refused(path: Path, *, read_only: bool = False) -> UserError:
    """The refusal to open a folder; it is one line, and leaves the folder as it is."""
    before = sorted((entry.name, entry.stat().st_size) for entry in path.iterdir()) if path.is_dir() else []
    with pytest.raises(UserError) as caught:
        Store(MatterFolder(path), actor="tester", read_only=read_only)
    assert "\n" not in str(caught.value)
    if path.is_dir():
        after = sorted((entry.name, entry.stat().st_size) for entry in path.iterdir())
        assert [entry for entry in after if entry[0] != "lock"] == [
            entry for entry in before if entry[0] != "lock"
        ]
    return caught.value


@pytest.mark.parametrize("read_only", [True, False])
def test_what_is_no_matter(tmp_path: Path, read_only: bool) -> None:
    empty, foreign, text = tmp_path / "empty", tmp_path / "foreign", tmp_path / "text"
    for folder in (empty, foreign, text):
        folder.mkdir()
    with sqlite3.connect(foreign / "matter.sqlite") as raw:
        raw.execute("CREATE TABLE party (id TEXT)")
    raw.close()
    (text / "matter.sqlite").write_text("not a database " * 100)
    (tmp_path / "file").write_text("x")
    assert refused(tmp_path / "nowhere", read_only=read_only).code == "not_found"
    assert refused(tmp_path / "file", read_only=read_only).code == "not_found"
    for folder in (empty, foreign, text):
        error = refused(folder, read_only=read_only)
        assert error.code == "not_a_matter"
        assert str(folder) in error.message


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize(("version", "told"), [(2000, "2"), (9001, "9")])
def test_a_matter_of_a_newer_program(tmp_path: Path, version: int, told: str, read_only: bool) -> None:
    folder = empty_folder(tmp_path / "m.edesk")
    with sqlite3.connect(folder.database) as raw:
        raw.execute(f"PRAGMA user_version = {version}")
    raw.close()
    error = refused(folder.root, read_only=read_only)
    assert error.code == "newer_format"
    assert f"Evidence Desk {told}.0 or later" in error.remedy


@pytest.mark.parametrize("read_only", [True, False])
def test_a_matter_with_migrations_this_program_does_not_know(tmp_path: Path, read_only: bool) -> None:
    folder = empty_folder(tmp_path / "m.edesk")
    with sqlite3.connect(folder.database) as raw:
        raw.execute("PRAGMA user_version = 1007")
        raw.execute("UPDATE alembic_version SET version_num = '0099'")
    raw.close()
    assert refused(folder.root, read_only=read_only).code == "newer_format"


@pytest.mark.parametrize("kept", [100, 5000, 0.5])
@pytest.mark.parametrize("read_only", [True, False])
def test_a_matter_cut_short(tmp_path: Path, kept: float, read_only: bool) -> None:
    folder = empty_folder(tmp_path / "m.edesk")
    whole = folder.database.read_bytes()
    folder.database.write_bytes(whole[: int(len(whole) * kept) if kept < 1 else int(kept)])
    assert refused(folder.root, read_only=read_only).code == "damaged"


def test_a_new_matter_is_made_whole_and_never_over_another(tmp_path: Path) -> None:
    folder = create_matter_folder(tmp_path / "deep" / "里" / "new", replica="r")
    assert folder.root == tmp_path / "deep" / "里" / "new.edesk"
    assert [path.name for path in folder.root.parent.iterdir()] == ["new.edesk"]
    store = Store(folder, actor="tester")
    assert store.replica == "r"
    store.close()
    for taken in (folder.root, tmp_path / "deep" / "里" / "new"):
        with pytest.raises(UserError) as caught:
            create_matter_folder(taken, replica="r2")
        assert caught.value.code == "exists"


HOLD = """
import sys, time
from pathlib import Path
from evidence_desk.store.store import Store
from evidence_desk.store.matter_folder import MatterFolder
store = Store(MatterFolder(Path(sys.argv[1])), actor="holder")
print("open", flush=True)
time.sleep(60)
"""


def test_a_matter_open_elsewhere_and_after_a_crash(tmp_path: Path) -> None:
    folder = empty_folder(tmp_path / "m.edesk")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder.root)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        error = refused(folder.root)
        assert error.code == "open_elsewhere"
        assert f"process {holder.pid}" in error.message
        reader = Store(folder, actor="tester", read_only=True)
        reader.close()
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        if holder.stdout is not None:
            holder.stdout.close()
    store = Store(folder, actor="tester")
    store.close()
    assert not (folder.root / "lock.json").exists()


def test_a_matter_open_twice_in_one_program(tmp_path: Path) -> None:
    folder = empty_folder(tmp_path / "m.edesk")
    first = Store(folder, actor="tester")
    assert refused(folder.root).code == "open_elsewhere"
    first.close()
    Store(folder, actor="tester").close()


def test_a_full_disk_refuses_a_change_and_nothing_of_it_is_kept(small_disk: Path) -> None:
    session, ids = full_session(small_disk)
    before = dump(session)
    ballast = fill_disk(small_disk, leave=20_000)
    # More than the write-ahead log can take in what room is left.
    note = {"do": "AddNote", "on": ids["a1"], "text": "long " * 100_000}
    with pytest.raises(UserError) as caught:
        apply(session, note)
    assert caught.value.code == "disk_full"
    assert "\n" not in str(caught.value)
    assert dump(session) == before
    ballast.unlink()
    apply(session, {**note, "text": "short"})
    assert len(dump(session)) == len(before) + 1
    found = session.read(verify, session.files_folder)
    assert {problem.code for problem in found.problems} <= {"file_missing"}
    session.close()


def test_a_full_disk_refuses_page_text(small_disk: Path) -> None:
    session, ids = full_session(small_disk)
    fill_disk(small_disk, leave=20_000)
    pages = [Page(number, "", "long " * 10_000, 1.0, 1.0) for number in range(1, 30)]
    with pytest.raises(UserError) as caught:
        session.keep_pages(ids["plan"], pages)
    assert caught.value.code == "disk_full"
    assert session.page_text(ids["letter"], 1) == LETTER_TEXT
    session.close()


@pytest.mark.parametrize("leave", [0, 8192, 40_000])
def test_a_full_disk_refuses_a_new_matter_and_keeps_nothing(small_disk: Path, leave: int) -> None:
    ballast = fill_disk(small_disk, leave=leave)
    with pytest.raises(UserError) as caught:
        create_matter_folder(small_disk / "new.edesk", replica="r")
    assert caught.value.code == "disk_full"
    assert "new.edesk" in caught.value.message
    assert ".part" not in caught.value.message
    assert list(small_disk.iterdir()) == [ballast]


def test_a_full_disk_refuses_to_open_and_changes_nothing(small_disk: Path) -> None:
    session, _ids = full_session(small_disk)
    before = dump(session)
    session.close()
    ballast = fill_disk(small_disk)
    try:
        open_session(session.path).close()
    except UserError as error:
        assert error.code == "disk_full"  # noqa: PT017  opening may also just work
    ballast.unlink()
    session = open_session(session.path)
    assert dump(session) == before
    assert session.page_text(sha256(LETTER_TEXT.encode()), 1) == LETTER_TEXT
    session.close()


def test_a_disk_that_cannot_be_written_is_read_and_not_changed(
    small_disk: Path, freeze: Callable[[], None]
) -> None:
    session, _ids = full_session(small_disk)
    before = dump(session)
    session.close()
    freeze()
    error = refused(session.path)
    assert error.code == "read_only"
    assert str(session.path) in error.message
    reader = open_session(session.path, read_only=True)
    assert reader.is_read_only
    assert dump(reader) == before
    assert [tag.name for tag in reader.read(tags)] == ["Key", "Damages"]
    assert {cite.state for cite in reader.read(cites)} == {"ok"}
    with pytest.raises(UserError) as caught:
        apply(reader, {"do": "AddTag", "name": "new"})
    assert caught.value.code == "read_only"
    reader.close()
    with pytest.raises(UserError) as caught:
        create_matter_folder(small_disk / "new", replica="r")
    assert caught.value.code == "read_only"


def test_a_crash_before_the_disk_became_unwritable_can_still_be_read(
    small_disk: Path, freeze: Callable[[], None], tmp_path: Path
) -> None:
    session, ids = full_session(tmp_path)
    apply(session, {"do": "AddNote", "on": ids["a1"], "text": "last words"})
    before = dump(session)
    # As a crash leaves it: the write-ahead log still beside the database.
    shutil.copytree(session.path, small_disk / "m.edesk", ignore=shutil.ignore_patterns("lock*"))
    session.close()
    assert (small_disk / "m.edesk" / "matter.sqlite-wal").exists()
    freeze()
    reader = open_session(small_disk / "m.edesk", read_only=True)
    assert dump(reader) == before
    reader.close()


@pytest.mark.parametrize("damage", [b"", b"garbage" * 1000, None])
def test_damaged_page_text_is_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    session, ids = full_session(tmp_path)
    session.close()
    path = session.path / "cache" / "text.sqlite"
    if damage is None:
        raw = sqlite3.connect(path)
        raw.execute("PRAGMA user_version = 99")
        raw.close()
    else:
        path.write_bytes(damage)
    reader = open_session(session.path, read_only=True)
    assert [cite.state for cite in reader.read(cites) if cite.quote] == ["missing"]
    reader.close()
    session = open_session(session.path)
    assert set(session.unread_files()) == {ids["letter"], ids["plan"]}
    session.keep_pages(ids["letter"], [Page(1, "", LETTER_TEXT, 1.0, 1.0)])
    assert session.unread_files() == [ids["plan"]]
    assert session.page_text(ids["letter"], 1) == LETTER_TEXT
    session.close()


def test_page_text_in_use_by_another_program_is_not_thrown_away(tmp_path: Path) -> None:
    session, ids = full_session(tmp_path)
    session.close()
    other = sqlite3.connect(session.path / "cache" / "text.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    session = open_session(session.path)
    other.execute("ROLLBACK")
    other.close()
    assert session.page_text(ids["letter"], 1) == LETTER_TEXT
    session.close()


def test_the_cache_may_be_thrown_away_at_any_time(tmp_path: Path) -> None:
    session, _ids = full_session(tmp_path)
    before = dump(session)
    session.close()
    shutil.rmtree(session.path / "cache")
    reader = open_session(session.path, read_only=True)
    assert dump(reader) == before
    reader.close()
    session = open_session(session.path)
    assert dump(session) == before
    assert len(session.unread_files()) == 2
    session.close()


def test_text_read_again_takes_the_place_of_the_old(tmp_path: Path) -> None:
    session, ids = full_session(tmp_path)
    session.keep_pages(ids["letter"], [Page(1, "1", "a", 1.0, 1.0), Page(2, "2", "b", 1.0, 1.0)])
    session.keep_pages(ids["letter"], [Page(1, "1", "c", 1.0, 1.0)])
    assert session.page_text(ids["letter"], 1) == "c"
    assert session.page_text(ids["letter"], 2) is None
    session.close()
    raw = sqlite3.connect(session.path / "cache" / "text.sqlite")
    assert raw.execute("SELECT pages FROM read WHERE sha256 = ?", (ids["letter"],)).fetchone() == (1,)
    raw.close()


def test_a_new_matter_on_a_nearly_full_disk_is_whole_or_not_there(small_disk: Path) -> None:
    from evidence_desk.bootstrap import LocalDesk
    from evidence_desk.queries.matter import matter

    ends = set()
    for leave in range(0, 900_000, 50_000):
        ballast = fill_disk(small_disk, leave=leave)
        try:
            session = LocalDesk(actor="tester").new_matter(small_disk / "m", profile="prc_civil", title="M")
        except UserError as error:
            assert error.code == "disk_full"  # noqa: PT017  both ends are right, each in its way
            assert list(small_disk.iterdir()) == [ballast]
            ends.add("refused")
        else:
            assert session.read(matter).title == "M"
            session.close()
            shutil.rmtree(small_disk / "m.edesk")
            ends.add("made")
        ballast.unlink()
    assert ends == {"refused", "made"}


@pytest.mark.parametrize("name", [".", "/", ".."])
def test_a_path_without_a_name_is_refused(name: str) -> None:
    with pytest.raises(UserError) as caught:
        create_matter_folder(Path(name), replica="r")
    assert caught.value.code == "no_name"


def test_a_matter_that_fails_to_open_gives_its_lock_back(tmp_path: Path) -> None:
    with closing(LocalDesk(actor="a")) as desk:
        session = desk.new_matter(tmp_path / "m", profile="prc_civil", title="T")
        session.close()
        with closing(sqlite3.connect(session.path / "matter.sqlite")) as connection, connection:
            connection.execute("UPDATE matter SET profile = 'nowhere'")
        failures = []
        for _ in range(2):
            with pytest.raises(UserError) as caught:
                desk.open_matter(session.path)
            failures.append(caught.value)  # kept, so that no collector frees the lock
        assert [failure.code for failure in failures] == [failures[0].code] * 2
        assert failures[0].code != "open_elsewhere"


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_a_backup_that_fails_leaves_no_half_of_one(tmp_path: Path) -> None:
    import resource

    folder = create_matter_folder(tmp_path / "m", replica="r")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(UserError):
            back_up(folder, "before-migration", datetime(2026, 1, 1, tzinfo=UTC))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert list(folder.backups.iterdir()) == []


def test_reads_beside_a_change_of_readers_leave_no_log_behind(tmp_path: Path) -> None:
    session, _ids = full_session(tmp_path)
    store, is_over = session._store, threading.Event()

    def read() -> None:
        while not is_over.is_set():
            session.read(tags)

    threads = [threading.Thread(target=read) for _ in range(4)]
    gc.disable()  # what only a collector closes is open for who knows how long
    try:
        for thread in threads:
            thread.start()
        for _ in range(30):
            store.reconnect_readers()
            session.read(tags)
        is_over.set()
        for thread in threads:
            thread.join()
        session.close()
        assert [path.name for path in session.path.rglob("*-wal")] == []
    finally:
        gc.enable()


def test_what_is_wrong_with_the_cache_is_not_said_of_the_matter(tmp_path: Path) -> None:
    root = create_matter_folder(tmp_path / "m.edesk", replica="r").root
    cache = root / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    cache.write_text("no folder", "utf-8")
    with pytest.raises(UserError) as caught:
        Store(MatterFolder(root), actor="tester")
    assert caught.value.code == "bad_cache"
    assert str(cache) in caught.value.message
    cache.unlink()
    (cache / "text.sqlite").mkdir(parents=True)
    with pytest.raises(UserError) as caught:
        Store(MatterFolder(root), actor="tester")
    assert str(cache) in caught.value.message
    assert "matter.sqlite" not in str(caught.value)
