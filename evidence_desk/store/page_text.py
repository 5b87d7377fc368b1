"""The text of files by page: read from them once, kept in cache/, thrown away and read again at any time."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from evidence_desk.store import text_queue
from evidence_desk.support.logs import topic

FILE_NAME = "text.sqlite"
_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS page (
    sha256 TEXT NOT NULL, page INTEGER NOT NULL, label TEXT NOT NULL, text TEXT NOT NULL,
    width REAL NOT NULL, height REAL NOT NULL, PRIMARY KEY (sha256, page)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS read (sha256 TEXT PRIMARY KEY, pages INTEGER NOT NULL) WITHOUT ROWID;
"""
_log = topic("text")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file: its number from 1, printed label, text, and size in points."""

    number: int
    label: str
    text: str
    width: float
    height: float


class PageTextStore:
    """Writes and reads page text through one connection of its own; safe to call from any thread."""

    def __init__(self, folder: Path) -> None:
        """Open ``cache/text.sqlite``; one that is damaged or of another version is made anew."""
        self.path = folder / FILE_NAME
        self._lock = threading.Lock()
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            return self._prepared()
        except sqlite3.DatabaseError:
            _log.warning("the page text of %s is damaged and is read again", self.path.parent)
            remove_cache_file(self.path)
            return self._prepared()

    def _prepared(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=5)
        try:
            # Losing the last seconds to a power cut costs reading them again, nothing more.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            if connection.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
                raise sqlite3.DatabaseError("another version")
            connection.executescript(_SCHEMA)
            text_queue.prepare(connection)
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        except BaseException:
            connection.close()
            raise
        return connection

    def put(self, sha256: str, pages: Sequence[Page]) -> None:
        """Keep the pages of a file, in place of any held."""
        rows = [(sha256, p.number, p.label, p.text, p.width, p.height) for p in pages]
        with self._lock, self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM page WHERE sha256 = ?", (sha256,))
            connection.executemany("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.execute("INSERT OR IGNORE INTO read VALUES (?, ?)", (sha256, len(rows)))

    def unread(self, hashes: Sequence[str]) -> list[str]:
        """Return which of some files were not read yet."""
        with self._lock:
            read = {row[0] for row in self._connection.execute("SELECT sha256 FROM read")}
        return [sha256 for sha256 in hashes if sha256 not in read]

    def page(self, sha256: str, number: int) -> Page | None:
        """Return one page of a file, or None when it was not read."""
        query = "SELECT page, label, text, width, height FROM page WHERE sha256 = ? AND page = ?"
        with self._lock:
            row = self._connection.execute(query, (sha256, number)).fetchone()
        return Page(*row) if row else None

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()


def remove_cache_file(path: Path) -> None:
    """Remove an SQLite file of the cache with what belongs to it."""
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()


def attach(connection: sqlite3.Connection, folder: Path, *, immutable: bool) -> None:
    """Let a reading connection see the page text as the schema ``cache``; an empty one where there is none."""
    path = folder / FILE_NAME
    if path.is_file():
        options = "immutable=1" if immutable else "mode=ro"
        with contextlib.suppress(sqlite3.DatabaseError):
            connection.execute("ATTACH ? AS cache", (f"file:{quote(os.fsencode(path.resolve()))}?{options}",))
            connection.execute("SELECT 1 FROM cache.read LIMIT 1")
            return
        with contextlib.suppress(sqlite3.DatabaseError):
            connection.execute("DETACH cache")
    connection.execute("ATTACH ':memory:' AS cache")
    connection.executescript(_SCHEMA.replace("NOT EXISTS ", "NOT EXISTS cache."))
