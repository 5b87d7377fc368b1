"""Reduces the database of a copy to some evidence items, with what they need and the frame of the case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, select

from evidence_desk.commands.needs import needs
from evidence_desk.queries.search import matching_ids, read_query
from evidence_desk.replica.ancestor import CONFLICT, TAKE_OFFLINE, State, read_state
from evidence_desk.replica.stamps import Key, StampBook
from evidence_desk.store import history
from evidence_desk.store import tables as t
from evidence_desk.store.engines import writer_engine
from evidence_desk.store.history import Entry, RowChange
from evidence_desk.store.identity import REPLICA
from evidence_desk.store.replica_tables import FOREIGN_ENTRY
from evidence_desk.support.canonical import canonical_json

# What hangs on evidence items, and is left behind with them; all else is the frame: claims, stages, people, tags.
_OF_EVIDENCE = frozenset(
    [
        "evidence",
        "evidence_file",
        "evidence_tag",
        "review_item",
        "cite",
        "proof_link",
        "link_cite",
        "stage_link",
        "assessment",
        "file",
        "file_place",
        "batch",
        "note",
        CONFLICT,
    ]
)
_BATCH = 500


def evidence_in_scope(connection: Connection, query: str) -> list[str]:
    """Return the ids of the items a search finds; to be called through ``Session.search``.

    Raises:
        UserError: the query cannot be read.
    """
    return matching_ids(connection, read_query(query))


def reduce_database(
    database: Path, ids: Sequence[str], *, replica: str, actor: str, at: str, arguments: dict[str, Any]
) -> int:
    """Leave only some items in a database and begin its history anew; return how many items are gone.

    What is left out is in the new file nowhere, also not in its history; the new history begins with one entry that
    holds all rows and says who wrote each value last, so that the copy can be brought back like a whole one.

    Args:
        database: a copy of a matter's database that nobody has open.
        ids: the items to keep; their families are kept with them.
        replica: the identity of the copy.
        actor: who takes it.
        at: when, RFC 3339.
        arguments: what the first entry says besides.
    """
    engine = writer_engine(database, journal="delete")
    try:
        with engine.begin() as connection:
            state = read_state(connection)
            kept = _kept(state, ids)
            _drop_others(connection, state, kept)
            _begin_history(connection, state, kept, _First(replica, actor, at, arguments))
        with engine.connect() as connection:
            connection.connection.driver_connection.execute("VACUUM")  # type: ignore[union-attr]
    finally:
        engine.dispose()
    held = sum(1 for table, _id in state.rows if table == "evidence")
    return held - sum(1 for table, _id in kept if table == "evidence")


class _First:
    """Who begins the history of a reduced copy."""

    def __init__(self, replica: str, actor: str, at: str, arguments: dict[str, Any]) -> None:
        self.replica = replica
        self.actor = actor
        self.at = at
        self.arguments = arguments


def _kept(state: State, ids: Iterable[str]) -> set[Key]:
    kept = {key for key in state.rows if key[0] not in _OF_EVIDENCE}
    kept |= {("evidence", row_id) for row_id in _families(state, ids)}
    for table in (
        "evidence_file",
        "cite",
        "proof_link",
        "stage_link",
        "assessment",
        "evidence_tag",
        "review_item",
    ):
        kept |= {key for key, row in state.rows.items() if key[0] == table and _hangs_on(row, kept)}
    joined = [("link_cite", "link_id", "proof_link"), ("link_cite", "cite_id", "cite")]
    for table, column, owner in joined:
        kept |= {k for k, row in state.rows.items() if k[0] == table and (owner, row[column]) in kept}
    _add_needed(state, kept)
    places = {k for k, row in state.rows.items() if k[0] == "file_place" and ("file", row["file_id"]) in kept}
    kept |= places
    _add_needed(state, kept)
    kept |= {
        key
        for key, row in state.rows.items()
        if key[0] == "note" and all(n in kept for n in needs("note", row))
    }
    kept |= {key for key, row in state.rows.items() if key[0] == CONFLICT and _is_whole(row, kept)}
    return kept


def _hangs_on(row: dict[str, Any], kept: set[Key]) -> bool:
    return ("evidence", row["evidence_id"]) in kept


def _is_whole(conflict: dict[str, Any], kept: set[Key]) -> bool:
    about = [(conflict["table_name"], conflict["row_id"]), *((a[0], a[1]) for a in conflict["along"])]
    return all(key in kept for key in [*about, *needs(CONFLICT, conflict)])


def _families(state: State, ids: Iterable[str]) -> set[str]:
    """Return the items with those above and below them: a mail comes with its attachments."""
    near: dict[str, set[str]] = {}
    for (table, row_id), row in state.rows.items():
        if table == "evidence" and row["parent_id"]:
            near.setdefault(row_id, set()).add(row["parent_id"])
            near.setdefault(row["parent_id"], set()).add(row_id)
    found = {row_id for row_id in ids if ("evidence", row_id) in state.rows}
    waiting = list(found)
    while waiting:
        fresh = near.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


def _add_needed(state: State, kept: set[Key]) -> None:
    waiting = list(kept)
    while waiting:
        key = waiting.pop()
        for other in needs(key[0], state.rows[key]):
            if other not in kept and other in state.rows:
                kept.add(other)
                waiting.append(other)


def _drop_others(connection: Connection, state: State, kept: set[Key]) -> None:
    for table in reversed(t.RECORDED):
        gone = [row_id for name, row_id in state.rows if name == table.name and (name, row_id) not in kept]
        for start in range(0, len(gone), _BATCH):
            connection.execute(delete(table).where(table.c.id.in_(gone[start : start + _BATCH])))
    connection.execute(delete(t.HISTORY))
    connection.execute(delete(FOREIGN_ENTRY))


def _begin_history(connection: Connection, state: State, kept: set[Key], first: _First) -> None:
    book = StampBook()
    changes = []
    for table in t.RECORDED:
        for row in connection.execute(select(table).order_by(table.c.id)).mappings():
            changes.append(RowChange(table.name, row["id"], None, dict(row)))
            book.put((table.name, row["id"]), state.stamps[table.name, row["id"]])
    assert len(changes) == len(kept)
    arguments = {**first.arguments, "known": state.known, "stamps": book.as_json()}
    if state.roots:
        arguments["roots"] = sorted(state.roots)
    connection.execute(t.META.update().where(t.META.c.key == REPLICA).values(value=first.replica))
    history.append(
        connection,
        Entry(
            seq=1,
            replica=first.replica,
            actor=first.actor,
            at=first.at,
            kind="do",
            command=TAKE_OFFLINE,
            summary="Take a part of the matter offline",
            arguments=canonical_json(arguments),
            changes=canonical_json([change.as_json() for change in changes]),
            undoes=None,
            previous=history.GENESIS,
        ),
    )
