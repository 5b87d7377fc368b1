"""What is new since a person last looked: what others did meanwhile, at this desk and on copies brought back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Select, Table, select
from sqlalchemy.dialects.sqlite import insert

from evidence_desk.queries.chain import BRING_BACK
from evidence_desk.store.history import head
from evidence_desk.store.replica_tables import FOREIGN_ENTRY, SEEN
from evidence_desk.store.tables import HISTORY


@dataclass(frozen=True, slots=True)
class NewsRow:
    """Something somebody else did.

    Attributes:
        seq: the number of the entry of this matter's history that it is, or that brought it.
        replica: the copy it was done on.
        number: the number of the entry on that copy.
        actor: who did it.
        at: when, RFC 3339.
        command: what was done, as the history calls it.
        summary: in words.
        kind: do, undo or redo.
        is_brought: whether it came with a copy.
    """

    seq: int
    replica: str
    number: int
    actor: str
    at: str
    command: str
    summary: str
    kind: str
    is_brought: bool


def last_seen(connection: Connection, actor: str) -> int:
    """Return the number of the last entry a person has looked at; 0 when they never looked."""
    return connection.execute(select(SEEN.c.seq).where(SEEN.c.actor == actor)).scalar() or 0


def whats_new(connection: Connection, actor: str) -> list[NewsRow]:
    """Return what others did since a person last looked, in the order it came to this matter."""
    since = last_seen(connection, actor)
    here = _columns(HISTORY).where(HISTORY.c.seq > since, HISTORY.c.actor != actor)
    brought = _columns(FOREIGN_ENTRY).add_columns(FOREIGN_ENTRY.c.taken_by)
    brought = brought.where(FOREIGN_ENTRY.c.taken_by > since, FOREIGN_ENTRY.c.actor != actor)
    found = [
        NewsRow(seq=row["number"], is_brought=False, **row)
        for row in connection.execute(here.where(HISTORY.c.command != BRING_BACK)).mappings()
    ]
    for row in connection.execute(brought.where(FOREIGN_ENTRY.c.command != BRING_BACK)).mappings():
        values = {name: value for name, value in row.items() if name != "taken_by"}
        found.append(NewsRow(seq=row["taken_by"], is_brought=True, **values))
    return sorted(found, key=lambda row: (row.seq, row.at, row.replica, row.number))


def _columns(table: Table) -> Select[tuple[str, int, str, str, str, str, str]]:
    names = ("replica", "actor", "at", "command", "summary", "kind")
    return select(table.c.seq.label("number"), *(table.c[name] for name in names))


def mark_seen(connection: Connection, actor: str, at: str) -> None:
    """Note that a person has looked at everything up to now; called through ``Session.note``."""
    values = {"actor": actor, "seq": head(connection)[0], "at": at}
    statement = insert(SEEN).values(values)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["actor"], set_={"seq": values["seq"], "at": values["at"]}
        )
    )
