"""Finds the other members of an item's family, nearest first."""

from __future__ import annotations

from sqlalchemy import Connection, select

from evidence_desk.queries.evidence import evidence_rows
from evidence_desk.queries.rows import EvidenceRow
from evidence_desk.store import tables as t

_MOST = 200


def relatives(connection: Connection, evidence: str) -> list[EvidenceRow]:
    """Return what an item was found in, then what was found in it, then what was found beside it."""
    item = t.EVIDENCE.c
    parent = connection.execute(select(item.parent_id).where(item.id == evidence)).scalar()
    ids = [parent] if parent else []
    for above in (evidence, parent):
        if above:
            below = select(item.id).where(item.parent_id == above, item.id != evidence)
            ids += connection.execute(
                below.order_by(item.exhibit_sort, item.added_at, item.id).limit(_MOST)
            ).scalars()
    return evidence_rows(connection, ids)
