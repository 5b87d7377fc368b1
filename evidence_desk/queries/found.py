"""Where a query's words are: counted, and in the order of relevance or of the items.

Ranking is done inside SQLite, in one pass over the word lists: each hit gets its BM25, the best few leave with their
number, and only those are joined to items and read for a line of text. Above 50,000 hits nothing is ranked; a query
of several words, or of the beginning of one, which stands for many, is counted first.

What a pass costs grows with hits times words. So where several words have more than 20,000 hits between them, the
pages that hold all come first, then those of each word, the rarest first; of each the first 5,000 pages are ranked.
BM25 gives a word that is on every third page next to no weight beside a rarer one (index elimination; Manning,
Raghavan and Schuetze, Introduction to Information Retrieval, 7.1.2).
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, islice

from sqlalchemy import Connection, select

from evidence_desk.domain.search_language import And, Everything, In, Node, Or, Phrase, Term, Word, terms
from evidence_desk.queries.evidence import evidence_ids
from evidence_desk.queries.hit_rows import Place
from evidence_desk.queries.holders import Holders
from evidence_desk.queries.item_hits import ItemHits, driver_of
from evidence_desk.queries.search_sql import condition
from evidence_desk.queries.search_terms import items_match, pages_match
from evidence_desk.store import tables as t
from evidence_desk.store.index_file import SHEAF_BITS

MOST_RANKED = 50_000
MOST_TOGETHER = 20_000
_MOST_ALONE = 5_000

_IN_SHEAVES = f" AND (rowid >> {SHEAF_BITS}) IN (SELECT value FROM json_each(:sheaves))"  # noqa: S608  a number of ours
_HITS = "SELECT rowid AS no FROM idx.page_fts WHERE page_fts MATCH :match"
_RANKED = "SELECT rowid AS no, bm25(page_fts) AS score FROM idx.page_fts WHERE page_fts MATCH :match"
_COUNT = " SELECT 'count', count(*), 0 FROM hit"
_ODD = (
    f" UNION ALL SELECT 'odd', no >> {SHEAF_BITS}, count(*) FROM hit WHERE (no >> {SHEAF_BITS}) IN"  # noqa: S608
    " (SELECT value FROM json_each(:odd)) GROUP BY 2"
)
_HELD = f"WHERE (no >> {SHEAF_BITS}) NOT IN (SELECT value FROM json_each(:free)) "  # noqa: S608
_BEST = (
    " UNION ALL SELECT 'hit', score, no FROM (SELECT score, no FROM hit {held}ORDER BY score, no LIMIT :most)"
)
# A word in a title says more than the same word on one of many pages.
_ITEMS = (
    "SELECT bm25(item_fts, 10, 4, 4, 2, 2), i.evidence FROM idx.item_fts JOIN idx.item i ON i.no = item_fts.rowid"
    " WHERE item_fts MATCH :match"
)


# The plus keeps the match from being carried out anew for each of the items.
_AMONG_FEW = (
    " AND +item_fts.rowid IN (SELECT no FROM idx.item WHERE evidence IN (SELECT value FROM json_each(:few)))"
)
_FEW = 1000

Ranked = tuple[float, int]
Owned = tuple[float, str]


@dataclass(frozen=True, slots=True)
class _Pass:
    """What one pass over the word lists says: the best rows with their ranks, and the numbers of hits."""

    best: list[Ranked] = field(default_factory=list)
    count: int = 0
    odd: dict[int, int] = field(default_factory=dict)


class Found:
    """The hits of a query that seeks words."""

    def __init__(self, connection: Connection, node: Node, wanted: Sequence[Term]) -> None:
        """Prepare.

        Args:
            connection: of a reader.
            node: the query.
            wanted: its words, of which there is one or more.
        """
        self._connection, self._node, self._wanted = connection, node, wanted
        self._driver = driver_of(connection)
        self._match = pages_match(wanted)

    @property
    def total(self) -> int:
        """How many hits there are.

        A page counts once for each item that holds it, an item's own words once, and an item that fits without
        holding any of the words (``contract OR type:email``) once.
        """
        more = sum(number * (self._holders.odd[sheaf] - 1) for sheaf, number in self._counted.odd.items())
        return self._counted.count + more + len(self._own) + len(self._wordless)

    def best(self, most: int) -> list[Place] | None:
        """Return the best hits, the best first; None when there are too many to rank.

        Args:
            most: how many at most.
        """
        is_several = len(self._wanted) > 1
        if (is_several or self._wanted[0].is_prefix) and self._counted.count > MOST_RANKED:
            return None
        if is_several and self._is_dear:
            return self._of_dear(most)
        found = self._pass(self._match, most)
        if found.count > MOST_RANKED:
            return None  # the pass stopped there, so its count is not the total
        self._counted = found
        return self._merged(self._own, found.best, most)

    def with_all(self, most: int) -> list[Place]:
        """Return what `best` begins with, where that is known without counting; else nothing.

        It is for ``contract notice`` where the words are frequent: the pages that hold them all.
        """
        if len(self._wanted) < 2 or not self._is_dear:
            return []
        own, rows = self._all_on_one(most)
        return self._merged(own, rows, most, self._everyone) if len(rows) == most else []

    @cached_property
    def _is_dear(self) -> bool:
        """Whether the words are too frequent to be ranked together."""
        matches = [match for term in self._wanted if (match := pages_match([term]))]
        query = f"SELECT count(*) FROM ({_HITS} LIMIT {MOST_TOGETHER + 1})"  # noqa: S608
        counts = (self._driver.execute(query, {"match": match}).fetchone()[0] for match in matches)
        return any(total > MOST_TOGETHER for total in accumulate(counts))

    def _of_dear(self, most: int) -> list[Place]:
        own, rows = self._all_on_one(most)
        if len(rows) < most:
            known = {evidence for _rank, evidence in own}
            own += [(float(len(rows)), evidence) for _rank, evidence in self._own if evidence not in known]
            matches = [match for term in self._wanted if (match := pages_match([term]))]
            passes = [self._pass(match, most, among=_MOST_ALONE) for match in matches]
            ranked = [row for one in sorted(passes, key=lambda one: one.count) for _rank, row in one.best]
            held = dict.fromkeys([row for _rank, row in rows] + ranked)
            held |= dict.fromkeys(self._some_rows(most + len(held)) if len(held) < most else ())
            rows = [(float(place), row) for place, row in enumerate(held)]
        return self._merged(own, rows, most)

    def _all_on_one(self, most: int) -> tuple[list[Owned], list[Ranked]]:
        """Return the items and pages that hold every word where every word is needed; ranks are places."""
        if not isinstance(self._node, And) or not all(map(_is_words, self._node.parts)):
            return [], []
        each = [list(terms(part)) for part in self._node.parts]
        items = " AND ".join(f"({items_match(part)})" for part in each)
        pages = " AND ".join(f"({pages_match(part)})" for part in each)
        own = [(-1.0, evidence) for _rank, evidence in self._driver.execute(_ITEMS, {"match": items})]
        found = self._pass(pages, most, among=_MOST_ALONE, is_limited=False)
        return own, [(float(place), row) for place, (_rank, row) in enumerate(found.best)]

    def _some_rows(self, most: int) -> list[int]:
        """Return hits in the order of the index, for who goes beyond what is ranked."""
        rows = self._driver.execute(_HITS, {"match": self._match})
        free = {sheaf for sheaf, held in self._holders.odd.items() if not held}
        sheaves = None if self._fitting is None else set(self._holders.sheaves())
        held = (
            row
            for (row,) in rows
            if row >> SHEAF_BITS not in free and (sheaves is None or row >> SHEAF_BITS in sheaves)
        )
        return list(islice(held, most))

    def _merged(
        self, own: Sequence[Owned], rows: Sequence[Ranked], most: int, holders: Holders | None = None
    ) -> list[Place]:
        """Return items and pages in the order of their ranks, items that fit without a word at the end."""
        holders = holders or self._holders
        holders.prepare(row for _rank, row in rows)
        pages = ((rank, place) for rank, row in rows for place in holders.places(row))
        items = ((rank, Place(evidence)) for rank, evidence in own[:most])
        ranked = (place for _rank, place in heapq.merge(items, pages, key=lambda one: one[0]))
        found = list(islice(ranked, most))
        return found if len(found) == most else [*found, *map(Place, self._wordless)][:most]

    def by_item(self, order: str) -> Iterator[Place]:
        """Yield all hits item by item, within an item page by page; read as far as they are asked for."""
        wordless = set(self._wordless)
        ids = evidence_ids(self._connection, order=order, where=condition(self._connection, self._node))
        for evidence, places in ItemHits(self._connection, self._wanted).places(ids):
            yield from places
            if evidence in wordless:
                yield Place(evidence)

    @cached_property
    def _counted(self) -> _Pass:
        """The numbers of hits; set when a pass that ranks told them."""
        return self._pass(self._match, 0)

    @cached_property
    def _fitting(self) -> set[str] | None:
        """The items that fit what the words alone do not say; None where there is no more to it."""
        rest = left_to_check(self._node)
        if isinstance(rest, Everything):
            return None
        ids = select(t.EVIDENCE.c.id).where(condition(self._connection, rest))
        return set(self._connection.execute(ids).scalars().all())

    @cached_property
    def _own(self) -> list[Owned]:
        """The items whose own words fit, with their ranks, the best first."""
        own = items_match(self._wanted)
        query, values = _ITEMS, {"match": own}
        if self._fitting is not None and len(self._fitting) <= _FEW:
            query, values["few"] = query + _AMONG_FEW, json.dumps(list(self._fitting))
        items = self._driver.execute(query, values).fetchall() if own else []
        return sorted(row for row in items if self._fitting is None or row[1] in self._fitting)

    @cached_property
    def _holders(self) -> Holders:
        return self._everyone if self._fitting is None else Holders(self._driver, self._fitting)

    @cached_property
    def _everyone(self) -> Holders:
        return Holders(self._driver, None)

    def _pass(self, match: str, most: int, *, among: int = 0, is_limited: bool = True) -> _Pass:
        """Go through the hits of a match once; ``most`` of 0 counts them all and ranks none.

        Args:
            match: of the index.
            most: how many of the best are wanted.
            among: how many hits are ranked; 0 for one more than `best` ranks, which says that there are too many.
            is_limited: whether only pages of items that fit the rest of the query count.
        """
        if not match:
            return _Pass()
        holders = self._holders if is_limited else self._everyone
        odd, hits, parts = holders.odd, _RANKED if most else _HITS, _COUNT
        values: dict[str, str | int] = {"match": match, "most": most}
        if is_limited and self._fitting is not None:
            hits, values["sheaves"] = hits + _IN_SHEAVES, json.dumps(self._holders.sheaves())
        if odd:
            parts, values["odd"] = parts + _ODD, json.dumps(list(odd))
            values["free"] = json.dumps([sheaf for sheaf, held in odd.items() if not held])
        if most:
            hits, parts = (
                f"{hits} LIMIT {among or MOST_RANKED + 1}",
                parts + _BEST.format(held=_HELD if odd else ""),
            )
        rows = self._driver.execute(f"WITH hit AS {'MATERIALIZED ' * (most > 0)}({hits}){parts}", values)
        return _read_pass(rows.fetchall())

    @cached_property
    def _wordless(self) -> list[str]:
        """The items that fit and hold none of the words, by exhibit; there are none where the words are needed."""
        if self._fitting is None or needs_words(self._node):
            return []
        ids = evidence_ids(self._connection, where=condition(self._connection, self._node))
        held = ItemHits(self._connection, self._wanted).places(ids)
        return [evidence for evidence, places in held if not places]


def _read_pass(rows: Sequence[tuple[str, float, int]]) -> _Pass:
    best = [(rank, row) for kind, rank, row in rows if kind == "hit"]
    odd = {int(sheaf): number for kind, sheaf, number in rows if kind == "odd"}
    return _Pass(best, next(int(count) for kind, count, _none in rows if kind == "count"), odd)


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


def needs_words(node: Node) -> bool:
    """Return whether an item must hold one of a query's words to fit it: not so of ``contract OR type:email``."""
    match node:
        case Word() | Phrase():
            return True
        case And(parts):
            return any(map(needs_words, parts))
        case Or(parts):
            return all(map(needs_words, parts))
        case _:
            return False


def _is_words(node: Node) -> bool:
    return isinstance(node, Word | Phrase) or (isinstance(node, Or) and all(map(_is_words, node.parts)))
