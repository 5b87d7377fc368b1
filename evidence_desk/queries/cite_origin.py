"""Who made a cite, and when, as the history has it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from evidence_desk.store.tables import HISTORY


@dataclass(frozen=True, slots=True)
class Made:
    """Who made something, and ``at`` which moment, RFC 3339."""

    actor: str
    at: str


def cite_made(connection: Connection, cite: str) -> Made | None:
    """Return who made a cite and when, or None where the history does not know it."""
    query = select(HISTORY.c.actor, HISTORY.c.at).where(func.instr(HISTORY.c.changes, f'"{cite}"') > 0)
    row = connection.execute(query.order_by(HISTORY.c.seq).limit(1)).one_or_none()
    return Made(row.actor, row.at) if row is not None else None
