"""What a merge may not tear apart: deletions against changes, references, numbers given twice, circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from evidence_desk.commands.needs import ABOVE, needs
from evidence_desk.replica.ancestor import CONFLICT
from evidence_desk.replica.plan import Clash, Plan, conflict_row, unit_conflict, unit_stamp
from evidence_desk.replica.stamps import Key, Stamp, knows
from evidence_desk.replica.units import AMONG, NUMBERED, SETS, columns_with
from evidence_desk.store import tables as t
from evidence_desk.support.ids import pair_id

_ORDER = {table.name: place for place, table in enumerate(t.RECORDED)}


class Keeper:
    """Completes a plan until every row that is left has what it needs."""

    def __init__(self, plan: Plan) -> None:
        """Work on a plan whose rows and conflicts are merged."""
        self._plan = plan
        self._groups: dict[bool, dict[Stamp, list[Key]]] = {}
        self._referring: dict[Key, list[Key]] | None = None

    def complete(self, clashes: Iterable[Clash]) -> None:
        """Keep what was deleted on one side and changed or used on the other, and show each as a conflict."""
        for clash in clashes:
            self._keep(clash)
        while self._break_circles() or self._keep_needed():
            pass
        _find_numbers(self._plan)
        _drop_lost_conflicts(self._plan)

    def _keep_needed(self) -> bool:
        """Keep rows that rows which are there refer to; say whether there were any."""
        plan, found = self._plan, False
        for key in [*plan.insert, *plan.update, *plan.conflicts]:
            found |= self._keep_targets(key)
        for target in list(plan.delete):
            if target[0] != CONFLICT:
                for key in self._referrers(target):
                    found |= plan.is_live(key) and self._keep_targets(key)
        return found

    def _keep_targets(self, key: Key) -> bool:
        found = False
        for target in list(needs(key[0], self._plan.final(key))):
            if not self._plan.is_live(target):
                found |= self._keep_target(key, target)
        return found

    def _keep_target(self, key: Key, target: Key) -> bool:
        plan = self._plan
        if target not in plan.delete and target not in plan.theirs.rows:
            return False  # what neither side has was never needed
        if target not in plan.delete and target not in plan.ours.gone:
            plan.take(target)
            return True
        because: Stamp = frozenset()
        if key[0] != CONFLICT:
            because = plan.stamps_after(key).all()
        self._keep(Clash(target, because, ours_gone=target not in plan.delete))
        return True

    def _referrers(self, target: Key) -> list[Key]:
        """Return the rows of ours that refer to one that is to be deleted."""
        if self._referring is None:
            wanted, found = self._plan.delete, defaultdict(list)
            for key, row in self._plan.ours.rows.items():
                for other in needs(key[0], row):
                    if other in wanted:
                        found[other].append(key)
            self._referring = dict(found)
        return self._referring.get(target, [])

    def _keep(self, clash: Clash) -> None:
        plan = self._plan
        side = plan.ours if clash.ours_gone else plan.theirs
        stamp = side.gone[clash.key]
        kept = self._component(clash, stamp)
        for key in kept:
            if clash.ours_gone:
                plan.take(key)
            else:
                plan.delete.discard(key)
                plan.gone.pop(key, None)
        self._show_deletion(clash, stamp, kept)

    def _component(self, clash: Clash, stamp: Stamp) -> list[Key]:
        """Return what the same entry deleted and hangs together with a row: it stays or goes as one."""
        plan = self._plan
        images = (plan.theirs if clash.ours_gone else plan.ours).rows
        group = {key for key in self._group(ours_gone=clash.ours_gone)[stamp] if key in images}
        near: dict[Key, set[Key]] = defaultdict(set)
        for key in group:
            for other in needs(key[0], images[key]):
                if other in group:
                    near[key].add(other)
                    near[other].add(key)
        found, waiting = {clash.key}, [clash.key]
        while waiting:
            fresh = near[waiting.pop()] - found
            found |= fresh
            waiting += fresh
        return sorted(found, key=lambda key: (_ORDER[key[0]], key[1]))

    def _group(self, *, ours_gone: bool) -> dict[Stamp, list[Key]]:
        """Return the rows a side deleted, by the entry that did it."""
        if ours_gone not in self._groups:
            groups: dict[Stamp, list[Key]] = defaultdict(list)
            for key, stamp in (self._plan.ours if ours_gone else self._plan.theirs).gone.items():
                if key[0] != CONFLICT:
                    groups[stamp].append(key)
            self._groups[ours_gone] = groups
        return self._groups[ours_gone]

    def _show_deletion(self, clash: Clash, stamp: Stamp, kept: list[Key]) -> None:
        """Show a row that was deleted and changed; a mere pair that somebody needs just stays."""
        plan = self._plan
        things = [key for key in kept if key[0] not in SETS]
        if not things:
            return
        top = self._top(things)
        gone, there = {"gone": True}, {"gone": False}
        plan.add_conflict(
            conflict_row(
                plan,
                "delete",
                top,
                "",
                id=pair_id(CONFLICT, "delete", *top),
                ours=gone if clash.ours_gone else there,
                theirs=there if clash.ours_gone else gone,
                along=[list(key) for key in kept if key != top],
                sides=(stamp, clash.because) if clash.ours_gone else (clash.because, stamp),
            )
        )

    def _top(self, things: list[Key]) -> Key:
        """Return the thing the others hang on."""
        hanging = {
            key
            for key in things
            for other in needs(key[0], self._plan.final(key))
            if other != key and other in things
        }
        return next((key for key in things if key not in hanging), things[0])

    def _break_circles(self) -> bool:
        """Undo what would put a thing under itself, and show it; say whether there was any."""
        found = False
        for key in list(self._plan.update):
            column = ABOVE.get(key[0])
            if column in self._plan.update[key] and self._is_circle(key, column):
                _take_back(self._plan, key, column)
                found = True
        return found

    def _is_circle(self, key: Key, column: str) -> bool:
        plan, above, seen = self._plan, key, set()
        while above not in seen:
            seen.add(above)
            parent = plan.final(above)[column]
            if not parent or not plan.is_live((key[0], parent)):
                return False
            above = (key[0], parent)
        return above == key


def _take_back(plan: Plan, key: Key, column: str) -> None:
    del plan.update[key][column]
    if not plan.update[key]:
        del plan.update[key]
    del plan.columns[key][column]
    mine, other = plan.ours.stamps[key].of(column), plan.theirs.stamps[key].of(column)
    plan.add_conflict(unit_conflict(plan, "cycle", key, (column,), mine=mine, other=other))


def _find_numbers(plan: Plan) -> None:
    """Show numbers that both sides gave out."""
    for table, columns in NUMBERED.items():
        for column in columns:
            watched = {column, AMONG.get(table, column)}
            fresh = {key for key in plan.insert if key[0] == table}
            fresh |= {key for key, values in plan.update.items() if key[0] == table and watched & set(values)}
            if fresh:
                _find_twice(plan, table, column, fresh)


def _find_twice(plan: Plan, table: str, column: str, fresh: set[Key]) -> None:
    by_number: dict[tuple[Any, Any], list[Key]] = defaultdict(list)
    for key in sorted({*(k for k in plan.ours.rows if k[0] == table), *fresh}):
        if plan.is_live(key):
            row = plan.final(key)
            by_number[row.get(AMONG.get(table, "")), row[column]].append(key)
    for (_among, number), keys in by_number.items():
        ours = [key for key in keys if key not in fresh]
        for other in (key for key in keys if key in fresh):
            first = ours[0] if ours else keys[0]
            if number and first != other:
                _show_number(plan, first, other, column, number)


def _show_number(plan: Plan, first: Key, other: Key, column: str, number: str | int) -> None:
    unit = columns_with(first[0], column)
    mine, theirs = (unit_stamp(plan.stamps_after(key), unit) for key in (first, other))
    if knows(plan.theirs.known, mine | theirs):
        return  # they have seen both and let them stand, or show it themselves
    plan.add_conflict(
        conflict_row(
            plan,
            "number",
            first,
            column,
            id=pair_id(CONFLICT, "number", column, str(number), *sorted([first[1], other[1]])),
            ours={column: number},
            theirs={column: number},
            along=[list(other)],
            sides=(mine, theirs),
        )
    )


def _drop_lost_conflicts(plan: Plan) -> None:
    """A conflict about a row that is gone is decided."""
    if plan.conflicts or plan.delete or plan.update:
        shown = [*plan.conflicts, *(key for key in plan.ours.rows if key[0] == CONFLICT)]
        for key in shown:
            row = plan.final(key)
            about = [(row["table_name"], row["row_id"])]
            about += [tuple(one) for one in row["along"]] if row["kind"] == "number" else []
            if not all(plan.is_live(one) for one in about):
                plan.conflicts.pop(key, None)
                if key in plan.ours.rows:
                    plan.delete.add(key)
