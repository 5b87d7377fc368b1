"""Which items hold which sheaves of pages: few are asked for at a time, and most have one holder."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from evidence_desk.queries.hit_rows import Place
from evidence_desk.store.index_file import SHEAF_BITS

# Up to here it costs less to look the items up than to go through all there are.
_FEW = 1000
_ALL = "SELECT s.no, e.evidence_id FROM evidence_file e CROSS JOIN idx.sheaf s ON s.sha256 = e.file_id"
_HOLDERS = (
    "SELECT s.no, s.sha256, s.start, e.evidence_id FROM idx.sheaf s JOIN evidence_file e ON e.file_id = s.sha256"
    " WHERE s.no IN (SELECT value FROM json_each(?)) ORDER BY e.evidence_id, e.position"
)
_FREE = (
    "SELECT no, 0 FROM idx.dead UNION ALL SELECT no, 0 FROM idx.sheaf s"
    " WHERE NOT EXISTS (SELECT 1 FROM evidence_file e WHERE e.file_id = s.sha256)"
)
_SHARED = (
    "SELECT s.no, held.number FROM (SELECT file_id, count(*) AS number FROM evidence_file GROUP BY file_id"
    " HAVING number > 1) held JOIN idx.sheaf s ON s.sha256 = held.file_id"
)


class Holders:
    """The items that hold sheaves: all of them, or only some items that a query left over.

    Attributes:
        odd: by sheaf the number of its holders, where that is not one; the others need not be counted apart.
    """

    def __init__(self, driver: sqlite3.Connection, fitting: Collection[str] | None) -> None:
        """Prepare.

        Args:
            driver: the plain connection of a reader.
            fitting: the only items that count; None for all.
        """
        self._driver = driver
        self._held: dict[int, list[str]] = {}
        self._sheaves: dict[int, tuple[str, int]] = {}
        self._fitting = fitting
        self._numbers: Counter[int] = Counter()
        self.odd: dict[int, int]
        if fitting is None:
            self.odd = dict(driver.execute(f"{_FREE} UNION ALL {_SHARED}").fetchall())
        else:
            few = " WHERE e.evidence_id IN (SELECT value FROM json_each(?))" if len(fitting) <= _FEW else ""
            rows = driver.execute(_ALL + few, (json.dumps(list(fitting)),) if few else ()).fetchall()
            self._numbers.update([no for no, evidence in rows if evidence in fitting])
            self.odd = {sheaf: number for sheaf, number in self._numbers.items() if number > 1}

    def sheaves(self) -> list[int]:
        """Return the sheaves that the fitting items hold."""
        return list(self._numbers)

    def prepare(self, rows: Iterable[int]) -> None:
        """Look up the holders of some pages at once, before `places` is asked for them."""
        sheaves = {row >> SHEAF_BITS for row in rows} - self._held.keys()
        for no, sha256, start, evidence in self._driver.execute(_HOLDERS, (json.dumps(list(sheaves)),)):
            if self._fitting is None or evidence in self._fitting:
                self._held.setdefault(no, []).append(evidence)
                self._sheaves[no] = (sha256, start)

    def places(self, row: int) -> Iterator[Place]:
        """Yield the hits that a page makes, one for each of its holders."""
        sheaf = row >> SHEAF_BITS
        for evidence in self._held.get(sheaf, ()):
            sha256, start = self._sheaves[sheaf]
            yield Place(evidence, sha256, start + (row & ((1 << SHEAF_BITS) - 1)) + 1)
