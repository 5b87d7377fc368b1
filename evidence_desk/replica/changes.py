"""What bringing a copy back changes, for people: like changes together, with who made them and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evidence_desk.domain.numbering import natural_key
from evidence_desk.queries.conflicts import shown
from evidence_desk.queries.step_changes import FieldChange, State
from evidence_desk.queries.things import main_text, short_name
from evidence_desk.replica.ancestor import CONFLICT
from evidence_desk.replica.plan import Plan
from evidence_desk.replica.stamps import NO_STAMP, Key, Stamp
from evidence_desk.replica.units import units
from evidence_desk.store import tables as t

_PLACES = {table.name: place for place, table in enumerate(t.RECORDED)}
# What people look for first; the rest is how it hangs together.
_FIRST = ("evidence", "fact", "claim", "element", "proof_link", "cite", "evidence_tag", "note", "stage_event")


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes that say the same of several things, or one change.

    Attributes:
        state: added, changed or deleted.
        table: of the rows.
        subjects: what the things are called, in order.
        rows: their ids.
        text: what was added or deleted says.
        fields: what was changed.
        by: who did it, and at when, RFC 3339.
    """

    state: State
    table: str
    subjects: tuple[str, ...]
    rows: tuple[str, ...]
    text: str
    fields: tuple[FieldChange, ...]
    by: str
    at: str


def change_groups(plan: Plan) -> list[ChangeGroup]:
    """Return what a plan changes, things before what hangs on them, like changes of one person together.

    What only stays until a conflict about its deletion is decided is no change by anybody.
    """
    together: dict[tuple[Any, ...], list[tuple[Key, str]]] = {}
    for key, state in _changed(plan):
        name, text, fields = _said(plan, key, state)
        by, at = plan.author(_stamp(plan, key, state))
        together.setdefault((state, key[0], text, fields, by), []).append((key, f"{at} {name}"))
    groups = [_group(*like, rows=rows) for like, rows in together.items()]
    return sorted(groups, key=_order)


def people(groups: Iterable[ChangeGroup]) -> tuple[tuple[str, int], ...]:
    """Return who made how many of some changes, the busiest first."""
    count: Counter[str] = Counter()
    for group in groups:
        count[group.by] += len(group.rows)
    return tuple(count.most_common())


def _changed(plan: Plan) -> Iterator[tuple[Key, State]]:
    kept = {key for row in plan.conflicts.values() if row["kind"] == "delete" for key in _about(row)}
    for key in plan.insert:
        if key not in kept:
            yield key, "added"
    for key in plan.update:
        yield key, "changed"
    for key in plan.delete:
        if key[0] != CONFLICT:
            yield key, "deleted"


def _about(conflict: Mapping[str, Any]) -> Iterator[Key]:
    yield conflict["table_name"], conflict["row_id"]
    yield from ((str(one[0]), str(one[1])) for one in conflict["along"])


def _said(plan: Plan, key: Key, state: State) -> tuple[str, str, tuple[FieldChange, ...]]:
    def _image(table: str, row_id: str) -> Mapping[str, Any] | None:
        found = (table, row_id)
        return plan.final(found) if plan.is_live(found) else plan.ours.rows.get(found)

    name = short_name(key, _image)
    if state != "changed":
        return name, main_text(key, _image), ()
    before, after = plan.ours.rows[key], plan.update[key]
    fields = tuple(
        FieldChange(
            unit[0],
            shown(key[0], unit[0], {unit[0]: before[unit[0]]}, _image),
            shown(key[0], unit[0], {unit[0]: plan.final(key)[unit[0]]}, _image),
        )
        for unit in units(key[0])
        if any(column in after for column in unit)
    )
    return name, "", fields


def _stamp(plan: Plan, key: Key, state: State) -> Stamp:
    if state == "deleted":
        return plan.gone.get(key, NO_STAMP)
    if state == "added":
        return plan.whole[key].all()
    written = plan.columns.get(key, {})
    return NO_STAMP.union(*(written.get(column, NO_STAMP) for column in plan.update[key]))


def _group(
    state: State,
    table: str,
    text: str,
    fields: tuple[FieldChange, ...],
    by: str,
    *,
    rows: list[tuple[Key, str]],
) -> ChangeGroup:
    parts = [(key[1], *noted.split(" ", 1)) for key, noted in rows]
    subjects = sorted({name for _id, _at, name in parts if name}, key=natural_key)
    return ChangeGroup(
        state,
        table,
        tuple(subjects),
        tuple(row_id for row_id, _at, _name in parts),
        text,
        fields,
        by,
        max(at for _id, at, _name in parts),
    )


def _order(group: ChangeGroup) -> tuple[Any, ...]:
    table, names = group.table, [natural_key(name) for name in group.subjects]
    return (_FIRST.index(table) if table in _FIRST else len(_FIRST), _PLACES[table], group.state, names)
