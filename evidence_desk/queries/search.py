"""Searches: hits page by page in an order, the items that fit, counts of a list of terms."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select, text

from evidence_desk.domain.search_grammar import parse
from evidence_desk.domain.search_language import (
    And,
    Everything,
    In,
    Node,
    Or,
    Phrase,
    QueryError,
    Term,
    Word,
    terms,
)
from evidence_desk.queries.evidence import evidence_ids
from evidence_desk.queries.hit_rows import Place, SearchHit, hit_rows
from evidence_desk.queries.search_sql import SHEAF, condition
from evidence_desk.queries.search_terms import items_match, pages_match
from evidence_desk.store import tables as t
from evidence_desk.store.index_file import SHEAF_BITS
from evidence_desk.support.errors import UserError

ORDERS = ("relevance", "exhibit", "date", "added")
MOST_RANKED = 50_000

_PAGES = text("SELECT rowid FROM idx.page_fts WHERE page_fts MATCH :match ORDER BY rowid")
_RANKED_PAGES = text("SELECT rowid, rank FROM idx.page_fts WHERE page_fts MATCH :match ORDER BY rank")
# A word in a title says more than the same word on one of many pages.
_ITEMS = text(
    "SELECT i.evidence, bm25(item_fts, 10, 4, 4, 2, 2) FROM idx.item_fts JOIN idx.item i ON i.no = item_fts.rowid"
    " WHERE item_fts MATCH :match ORDER BY 2"
)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found.

    Attributes:
        query: as it was asked.
        total: how many hits there are: pages, items whose own words fit, or items where no word is sought.
        hits: those asked for, in order.
        is_ranked: False when relevance was asked for and there were too many hits to rank.
    """

    query: str
    total: int
    hits: tuple[SearchHit, ...]
    is_ranked: bool = True


@dataclass(frozen=True, slots=True)
class TermRow:
    """A line of a term report: how many hits a term has, and in how many evidence items; or why it cannot be read."""

    term: str
    hits: int
    documents: int
    problem: str = ""


def read_query(query: str) -> Node:
    """Read a query; the one way from typed text to what the other functions take.

    Raises:
        UserError: ``bad_query``, with the 0-based ``position`` among its details.
    """
    try:
        return parse(query)
    except QueryError as error:
        message = f"{error.message} (at character {error.position + 1} of the query)"
        raise UserError("bad_query", message, error.remedy, position=error.position) from error


def matching_ids(connection: Connection, node: Node, *, order: str = "exhibit") -> list[str]:
    """Return the evidence items a query finds, in an order of ``queries.evidence.ORDERS``."""
    if isinstance(node, Everything):
        return evidence_ids(connection, order=order)
    return evidence_ids(connection, order=order, where=condition(connection, node))


def search(
    connection: Connection,
    node: Node,
    *,
    query: str = "",
    order: str = "relevance",
    limit: int = 50,
    offset: int = 0,
) -> SearchResult:
    """Return the hits of a query.

    Args:
        connection: of a reader.
        node: the query, from `read_query`.
        query: its text, for the answer.
        order: one of ``ORDERS``.
        limit: how many hits at most.
        offset: how many to pass over.
    """
    wanted = list(dict.fromkeys(terms(node)))
    if not wanted:
        ids = matching_ids(connection, node, order="exhibit" if order == "relevance" else order)
        places = [Place(evidence) for evidence in ids[offset : offset + limit]]
        return SearchResult(query, len(ids), hit_rows(connection, places, []))
    found = _Found.of(connection, node, wanted)
    is_ranked = order == "relevance" and found.total <= MOST_RANKED
    ordered = found.by_rank() if is_ranked else found.by_item("exhibit" if order == "relevance" else order)
    places = list(_cut(ordered, offset, limit))
    shown = hit_rows(connection, places, wanted)
    return SearchResult(query, found.total, shown, is_ranked=is_ranked or order != "relevance")


def _cut(places: Iterator[Place], offset: int, limit: int) -> Iterator[Place]:
    for number, place in enumerate(places):
        if number >= offset + limit:
            return
        if number >= offset:
            yield place


def term_report(connection: Connection, wanted: Iterable[str]) -> list[TermRow]:
    """Return hits and items for each of a list of terms; a term is anything a query may be.

    A term that cannot be read has no hits and says why.
    """
    return [_term_row(connection, term) for term in dict.fromkeys(line.strip() for line in wanted) if term]


def _term_row(connection: Connection, term: str) -> TermRow:
    try:
        node = parse(term)
    except QueryError as error:
        return TermRow(term, 0, 0, str(error))
    wanted = list(dict.fromkeys(terms(node)))
    if not wanted:
        ids = matching_ids(connection, node)
        return TermRow(term, len(ids), len(ids))
    found = _Found.of(connection, node, wanted)
    return TermRow(term, found.total, len(found.items_with_hits()))


@dataclass(slots=True)
class _Found:
    """Where a query's words are: rows of pages, items, and who holds which sheaf of pages."""

    connection: Connection
    pages: str
    rows: list[int]
    items: list[tuple[str, float]]
    holders: Mapping[int, list[str]]
    sheaves: Mapping[int, tuple[str, int]]
    total: int = 0
    counts: Counter[int] = field(default_factory=Counter)

    @classmethod
    def of(cls, connection: Connection, node: Node, wanted: list[Term]) -> _Found:
        pages, own = pages_match(wanted), items_match(wanted)
        rows = list(connection.execute(_PAGES, {"match": pages}).scalars()) if pages else []
        items = [(row[0], row[1]) for row in connection.execute(_ITEMS, {"match": own})] if own else []
        rest = left_to_check(node)
        if not isinstance(rest, Everything):
            fitting = set(matching_ids(connection, rest))
            items = [item for item in items if item[0] in fitting]
        else:
            fitting = None
        holders, sheaves = _holders(connection, fitting)
        found = cls(connection, pages, rows, items, holders, sheaves)
        found.counts = Counter(row >> SHEAF_BITS for row in rows)
        found.total = len(items) + sum(
            count * len(holders.get(sheaf, ())) for sheaf, count in found.counts.items()
        )
        return found

    def items_with_hits(self) -> set[str]:
        """Return the items that hold a hit."""
        return {evidence for sheaf in self.counts for evidence in self.holders.get(sheaf, ())} | {
            evidence for evidence, _rank in self.items
        }

    def by_rank(self) -> Iterator[Place]:
        """Yield hits, the best first."""
        ranked = self.connection.execute(_RANKED_PAGES, {"match": self.pages}) if self.rows else ()
        waiting = list(self.items)
        for row, rank in ranked:
            while waiting and waiting[0][1] <= rank:
                yield Place(waiting.pop(0)[0])
            yield from self._places(row)
        yield from (Place(evidence) for evidence, _rank in waiting)

    def by_item(self, order: str) -> Iterator[Place]:
        """Yield hits item by item, within an item page by page."""
        own = {evidence for evidence, _rank in self.items}
        sheaves: dict[str, list[int]] = defaultdict(list)
        for sheaf in self.counts:
            for evidence in self.holders.get(sheaf, ()):
                sheaves[evidence].append(sheaf)
        for evidence in evidence_ids(self.connection, order=order):
            if evidence in own:
                yield Place(evidence)
            for sheaf in sorted(sheaves.get(evidence, ())):
                yield from self._pages_of(evidence, sheaf)

    def _pages_of(self, evidence: str, sheaf: int) -> Iterator[Place]:
        at = bisect_left(self.rows, sheaf << SHEAF_BITS)
        while at < len(self.rows) and self.rows[at] >> SHEAF_BITS == sheaf:
            yield self._place(evidence, self.rows[at])
            at += 1

    def _places(self, row: int) -> Iterator[Place]:
        for evidence in self.holders.get(row >> SHEAF_BITS, ()):
            yield self._place(evidence, row)

    def _place(self, evidence: str, row: int) -> Place:
        sha256, start = self.sheaves[row >> SHEAF_BITS]
        return Place(evidence, sha256, start + (row & ((1 << SHEAF_BITS) - 1)) + 1)


def _holders(
    connection: Connection, fitting: set[str] | None
) -> tuple[dict[int, list[str]], dict[int, tuple[str, int]]]:
    """Return the items that hold each sheaf of pages, only fitting ones where told, and what each sheaf is of."""
    query = (
        select(SHEAF.c.no, SHEAF.c.sha256, SHEAF.c.start, t.EVIDENCE_FILE.c.evidence_id)
        .select_from(SHEAF.join(t.EVIDENCE_FILE, t.EVIDENCE_FILE.c.file_id == SHEAF.c.sha256))
        .order_by(t.EVIDENCE_FILE.c.evidence_id, t.EVIDENCE_FILE.c.position)
    )
    holders: dict[int, list[str]] = defaultdict(list)
    sheaves: dict[int, tuple[str, int]] = {}
    for no, sha256, start, evidence in connection.execute(query):
        if fitting is None or evidence in fitting:
            holders[no].append(evidence)
            sheaves[no] = (sha256, start)
    return holders, sheaves


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
