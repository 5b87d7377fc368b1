"""An open matter: read it, or change it in one transaction that ends with one history entry."""

from __future__ import annotations

import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from evidence_desk.store import history
from evidence_desk.store.disks import unsafe_for_wal
from evidence_desk.store.engines import reader_engine, writer_engine
from evidence_desk.store.history import Entry, RowChange
from evidence_desk.store.index_file import FILE_NAME as INDEX_FILE
from evidence_desk.store.index_file import SCHEMA_NAME as INDEX_NAME
from evidence_desk.store.lock import MatterLock, cannot_write
from evidence_desk.store.matter_folder import MatterFolder, back_up, check_is_matter, stamp_format
from evidence_desk.store.migrate import HEAD, revision, upgrade
from evidence_desk.store.page_text import PageTextStore
from evidence_desk.store.recorder import Recorder
from evidence_desk.store.refusals import clear_errors
from evidence_desk.store.tables import META
from evidence_desk.store.text_index import TextIndex
from evidence_desk.support.canonical import canonical_json
from evidence_desk.support.clock import Clock, system_clock, timestamp
from evidence_desk.support.errors import UserError
from evidence_desk.support.logs import topic

_log = topic("store")


@dataclass(slots=True)
class EntryHead:
    """What a change says of itself before its row changes are known."""

    kind: str
    command: str
    summary: str
    arguments: object
    undoes: int | None = None


class Change:
    """One transaction in progress.

    Attributes:
        recorder: writes the rows.
        entry: what the history will say; must be set before the transaction ends, unless nothing was written.
        seq: the number the history entry gets.
        at: the time the history entry carries.
    """

    def __init__(self, recorder: Recorder, *, seq: int, at: str) -> None:
        """Begin with no entry."""
        self.recorder = recorder
        self.entry: EntryHead | None = None
        self.seq = seq
        self.at = at

    @property
    def connection(self) -> Connection:
        """The connection of the transaction, which sees what it wrote."""
        return self.recorder.connection

    @property
    def changes(self) -> list[RowChange]:
        """The rows written so far, of this entry."""
        return self.recorder.changes

    def begin_next(self) -> None:
        """Begin with no entry again."""
        self.entry = None
        self.seq += 1
        self.recorder.changes.clear()


class Store:
    """One open matter folder.

    Attributes:
        folder: where it is.
        replica: the identity of this copy.
        actor: who makes the changes.
        journal_note: why the write-ahead log is not used, or None.
        page_text: keeps the text of pages; None when open for reading only.
    """

    def __init__(
        self, folder: MatterFolder, *, actor: str, clock: Clock = system_clock, read_only: bool = False
    ) -> None:
        """Open a matter.

        Raises:
            UserError: not a matter, newer format, open elsewhere, not writable, damaged.
        """
        check_is_matter(folder)
        self.folder = folder
        self.actor = actor
        self._clock = clock
        self.journal_note: str | None = None
        self._lock: MatterLock | None = None
        self._writer: Engine | None = None
        self._reader: Engine | None = None
        self._old_readers: list[Engine] = []
        self.page_text: PageTextStore | None = None
        self._index: TextIndex | None = None
        self._index_lock = threading.Lock()
        self._own_index: tempfile.TemporaryDirectory[str] | None = None
        try:
            if not read_only:
                self._open_writer()
                self._open_page_text()
            with clear_errors(folder.database):
                self._open_reader()
        except BaseException:
            self.close()
            raise

    @property
    def is_read_only(self) -> bool:
        """Whether this opening cannot change the matter."""
        return self._writer is None

    def _open_writer(self) -> None:
        lock = MatterLock(self.folder.root, self._clock)
        lock.acquire()
        self._lock = lock
        self.journal_note = unsafe_for_wal(self.folder.root)
        self._writer = writer_engine(self.folder.database, journal="delete" if self.journal_note else "wal")
        with clear_errors(self.folder.database):
            self._migrate(self._writer)

    def _migrate(self, writer: Engine) -> None:
        with writer.connect() as connection:
            current = revision(connection)
        if current == HEAD:
            return
        self._refuse_newer(current)
        back_up(self.folder, "before-migration", self._clock())
        with writer.begin() as connection:
            upgrade(connection)
            stamp_format(connection.connection.driver_connection)  # type: ignore[arg-type]
        _log.info("migrated %s from %s to %s", self.folder.root, current, HEAD)

    def _refuse_newer(self, current: str | None) -> None:
        if current is not None and current > HEAD:
            raise UserError(
                "newer_format",
                f"{self.folder.root} was made by a newer Evidence Desk (tables {current}; this program knows {HEAD})",
                "Install a newer version. Nothing was changed.",
            )

    def _open_page_text(self) -> None:
        folder = self.cache_folder()
        with clear_errors(folder):  # what is wrong there is no fault of the matter's own file
            self.page_text = PageTextStore(folder)

    def _open_reader(self) -> None:
        self._reader = self._new_reader()
        with self._reader.connect() as connection:
            current = revision(connection)
            if current != HEAD:
                self._refuse_newer(current)
                raise UserError(
                    "older_format",
                    f"{self.folder.root} was made by an older Evidence Desk",
                    "Open it once in the window, where it can be written, to bring it up to date.",
                )
            self.replica: str = connection.execute(
                select(META.c.value).where(META.c.key == "replica")
            ).scalar_one()

    def _new_reader(self) -> Engine:
        wal = self.folder.database.with_name(self.folder.database.name + "-wal")
        immutable = self.is_read_only and not wal.exists() and not self.folder.is_writable()
        index_folder = Path(self._own_index.name) if self._own_index is not None else None
        return reader_engine(self.folder.database, immutable=immutable, index_folder=index_folder)

    def text_index(self) -> TextIndex:
        """Return the text index, opened when first asked for; a matter that cannot be written gets one beside it.

        Raises:
            UserError: no index can be made anywhere.
        """
        with self._index_lock:
            if self._index is None:
                with clear_errors(self.folder.cache / INDEX_FILE):
                    self._index = self._opened_index()
                if self._index.is_new:  # else they see it already, and know how to ask what they were asked
                    self.reconnect_readers()
            return self._index

    def has_fixed_index(self) -> bool:
        """Say whether the matter has a text index that can be searched and not be written."""
        if not self.is_read_only or self._own_index is not None or self.folder.is_writable():
            return False
        with self.read() as connection:
            files = {name: file for _no, name, file in connection.exec_driver_sql("PRAGMA database_list")}
        return bool(files.get(INDEX_NAME))

    def _opened_index(self) -> TextIndex:
        try:
            return TextIndex(self.cache_folder())
        except (UserError, OSError, sqlite3.OperationalError):
            self._own_index = tempfile.TemporaryDirectory(prefix="evidence-desk-index-")
            return TextIndex(Path(self._own_index.name), text_folder=self.folder.cache)

    def reconnect_readers(self) -> None:
        """Let reads from now on see files of the cache that were made or replaced."""
        old, self._reader = self._reader, self._new_reader()
        if old is not None:
            self._old_readers.append(
                old
            )  # somebody may be reading; what is given back later must be closed too

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the matter and cannot write."""
        assert self._reader is not None, "the matter is closed"
        with clear_errors(self.folder.database), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def change(self) -> Iterator[Change]:
        """Run one transaction; its entry is appended to the history at the end, or nothing happened.

        Raises:
            UserError: ``read_only`` when this opening cannot write, ``still_needed`` when a row left behind refers to
                one that was removed, or what the disk refuses.
        """
        if self._writer is None:
            raise self._read_only()
        with clear_errors(self.folder.database), self._writer.begin() as connection:
            seq, _hash = history.head(connection)
            change = Change(Recorder(connection), seq=seq + 1, at=timestamp(self._clock()))
            yield change
            self.append(change)

    @contextmanager
    def note(self) -> Iterator[Connection]:
        """Run one transaction on what the program keeps for itself; it is no change and has no history entry.

        Raises:
            UserError: ``read_only`` when this opening cannot write, or what the disk refuses.
        """
        if self._writer is None:
            raise self._read_only()
        with clear_errors(self.folder.database), self._writer.begin() as connection:
            yield connection

    def back_up(self, reason: str) -> Path:
        """Copy the database into backups/ as it is now and return the copy."""
        return back_up(self.folder, reason, self._clock())

    def now(self) -> str:
        """Return the time, as entries carry it."""
        return timestamp(self._clock())

    def _read_only(self) -> UserError:
        return UserError("read_only", f"{self.folder.root} is open for reading only", "Open it for changing.")

    def append(self, change: Change) -> None:
        """End the entry of a change, which may go on with a further one in the same transaction."""
        head = change.entry
        if head is None:
            assert not change.changes, "a change must say what it is"
            return
        history.append(
            change.connection,
            Entry(
                seq=change.seq,
                replica=self.replica,
                actor=self.actor,
                at=change.at,
                kind=head.kind,
                command=head.command,
                summary=head.summary,
                arguments=canonical_json(head.arguments),
                changes=canonical_json([row.as_json() for row in change.changes]),
                undoes=head.undoes,
                previous=history.head(change.connection)[1],
            ),
        )
        change.begin_next()

    def cache_folder(self) -> Path:
        """Return the folder for what can be made again, making it where it is missing.

        Raises:
            UserError: when the folder cannot be written.
        """
        try:
            self.folder.cache.mkdir(exist_ok=True)
        except FileExistsError as error:
            remedy = "Remove it: what belongs there is made again. Nothing was changed."
            raise UserError("bad_cache", f"{self.folder.cache} is no folder", remedy) from error
        except OSError as error:
            raise cannot_write(self.folder.root, error) from error
        return self.folder.cache

    def close(self) -> None:
        """Close the matter and give its lock back; harmless when done twice."""
        # Those that write close last: only they can write the log back into the file and remove it.
        if self._reader is not None:
            self._old_readers.append(self._reader)
            self._reader = None
        while self._old_readers:
            self._old_readers.pop().dispose()
        if self._index is not None:
            self._index.close()
            self._index = None
        if self._own_index is not None:
            self._own_index.cleanup()
            self._own_index = None
        if self.page_text is not None:
            self.page_text.close()
            self.page_text = None
        if self._writer is not None:
            self._writer.dispose()
            self._writer = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None
