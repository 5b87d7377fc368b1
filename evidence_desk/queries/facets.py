"""How many evidence items stand under each kind, type, tag, claim, stage, month and review state."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, bindparam, distinct, func, select, text, true

from evidence_desk.store import tables as t


@dataclass(frozen=True, slots=True)
class FacetCount:
    """One value of a facet.

    Attributes:
        key: the key to filter a list by: the value itself, or an id.
        label: what to show; data only, words are translated where they are shown.
        count: how many items.
        value: what the search language calls it, for ``search_language.refined``.
        native: what to show instead where the language of the matter is spoken; may be empty.
    """

    key: str
    label: str
    count: int
    value: str = ""
    native: str = ""


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of the evidence list, or of what a query finds in it.

    ``months`` are the months in which items begin, in order ("2018-08"); items without a known date are in none.
    """

    kinds: tuple[FacetCount, ...]
    types: tuple[FacetCount, ...]
    tags: tuple[FacetCount, ...]
    claims: tuple[FacetCount, ...]
    reviews: tuple[FacetCount, ...]
    unlinked: int
    stages: tuple[FacetCount, ...] = ()
    months: tuple[FacetCount, ...] = ()


def facets(connection: Connection, ids: Sequence[str] | None = None) -> Facets:
    """Return the facets of some items, or of the whole matter.

    Tags and claims are all there, also those with no item; of the others only values that occur.
    """
    counted = _Counted(connection, ids)
    return Facets(
        kinds=counted.plain("kind"),
        types=counted.plain("type"),
        tags=counted.tags(),
        claims=counted.claims(),
        reviews=counted.plain("review"),
        unlinked=counted.unlinked(),
        stages=counted.stages(),
        months=counted.months(),
    )


class _Counted:
    """Counts some items, or all."""

    def __init__(self, connection: Connection, ids: Sequence[str] | None) -> None:
        self._connection = connection
        self._ids = None if ids is None else json.dumps(list(ids))

    def _fits(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        if self._ids is None:
            return true()
        return column.in_(text("SELECT value FROM json_each(:ids)").bindparams(bindparam("ids", self._ids)))

    def plain(self, name: str) -> tuple[FacetCount, ...]:
        value, count = t.EVIDENCE.c[name], func.count().label("count")
        query = select(value, count).where(value != "", self._fits(t.EVIDENCE.c.id))
        rows = self._connection.execute(query.group_by(value).order_by(count.desc(), value))
        return tuple(FacetCount(key, key, number, key) for key, number in rows)

    def tags(self) -> tuple[FacetCount, ...]:
        tagged = t.EVIDENCE_TAG.c
        fitting = (tagged.tag_id == t.TAG.c.id) & self._fits(tagged.evidence_id)
        query = (
            select(t.TAG.c.id, t.TAG.c.name, func.count(tagged.id))
            .select_from(t.TAG.outerjoin(t.EVIDENCE_TAG, fitting))
            .group_by(t.TAG.c.id)
            .order_by(t.TAG.c.key == "", t.TAG.c.key, t.TAG.c.name)
        )
        rows = self._connection.execute(query)
        return tuple(FacetCount(row_id, name, count, name) for row_id, name, count in rows)

    def claims(self) -> tuple[FacetCount, ...]:
        link, claim = t.PROOF_LINK.c, t.CLAIM.c
        fitting = (link.element_id == t.ELEMENT.c.id) & self._fits(link.evidence_id)
        joined = t.CLAIM.outerjoin(t.ELEMENT, t.ELEMENT.c.claim_id == claim.id).outerjoin(
            t.PROOF_LINK, fitting
        )
        query = (
            select(
                claim.id,
                claim.number,
                claim.title,
                claim.native_title,
                func.count(distinct(link.evidence_id)),
            )
            .select_from(joined)
            .group_by(claim.id)
            .order_by(claim.number_sort)
        )
        rows = self._connection.execute(query)
        return tuple(
            FacetCount(key, f"{number} {title}", count, number, native and f"{number} {native}")
            for key, number, title, native, count in rows
        )

    def stages(self) -> tuple[FacetCount, ...]:
        use, stage, court = t.STAGE_LINK.c, t.STAGE_EVENT.c, t.PROCEEDING.c
        joined = t.STAGE_LINK.join(t.STAGE_EVENT, use.stage_id == stage.id).join(
            t.PROCEEDING, stage.proceeding_id == court.id
        )
        query = (
            select(
                stage.id,
                court.court,
                court.court_native,
                stage.kind,
                func.count(distinct(use.evidence_id)),
            )
            .select_from(joined)
            .where(self._fits(use.evidence_id))
            .group_by(stage.id)
            .order_by(stage.date_sort, court.court)
        )
        return tuple(
            FacetCount(key, f"{name}/{kind}", count, f"{name}/{kind}", native and f"{native}/{kind}")
            for key, name, native, kind, count in self._connection.execute(query)
        )

    def months(self) -> tuple[FacetCount, ...]:
        sort = t.EVIDENCE.c.date_sort
        month = func.substr(sort, 1, 7).label("month")
        is_known = func.substr(sort, 12, 1).in_(("0", "1"))
        query = select(month, func.count()).where(is_known, self._fits(t.EVIDENCE.c.id))
        rows = self._connection.execute(query.group_by(month).order_by(month))
        return tuple(FacetCount(key, key, count, key) for key, count in rows)

    def unlinked(self) -> int:
        linked = select(t.PROOF_LINK.c.evidence_id)
        query = select(func.count()).select_from(t.EVIDENCE).where(t.EVIDENCE.c.id.not_in(linked))
        return self._connection.execute(query.where(self._fits(t.EVIDENCE.c.id))).scalar_one()


def review_progress(connection: Connection) -> tuple[int, int]:
    """Return how many items are reviewed, and how many there are."""
    item = t.EVIDENCE.c
    query = select(func.count().filter(item.review == "reviewed"), func.count())
    reviewed, total = connection.execute(query.select_from(t.EVIDENCE)).one()
    return reviewed, total
