"""The hits of words in given items, item by item and page by page: for orders other than relevance, and for lines."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from evidence_desk.domain.search_language import Term
from evidence_desk.queries.hit_rows import Place
from evidence_desk.queries.search_terms import items_match, pages_match
from evidence_desk.store.index_file import SHEAF_BITS

_SHEAVES = (
    "SELECT e.evidence_id, s.sha256, s.no, s.start FROM evidence_file e JOIN idx.sheaf s ON s.sha256 = e.file_id"
    " WHERE e.evidence_id IN (SELECT value FROM json_each(?)) ORDER BY e.evidence_id, e.position, s.start"
)
_OWN = (
    "SELECT i.evidence FROM idx.item_fts JOIN idx.item i ON i.no = item_fts.rowid"
    " WHERE item_fts MATCH ? AND i.evidence IN (SELECT value FROM json_each(?))"
)
_PAGES = "SELECT rowid FROM idx.page_fts WHERE page_fts MATCH ?"
_BETWEEN = " AND rowid BETWEEN ? AND ?"
_PART = 64
# Asking for one sheaf after another is quick for those that show; for more, and for the beginning of a word, which
# is looked up anew each time, all pages are read once.
_MOST_ASKED = 1000


def driver_of(connection: Connection) -> sqlite3.Connection:
    """Return the plain connection of a reader: it hands over plain rows in a third of the time."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


class ItemHits:
    """Where words stand in items."""

    def __init__(self, connection: Connection, wanted: Sequence[Term]) -> None:
        """Look for ``wanted`` through a reader's connection; nothing is read yet."""
        self._driver = driver_of(connection)
        self._pages, self._own = pages_match(wanted), items_match(wanted)
        self._rows: list[int] | None = None
        self._left_to_ask = 0 if any(term.is_prefix for term in wanted) else _MOST_ASKED

    def places(self, ids: Sequence[str]) -> Iterator[tuple[str, list[Place]]]:
        """Yield each item with its hits: its own words first, then its pages in order; read as far as asked for."""
        for start in range(0, len(ids), _PART):
            part = ids[start : start + _PART]
            listed = json.dumps(list(part))
            own = {row[0] for row in self._driver.execute(_OWN, (self._own, listed))} if self._own else set()
            sheaves: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
            for evidence, *sheaf in self._driver.execute(_SHEAVES, (listed,)) if self._pages else ():
                sheaves[evidence].append(tuple(sheaf))
            for evidence in part:
                held = [Place(evidence)] if evidence in own else []
                yield evidence, [*held, *self._on_pages(evidence, sheaves[evidence])]

    def firsts(self, ids: Sequence[str]) -> list[Place]:
        """Return the first hit of each item that has one."""
        return [held[0] for _evidence, held in self.places(ids) if held]

    def pages(self, file: str) -> list[int]:
        """Return the pages (from 1) of a file, by SHA-256, that have a hit."""
        query = "SELECT sha256, no, start FROM idx.sheaf WHERE sha256 = ? ORDER BY start"
        held = self._driver.execute(query, (file,)).fetchall() if self._pages else []
        return [place.page for place in self._on_pages("", held)]

    def _on_pages(self, evidence: str, sheaves: Sequence[tuple[str, int, int]]) -> Iterator[Place]:
        for sha256, no, start in sheaves:
            first = no << SHEAF_BITS
            for row in self._between(first, first + (1 << SHEAF_BITS) - 1):
                yield Place(evidence, sha256, start + row - first + 1)

    def _between(self, first: int, last: int) -> list[int]:
        self._left_to_ask -= 1
        if self._rows is None and self._left_to_ask < 0:
            self._rows = [row for (row,) in self._driver.execute(_PAGES, (self._pages,)).fetchall()]
        if self._rows is not None:
            return self._rows[bisect_left(self._rows, first) : bisect_right(self._rows, last)]
        rows = self._driver.execute(_PAGES + _BETWEEN, (self._pages, first, last))
        return [row for (row,) in rows]
