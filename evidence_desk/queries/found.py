"""Where a query's words are: pages and items, counted, and in the order of relevance or of the items."""

from __future__ import annotations

import heapq
import json
import sqlite3
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from evidence_desk.domain.search_language import And, Everything, In, Node, Or, Phrase, Term, Word, terms
from evidence_desk.queries.evidence import evidence_ids
from evidence_desk.queries.hit_rows import Place
from evidence_desk.queries.holders import Holders
from evidence_desk.queries.search_sql import condition
from evidence_desk.queries.search_terms import items_match, pages_match
from evidence_desk.store import tables as t
from evidence_desk.store.index_file import SHEAF_BITS

MOST_RANKED = 50_000

_IN_SHEAVES = f" AND (rowid >> {SHEAF_BITS}) IN (SELECT value FROM json_each(:sheaves))"  # noqa: S608  a number of ours
_PAGES = "SELECT rowid FROM idx.page_fts WHERE page_fts MATCH :match"
_RANKED = "SELECT bm25(page_fts), rowid FROM idx.page_fts WHERE page_fts MATCH :match"
# A word in a title says more than the same word on one of many pages.
_ITEMS = (
    "SELECT bm25(item_fts, 10, 4, 4, 2, 2), i.evidence FROM idx.item_fts JOIN idx.item i ON i.no = item_fts.rowid"
    " WHERE item_fts MATCH :match"
)


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
            ids = select(t.EVIDENCE.c.id).where(condition(connection, rest))
            fitting = set(connection.execute(ids).scalars())
        own = items_match(wanted)
        items = self._driver.execute(_ITEMS, {"match": own}).fetchall() if own else []
        self._items = sorted(row for row in items if fitting is None or row[1] in fitting)
        self._holders = Holders(self._driver, fitting)
        self._rows: list[int] = []
        self._ranks: list[tuple[float, int]] = []
        self.is_ranked = is_ranked
        if match := pages_match(wanted):
            self._read_pages(match, is_limited=fitting is not None)
        self._counts = Counter([row >> SHEAF_BITS for row in self._rows])
        self.total = self._holders.total(self._counts) + len(self._items)

    def _read_pages(self, match: str, *, is_limited: bool) -> None:
        values = {"match": match}
        limit = ""
        if is_limited:
            limit, values["sheaves"] = _IN_SHEAVES, json.dumps(self._holders.sheaves())
        if self.is_ranked:
            # Counting first would cost as much again as it saves: most searches have few hits.
            some = f"{_RANKED}{limit} LIMIT {MOST_RANKED + 1}"
            self._ranks = self._driver.execute(some, values).fetchall()
            self.is_ranked = len(self._ranks) <= MOST_RANKED
        if self.is_ranked:
            self._rows = [row for _rank, row in self._ranks]
        else:
            self._rows = [row for (row,) in self._driver.execute(_PAGES + limit, values).fetchall()]

    def items(self) -> set[str]:
        """Return the items that hold a hit."""
        self._holders.prepare_all()
        found = {evidence for sheaf in self._counts for evidence in self._holders.of(sheaf)}
        return found | {evidence for _rank, evidence in self._items}

    def by_rank(self, most: int) -> Iterator[Place]:
        """Yield the best hits, the best first; ``most`` of them or a few more."""
        best = heapq.nsmallest(most, self._holders.held(self._ranks))
        self._holders.prepare(row for _rank, row in best)
        pages = ((rank, place) for rank, row in best for place in self._holders.places(row))
        items = ((rank, Place(evidence)) for rank, evidence in self._items[:most])
        return (place for _rank, place in heapq.merge(items, pages, key=lambda ranked: ranked[0]))

    def by_item(self, order: str) -> Iterator[Place]:
        """Yield all hits item by item, within an item page by page."""
        self._holders.prepare_all()
        own = {evidence for _rank, evidence in self._items}
        sheaves: dict[str, list[int]] = defaultdict(list)
        for sheaf in self._counts:
            for evidence in self._holders.of(sheaf):
                sheaves[evidence].append(sheaf)
        for evidence in evidence_ids(self._connection, order=order):
            if evidence in own:
                yield Place(evidence)
            for sheaf in sorted(sheaves.get(evidence, ())):
                yield from self._pages_of(evidence, sheaf)

    def _pages_of(self, evidence: str, sheaf: int) -> Iterator[Place]:
        at = bisect_left(self._rows, sheaf << SHEAF_BITS)
        while at < len(self._rows) and self._rows[at] >> SHEAF_BITS == sheaf:
            yield self._holders.place(evidence, self._rows[at])
            at += 1


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
