"""What a step of the history did to a thing, as values: what was added or deleted, which fields it set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from evidence_desk.queries.conflicts import shown
from evidence_desk.queries.things import Image, Key, main_text, thing_of
from evidence_desk.store.history import RowChange
from evidence_desk.store.tables import BY_NAME

State = Literal["added", "changed", "deleted"]
# Columns people see through another: how a date or number sorts, what the program guessed, when a row was written.
_BESIDE = ("_sort", "_precision", "_at")
_HIDDEN = frozenset(["guesses", "on_kind", "position"])
_MOST = 80


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A value that is set: the name of the field, what stood there and what comes, as texts."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ThingChange:
    """What happened to a row: added, changed or deleted, with what it says or its fields, long texts cut off.

    Attributes:
        state: added, changed or deleted.
        table: of the row: the thing's own, or that of what hangs on it, e.g. a note.
        text: what was added or deleted says.
        fields: what was changed.
    """

    state: State
    table: str
    text: str
    fields: tuple[FieldChange, ...]


def changes_by_thing(changes: Iterable[RowChange], image: Image) -> dict[Key, tuple[ThingChange, ...]]:
    """Return what a step did, by the thing it is about; what comes or goes with a thing is not said beside it."""
    grouped: dict[Key, list[RowChange]] = {}
    for change in changes:
        grouped.setdefault(thing_of((change.table, change.id), image), []).append(change)
    found = {}
    for key, rows in grouped.items():
        own = [row for row in rows if (row.table, row.id) == key and None in (row.before, row.after)]
        said = dict.fromkeys(_change(row, image) for row in own or rows)
        found[key] = tuple(each for each in said if each.state != "changed" or each.fields)
    return found


def _change(row: RowChange, image: Image) -> ThingChange:
    if row.before is None or row.after is None:
        state: State = "added" if row.before is None else "deleted"
        return ThingChange(state, row.table, _cut(main_text((row.table, row.id), image)), ())
    return ThingChange("changed", row.table, "", tuple(_fields(row, image)))


def _fields(row: RowChange, image: Image) -> Iterable[FieldChange]:
    before, after = row.before or {}, row.after or {}
    known = BY_NAME[row.table].c if row.table in BY_NAME else ()
    for name in after:
        if name in known and name not in _HIDDEN and not name.endswith(_BESIDE):
            was, becomes = (
                _cut(shown(row.table, name, {name: side.get(name)}, image)) for side in (before, after)
            )
            yield FieldChange(name, was, becomes)


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _MOST else f"{plain[: _MOST - 1]}…"
