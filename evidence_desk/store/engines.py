"""Two engines on one SQLite file: one writer with explicit transactions, and readers that cannot write.

One engine with a begin hook makes readers wait for the writer and the writer for the readers, and a deferred
transaction that turns into a writer fails at once with "locked"; hence BEGIN IMMEDIATE for the writer alone.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from evidence_desk.store.index_file import attach_index
from evidence_desk.store.page_text import attach

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
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.execute("BEGIN IMMEDIATE")
        # Rows may be written in any order within a change; what is wrong at its end is refused at its end.
        driver.execute("PRAGMA defer_foreign_keys = ON")

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
    options = {} if immutable else {"pool_use_lifo": True}  # the one used last has most in its memory
    engine = create_engine("sqlite://", creator=lambda: _connect(path, mode), poolclass=pool, **options)

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
