"""Says which files' page text changed since it was indexed: triggers beside the page text, in its own transactions.

Each change gives a file a mark higher than all before, so an index that remembers the highest mark it has seen
knows what it lacks, after a crash of either side and after either file was thrown away.
"""

from __future__ import annotations

import sqlite3

# A text cache made anew begins above the marks of the one before it: they count from the time in microseconds.
_NOW = "CAST((julianday('now') - 2440587.5) * 86400e6 AS INTEGER)"
_NEXT = f"(SELECT max(coalesce(max(mark), 0) + 1, {_NOW}) FROM changed)"  # noqa: S608  no value comes from outside
_QUEUE = f"""
CREATE TABLE IF NOT EXISTS changed (sha256 TEXT PRIMARY KEY, mark INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS changed_mark ON changed (mark);
CREATE TRIGGER IF NOT EXISTS page_added AFTER INSERT ON page BEGIN
    INSERT OR REPLACE INTO changed VALUES (NEW.sha256, {_NEXT}); END;
CREATE TRIGGER IF NOT EXISTS page_text_set AFTER UPDATE OF text ON page BEGIN
    INSERT OR REPLACE INTO changed VALUES (NEW.sha256, {_NEXT}); END;
CREATE TRIGGER IF NOT EXISTS page_removed AFTER DELETE ON page BEGIN
    INSERT OR REPLACE INTO changed VALUES (OLD.sha256, {_NEXT}); END;
INSERT OR IGNORE INTO changed
    SELECT sha256, {_NEXT} + row_number() OVER () FROM (SELECT DISTINCT sha256 FROM page) WHERE sha256 NOT IN
    (SELECT sha256 FROM changed);
"""  # noqa: S608  no value comes from outside


def prepare(connection: sqlite3.Connection) -> None:
    """Let a connection of the page text note its changes; files noted by nobody yet count as changed."""
    connection.executescript(_QUEUE)


def has_queue(connection: sqlite3.Connection) -> bool:
    """Say whether a page text notes its changes."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'changed'").fetchone() is not None


def changed_since(connection: sqlite3.Connection, mark: int, limit: int) -> list[tuple[str, int]]:
    """Return the files whose text changed after a mark, with their marks, oldest first."""
    query = "SELECT sha256, mark FROM changed WHERE mark > ? ORDER BY mark LIMIT ?"
    return connection.execute(query, (mark, limit)).fetchall()


def last_mark(connection: sqlite3.Connection) -> int:
    """Return the highest mark there is; 0 where nothing was noted."""
    return int(connection.execute("SELECT coalesce(max(mark), 0) FROM changed").fetchone()[0])


def pages_since(connection: sqlite3.Connection, mark: int) -> int:
    """Return how many pages the files have whose text changed after a mark."""
    query = "SELECT count(*) FROM page WHERE sha256 IN (SELECT sha256 FROM changed WHERE mark > ?)"
    return int(connection.execute(query, (mark,)).fetchone()[0])
