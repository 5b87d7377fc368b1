"""The command that deletes, and the rules of what goes with what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Table, select

from evidence_desk.commands.base import Command, Work
from evidence_desk.commands.evidence import resolve_all
from evidence_desk.commands.references import KIND_OF_TABLE, KINDS, OWNER_OF_RELATION
from evidence_desk.store import tables as t
from evidence_desk.store.recorder import rows_by_id
from evidence_desk.support.errors import CommandError
from evidence_desk.support.wording import counted

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

    def adds(self, table: Table, row_id: str) -> bool:
        """Note a row to delete; False when it was noted before."""
        rows = self.rows.setdefault(table.name, set())
        if row_id in rows:
            return False
        rows.add(row_id)
        return True


def _referring(table: Table) -> list[tuple[Table, Column[str]]]:
    """Return the columns of other tables that refer to a table."""
    return [
        (other, column)
        for other in t.RECORDED
        for column in other.columns
        for key in column.foreign_keys
        if key.column.table is table
    ]


def _collect(work: Work, table: Table, row_id: str, plan: _Plan) -> None:
    if not plan.adds(table, row_id):
        return
    for other, column in _referring(table):
        found = list(work.connection.execute(select(other.c.id).where(column == row_id)).scalars())
        if column.nullable and (other.name, column.name) not in _GOES_ALONG:
            if found:
                plan.emptied.setdefault((other.name, column.name), set()).update(found)
            continue
        for found_id in found:
            _collect(work, other, found_id, plan)
    _collect_conflicts(work, table, row_id, plan)
    kind = KIND_OF_TABLE.get(table.name, "")
    notes = select(t.NOTE.c.id).where(t.NOTE.c.on_kind == kind, t.NOTE.c.on_id == row_id)
    for note_id in list(work.connection.execute(notes).scalars()):
        _collect(work, t.NOTE, note_id, plan)
    _collect_presets(work, kind, row_id, plan)


def _collect_conflicts(work: Work, table: Table, row_id: str, plan: _Plan) -> None:
    """Note what copies disagree about in a row to delete: with the row it is settled."""
    conflict = t.CONFLICT.c
    query = select(conflict.id).where(conflict.table_name == table.name, conflict.row_id == row_id)
    for found in work.connection.execute(query).scalars():
        plan.adds(t.CONFLICT, found)


# Where the actions of a preset hold ids, by kind: the list, and the field of its objects.
_IN_PRESETS = {
    "tag": ("tags", ""),
    "element": ("links", "element"),
    "fact": ("links", "fact"),
    "stage": ("stages", "stage"),
}


def _collect_presets(work: Work, kind: str, row_id: str, plan: _Plan) -> None:
    """Note the presets that name a row to delete; they stay, without what they do with it."""
    if kind not in _IN_PRESETS:
        return
    name, field_name = _IN_PRESETS[kind]
    for preset_id, stored in work.connection.execute(select(t.PRESET.c.id, t.PRESET.c.actions)):
        actions = plan.presets.get(preset_id, stored)
        left = [item for item in actions[name] if (item[field_name] if field_name else item) != row_id]
        if left != actions[name]:
            plan.presets[preset_id] = {**actions, name: left}


def _own_relations(table: Table) -> set[str]:
    """Return the relation tables whose rows never hold a row of a table back: they are part of it, or go unasked."""
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
    plan = _Plan()
    for name, row_id in keys:
        if rows_by_id(work.connection, t.BY_NAME[name], [row_id]):
            _collect(work, t.BY_NAME[name], row_id, plan)
    _carry_out(work, plan)


@dataclass(frozen=True, kw_only=True)
class Delete(Command):
    """Delete one thing. Refused while something depends on it, unless ``cascade``."""

    what: str
    cascade: bool = False

    def apply(self, work: Work) -> str:
        """Delete the row; with cascade, also what depends on it, and say what went."""
        kind, row_id = work.references.resolve_any(work.connection, self.what, "what")
        table = KINDS[kind].table
        plan = _Plan()
        _collect(work, table, row_id, plan)
        listed = _dependents(plan, table, 1)
        if listed and not self.cascade:
            raise CommandError(
                "in_use",
                f"{self.what} is still used: {listed}",
                "Delete with cascade to remove that too.",
                field="what",
            )
        _tell_and_carry_out(work, plan, listed)
        return f"Delete {kind.replace('_', ' ')}"


@dataclass(frozen=True, kw_only=True)
class DeleteItems(Command):
    """Delete several evidence items with what depends on them; what was found in them stays."""

    evidence: list[str]

    def apply(self, work: Work) -> str:
        """Delete the items, and say what went."""
        ids, plan = resolve_all(work, self.evidence), _Plan()
        for row_id in ids:
            _collect(work, t.EVIDENCE, row_id, plan)
        _tell_and_carry_out(work, plan, _dependents(plan, t.EVIDENCE, len(ids)))
        return f"Delete {counted(len(ids), 'item')}"


def _tell_and_carry_out(work: Work, plan: _Plan, listed: str) -> None:
    if listed:
        work.warnings.append(f"Went with it or was detached: {listed}")
    _carry_out(work, plan)


def _dependents(plan: _Plan, table: Table, asked: int) -> str:
    """Return in words what a plan takes or changes beyond the ``asked`` rows of a table it is made for."""
    own = _own_relations(table) | {t.CONFLICT.name}
    dependents: Counter[str] = Counter()
    for name, ids in plan.rows.items():
        count = len(ids) - (asked if name == table.name else 0)
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
    return KIND_OF_TABLE[table].replace("_", " ")
