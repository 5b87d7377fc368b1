"""How many evidence items stand under each kind, type, tag, claim and review state."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, distinct, func, select

from evidence_desk.store import tables as t


@dataclass(frozen=True, slots=True)
class FacetCount:
    """One value of a facet: the key to filter by, the label to show (data only; words are translated), a count."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of the evidence list."""

    kinds: tuple[FacetCount, ...]
    types: tuple[FacetCount, ...]
    tags: tuple[FacetCount, ...]
    claims: tuple[FacetCount, ...]
    reviews: tuple[FacetCount, ...]
    unlinked: int


def facets(connection: Connection) -> Facets:
    """Return the facets of the whole matter."""
    return Facets(
        kinds=_plain(connection, "kind"),
        types=_plain(connection, "type"),
        tags=_tags(connection),
        claims=_claims(connection),
        reviews=_plain(connection, "review"),
        unlinked=_unlinked(connection),
    )


def _plain(connection: Connection, column: str) -> tuple[FacetCount, ...]:
    value = t.EVIDENCE.c[column]
    count = func.count().label("count")
    query = select(value, count).where(value != "").group_by(value).order_by(count.desc(), value)
    return tuple(FacetCount(key, key, number) for key, number in connection.execute(query))


def _tags(connection: Connection) -> tuple[FacetCount, ...]:
    joined = t.TAG.outerjoin(t.EVIDENCE_TAG, t.EVIDENCE_TAG.c.tag_id == t.TAG.c.id)
    query = (
        select(t.TAG.c.id, t.TAG.c.name, func.count(t.EVIDENCE_TAG.c.id))
        .select_from(joined)
        .group_by(t.TAG.c.id)
        .order_by(t.TAG.c.key == "", t.TAG.c.key, t.TAG.c.name)
    )
    return tuple(FacetCount(*row) for row in connection.execute(query))


def _claims(connection: Connection) -> tuple[FacetCount, ...]:
    joined = t.CLAIM.outerjoin(t.ELEMENT, t.ELEMENT.c.claim_id == t.CLAIM.c.id).outerjoin(
        t.PROOF_LINK, t.PROOF_LINK.c.element_id == t.ELEMENT.c.id
    )
    query = (
        select(
            t.CLAIM.c.id, t.CLAIM.c.number, t.CLAIM.c.title, func.count(distinct(t.PROOF_LINK.c.evidence_id))
        )
        .select_from(joined)
        .group_by(t.CLAIM.c.id)
        .order_by(t.CLAIM.c.number_sort)
    )
    rows = connection.execute(query)
    return tuple(FacetCount(row_id, f"{number} {title}", count) for row_id, number, title, count in rows)


def _unlinked(connection: Connection) -> int:
    linked = select(t.PROOF_LINK.c.evidence_id)
    query = select(func.count()).select_from(t.EVIDENCE).where(t.EVIDENCE.c.id.not_in(linked))
    return connection.execute(query).scalar_one()


def review_progress(connection: Connection) -> tuple[int, int]:
    """Return how many items are reviewed, and how many there are."""
    item = t.EVIDENCE.c
    query = select(func.count().filter(item.review == "reviewed"), func.count())
    reviewed, total = connection.execute(query.select_from(t.EVIDENCE)).one()
    return reviewed, total
