"""Where a query's words are: pages and items, counted, and in the order of relevance or of the items."""

from __future__ import annotations

import heapq
import json
import sqlite3
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from evidence_desk.domain.search_language import And, Everything, In, Node, Or, Phrase, Term, Word, terms
from evidence_desk.queries.evidence import evidence_ids
from evidence_desk.queries.hit_rows import Place
from evidence_desk.queries.search_sql import condition
from evidence_desk.queries.search_terms import items_match, pages_match
from evidence_desk.store.index_file import SHEAF_BITS

MOST_RANKED = 50_000

_IN_SHEAVES = f" AND (rowid >> {SHEAF_BITS}) IN (SELECT value FROM json_each(:sheaves))"  # noqa: S608  a number of ours
_COUNT = "SELECT count(*) FROM idx.page_fts WHERE page_fts MATCH :match"
_PAGES = "SELECT rowid FROM idx.page_fts WHERE page_fts MATCH :match"
_RANKED = "SELECT bm25(page_fts), rowid FROM idx.page_fts WHERE page_fts MATCH :match"
# A word in a title says more than the same word on one of many pages.
_ITEMS = (
    "SELECT bm25(item_fts, 10, 4, 4, 2, 2), i.evidence FROM idx.item_fts JOIN idx.item i ON i.no = item_fts.rowid"
    " WHERE item_fts MATCH :match"
)
_HOLDERS = "SELECT s.no, s.sha256, s.start, e.evidence_id FROM idx.sheaf s JOIN evidence_file e ON e.file_id = s.sha256"


class Found:
    """The hits of a query that seeks words.

    Attributes:
        total: how many there are: a page counts once for each item that holds it, an item's own words once.
        is_ranked: whether `by_rank` can be asked for: it was wanted, and there are not too many.
    """

    def __init__(
        self, connection: Connection, node: Node, wanted: Sequence[Term], *, is_ranked: bool
    ) -> None:
        """Find and count.

        Args:
            connection: of a reader.
            node: the query.
            wanted: its words, of which there is one or more.
            is_ranked: whether the order of relevance is wanted.
        """
        self._connection = connection
        # Tens of thousands of plain rows: the driver hands them over in a third of the time.
        self._driver = _driver(connection)
        rest = left_to_check(node)
        fitting: set[str] | None = None
        if not isinstance(rest, Everything):
            fitting = set(evidence_ids(connection, where=condition(connection, rest)))
        own = items_match(wanted)
        items = self._driver.execute(_ITEMS, {"match": own}).fetchall() if own else []
        self._items = sorted(row for row in items if fitting is None or row[1] in fitting)
        self._read_holders(fitting)
        self._read_pages(pages_match(wanted), is_limited=fitting is not None, is_ranked=is_ranked)
        self._counts = Counter([row >> SHEAF_BITS for row in self._rows])
        holders = self._holders
        pages = sum(count * len(holders.get(sheaf, ())) for sheaf, count in self._counts.items())
        self.total = pages + len(self._items)

    def _read_holders(self, fitting: set[str] | None) -> None:
        self._holders: dict[int, list[str]] = {}
        self._sheaves: dict[int, tuple[str, int]] = {}
        for no, sha256, start, evidence in self._driver.execute(_HOLDERS).fetchall():
            if fitting is None or evidence in fitting:
                self._holders.setdefault(no, []).append(evidence)
                self._sheaves[no] = (sha256, start)

    def _read_pages(self, match: str, *, is_limited: bool, is_ranked: bool) -> None:
        self._rows: list[int] = []
        self._ranks: list[tuple[float, int]] = []
        self.is_ranked = is_ranked
        if not match:
            return
        values = {"match": match}
        limit = ""
        if is_limited:
            limit, values["sheaves"] = _IN_SHEAVES, json.dumps(list(self._sheaves))
        if is_ranked:
            self.is_ranked = self._driver.execute(_COUNT + limit, values).fetchone()[0] <= MOST_RANKED
        if self.is_ranked:
            self._ranks = self._driver.execute(_RANKED + limit, values).fetchall()
            self._rows = [row for _rank, row in self._ranks]
        else:
            self._rows = [row for (row,) in self._driver.execute(_PAGES + limit, values).fetchall()]

    def items(self) -> set[str]:
        """Return the items that hold a hit."""
        found = {evidence for sheaf in self._counts for evidence in self._holders.get(sheaf, ())}
        return found | {evidence for _rank, evidence in self._items}

    def by_rank(self, most: int) -> Iterator[Place]:
        """Yield the best hits, the best first; ``most`` of them or a few more."""
        held = (row for row in self._ranks if row[1] >> SHEAF_BITS in self._holders)
        pages = ((rank, place) for rank, row in heapq.nsmallest(most, held) for place in self._places(row))
        items = ((rank, Place(evidence)) for rank, evidence in self._items[:most])
        return (place for _rank, place in heapq.merge(items, pages, key=lambda ranked: ranked[0]))

    def by_item(self, order: str) -> Iterator[Place]:
        """Yield all hits item by item, within an item page by page."""
        own = {evidence for _rank, evidence in self._items}
        sheaves: dict[str, list[int]] = defaultdict(list)
        for sheaf in self._counts:
            for evidence in self._holders.get(sheaf, ()):
                sheaves[evidence].append(sheaf)
        for evidence in evidence_ids(self._connection, order=order):
            if evidence in own:
                yield Place(evidence)
            for sheaf in sorted(sheaves.get(evidence, ())):
                yield from self._pages_of(evidence, sheaf)

    def _pages_of(self, evidence: str, sheaf: int) -> Iterator[Place]:
        at = bisect_left(self._rows, sheaf << SHEAF_BITS)
        while at < len(self._rows) and self._rows[at] >> SHEAF_BITS == sheaf:
            yield self._place(evidence, self._rows[at])
            at += 1

    def _places(self, row: int) -> Iterator[Place]:
        for evidence in self._holders.get(row >> SHEAF_BITS, ()):
            yield self._place(evidence, row)

    def _place(self, evidence: str, row: int) -> Place:
        sha256, start = self._sheaves[row >> SHEAF_BITS]
        return Place(evidence, sha256, start + (row & ((1 << SHEAF_BITS) - 1)) + 1)


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def left_to_check(node: Node) -> Node:
    """Return what is left of a query to check of an item that is known to hold one of its words.

    Nothing of ``a OR "b c"``; of ``(a OR b) type:email`` the type; all of ``a b``.
    """
    if _is_words(node):
        return Everything()
    if isinstance(node, And):
        words = [part for part in node.parts if _is_words(part)]
        kept = tuple(part for part in node.parts if not _is_words(part))
        if len(words) == 1 and not any(True for part in kept for _term in terms(part)):
            return And(kept) if any(not isinstance(part, In) for part in kept) else Everything()
    return node


def _is_words(node: Node) -> bool:
    return isinstance(node, Word | Phrase) or (isinstance(node, Or) and all(map(_is_words, node.parts)))
