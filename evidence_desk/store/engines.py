"""Two engines on one SQLite file: one writer with explicit transactions, and readers that cannot write.

One engine with a begin hook makes readers wait for the writer and the writer for the readers, and a deferred
transaction that turns into a writer fails at once with "locked"; hence BEGIN IMMEDIATE for the writer alone.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from evidence_desk.store.index_file import attach_index
from evidence_desk.store.page_text import attach
from evidence_desk.support.errors import UserError

APPLICATION_ID = 0x45444B31  # "EDK1"
FORMAT_MAJOR = 1
_BUSY_SECONDS = 5.0


def _url(path: Path, mode: str) -> str:
    """Return an SQLite URI of a file; mode is one of rw, rwc, ro, immutable."""
    options = "immutable=1" if mode == "immutable" else f"mode={mode}"
    return f"file:{quote(os.fsencode(path.resolve()))}?{options}"


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        _url(path, mode), uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )


def writer_engine(path: Path, *, journal: str, create: bool = False) -> Engine:
    """Return the engine that writes: one connection, foreign keys on, synchronous FULL.

    Args:
        path: the SQLite file.
        journal: ``wal`` on a local disk, ``delete`` where shared memory cannot be trusted.
        create: whether the file may be made.
    """
    mode = "rwc" if create else "rw"
    engine = create_engine("sqlite://", creator=lambda: _connect(path, mode), poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA temp_store = MEMORY")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        # Rows may be written in any order within a change; what is wrong at its end is refused at its end.
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")

    return engine


def reader_engine(path: Path, *, immutable: bool = False, index_folder: Path | None = None) -> Engine:
    """Return the engine that reads: many connections, each refuses to write.

    Args:
        path: the SQLite file.
        immutable: for a matter in a folder that cannot be written, where WAL files cannot be made.
        index_folder: where the text index is, when not in the matter's cache.
    """
    mode = "immutable" if immutable else "ro"
    pool = NullPool if immutable else QueuePool
    engine = create_engine("sqlite://", creator=lambda: _connect(path, mode), poolclass=pool)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        attach(connection, path.parent / "cache", immutable=immutable)
        attach_index(
            connection, index_folder or path.parent / "cache", immutable=immutable and index_folder is None
        )
        connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # One snapshot for all the statements of a read.
        connection.exec_driver_sql("BEGIN DEFERRED")

    return engine


_SQLITE_REFUSALS = {
    "SQLITE_FULL": ("disk_full", "The disk that holds {path} is full", "Free some space and try again."),
    "SQLITE_READONLY": ("read_only", "{path} cannot be written", "Copy the matter to a folder of yours."),
    "SQLITE_BUSY": ("busy", "{path} is in use by another program", "Close it there and try again."),
    "SQLITE_NOTADB": ("damaged", "{path} is not a matter or is damaged", "Restore it from backups/."),
    "SQLITE_CORRUPT": ("damaged", "{path} is damaged", "Restore it from backups/ and run verify."),
    "SQLITE_IOERR": ("disk_error", "The disk failed while {path} was read or written", "Check the disk."),
    "SQLITE_CANTOPEN": ("cannot_open", "{path} cannot be opened", "Check that the folder can be read."),
}


def _refusal(error: DBAPIError, path: Path) -> UserError | None:
    name = getattr(error.orig, "sqlite_errorname", "") or ""
    for prefix, (code, message, remedy) in _SQLITE_REFUSALS.items():
        if name.startswith(prefix):
            return UserError(code, message.format(path=path), f"{remedy} Nothing was changed.")
    return None


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite refuses (full disk, read-only folder, damage) into a UserError that names the file."""
    try:
        yield
    except DBAPIError as error:
        refusal = _refusal(error, path)
        if refusal is None:
            raise
        raise refusal from error
    except sqlite3.Error as error:
        refusal = _refusal(OperationalError("", None, error), path)
        if refusal is None:
            raise
        raise refusal from error
