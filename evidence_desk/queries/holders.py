"""Which items hold which sheaves of pages: few are asked for at a time, and most have one holder."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from evidence_desk.queries.hit_rows import Place
from evidence_desk.store.index_file import SHEAF_BITS

_HOLDERS = "SELECT s.no, s.sha256, s.start, e.evidence_id FROM idx.sheaf s JOIN evidence_file e ON e.file_id = s.sha256"
_OF_SHEAVES = " WHERE s.no IN (SELECT value FROM json_each(?))"
_OF_ITEMS = " WHERE e.evidence_id IN (SELECT value FROM json_each(?))"
_IN_ORDER = " ORDER BY e.evidence_id, e.position"
_FREE = (
    "SELECT no, 0 FROM idx.dead UNION ALL SELECT no, 0 FROM idx.sheaf s"
    " WHERE NOT EXISTS (SELECT 1 FROM evidence_file e WHERE e.file_id = s.sha256)"
)
_SHARED = (
    "SELECT s.no, held.number FROM (SELECT file_id, count(*) AS number FROM evidence_file GROUP BY file_id"
    " HAVING number > 1) held JOIN idx.sheaf s ON s.sha256 = held.file_id"
)
# Up to so many sheaves are looked up one by one; for more, only those that are not held by one item are counted apart.
_FEW = 3000


class Holders:
    """The items that hold sheaves: all of them, or only some items that a query left over."""

    def __init__(self, driver: sqlite3.Connection, fitting: Collection[str] | None) -> None:
        """Prepare.

        Args:
            driver: the plain connection of a reader.
            fitting: the only items that count; None for all.
        """
        self._driver = driver
        self._held: dict[int, list[str]] = {}
        self._sheaves: dict[int, tuple[str, int]] = {}
        self._odd: dict[int, int] = {}
        # Whether all that may be asked for was looked up.
        self._is_whole = fitting is not None
        if fitting is not None:
            self._keep(_HOLDERS + _OF_ITEMS + _IN_ORDER, json.dumps(list(fitting)))

    def _keep(self, query: str, *values: str) -> None:
        for no, sha256, start, evidence in self._driver.execute(query, values).fetchall():
            self._held.setdefault(no, []).append(evidence)
            self._sheaves[no] = (sha256, start)

    def sheaves(self) -> list[int]:
        """Return the sheaves that the fitting items hold."""
        return list(self._held)

    def total(self, counts: Counter[int]) -> int:
        """Return how many hits pages make, each counted once for each item that holds it.

        Args:
            counts: how many pages of each sheaf; only these sheaves are asked for afterwards.
        """
        if not self._is_whole and len(counts) <= _FEW:
            self._look_up(counts)
            self._is_whole = True
        if self._is_whole:
            return sum(number * len(self._held.get(sheaf, ())) for sheaf, number in counts.items())
        self._odd = dict(self._driver.execute(_FREE).fetchall()) | dict(
            self._driver.execute(_SHARED).fetchall()
        )
        return counts.total() + sum(
            counts[sheaf] * (held - 1) for sheaf, held in self._odd.items() if sheaf in counts
        )

    def held(self, ranks: list[tuple[float, int]]) -> list[tuple[float, int]]:
        """Return which of some ranked pages an item holds; others are free, or were replaced by newer ones."""
        if self._is_whole:
            return [one for one in ranks if one[1] >> SHEAF_BITS in self._held]
        free = {sheaf for sheaf, held in self._odd.items() if not held}
        return [one for one in ranks if one[1] >> SHEAF_BITS not in free] if free else ranks

    def prepare(self, rows: Iterable[int]) -> None:
        """Look up the holders of some pages at once."""
        if not self._is_whole:
            self._look_up({row >> SHEAF_BITS for row in rows})

    def _look_up(self, sheaves: Iterable[int]) -> None:
        self._keep(_HOLDERS + _OF_SHEAVES + _IN_ORDER, json.dumps(list(sheaves)))

    def prepare_all(self) -> None:
        """Look up the holders of all pages."""
        if not self._is_whole:
            self._held, self._sheaves, self._is_whole = {}, {}, True
            self._keep(_HOLDERS + _IN_ORDER)

    def of(self, sheaf: int) -> list[str]:
        """Return the items that hold a sheaf which was prepared."""
        return self._held.get(sheaf, [])

    def places(self, row: int) -> Iterator[Place]:
        """Yield the hits that a page makes, one for each of its holders."""
        for evidence in self.of(row >> SHEAF_BITS):
            yield self.place(evidence, row)

    def place(self, evidence: str, row: int) -> Place:
        """Return the hit that a page makes in an item."""
        sha256, start = self._sheaves[row >> SHEAF_BITS]
        return Place(evidence, sha256, start + (row & ((1 << SHEAF_BITS) - 1)) + 1)
