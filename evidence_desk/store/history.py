"""The history chain: one entry a change, each holding the hash of the one before; it only grows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select

from evidence_desk.store.statements import HISTORY_HEAD, HISTORY_INSERT, NOTE_HEAD, NOTED_HEAD
from evidence_desk.store.tables import HISTORY
from evidence_desk.support.canonical import canonical_json, sha256_text

GENESIS = "0" * 64

RowImage = dict[str, Any]

# The command of an entry that only keeps what an import said that took nothing in; there is nothing to take back.
KEPT_REPORT = "KeepImportReport"

# How an entry that made the row of the matter reads; inside a JSON text the quotes would be escaped.
_MADE_MATTER = '"before":null,"id":"matter","table":"matter"'


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after: an insert has no before, a delete no after, an update the columns that differ."""

    table: str
    id: str
    before: RowImage | None
    after: RowImage | None

    def as_json(self) -> dict[str, Any]:
        """Return the change as the history stores it."""
        return {"table": self.table, "id": self.id, "before": self.before, "after": self.after}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> RowChange:
        """Return the change the history stored."""
        return cls(value["table"], value["id"], value["before"], value["after"])

    def reversed(self) -> RowChange:
        """Return the change that takes this one back."""
        return RowChange(self.table, self.id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the history, as its hash covers it."""

    seq: int
    replica: str
    actor: str
    at: str
    kind: str
    command: str
    summary: str
    arguments: str
    changes: str
    undoes: int | None
    previous: str

    def digest(self) -> str:
        """Return the SHA-256 over every field of the entry, as canonical JSON."""
        fields = {name: getattr(self, name) for name in Entry.__slots__}
        return sha256_text(canonical_json(fields))

    def row_changes(self) -> list[RowChange]:
        """Return the row changes the entry recorded, in order."""
        return [RowChange.from_json(value) for value in json.loads(self.changes)]


def _entry(row: Row[Any]) -> Entry:
    return Entry(**{name: getattr(row, name) for name in Entry.__slots__})


def head(connection: Connection) -> tuple[int, str]:
    """Return the number and the hash of the last entry; (0, GENESIS) for an empty history."""
    row = connection.execute(HISTORY_HEAD).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def append(connection: Connection, entry: Entry) -> str:
    """Append an entry and return its hash, which is noted as the end of the chain."""
    digest = entry.digest()
    values = {name: getattr(entry, name) for name in Entry.__slots__}
    connection.execute(HISTORY_INSERT, {**values, "hash": digest})
    connection.exec_driver_sql(NOTE_HEAD, (f"{entry.seq}:{digest}",))
    return digest


def noted_head(connection: Connection) -> tuple[int, str]:
    """Return the number and the hash of the entry that was appended last; (0, GENESIS) when none ever was."""
    noted = connection.execute(NOTED_HEAD).scalar()
    seq, _colon, digest = str(noted or f"0:{GENESIS}").partition(":")
    return (int(seq) if seq.isdecimal() else 0), digest


def entry(connection: Connection, seq: int) -> Entry:
    """Return one entry by its number."""
    return _entry(connection.execute(select(HISTORY).where(HISTORY.c.seq == seq)).one())


def entries(connection: Connection) -> Iterator[tuple[Entry, str]]:
    """Yield every entry with its stored hash, oldest first."""
    for row in connection.execute(select(HISTORY).order_by(HISTORY.c.seq)).yield_per(500):
        yield _entry(row), row.hash


def _not_taken_back(kind: str) -> ColumnElement[bool]:
    """Return the condition that no entry of a kind has taken an entry back."""
    later = HISTORY.alias()
    return ~exists().where(later.c.undoes == HISTORY.c.seq, later.c.kind == kind)


# Both walk back from the newest entry and stop at the first that fits, however long the history is.
_UNDO_TARGET = (
    select(HISTORY.c.seq)
    .where(
        HISTORY.c.kind != "undo",
        HISTORY.c.command != KEPT_REPORT,
        _not_taken_back("undo"),
        func.instr(HISTORY.c.changes, _MADE_MATTER) == 0,
    )
    .order_by(HISTORY.c.seq.desc())
    .limit(1)
)
_LAST_NOT_REDONE = (
    select(HISTORY.c.seq, HISTORY.c.kind)
    .where(
        HISTORY.c.command != KEPT_REPORT,
        or_(HISTORY.c.kind == "do", and_(HISTORY.c.kind == "undo", _not_taken_back("redo"))),
    )
    .order_by(HISTORY.c.seq.desc())
    .limit(1)
)


def undo_target(connection: Connection) -> int | None:
    """Return the number of the entry that undo would take back: the last one not taken back already.

    What gave the matter its title and profile is the making of it, and not taken back; nor is a report.
    """
    return connection.execute(_UNDO_TARGET).scalar()


def redo_target(connection: Connection) -> int | None:
    """Return the number of the undo that redo would take back; None once something new was done."""
    row = connection.execute(_LAST_NOT_REDONE).first()
    return row.seq if row is not None and row.kind == "undo" else None
