"""What the history of a copy says: its rows, who wrote each value last, what was deleted, what it knows of others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.queries.chain import BRING_BACK, Chain, Problem, Rows, walk
from evidence_desk.replica.stamps import (
    ALIVE,
    NO_STAMP,
    WHOLE,
    Key,
    Known,
    RowStamps,
    Stamp,
    knows,
    read_gone,
    read_rows,
)
from evidence_desk.replica.units import columns_with
from evidence_desk.store.history import Entry, RowChange
from evidence_desk.store.identity import REPLICA, meta
from evidence_desk.store.replica_tables import FOREIGN_ENTRY

TAKE_OFFLINE = "TakeOffline"  # the first entry of a copy that holds only a part
CONFLICT = "conflict"


@dataclass(slots=True)
class State:
    """What a copy of a matter is, by its history.

    Attributes:
        replica: its identity.
        rows: its rows, by table and id.
        stamps: who wrote the values of each row.
        gone: rows that were deleted, with the stamp of the deletion.
        known: up to which number it knows the entries of every copy.
        authors: who wrote each entry it holds, and when.
        hashes: the hash of each entry it holds.
        base: values before they were changed without the other side's knowledge, by row and column.
        root: the hash of the first entry of a copy that holds only a part; empty for a whole one.
        roots: its root and those of the parts it was taken of.
        root_known: what the copy in parts was told of, without holding it all.
        seq: the number of its last entry.
        head: the hash of its last entry.
        problems: what is wrong with its history.
    """

    replica: str = ""
    rows: Rows = field(default_factory=dict)
    stamps: dict[Key, RowStamps] = field(default_factory=dict)
    gone: dict[Key, Stamp] = field(default_factory=dict)
    known: Known = field(default_factory=dict)
    authors: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)
    hashes: dict[tuple[str, int], str] = field(default_factory=dict)
    base: dict[tuple[Key, str], Any] = field(default_factory=dict)
    root: str = ""
    roots: frozenset[str] = frozenset()
    root_known: Known = field(default_factory=dict)
    seq: int = 0
    head: str = ""
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Merge:
    """An entry that brought a copy back: what it said, and how things stood before it."""

    arguments: Mapping[str, Any]
    known: Known = field(default_factory=dict)
    stamps: dict[Key, RowStamps | None] = field(default_factory=dict)
    gone: dict[Key, Stamp | None] = field(default_factory=dict)


def read_state(connection: Connection, *, beside: Known | None = None) -> State:
    """Return what the history of a copy says.

    Args:
        connection: of a reader.
        beside: what another copy knows; the values that copy last saw are kept as ``base``.
    """
    replay = _Replay(beside)
    chain: Chain = walk(connection, replay.see)
    state = replay.state
    state.replica = meta(connection, REPLICA) or ""
    state.rows, state.problems = chain.rows, chain.problems
    state.seq, state.head = chain.seq, chain.head
    foreign = FOREIGN_ENTRY.c
    query = select(foreign.replica, foreign.seq, foreign.hash, foreign.actor, foreign.at)
    for replica, seq, digest, actor, at in connection.execute(query):
        state.hashes[replica, seq] = digest
        state.authors[replica, seq] = (actor, at)
    return state


class _Replay:
    """Goes along a chain, entry by entry, and keeps the stamps."""

    def __init__(self, beside: Known | None) -> None:
        self.state = State()
        self._beside = beside
        self._merges: dict[int, _Merge] = {}

    def see(self, entry: Entry, digest: str, changes: list[RowChange]) -> None:
        """Take one entry in."""
        state = self.state
        state.known[entry.replica] = entry.seq
        state.authors[entry.replica, entry.seq] = (entry.actor, entry.at)
        state.hashes[entry.replica, entry.seq] = digest
        own: Stamp = frozenset([(entry.replica, entry.seq)])
        if entry.command == BRING_BACK:
            self._see_merge(entry, changes, own)
        else:
            self._write(changes, lambda _key, _name: own, lambda _key: own)
            self._settle(changes, own)
        if entry.command == TAKE_OFFLINE:
            self._see_root(entry, digest)

    def _see_root(self, entry: Entry, digest: str) -> None:
        arguments = json.loads(entry.arguments)
        self._put(read_rows(arguments["stamps"]))
        self.state.root = digest
        self.state.roots = frozenset([digest, *map(str, arguments.get("roots", ()))])
        self.state.root_known = {str(name): int(seq) for name, seq in arguments["known"].items()}
        self.state.known.update(self.state.root_known)

    def _see_merge(self, entry: Entry, changes: list[RowChange], own: Stamp) -> None:
        is_first = entry.kind == "do"
        merge = _Merge(json.loads(entry.arguments)) if is_first else self._merges[entry.undoes or 0]
        if entry.kind == "undo":
            self._take_back(merge)
            self._merges[entry.seq] = merge
            return
        self._merges[entry.seq] = self._bring(merge.arguments, changes, own)

    def _bring(self, arguments: Mapping[str, Any], changes: list[RowChange], own: Stamp) -> _Merge:
        state, book = self.state, arguments["stamps"]
        rows, gone = read_rows(book), read_gone(book)
        before = _Merge(arguments, dict(state.known))
        for key in [
            *((c.table, c.id) for c in changes),
            *(key for key, _s in rows),
            *(key for key, _s in gone),
        ]:
            before.stamps.setdefault(key, state.stamps.get(key))
            before.gone.setdefault(key, state.gone.get(key))
        given, lost = dict(rows), dict(gone)

        def _stamp(key: Key, name: str) -> Stamp:
            stamps = given.get(key, {})
            return stamps.get(name) or stamps.get(WHOLE) or own

        self._write(changes, _stamp, lambda key: lost.get(key, own))
        self._put(rows)
        state.gone.update(lost)
        state.known.update({name: int(taken["to"]) for name, taken in arguments["taken"].items()})
        return before

    def _take_back(self, merge: _Merge) -> None:
        state = self.state
        for name in merge.arguments["taken"]:
            if name in merge.known:
                state.known[name] = merge.known[name]
            else:
                state.known.pop(name, None)
        for key, stamps in merge.stamps.items():
            _restore(state.stamps, key, stamps)
        for key, stamp in merge.gone.items():
            _restore(state.gone, key, stamp)

    def _put(self, rows: Iterable[tuple[Key, dict[str, Stamp]]]) -> None:
        held = self.state.stamps
        for key, columns in rows:
            if key in held and WHOLE in columns:
                held[key] = RowStamps(columns[WHOLE], {n: s for n, s in columns.items() if n != WHOLE})
            elif key in held:
                held[key] = held[key].with_columns(columns)

    def _write(
        self, changes: list[RowChange], stamp: Callable[[Key, str], Stamp], lost: Callable[[Key], Stamp]
    ) -> None:
        state = self.state
        for change in changes:
            key = (change.table, change.id)
            if change.after is None:
                state.gone[key] = lost(key)
                state.stamps.pop(key, None)
            elif change.before is None:
                state.gone.pop(key, None)
                state.stamps[key] = RowStamps(stamp(key, WHOLE))
            else:
                columns = {name: stamp(key, name) for name in change.after}
                self._keep_base(key, change.before, columns)
                state.stamps[key] = state.stamps.get(key, RowStamps(NO_STAMP)).with_columns(columns)

    def _keep_base(self, key: Key, before: Mapping[str, Any], columns: Mapping[str, Stamp]) -> None:
        """Keep the last value the other side has seen."""
        held = self.state.stamps.get(key)
        if self._beside is None or held is None:
            return
        for name, stamp in columns.items():
            if knows(self._beside, held.of(name)) and not knows(self._beside, stamp):
                self.state.base[key, name] = before.get(name)

    def _settle(self, changes: list[RowChange], own: Stamp) -> None:
        """A conflict that somebody decided is a word on its rows, also where no value had to change."""
        for change in changes:
            if change.table == CONFLICT and change.after is None and change.before is not None:
                for key, columns in settled_columns(change.before):
                    if key in self.state.stamps:
                        stamps = dict.fromkeys(columns, own)
                        self.state.stamps[key] = self.state.stamps[key].with_columns(stamps)


def _restore(held: dict[Key, Any], key: Key, value: Any) -> None:
    if value is None:
        held.pop(key, None)
    else:
        held[key] = value


def settled_columns(conflict: Mapping[str, Any]) -> list[tuple[Key, tuple[str, ...]]]:
    """Return the rows and columns a decision about a conflict speaks of."""
    first = (str(conflict["table_name"]), str(conflict["row_id"]))
    along = [(str(table), str(row_id)) for table, row_id in conflict["along"]]
    if conflict["kind"] == "delete":
        return [(key, (ALIVE,)) for key in dict.fromkeys([first, *along])]
    return [(key, columns_with(key[0], str(conflict["field"]))) for key in [first, *along]]
