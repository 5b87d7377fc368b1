"""Reads of the history."""

from __future__ import annotations

from sqlalchemy import Connection, select

from evidence_desk.queries.rows import HistoryRow
from evidence_desk.store.tables import HISTORY


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
