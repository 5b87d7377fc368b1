"""Rows that only join two others: which tags an item has, which files, which cites a link."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Table, select

from evidence_desk.commands.base import Work
from evidence_desk.store.tables import EVIDENCE_FILE
from evidence_desk.support.ids import pair_id


def held_by(connection: Connection, evidence_id: str) -> list[str]:
    """Return the ids of the files of an item, in their order."""
    join = EVIDENCE_FILE.c
    query = select(join.file_id).where(join.evidence_id == evidence_id).order_by(join.position)
    return list(connection.execute(query).scalars())


def set_relations(
    work: Work, table: Table, owner: str, owner_id: str, member: str, member_ids: Sequence[str]
) -> None:
    """Make the members of an owner exactly the given ones.

    Args:
        work: the transaction.
        table: the relation's table.
        owner: the column of the owner.
        owner_id: the owner.
        member: the column of the members.
        member_ids: the members that shall be left; their order is kept where the table has a position.
    """
    held = dict(
        work.connection.execute(select(table.c[member], table.c.id).where(table.c[owner] == owner_id)).all()
    )
    wanted = list(dict.fromkeys(member_ids))
    work.recorder.delete_many(table, [row_id for key, row_id in held.items() if key not in wanted])
    rows = [{"id": pair_id(table.name, owner_id, key), owner: owner_id, member: key} for key in wanted]
    if "position" in table.c:
        for place, row in enumerate(rows):
            row["position"] = place  # type: ignore[assignment]
        kept = {row["id"]: {"position": row["position"]} for row in rows if row[member] in held}
        work.recorder.update_many(table, kept)
    work.recorder.insert_many(table, [row for row in rows if row[member] not in held])
