"""The values of a matter that a query's fields may have, for completion."""

from __future__ import annotations

from sqlalchemy import Column, Connection, select

from evidence_desk.store import tables as t

_COLUMNS: dict[str, tuple[Column[str], ...]] = {
    "kind": (t.EVIDENCE.c.kind,),
    "type": (t.EVIDENCE.c.type,),
    "tag": (t.TAG.c.name,),
    "claim": (t.CLAIM.c.number,),
    "batch": (t.REVIEW_BATCH.c.name,),
    "reviewer": (t.REVIEW_BATCH.c.reviewer,),
    "element": (t.ELEMENT.c.number,),
    "fact": (t.FACT.c.number,),
    "stage": (t.STAGE_EVENT.c.kind,),
    "party": (t.PARTY.c.name, t.PARTY.c.native_name),
    "exhibit": (t.EVIDENCE.c.exhibit,),
}
_MOST = 500


def completion_values(connection: Connection) -> dict[str, list[str]]:
    """Return by field the values that occur in the matter, in order, at most 500 each."""
    found = {}
    for field, columns in _COLUMNS.items():
        values: list[str] = []
        for column in columns:
            query = select(column).where(column != "").distinct().order_by(column).limit(_MOST)
            values += connection.execute(query).scalars()
        found[field] = values
    return found
