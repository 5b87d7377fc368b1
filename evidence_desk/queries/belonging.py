"""Finds what belongs to evidence items: exact copies of their files, and the family of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from evidence_desk.domain.words import Spread
from evidence_desk.queries.same_bytes import has_bytes_of
from evidence_desk.store import tables as t

_PART = 400


def belonging(
    connection: Connection, ids: Sequence[str], spread: Collection[Spread]
) -> dict[Spread, list[str]]:
    """Return what belongs to items by family and as exact copies, each once and none of the items themselves.

    Args:
        connection: of a reader or a writer.
        ids: the items.
        spread: in which ways others belong to them; what is nearly alike is not known to the matter itself. A
            family spreads to the copies that were found, not the other way round: what is in a copy's family is
            another matter.
    """
    known = dict.fromkeys(ids)
    found: dict[Spread, list[str]] = {}
    for way, members in ((Spread.FAMILY, _family), (Spread.DUPLICATES, _copies)):
        if way in spread:
            found[way] = [
                each for each in dict.fromkeys(members(connection, list(known))) if each not in known
            ]
            known.update(dict.fromkeys(found[way]))
    return found


def _family(connection: Connection, ids: list[str]) -> list[str]:
    """Return all above, beside and below the items."""
    item = t.EVIDENCE.c
    top, level = set(ids), set(ids)
    while level:
        query = (select(item.parent_id).where(item.id.in_(part)) for part in _parts(level))
        level = {above for above in _all(connection, query) if above} - top
        top |= level
    found = dict.fromkeys(sorted(top))
    level = top
    while level:
        query = (
            select(item.id).where(item.parent_id.in_(part)).order_by(item.added_at) for part in _parts(level)
        )
        below = [each for each in _all(connection, query) if each not in found]
        found.update(dict.fromkeys(below))
        level = set(below)
    return list(found)


def _copies(connection: Connection, ids: list[str]) -> list[str]:
    """Return the items that hold one file with the same bytes, and nothing else, as one of the items does."""
    held = t.EVIDENCE_FILE.alias()
    others = held.alias()
    mine = t.EVIDENCE_FILE.c
    joined = t.EVIDENCE_FILE.join(held, has_bytes_of(held.c.file_id, mine.file_id))
    query = (
        select(held.c.evidence_id)
        .select_from(joined)
        .where(
            mine.evidence_id.in_(part),
            ~select(others.c.id)
            .where(
                or_(others.c.evidence_id == held.c.evidence_id, others.c.evidence_id == mine.evidence_id),
                others.c.id.not_in((mine.id, held.c.id)),
            )
            .exists(),
        )
        .order_by(held.c.evidence_id)
        for part in _parts(ids)
    )
    return list(_all(connection, query))


def _all(connection: Connection, queries: Iterable[Select[Any]]) -> Iterator[str]:
    for query in queries:
        yield from connection.scalars(query)


def _parts(ids: Iterable[str]) -> Iterator[list[str]]:
    whole = sorted(ids)
    for start in range(0, len(whole), _PART):
        yield whole[start : start + _PART]
