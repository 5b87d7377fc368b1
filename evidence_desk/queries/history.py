"""Reads of the history."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from evidence_desk.store.tables import HISTORY


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One entry of the history chain; ``kind`` is do, undo or redo."""

    seq: int
    replica: str
    actor: str
    at: str
    kind: str
    command: str
    summary: str
    undoes: int | None
    hash: str
    previous: str


def history(connection: Connection, *, newest: int | None = None) -> list[HistoryRow]:
    """Return the entries, oldest first.

    Args:
        connection: of a reader.
        newest: only the last so many.
    """
    columns = [HISTORY.c[name] for name in HistoryRow.__slots__]
    query = select(*columns).order_by(HISTORY.c.seq.desc())
    if newest is not None:
        query = query.limit(newest)
    return [HistoryRow(**row) for row in reversed(connection.execute(query).mappings().all())]
