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

from evidence_desk.domain.simhash import Fingerprint, fingerprint
from evidence_desk.store import text_queue
from evidence_desk.store.refusals import clear_errors
from evidence_desk.support.logs import topic

FILE_NAME = "text.sqlite"
_VERSION = 2
_SCHEMA = """
CREATE TABLE IF NOT EXISTS page (
    sha256 TEXT NOT NULL, page INTEGER NOT NULL, label TEXT NOT NULL, text TEXT NOT NULL,
    width REAL NOT NULL, height REAL NOT NULL, source TEXT NOT NULL, confidence REAL,
    boxes TEXT NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (sha256, page)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS page_ocr ON page (sha256, page) WHERE source = 'ocr';
CREATE TABLE IF NOT EXISTS read (
    sha256 TEXT PRIMARY KEY, pages INTEGER NOT NULL, simhash TEXT NOT NULL, shingles INTEGER NOT NULL)
    WITHOUT ROWID;
"""
_MOST_BLANK = 1000  # characters; a page of more is not looked at for whether all of them are blanks
_OTHER = "another version"
_UNUSABLE = (_OTHER, "SQLITE_NOTADB", "SQLITE_CORRUPT")
_log = topic("text")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file.

    Attributes:
        number: from 1.
        label: the label printed on it.
        text: its text.
        width: of the unrotated page, in points.
        height: of the unrotated page, in points.
        source: ``text`` when the file itself tells the text, ``ocr`` when it was read off the picture.
        confidence: how sure OCR is, 0 to 1; None for ``text``.
        boxes: JSON of where the words read by OCR are, as who put it wrote it; empty for ``text``.
        problem: why OCR failed on this page, or empty.
    """

    number: int
    label: str
    text: str
    width: float
    height: float
    source: str = "text"
    confidence: float | None = None
    boxes: str = ""
    problem: str = ""


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
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorname", _OTHER) not in _UNUSABLE:
                raise  # a full disk or another program is no reason to throw it away
            _log.warning("the page text of %s is damaged and is read again", self.path.parent)
            remove_cache_file(self.path)
            return self._prepared()

    def _prepared(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=5)
        try:
            # Losing the last seconds to a power cut costs reading them again, nothing more.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, _VERSION):
                raise sqlite3.DatabaseError(_OTHER)
            connection.executescript(_SCHEMA)
            if not text_queue.has_queue(connection):  # it writes, and another program may be writing
                text_queue.prepare(connection)
            if version != _VERSION:
                connection.execute(f"PRAGMA user_version = {_VERSION}")
        except BaseException:
            connection.close()
            raise
        return connection

    def put(self, sha256: str, pages: Sequence[Page], mark: Fingerprint | None = None) -> None:
        """Keep the pages of a file and the fingerprint of its text, in place of any held.

        ``mark`` is that fingerprint where it is known already.

        Raises:
            UserError: the disk is full, or the cache is damaged or in use.
        """
        rows = [
            (sha256, p.number, p.label, p.text, p.width, p.height, p.source, p.confidence, p.boxes, p.problem)
            for p in pages
        ]
        mark = mark or fingerprint(page.text for page in pages)
        with self._lock, clear_errors(self.path), self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM page WHERE sha256 = ?", (sha256,))
            connection.executemany("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            connection.execute(
                "INSERT OR REPLACE INTO read VALUES (?, ?, ?, ?)",
                (sha256, len(rows), f"{mark.value:016x}", mark.shingles),
            )

    def put_ocr(
        self, sha256: str, number: int, *, text: str, confidence: float, boxes: str = "", problem: str = ""
    ) -> None:
        """Keep what OCR read off a page that has no text of its own, or why it could not."""
        with self._lock, clear_errors(self.path):
            self._connection.execute(
                "UPDATE page SET text = ?, source = 'ocr', confidence = ?, boxes = ?, problem = ?"
                " WHERE sha256 = ? AND page = ?",
                (text, confidence, boxes, problem, sha256, number),
            )

    def refresh_fingerprint(self, sha256: str) -> None:
        """Make the fingerprint of a file anew from the text its pages have now."""
        query = "SELECT text FROM page WHERE sha256 = ? ORDER BY page"
        with self._lock, clear_errors(self.path), self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            mark = fingerprint(row[0] for row in connection.execute(query, (sha256,)))
            connection.execute(
                "UPDATE read SET simhash = ?, shingles = ? WHERE sha256 = ?",
                (f"{mark.value:016x}", mark.shingles, sha256),
            )

    def files_with_ocr(self) -> set[str]:
        """Return the files of which OCR looked at a page."""
        with self._lock, clear_errors(self.path):
            rows = self._connection.execute(
                "SELECT DISTINCT sha256 FROM page WHERE source = 'ocr'"
            ).fetchall()
        return {row[0] for row in rows}

    def drop_ocr(self, sha256: str) -> None:
        """Forget what OCR read off the pages of a file."""
        with self._lock, clear_errors(self.path):
            self._connection.execute(
                "UPDATE page SET text = '', source = 'text', confidence = NULL, boxes = '', problem = ''"
                " WHERE sha256 = ? AND source = 'ocr'",
                (sha256,),
            )
        self.refresh_fingerprint(sha256)

    def pages_for_ocr(self, sha256: str, *, again: bool = False) -> list[int]:
        """Return the pages of a file that have no text and were not read by OCR.

        Args:
            sha256: of the file.
            again: whether pages on which OCR failed are meant as well.
        """
        query = (
            "SELECT page, text FROM page WHERE sha256 = ? AND length(text) < ?"
            " AND (source = 'text' OR (? AND problem != '')) ORDER BY page"
        )
        with self._lock, clear_errors(self.path):
            rows = self._connection.execute(query, (sha256, _MOST_BLANK, again)).fetchall()
        return [number for number, text in rows if not text.strip()]

    def drop(self, hashes: Sequence[str]) -> None:
        """Forget some files."""
        keys = [(sha256,) for sha256 in hashes]
        with self._lock, clear_errors(self.path), self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("DELETE FROM page WHERE sha256 = ?", keys)
            connection.executemany("DELETE FROM read WHERE sha256 = ?", keys)

    def unread(self, hashes: Sequence[str]) -> list[str]:
        """Return which of some files were not read yet."""
        with self._lock, clear_errors(self.path):
            read = {row[0] for row in self._connection.execute("SELECT sha256 FROM read")}
        return [sha256 for sha256 in hashes if sha256 not in read]

    def page(self, sha256: str, number: int) -> Page | None:
        """Return one page of a file, or None when it was not read."""
        query = (
            "SELECT page, label, text, width, height, source, confidence, boxes, problem FROM page"
            " WHERE sha256 = ? AND page = ?"
        )
        with self._lock, clear_errors(self.path):
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
        has_log = path.with_name(path.name + "-wal").exists()
        options = "immutable=1" if immutable and not has_log else "mode=ro"
        with contextlib.suppress(sqlite3.DatabaseError):
            connection.execute("ATTACH ? AS cache", (f"file:{quote(os.fsencode(path.resolve()))}?{options}",))
            connection.execute("SELECT 1 FROM cache.read LIMIT 1")
            if connection.execute("PRAGMA cache.user_version").fetchone()[0] == _VERSION:
                return
        with contextlib.suppress(sqlite3.DatabaseError):
            connection.execute("DETACH cache")
    connection.execute("ATTACH ':memory:' AS cache")
    connection.executescript(_SCHEMA.replace("NOT EXISTS ", "NOT EXISTS cache."))
