"""The command that deletes, and the rules of what goes with what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, select

from evidence_desk.commands.base import Command, Work
from evidence_desk.commands.references import KIND_OF_TABLE, KINDS, OWNER_OF_RELATION
from evidence_desk.queries.things import image_of, short_name
from evidence_desk.store import tables as t
from evidence_desk.store.recorder import rows_by_id
from evidence_desk.support.errors import CommandError
from evidence_desk.support.wording import counted, kind_word

_PART = 500  # ids in one query
_ID = ("id",)
_MOST_NAMED = 3
# What has no life of its own without the thing it names, though the column may be empty.
_GOES_ALONG = {
    ("proof_link", "element_id"),
    ("proof_link", "fact_id"),
    ("element", "parent_id"),
    ("cite", "file_id"),
}


@dataclass(slots=True)
class _Plan:
    """What a deletion would do: rows to delete by table, references to empty, actions left to presets."""

    rows: dict[str, set[str]] = field(default_factory=dict)
    emptied: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    presets: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, table: Table, ids: Iterable[str]) -> list[str]:
        """Note rows to delete; return those that were not noted before."""
        rows = self.rows.setdefault(table.name, set())
        fresh = sorted(set(ids) - rows)
        rows.update(fresh)
        return fresh


def _referring(table: Table) -> list[tuple[Table, Column[str]]]:
    """Return the columns of other tables that refer to a table."""
    return [
        (other, column)
        for other in t.RECORDED
        for column in other.columns
        for key in column.foreign_keys
        if key.column.table is table
    ]


def _collect(work: Work, table: Table, ids: Iterable[str], plan: _Plan) -> None:
    """Note rows of a table with all that depends on them; a round of queries serves a part of them."""
    fresh = plan.add(table, ids)
    kind = KIND_OF_TABLE.get(table.name, "")
    for start in range(0, len(fresh), _PART):
        part = fresh[start : start + _PART]
        for other, column in _referring(table):
            _collect_referring(work, other, column, part, plan)
        conflict = t.CONFLICT.c  # what copies disagree about in a row is settled with it
        named = (conflict.table_name == table.name) & conflict.row_id.in_(part)
        plan.add(t.CONFLICT, _ids(work, t.CONFLICT, named))
        _collect(
            work, t.NOTE, _ids(work, t.NOTE, (t.NOTE.c.on_kind == kind) & t.NOTE.c.on_id.in_(part)), plan
        )
    _collect_presets(work, kind, fresh, plan)


def _collect_referring(
    work: Work, table: Table, column: Column[str], part: Sequence[str], plan: _Plan
) -> None:
    found = _ids(work, table, column.in_(part))
    if not column.nullable or (table.name, column.name) in _GOES_ALONG:
        _collect(work, table, found, plan)
    elif found:
        plan.emptied.setdefault((table.name, column.name), set()).update(found)


def _ids(work: Work, table: Table, condition: ColumnElement[bool]) -> list[str]:
    return list(work.connection.execute(select(table.c.id).where(condition)).scalars())


# Where the actions of a preset hold ids, by kind: the list, and the field of its objects.
_IN_PRESETS = {
    "tag": ("tags", ""),
    "element": ("links", "element"),
    "fact": ("links", "fact"),
    "stage": ("stages", "stage"),
}


def _collect_presets(work: Work, kind: str, ids: Collection[str], plan: _Plan) -> None:
    """Note the presets that name rows to delete; they stay, without what they do with them."""
    if kind not in _IN_PRESETS or not ids:
        return
    (name, field_name), gone = _IN_PRESETS[kind], set(ids)
    for preset_id, stored in work.connection.execute(select(t.PRESET.c.id, t.PRESET.c.actions)):
        actions = plan.presets.get(preset_id, stored)
        left = [item for item in actions[name] if (item[field_name] if field_name else item) not in gone]
        if left != actions[name]:
            plan.presets[preset_id] = {**actions, name: left}


def _own_relations(table: Table) -> set[str]:
    """Return the tables of relations whose rows never hold a row of a table back: part of it, or going unasked."""
    kind = KIND_OF_TABLE[table.name]
    own = {name for name, (owner, _column) in OWNER_OF_RELATION.items() if owner == kind}
    return own | {t.REVIEW_ITEM.name}


def _carry_out(work: Work, plan: _Plan) -> None:
    for (name, column), ids in plan.emptied.items():
        left = sorted(ids - plan.rows.get(name, set()))
        work.recorder.update_many(t.BY_NAME[name], {left_id: {column: None} for left_id in left})
    left_actions = {left_id: {"actions": actions} for left_id, actions in plan.presets.items()}
    work.recorder.update_many(t.PRESET, left_actions)
    for one in reversed(t.RECORDED):
        work.recorder.delete_many(one, sorted(plan.rows.get(one.name, ())))


def delete_rows(work: Work, keys: Iterable[tuple[str, str]]) -> None:
    """Delete rows with all that depends on them; rows that are gone already are passed over."""
    _carry_out(work, _plan_of(work, keys))


def _plan_of(work: Work, keys: Iterable[tuple[str, str]]) -> _Plan:
    """Return what deleting some rows, each by its table and id, would do."""
    plan, by_table = _Plan(), defaultdict[str, list[str]](list)
    for name, row_id in keys:
        by_table[name].append(row_id)
    for name, ids in by_table.items():
        _collect(work, t.BY_NAME[name], rows_by_id(work.connection, t.BY_NAME[name], ids, _ID), plan)
    return plan


@dataclass(frozen=True, kw_only=True)
class Delete(Command):
    """Delete one thing, or all of a list. Refused while something else depends on them, unless ``cascade``."""

    what: str | list[str]
    cascade: bool = False

    def apply(self, work: Work) -> str:
        """Delete the rows; with cascade, also what depends on them, and say what went."""
        named = [self.what] if isinstance(self.what, str) else self.what
        if not named:
            raise CommandError("empty", "The field 'what' may not be empty", field="what")
        things = _resolved(work, named)
        keys = [(KINDS[kind].table.name, row_id) for kind, row_id in things]
        plan = _plan_of(work, keys)
        listed = _dependents(plan, Counter(name for name, _id in keys))
        if listed and not self.cascade:
            raise CommandError(
                "in_use",
                f"{_named(work, things)} is still used: {listed}",
                "Delete with cascade to remove that too.",
                field="what",
                things=[row_id for _kind, row_id in things],
            )
        if listed:
            work.warnings.append(f"Went with it or was detached: {listed}")
        _carry_out(work, plan)
        return f"Delete {_called(things)}"


def _resolved(work: Work, references: Sequence[str]) -> list[tuple[str, str]]:
    """Return kind and id of what references mean, each thing once; plain ids are looked up many at a time."""
    found: dict[str, tuple[str, str]] = {}
    left = [reference for reference in references if reference not in work.references.handles]
    for kind, spec in KINDS.items():
        there = rows_by_id(work.connection, spec.table, left, _ID) if left else {}
        found |= {row_id: (kind, row_id) for row_id in there}
        left = [reference for reference in left if reference not in there]
    resolve = work.references.resolve_any
    things = [found.get(each) or resolve(work.connection, each, "what") for each in references]
    return list(dict.fromkeys(things))


def _named(work: Work, things: Sequence[tuple[str, str]]) -> str:
    """Return what things are called in the window: Element 1.2, evidence A-1."""
    image = image_of(work.connection)
    keys = [(kind, (KINDS[kind].table.name, row_id)) for kind, row_id in things[:_MOST_NAMED]]
    names = (f"{kind_word(kind)} {short_name(key, image)}".strip() for kind, key in keys)
    text = ", ".join(names) + (" …" if len(things) > _MOST_NAMED else "")
    return text[:1].upper() + text[1:]


def _called(things: Sequence[tuple[str, str]]) -> str:
    kinds = {kind for kind, _id in things}
    if len(things) == 1:
        return kind_word(kinds.pop())
    return counted(len(things), "item" if kinds == {"evidence"} else "thing")


def _dependents(plan: _Plan, asked: Counter[str]) -> str:
    """Return in words what a plan takes or changes beyond the rows, counted by table, it is made for."""
    own = {t.CONFLICT.name}.union(*(_own_relations(t.BY_NAME[name]) for name in asked))
    dependents: Counter[str] = Counter()
    for name, ids in plan.rows.items():
        count = len(ids) - asked[name]
        if name not in own and count:
            dependents[_plain_name(name)] += count
    for (name, _column), ids in plan.emptied.items():
        left = len(ids - plan.rows.get(name, set()))
        if left:
            dependents[_plain_name(name)] += left
    dependents["preset"] += len(plan.presets)
    return ", ".join(counted(count, name) for name, count in sorted((+dependents).items()))


def _plain_name(table: str) -> str:
    if table in OWNER_OF_RELATION:
        return "use"
    return kind_word(KIND_OF_TABLE[table])
