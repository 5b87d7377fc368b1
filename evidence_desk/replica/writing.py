"""Writes a planned merge: its rows, what was decided of its conflicts, the entries of the copy, and the stamps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from evidence_desk.commands.base import Work
from evidence_desk.commands.conflicts import decide
from evidence_desk.domain.words import Take
from evidence_desk.replica.ancestor import settled_columns
from evidence_desk.replica.plan import Plan
from evidence_desk.replica.report import Choice
from evidence_desk.replica.stamps import Key, Known, StampBook
from evidence_desk.store import tables as t
from evidence_desk.store.history import RowImage
from evidence_desk.store.recorder import rows_by_id
from evidence_desk.store.replica_tables import FOREIGN_ENTRY
from evidence_desk.support.errors import CommandError

_ENTRY = ("replica", "seq", "actor", "at", "kind", "command", "summary", "arguments", "changes", "undoes")
_FOREIGN = (*_ENTRY, "previous", "hash")
_BATCH = 500


def write_rows(work: Work, plan: Plan) -> None:
    """Insert, update and delete what a plan says."""
    inserts: dict[str, list[RowImage]] = defaultdict(list)
    updates: dict[str, dict[str, RowImage]] = defaultdict(dict)
    deletes: dict[str, list[str]] = defaultdict(list)
    for key, row in plan.insert.items():
        inserts[key[0]].append(row)
    for key, values in plan.update.items():
        updates[key[0]][key[1]] = values
    for key in plan.delete:
        deletes[key[0]].append(key[1])
    for table in t.RECORDED:
        work.recorder.insert_many(table, inserts[table.name])
        work.recorder.update_many(table, updates[table.name])
    for table in reversed(t.RECORDED):
        work.recorder.delete_many(table, sorted(deletes[table.name]))


def decide_new(work: Work, plan: Plan, choice: Choice, decisions: Mapping[str, Choice]) -> list[RowImage]:
    """Decide the new conflicts as chosen; those that cannot be are left, and those about nothing any more go."""
    decided: list[RowImage] = []
    for conflict in plan.conflicts.values():
        chosen = decisions.get(str(conflict["id"]), choice)
        if chosen == "later":
            continue
        try:
            if _is_there(work, conflict):
                decide(work, conflict, Take(chosen))
        except CommandError:
            continue
        decided.append(conflict)
    left = [row for row in plan.conflicts.values() if row not in decided] if decided else []
    return decided + [row for row in left if not _is_there(work, row)]


def _is_there(work: Work, conflict: RowImage) -> bool:
    about: list[Key] = [(conflict["table_name"], conflict["row_id"])]
    if conflict["kind"] == "number":
        about += [(table, row_id) for table, row_id in conflict["along"]]
    return all(rows_by_id(work.connection, t.BY_NAME[table], [row_id]) for table, row_id in about)


def merged_stamps(work: Work, plan: Plan, decided: Sequence[RowImage], replica: str) -> StampBook:
    """Return who had the last word about what, after a merge and the conflicts ``replica`` decided in it."""
    book = StampBook()
    for key, stamps in plan.whole.items():
        book.put(key, stamps)
    for key, columns in plan.columns.items():
        book.put_columns(key, columns)
    for key, stamp in plan.gone.items():
        book.put_gone(key, stamp)
    own = frozenset([(replica, plan.ours.seq + 1)])
    for conflict in decided:
        for key, names in settled_columns(conflict):
            if rows_by_id(work.connection, t.BY_NAME[key[0]], [key[1]]):
                book.put_columns(key, dict.fromkeys(names, own))
    return book


def entries_taken(plan: Plan) -> dict[str, dict[str, Any]]:
    """Return which entries are taken over, by copy: after which number, up to which, and the hash of the last."""
    ours: Known = plan.ours.known
    return {
        replica: {"from": ours.get(replica, 0), "to": seq, "head": plan.theirs.hashes[replica, seq]}
        for replica, seq in sorted(plan.theirs.known.items())
        if seq > ours.get(replica, 0) and (replica, seq) in plan.theirs.hashes
    }


def take_entries(
    connection: Connection, theirs: Connection, plan: Plan, taken: Mapping[str, Mapping[str, Any]]
) -> None:
    """Keep the entries of the copy word for word, those that `entries_taken` names."""
    rows = []
    for table in (t.HISTORY, FOREIGN_ENTRY):
        for replica, part in taken.items():
            rows += _entries_between(theirs, table, replica, int(part["from"]), int(part["to"]))
    seq, held = plan.ours.seq + 1, plan.ours.hashes
    fresh = [{**row, "taken_by": seq} for row in rows if (row["replica"], row["seq"]) not in held]
    for start in range(0, len(fresh), _BATCH):
        connection.execute(insert(FOREIGN_ENTRY), fresh[start : start + _BATCH])


def _entries_between(
    connection: Connection, table: Table, replica: str, after: int, upto: int
) -> list[dict[str, Any]]:
    query = select(*(table.c[name] for name in _FOREIGN)).where(
        table.c.replica == replica, table.c.seq > after, table.c.seq <= upto
    )
    return [dict(row) for row in connection.execute(query).mappings()]
