"""A walk along the history chain: is every entry there and as it was written, and what rows does it leave."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from evidence_desk.store import history
from evidence_desk.store.history import RowChange
from evidence_desk.store.replica_tables import FOREIGN_ENTRY
from evidence_desk.store.tables import HISTORY

BRING_BACK = "BringBack"  # what the history calls bringing a copy back

Rows = dict[tuple[str, str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be.

    Attributes:
        code: file_missing, file_changed, file_unread, file_unknown, row_changed, row_missing, row_added,
            entry_edited, entry_missing, entry_added, database_damaged or reference_broken.
        file: the SHA-256 or name of the file, the table and id of the row, or the number of the entry.
        message: one line that says what is wrong.
    """

    code: str
    file: str
    message: str


@dataclass(slots=True)
class Chain:
    """What the walk found.

    Attributes:
        problems: what is not as it should be, in the order of the entries.
        rows: the rows the history leaves, by table and id.
        count: how many entries there are.
        seq: the number of the last one.
        head: the hash of the last one.
        is_whole: whether every entry could be read, so that the rows can be trusted.
    """

    problems: list[Problem] = field(default_factory=list)
    rows: Rows = field(default_factory=dict)
    count: int = 0
    seq: int = 0
    head: str = history.GENESIS
    is_whole: bool = True


See = Callable[[history.Entry, str, list[RowChange]], None]


def walk(connection: Connection, see: See | None = None) -> Chain:
    """Walk the whole chain, oldest entry first.

    Args:
        connection: of a reader.
        see: called with each entry, its hash and its changes, before the rows are changed by them.
    """
    chain = Chain()
    try:
        for entry, stored_hash in history.entries(connection):
            chain.problems += _entry_problems(chain, entry, stored_hash)
            changes = _changes(entry)
            if see is not None:
                see(entry, stored_hash, changes)
            _replay(changes, chain.rows)
            chain.count, chain.seq, chain.head = chain.count + 1, entry.seq, stored_hash
        chain.problems += _end_problems(chain, *history.noted_head(connection))
    except DBAPIError as error:
        chain.is_whole = False
        chain.problems.append(
            Problem(
                "entry_edited",
                f"#{chain.seq + 1}",
                f"The history cannot be read after #{chain.seq}: {error.orig}",
            )
        )
    return chain


def foreign_problems(connection: Connection) -> Iterator[Problem]:
    """Check the entries taken over from copies: each as it was written, in its chain, and none missing."""
    digests = set(connection.execute(select(HISTORY.c.hash)).scalars()) | {history.GENESIS}
    ends: dict[tuple[str, int], str] = {}
    follows: list[tuple[str, str]] = []
    try:
        for row in connection.execute(select(FOREIGN_ENTRY)).yield_per(500):
            entry = history.Entry(**{name: getattr(row, name) for name in history.Entry.__slots__})
            where = f"{entry.replica}#{entry.seq}"
            if not _is_as_hashed(entry, row.hash):
                yield Problem("entry_edited", where, f"Entry {where} of a copy was edited: its hash differs")
            digests.add(row.hash)
            ends[entry.replica, entry.seq] = row.hash
            follows.append((where, entry.previous))
    except DBAPIError as error:
        yield Problem("entry_edited", "copies", f"The entries of copies cannot be read: {error.orig}")
    for where, previous in follows:
        if previous not in digests:
            yield Problem("entry_missing", where, f"The entry before {where} of a copy is missing")
    for (replica, seq), digest in _taken_ends(connection):
        if ends.get((replica, seq)) != digest:
            where = f"{replica}#{seq}"
            yield Problem(
                "entry_missing", where, f"Entry {where} of a copy is not the one that was taken over"
            )


def _taken_ends(connection: Connection) -> Iterator[tuple[tuple[str, int], str]]:
    """Yield which entries of copies our history says it took over last, with their hashes."""
    query = select(HISTORY.c.arguments).where(HISTORY.c.command == BRING_BACK, HISTORY.c.kind == "do")
    for arguments in connection.execute(query).scalars():
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
            for replica, taken in json.loads(arguments)["taken"].items():
                yield (replica, taken["to"]), taken["head"]


def _entry_problems(chain: Chain, entry: history.Entry, stored_hash: str) -> Iterator[Problem]:
    where = f"#{entry.seq}"
    if entry.seq != chain.seq + 1:
        yield _missing(chain.seq + 1, entry.seq - 1)
    elif entry.previous != chain.head:
        yield Problem("entry_edited", where, f"History entry {where} does not follow the one before it")
    if not _is_as_hashed(entry, stored_hash):
        yield Problem("entry_edited", where, f"History entry {where} was edited: its hash differs")


def _is_as_hashed(entry: history.Entry, stored_hash: str) -> bool:
    try:
        return entry.digest() == stored_hash
    except TypeError:  # a column holds bytes where there was text
        return False


def _missing(first: int, last: int) -> Problem:
    which = f"#{first}" if first == last else f"#{first} to #{last}"
    return Problem("entry_missing", f"#{first}", f"History entry {which} is missing")


def _end_problems(chain: Chain, seq: int, digest: str) -> Iterator[Problem]:
    """Compare the end of the chain with what was noted when its last entry was appended."""
    where = f"#{chain.seq}"
    if seq > chain.seq:
        yield _missing(chain.seq + 1, seq)
    elif seq < chain.seq:
        added = f"#{seq + 1}" if seq + 1 == chain.seq else f"#{seq + 1} to #{chain.seq}"
        yield Problem("entry_added", f"#{seq + 1}", f"History entry {added} was not written by this program")
    elif digest != chain.head:
        yield Problem("entry_edited", where, f"The chain up to {where} is not the one that was written")


def _changes(entry: history.Entry) -> list[RowChange]:
    try:
        changes = entry.row_changes()
        are_rows = all(isinstance(row, dict | None) for c in changes for row in (c.before, c.after))
        return changes if are_rows else []
    except (ValueError, KeyError, TypeError):
        return []  # said already: an edited entry has another hash


def _replay(changes: list[RowChange], rows: Rows) -> None:
    for change in changes:
        key = (change.table, change.id)
        if change.after is None:
            rows.pop(key, None)
        elif change.before is None:
            rows[key] = dict(change.after)
        else:
            rows.setdefault(key, {}).update(change.after)
