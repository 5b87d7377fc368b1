"""The file of the text index, cache/index.sqlite: its tables, opening it, and noticing that it is damaged."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from evidence_desk.store.page_text import remove_cache_file

FILE_NAME = "index.sqlite"
SCHEMA_NAME = "idx"
# Another one, and the file is made anew: raise it with every change of the tables or of what they hold.
VERSION = 3
TOKENIZER = "porter unicode61 remove_diacritics 2"
# A file's pages are numbered in sheaves of 16: row = (sheaf << 4) + place, so that the file of a hit is known without
# looking at every row; small steps from row to row keep the index small.
SHEAF_BITS = 4
ITEM_COLUMNS = ("title", "people", "labels", "notes", "quotes")
# What a reader keeps of the index in memory: enough for the word lists of the frequent words of 100,000 pages.
_CACHE_KIB = 32 * 1024
_TABLES = ("state", "sheaf", "dead", "item", "page_fts", "item_fts")
# Pages are about as long as one another, so ranking does without their sizes: a third less to look at for each hit.
_SCHEMA = f"""
CREATE TABLE {{0}}state (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE {{0}}sheaf (
    no INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL, start INTEGER NOT NULL, pages INTEGER NOT NULL);
CREATE INDEX {{0}}sheaf_sha256 ON sheaf (sha256);
CREATE TABLE {{0}}dead (no INTEGER PRIMARY KEY, pages INTEGER NOT NULL);
CREATE VIRTUAL TABLE {{0}}page_fts USING fts5(
    text, content='', columnsize=0, tokenize='{TOKENIZER}');
CREATE TABLE {{0}}item (no INTEGER PRIMARY KEY AUTOINCREMENT, evidence TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE {{0}}item_fts USING fts5({", ".join(ITEM_COLUMNS)}, tokenize='{TOKENIZER}');
"""


def open_index(path: Path) -> tuple[sqlite3.Connection, str]:
    """Open the index for writing, made anew where it cannot be used.

    Returns:
        The connection, and why the index was made anew: empty, ``missing``, ``damaged`` or ``version``.

    Raises:
        sqlite3.Error: the folder cannot be written.
    """
    if not path.exists():
        return _opened(path), "missing"
    if not is_truncated(path):
        with contextlib.suppress(sqlite3.DatabaseError):
            return _reopened(path)
    remove_cache_file(path)
    return _opened(path), "damaged"


def _reopened(path: Path) -> tuple[sqlite3.Connection, str]:
    connection = _connected(path)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        reason = "" if version == VERSION else "version" if version else "damaged"
        held = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if not reason and not held.issuperset(_TABLES):
            reason = "damaged"
        if reason:
            clear(connection)
        connection.execute("SELECT count(*) FROM state").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection, reason


def _opened(path: Path) -> sqlite3.Connection:
    connection = _connected(path)
    clear(connection)
    return connection


def _connected(path: Path) -> sqlite3.Connection:
    url = f"file:{quote(os.fsencode(path.absolute()))}"
    connection = sqlite3.connect(url, uri=True, isolation_level=None, check_same_thread=False, timeout=30)
    # Losing the last seconds to a power cut costs indexing them again, nothing more.
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def clear(connection: sqlite3.Connection) -> None:
    """Empty an index where it is: readers keep their connections, and see all of it or nothing."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in _statements(""):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _statements(schema: str) -> list[str]:
    return [part for part in _SCHEMA.format(schema).split(";\n") if part.strip()]


def is_truncated(path: Path) -> bool:
    """Say whether a file is shorter than its header says; what its log still holds may be longer."""
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        return False
    with path.open("rb") as stream:
        header = stream.read(100)
    size = int.from_bytes(header[16:18], "big")
    return len(header) < 100 or path.stat().st_size < (65536 if size == 1 else size) * int.from_bytes(
        header[28:32], "big"
    )


def is_sound(connection: sqlite3.Connection) -> bool:
    """Say whether every page of the file, and the order in its word lists, is as it should be."""
    try:
        answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        connection.execute("INSERT INTO page_fts(page_fts) VALUES ('integrity-check')")
        connection.execute("INSERT INTO item_fts(item_fts) VALUES ('integrity-check')")
    except sqlite3.DatabaseError:
        return False
    return bool(answer == "ok")


def attach_index(connection: sqlite3.Connection, folder: Path, *, immutable: bool) -> None:
    """Let a reading connection see the index as the schema ``idx``; an empty one where there is none."""
    path = folder / FILE_NAME
    # A file whose log was merged is read without shared memory where none can be made.
    is_fixed = immutable or not os.access(folder, os.W_OK)
    ways = ([] if immutable else ["mode=ro"]) + (["immutable=1"] if is_fixed else [])
    for options in ways if path.is_file() else []:
        with contextlib.suppress(sqlite3.DatabaseError):
            url = f"file:{quote(os.fsencode(path.absolute()))}?{options}"
            connection.execute(f"ATTACH ? AS {SCHEMA_NAME}", (url,))
            connection.execute(f"PRAGMA {SCHEMA_NAME}.cache_size = {-_CACHE_KIB}")
            if connection.execute(f"PRAGMA {SCHEMA_NAME}.user_version").fetchone()[0] == VERSION:
                connection.execute("SELECT 1 FROM idx.state LIMIT 1")
                return
        with contextlib.suppress(sqlite3.DatabaseError):
            connection.execute(f"DETACH {SCHEMA_NAME}")
    connection.execute(f"ATTACH ':memory:' AS {SCHEMA_NAME}")
    for statement in _statements(f"{SCHEMA_NAME}."):
        connection.execute(statement)
