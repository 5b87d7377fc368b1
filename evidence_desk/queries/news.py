"""What is new since a person last looked: what others did meanwhile, at this desk and on copies brought back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select
from sqlalchemy.dialects.sqlite import insert

from evidence_desk.queries.chain import BRING_BACK
from evidence_desk.queries.step_changes import ThingChange, changes_by_thing
from evidence_desk.queries.things import Image, Key, image_of, short_name
from evidence_desk.store.history import RowChange, head
from evidence_desk.store.replica_tables import FOREIGN_ENTRY, SEEN
from evidence_desk.store.tables import HISTORY

# What people know by name; batches, files and relations are seen through them.
_SHOWN = frozenset(
    ["evidence", "claim", "element", "fact", "party", "proceeding", "stage_event", "tag", "matter"]
) | {"evidence_group", "preset", "saved_search", "review_batch"}
_MOST_THINGS, _MOST_ROWS, _LONGEST = 12, 200, 1 << 19  # characters of the changes of one step


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
        changes: what it did to the thing it is listed under; empty for a step that is not listed under one.
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
    changes: tuple[ThingChange, ...] = ()


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


def news_count(connection: Connection, actor: str) -> int:
    """Return how many things others did since a person last looked."""
    since = last_seen(connection, actor)
    here = select(func.count()).select_from(HISTORY)
    here = here.where(HISTORY.c.seq > since, HISTORY.c.actor != actor, HISTORY.c.command != BRING_BACK)
    brought = select(func.count()).select_from(FOREIGN_ENTRY)
    brought = brought.where(
        FOREIGN_ENTRY.c.taken_by > since,
        FOREIGN_ENTRY.c.actor != actor,
        FOREIGN_ENTRY.c.command != BRING_BACK,
    )
    return connection.execute(here).scalar_one() + connection.execute(brought).scalar_one()


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the window that was touched: its table and id, and what it is called now, or was."""

    table: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class TouchedThing:
    """What one person did about one thing, or about many at once.

    Attributes:
        actor: who did it.
        thing: what it was about; None for a step that touched many things.
        rows: what was done, oldest first.
    """

    actor: str
    thing: Thing | None
    rows: tuple[NewsRow, ...]


def news_by_thing(connection: Connection, actor: str) -> list[TouchedThing]:
    """Return what others did since a person last looked, by who did it and what it is about, the newest first."""
    groups: dict[tuple[str, Key | None], list[NewsRow]] = {}
    names: dict[Key, str] = {}
    for row in whats_new(connection, actor):
        image, changes = _read_step(connection, row)
        found = {key: said for key, said in changes.items() if key[0] in _SHOWN}
        names |= {key: short_name(key, image) for key in found}
        if 0 < len(found) <= _MOST_THINGS:
            for key, said in found.items():
                groups.setdefault((row.actor, key), []).append(replace(row, changes=said))
        else:
            groups.setdefault((row.actor, None), []).append(row)
    listed = [
        TouchedThing(who, Thing(*key, names[key]) if key else None, tuple(rows))
        for (who, key), rows in groups.items()
    ]
    return sorted(listed, key=lambda group: (group.rows[-1].seq, group.rows[-1].at), reverse=True)


def _read_step(connection: Connection, row: NewsRow) -> tuple[Image, dict[Key, tuple[ThingChange, ...]]]:
    """Return what a step did, by thing, and what reads rows now or as they were; nothing for very many changes."""
    table = FOREIGN_ENTRY if row.is_brought else HISTORY
    query = select(table.c.changes).where(table.c.replica == row.replica, table.c.seq == row.number)
    text = connection.execute(query.where(func.length(table.c.changes) < _LONGEST)).scalar()
    changes = [RowChange.from_json(each) for each in json.loads(text)] if text else []
    held = {(each.table, each.id): {**(each.before or {}), **(each.after or {})} for each in changes}
    here = image_of(connection)

    def _image(name: str, row_id: str) -> Mapping[str, Any] | None:
        return here(name, row_id) or held.get((name, row_id))

    return _image, changes_by_thing(changes, _image) if len(changes) <= _MOST_ROWS else {}


def mark_seen(connection: Connection, actor: str, at: str) -> None:
    """Note that a person has looked at everything up to now; called through ``Session.note``."""
    values = {"actor": actor, "seq": head(connection)[0], "at": at}
    statement = insert(SEEN).values(values)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["actor"], set_={"seq": values["seq"], "at": values["at"]}
        )
    )
