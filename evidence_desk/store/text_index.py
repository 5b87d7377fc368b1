"""The text index: catches up with the page text and with the history, a batch at a time, each kept for good."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection

from evidence_desk.domain.folding import GAP
from evidence_desk.jobs.progress import CancelToken, OnProgress, Progress
from evidence_desk.store import history, text_queue
from evidence_desk.store.folding_table import folding
from evidence_desk.store.index_file import (
    FILE_NAME,
    ITEM_COLUMNS,
    SHEAF_BITS,
    clear,
    is_sound,
    open_index,
)
from evidence_desk.store.index_items import all_items, documents, hash_at, items_changed
from evidence_desk.store.page_text import FILE_NAME as TEXT_FILE
from evidence_desk.store.page_text import remove_cache_file
from evidence_desk.support.logs import topic

_BATCH_SECONDS = 0.5
_BATCH_FILES = 200
_BATCH_ITEMS = 500
# Rows of pages that were read anew stay behind; at this share of all it is cheaper to begin again.
_MOST_DEAD = 0.3
_DEAD_IS_FEW = 2000
_MERGE_PAGES = 500
_PUT_ITEM = f"INSERT INTO item_fts(rowid, {', '.join(ITEM_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608
_log = topic("index")

Read = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a catch-up did.

    Attributes:
        pages: how many pages were indexed.
        items: how many evidence items were indexed.
        rebuilt: why the index was made anew: empty, ``missing``, ``damaged``, ``version``, ``worn`` (too much in
            it is out of date), ``replaced`` (the page text or the matter is not the one it was made of) or
            ``asked``; or ``interrupted`` when it was only completed, since the last time the process was killed; or
            ``fixed`` when it cannot be written, and may lack what came since.
    """

    pages: int
    items: int
    rebuilt: str


class TextIndex:
    """Writes ``index.sqlite`` of a cache folder through one connection; safe to call from any thread and process."""

    def __init__(self, folder: Path, text_folder: Path | None = None) -> None:
        """Open the index of a folder.

        Args:
            folder: where the index is kept.
            text_folder: where the page text is, when that is elsewhere.

        Raises:
            sqlite3.Error: the folder cannot be written.
        """
        self.path = folder / FILE_NAME
        self._text = (text_folder or folder) / TEXT_FILE
        self._lock = threading.RLock()
        self._connection, self._rebuilt = open_index(self.path)
        if self._rebuilt:
            _log.info("the text index of %s is made anew: %s", folder, self._rebuilt)

    @property
    def is_new(self) -> bool:
        """Whether the file was made anew and nothing was indexed since; who reads it must connect again."""
        return bool(self._rebuilt)

    def catch_up(self, read: Read, on_progress: OnProgress, token: CancelToken) -> IndexReport:
        """Index what changed since the last time. What was done is kept, also when the process is killed.

        Args:
            read: gives a connection that reads the matter.
            on_progress: hears of pages done.
            token: asks to stop.

        Raises:
            Cancelled: the token asked to stop.
        """
        with self._lock, self._page_text() as source:
            self._check_wear(source)
            if self._state("at_work") and not self._rebuilt:
                self._rebuilt = "interrupted"
            try:
                items = self._catch_up_items(read, token)
                pages = self._catch_up_pages(source, on_progress, token) if source else 0
            finally:  # all but a killed process gets here
                with suppress(sqlite3.Error):
                    self._connection.execute("DELETE FROM state WHERE key = 'at_work'")
            report = IndexReport(pages, items, self._rebuilt)
            self._rebuilt = ""
        return report

    def rebuild(self, reason: str = "asked") -> None:
        """Empty the index where it is; the next catch-up fills it."""
        with self._lock:
            clear(self._connection)
            self._rebuilt = reason

    def is_sound(self) -> bool:
        """Say whether the whole file can be read and is in order."""
        with self._lock:
            return is_sound(self._connection)

    def renew(self) -> None:
        """Put a new file in place of a damaged one; readers must connect again."""
        with self._lock:
            self._connection.close()
            remove_cache_file(self.path)
            self._connection, _reason = open_index(self.path)
            self._rebuilt = "damaged"

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _page_text(self) -> Iterator[sqlite3.Connection | None]:
        """Give a connection that reads the page text; None where there is none that notes its changes."""
        if not self._text.is_file():
            yield None
            return
        url = f"file:{quote(os.fsencode(self._text.absolute()))}?mode=ro"
        with closing(sqlite3.connect(url, uri=True, isolation_level=None, timeout=30)) as source:
            yield source if text_queue.has_queue(source) else None

    def _check_wear(self, source: sqlite3.Connection | None) -> None:
        if source and text_queue.last_mark(source) < self._state("mark"):
            self.rebuild("replaced")
        dead = self._one("SELECT coalesce(sum(pages), 0) FROM dead")
        live = self._one("SELECT coalesce(sum(pages), 0) FROM sheaf")
        if dead > _DEAD_IS_FEW and dead > _MOST_DEAD * (dead + live):
            self.rebuild("worn")

    def _state(self, key: str, default: Any = 0) -> Any:
        row = self._connection.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return row[0] if row else default

    def _set_state(self, **values: Any) -> None:
        self._connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", values.items())

    def _one(self, query: str, *values: Any) -> Any:
        return self._connection.execute(query, values).fetchone()[0]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One batch, whole or not at all; another process that indexes as well waits for it."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield

    # Evidence items

    def _catch_up_items(self, read: Read, token: CancelToken) -> int:
        with read() as connection:
            head, digest = history.head(connection)
            seq, known = self._state("seq"), self._state("hash", "")
            if (seq, known) == (head, digest):
                return 0
            if seq == 0 or hash_at(connection, seq) != known:
                # A first time, or a matter that was put back from a copy: the words of every item, anew.
                self._forget_items(is_first=seq == 0)
                ids = all_items(connection)
            else:
                ids = sorted(items_changed(connection, seq + 1, head))
            for start in range(0, len(ids), _BATCH_ITEMS):
                token.raise_if_cancelled()
                self._put_items(connection, ids[start : start + _BATCH_ITEMS])
        with self._transaction():
            self._set_state(seq=head, hash=digest)
        return len(ids)

    def _forget_items(self, *, is_first: bool) -> None:
        with self._transaction():
            self._connection.execute("DELETE FROM item")
            self._connection.execute("DELETE FROM item_fts")
            self._set_state(seq=0, hash="")
        if not is_first and not self._rebuilt:
            self._rebuilt = "replaced"

    def _put_items(self, connection: Connection, ids: list[str]) -> None:
        rows = [(evidence_id, _folded_item(texts)) for evidence_id, texts in documents(connection, ids)]
        with self._transaction():
            self._set_state(at_work=1)
            for evidence_id in ids:
                row = self._connection.execute(
                    "SELECT no FROM item WHERE evidence = ?", (evidence_id,)
                ).fetchone()
                if row:
                    self._connection.execute("DELETE FROM item_fts WHERE rowid = ?", row)
                    self._connection.execute("DELETE FROM item WHERE no = ?", row)
            for evidence_id, columns in rows:
                no = self._connection.execute(
                    "INSERT INTO item(evidence) VALUES (?)", (evidence_id,)
                ).lastrowid
                self._connection.execute(_PUT_ITEM, (no, *columns))

    # Pages

    def _catch_up_pages(self, source: sqlite3.Connection, on_progress: OnProgress, token: CancelToken) -> int:
        total, done = text_queue.pages_since(source, self._state("mark")), 0
        while (indexed := self._index_batch(source, token)) is not None:
            done += indexed
            on_progress(Progress(min(done, total), total, "indexing"))
        if done > _MERGE_PAGES:
            self._tidy()
        return done

    def _tidy(self) -> None:
        """Merge the word lists, so that searches read less, and give back what that freed."""
        self._connection.execute("INSERT INTO page_fts(page_fts) VALUES ('optimize')")
        # A script, since the statement must be stepped to its end and has no rows.
        self._connection.executescript("PRAGMA incremental_vacuum;")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _index_batch(self, source: sqlite3.Connection, token: CancelToken) -> int | None:
        """Index some files; returns how many pages they have, or None when nothing is left."""
        token.raise_if_cancelled()
        began, files, pages = time.monotonic(), 0, 0
        with self._transaction():
            changed = text_queue.changed_since(source, self._state("mark"), _BATCH_FILES)
            for sha256, mark in changed:
                if files and time.monotonic() - began > _BATCH_SECONDS:
                    break
                pages += self._put_file(source, sha256)
                files += 1
                self._set_state(mark=mark, at_work=1)
        return pages if files else None

    def _put_file(self, source: sqlite3.Connection, sha256: str) -> int:
        # The word lists keep what they held of the file under numbers that are given to nothing else.
        self._connection.execute("INSERT INTO dead SELECT no, pages FROM sheaf WHERE sha256 = ?", (sha256,))
        self._connection.execute("DELETE FROM sheaf WHERE sha256 = ?", (sha256,))
        rows = source.execute(
            "SELECT page, text FROM page WHERE sha256 = ? ORDER BY page", (sha256,)
        ).fetchall()
        for start in range(0, (max(page for page, _text in rows) if rows else 0), 1 << SHEAF_BITS):
            part = [(page, text) for page, text in rows if start < page <= start + (1 << SHEAF_BITS) and text]
            self._put_pages(sha256, start, part)
        return len(rows)

    def _put_pages(self, sha256: str, start: int, rows: list[tuple[int, str]]) -> None:
        values = (sha256, start, len(rows))
        no = self._connection.execute(
            "INSERT INTO sheaf(sha256, start, pages) VALUES (?, ?, ?)", values
        ).lastrowid
        assert no is not None
        fold = folding().fold
        self._connection.executemany(
            "INSERT INTO page_fts(rowid, text) VALUES (?, ?)",
            (((no << SHEAF_BITS) + page - start - 1, fold(text)) for page, text in rows),
        )


def _folded_item(texts: dict[str, list[str]]) -> list[str]:
    return [_joined(texts.get(column, ())) for column in ITEM_COLUMNS]


def _joined(texts: Iterable[str]) -> str:
    """Fold texts into one, with a gap between that no phrase runs over."""
    return f" {GAP} ".join(folding().fold(text) for text in texts if text)
