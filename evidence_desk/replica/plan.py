"""The three-way merge of two copies, as a plan: rows to write, stamps to keep, conflicts to show. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from evidence_desk.queries.chain import Rows
from evidence_desk.replica.ancestor import CONFLICT, State
from evidence_desk.replica.stamps import Key, RowStamps, Stamp, knows, stamp_from_json, stamp_json
from evidence_desk.replica.units import SETS, joined_value, units
from evidence_desk.store.history import RowImage
from evidence_desk.support.ids import pair_id


@dataclass(frozen=True, slots=True)
class Clash:
    """A row one side deleted while the other changed or used it.

    Attributes:
        key: the row.
        because: the stamps of what the other side did.
        ours_gone: whether it was our side that deleted it.
    """

    key: Key
    because: Stamp
    ours_gone: bool


@dataclass(slots=True)
class Plan:
    """What bringing theirs to ours comes to.

    Attributes:
        ours: the matter that brings.
        theirs: what is brought.
        insert: rows to insert.
        update: columns to set.
        delete: rows to delete.
        whole: the stamps of inserted rows.
        columns: the stamps of columns set, or written alike by both sides.
        gone: deletions taken over.
        conflicts: new conflict rows by id.
    """

    ours: State
    theirs: State
    insert: Rows = field(default_factory=dict)
    update: Rows = field(default_factory=dict)
    delete: set[Key] = field(default_factory=set)
    whole: dict[Key, RowStamps] = field(default_factory=dict)
    columns: dict[Key, dict[str, Stamp]] = field(default_factory=dict)
    gone: dict[Key, Stamp] = field(default_factory=dict)
    conflicts: Rows = field(default_factory=dict)

    def is_live(self, key: Key) -> bool:
        """Say whether a row is there after the merge."""
        if key in self.ours.rows:
            return key not in self.delete
        return key in self.insert or key in self.conflicts

    def final(self, key: Key) -> RowImage:
        """Return a row as it is after the merge."""
        if key in self.insert:
            return self.insert[key]
        if key in self.conflicts:
            return self.conflicts[key]
        row = self.ours.rows[key]
        return {**row, **self.update[key]} if key in self.update else row

    def stamps_after(self, key: Key) -> RowStamps:
        """Return the stamps of a row as they are after the merge."""
        if key in self.whole:
            return self.whole[key]
        held = self.ours.stamps[key]
        return held.with_columns(self.columns[key]) if key in self.columns else held

    def take(self, key: Key) -> None:
        """Take a row of theirs over."""
        self.insert[key] = self.theirs.rows[key]
        self.whole[key] = self.theirs.stamps[key]

    def lose(self, key: Key, stamp: Stamp) -> None:
        """Take a deletion of theirs over."""
        self.delete.add(key)
        self.gone[key] = stamp

    def set_unit(self, key: Key, unit: tuple[str, ...], values: tuple[Any, ...]) -> None:
        """Set columns of a row of ours."""
        row = self.ours.rows[key]
        changed = {name: value for name, value in zip(unit, values, strict=True) if row[name] != value}
        if changed:
            self.update.setdefault(key, {}).update(changed)

    def stamp_unit(self, key: Key, unit: tuple[str, ...], stamp: Stamp) -> None:
        """Keep who wrote columns of a row of ours."""
        self.columns.setdefault(key, {}).update(dict.fromkeys(unit, stamp))

    def add_conflict(self, conflict: RowImage) -> None:
        """Show a conflict, unless one side shows it already, or both know its sides and it was decided."""
        key = (CONFLICT, str(conflict["id"]))
        if key not in self.ours.rows:
            self.conflicts[key] = conflict

    def author(self, stamp: Stamp) -> tuple[str, str]:
        """Return who wrote the newest entry of a stamp, and when."""
        found = [a for entry in stamp for a in [self._author(entry)] if a is not None]
        return max(found, key=lambda author: author[1], default=("", ""))

    def _author(self, entry: tuple[str, int]) -> tuple[str, str] | None:
        return self.ours.authors.get(entry) or self.theirs.authors.get(entry)


def unit_stamp(stamps: RowStamps, unit: tuple[str, ...]) -> Stamp:
    """Return the stamp of columns that are one thing."""
    if not stamps.columns:
        return stamps.whole
    first = stamps.of(unit[0])
    return first.union(*(stamps.of(name) for name in unit[1:]))


def merge_rows(plan: Plan) -> list[Clash]:
    """Merge all rows but conflicts; what one side deleted and the other changed is returned."""
    clashes = []
    for key in plan.theirs.rows:
        if key[0] == CONFLICT:
            continue
        if key in plan.ours.rows:
            _merge_row(plan, key)
        elif key in plan.ours.gone:
            clashes += _return_row(plan, key)
        else:
            plan.take(key)
    for key, stamp in plan.theirs.gone.items():
        if key[0] == CONFLICT:
            continue
        if key in plan.ours.rows:
            clashes += _lose_row(plan, key, stamp)
        else:
            _note_gone(plan, key, stamp)
    return clashes


def _return_row(plan: Plan, key: Key) -> list[Clash]:
    """Decide about a row that we deleted and they have."""
    stamp, written = plan.ours.gone[key], plan.theirs.stamps[key].all()
    is_new = not knows(plan.ours.known, written)
    if knows(plan.theirs.known, stamp) or (is_new and key[0] in SETS):
        plan.take(key)
    elif is_new:
        return [Clash(key, written, ours_gone=True)]
    return []


def _lose_row(plan: Plan, key: Key, stamp: Stamp) -> list[Clash]:
    """Decide about a row that they deleted and we have."""
    if knows(plan.ours.known, stamp):
        return []
    written = plan.ours.stamps[key].all()
    if knows(plan.theirs.known, written):
        plan.lose(key, stamp)
    elif key[0] not in SETS:
        return [Clash(key, written, ours_gone=False)]
    return []


def _note_gone(plan: Plan, key: Key, stamp: Stamp) -> None:
    """Keep that they deleted a row we do not have, so that a third copy cannot bring it back unasked."""
    held = plan.ours.gone.get(key)
    if held == stamp or knows(plan.ours.known, stamp):
        return
    if held is None or knows(plan.theirs.known, held):
        plan.gone[key] = stamp
    else:
        plan.gone[key] = held | stamp


def _merge_row(plan: Plan, key: Key) -> None:
    ours, theirs = plan.ours.stamps[key], plan.theirs.stamps[key]
    if ours.is_same(theirs):
        return
    for unit in (("id",), *units(key[0])):
        mine, other = unit_stamp(ours, unit), unit_stamp(theirs, unit)
        if mine != other:
            _merge_unit(plan, key, unit, mine, other)


def _merge_unit(plan: Plan, key: Key, unit: tuple[str, ...], mine: Stamp, other: Stamp) -> None:
    ours = tuple(plan.ours.rows[key][name] for name in unit)
    theirs = tuple(plan.theirs.rows[key][name] for name in unit)
    they_know, we_know = knows(plan.theirs.known, mine), knows(plan.ours.known, other)
    if they_know and not we_know:
        plan.set_unit(key, unit, theirs)
        plan.stamp_unit(key, unit, other)
    elif we_know and not they_know:
        return
    elif ours == theirs:
        if not we_know:
            plan.stamp_unit(key, unit, mine | other)
    elif (joined := joined_value(key[0], unit, ours, theirs)) is not None:
        plan.set_unit(key, unit, joined)
        plan.stamp_unit(key, unit, mine | other)
    else:
        plan.add_conflict(unit_conflict(plan, "field", key, unit, mine=mine, other=other))


def unit_conflict(
    plan: Plan, kind: str, key: Key, unit: tuple[str, ...], *, mine: Stamp, other: Stamp
) -> RowImage:
    """Return the conflict about columns of a row that both sides wrote."""
    stamps = stamp_json(mine | other)
    ours, theirs = plan.ours.rows[key], plan.theirs.rows[key]
    base = {name: plan.ours.base[key, name] for name in unit if (key, name) in plan.ours.base}
    return conflict_row(
        plan,
        kind,
        key,
        unit[0],
        id=pair_id(CONFLICT, kind, *key, unit[0], repr(stamps)),
        base={name: base.get(name, ours[name]) for name in unit} if base else {},
        ours={name: ours[name] for name in unit},
        theirs={name: theirs[name] for name in unit},
        sides=(mine, other),
    )


def conflict_row(
    plan: Plan, kind: str, key: Key, column: str, *, sides: tuple[Stamp, Stamp], **values: Any
) -> RowImage:
    """Return a conflict row.

    Args:
        plan: knows the authors.
        kind: field, delete, number or cycle.
        key: the row it shows on.
        column: the column it is about, or an empty text for the whole row.
        sides: the stamps of our and of their side.
        values: id, base, ours, theirs and along.
    """
    (ours_by, ours_at), (theirs_by, theirs_at) = plan.author(sides[0]), plan.author(sides[1])
    return {
        "kind": kind,
        "table_name": key[0],
        "row_id": key[1],
        "field": column,
        "base": {},
        "along": [],
        **values,
        "ours_by": ours_by,
        "ours_at": ours_at,
        "theirs_by": theirs_by,
        "theirs_at": theirs_at,
        "stamps": stamp_json(sides[0] | sides[1]),
        "at": max(ours_at, theirs_at),
    }


def merge_conflicts(plan: Plan) -> None:
    """Take over the conflicts they show and we never saw, and drop those they have decided."""
    for key, row in plan.theirs.rows.items():
        if key[0] != CONFLICT or key in plan.ours.rows:
            continue
        if not knows(plan.ours.known, stamp_from_json(row["stamps"])):
            plan.conflicts[key] = row
    for key, row in plan.ours.rows.items():
        if key[0] != CONFLICT or key in plan.theirs.rows:
            continue
        is_shown_all = not plan.theirs.root or key in plan.theirs.gone
        if is_shown_all and knows(plan.theirs.known, stamp_from_json(row["stamps"])):
            plan.delete.add(key)
