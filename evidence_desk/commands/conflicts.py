"""The command that decides what two copies of a matter disagree about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from evidence_desk.commands.base import Command, Work, fuzzy_columns, required_text
from evidence_desk.commands.deletion import delete_rows
from evidence_desk.commands.evidence import exhibit_sort
from evidence_desk.commands.needs import ABOVE, needs
from evidence_desk.commands.review_batches import next_batch_number
from evidence_desk.domain.numbering import natural_key, next_number
from evidence_desk.domain.words import ConflictKind, Take
from evidence_desk.store import tables as t
from evidence_desk.store.recorder import rows_by_id
from evidence_desk.store.statements import HAS_ID
from evidence_desk.support.errors import CommandError

# Words of which two can stand together: long ones under each other, short ones side by side.
_LONG = frozenset(
    ["summary", "notes", "text", "native_text", "note", "purpose", "objection", "answer", "reason"]
) | {"privilege_reason", "relief", "basis"}
_SHORT = frozenset(
    ["title", "native_title", "name", "native_name", "author", "source", "obtained", "custodian"]
) | {"cause", "ground", "outcome", "role"}
_SORTS = {"number": "number_sort", "exhibit": "exhibit_sort"}
_UNIQUE = frozenset(["number", "exhibit", "case_number", "key"])


@dataclass(frozen=True, kw_only=True)
class ResolveConflict(Command):
    """Decide a conflict: what we have, what they have, both, or another value."""

    conflict: str
    take: Take
    value: str = ""

    def apply(self, work: Work) -> str:
        """Write what was decided and take the conflict away."""
        found = rows_by_id(work.connection, t.CONFLICT, [self.conflict])
        if not found:
            raise CommandError(
                "no_such_thing",
                f"There is no conflict {self.conflict!r}",
                "It may be decided already.",
                field="conflict",
            )
        row = found[self.conflict]
        decide(work, row, self.take, self.value)
        if rows_by_id(work.connection, t.CONFLICT, [self.conflict]):
            work.recorder.delete(t.CONFLICT, self.conflict)
        what = row["field"] or row["table_name"]
        return f"Decide a conflict about {what.replace('_', ' ')}: {self.take}"


def decide_all(work: Work, take: Take) -> list[dict[str, Any]]:
    """Decide all conflicts of the matter alike and return those that are gone; what cannot be decided so is left."""
    query = select(t.CONFLICT).order_by(t.CONFLICT.c.id)
    held = [dict(row) for row in work.connection.execute(query).mappings()]
    for row in held:
        if not rows_by_id(work.connection, t.CONFLICT, [row["id"]]):
            continue  # it went with another one
        try:
            decide(work, row, take)
        except CommandError:
            continue
        if rows_by_id(work.connection, t.CONFLICT, [row["id"]]):
            work.recorder.delete(t.CONFLICT, row["id"])
    left = set(work.connection.execute(select(t.CONFLICT.c.id)).scalars())
    return [row for row in held if row["id"] not in left]


def can_take_both(kind: str, field: str) -> bool:
    """Say whether both sides of a conflict of this kind, about this field, can stand together."""
    if kind == ConflictKind.NUMBER:
        return True
    return kind == ConflictKind.FIELD and field in _LONG | _SHORT | {"aliases"}


def decide(work: Work, conflict: Mapping[str, Any], take: Take, value: str = "") -> None:
    """Write what was decided about a conflict into its rows.

    Args:
        work: the transaction.
        conflict: a row of the table of conflicts.
        take: whose word counts.
        value: the value, where neither's does.

    Raises:
        CommandError: both cannot stand together, the value is none, or it refers to what is gone.
    """
    if conflict["kind"] == ConflictKind.DELETE:
        _decide_deletion(work, conflict, take)
    elif conflict["kind"] == ConflictKind.NUMBER:
        _decide_number(work, conflict, take, value)
    else:
        _decide_field(work, conflict, take, value)


def _decide_deletion(work: Work, conflict: Mapping[str, Any], take: Take) -> None:
    if take == Take.VALUE:
        raise CommandError("wrong_value", "A deletion has no value", "Take ours or theirs.", field="take")
    if take != Take.BOTH and conflict[str(take)]["gone"]:
        first = (conflict["table_name"], conflict["row_id"])
        delete_rows(work, [first, *((table, row_id) for table, row_id in conflict["along"])])


def _decide_number(work: Work, conflict: Mapping[str, Any], take: Take, value: str) -> None:
    column, (table_name, other) = conflict["field"], conflict["along"][0]
    table, renamed = t.BY_NAME[table_name], conflict["row_id"] if take == Take.THEIRS else other
    if take == Take.BOTH:
        return
    if table is t.REVIEW_BATCH:
        _renumber_batch(work, renamed, take)
        return
    if take == Take.VALUE:
        number = required_text(value, "value")
        work.check_unique(table, column, {column: number}, besides=renamed)
    else:
        number = _free_number(work, conflict)
    work.recorder.update(table, renamed, _with_sort(column, number))


def _renumber_batch(work: Work, batch_id: str, take: Take) -> None:
    if take == Take.VALUE:
        raise CommandError(
            "wrong_value", "Review batches are numbered in turn", "Take ours or theirs.", field="take"
        )
    number = next_batch_number(work, work.row(t.REVIEW_BATCH, batch_id)["name"])
    work.recorder.update(t.REVIEW_BATCH, batch_id, {"number": number})


def _free_number(work: Work, conflict: Mapping[str, Any]) -> str:
    table, column = t.BY_NAME[conflict["table_name"]], conflict["field"]
    if column == "key":
        return ""  # a key is pressed; the next one would be somebody else's
    number = next_number(str(conflict["ours"][column]))
    while work.has(select(table.c.id).where(table.c[column] == number)):
        number = next_number(number)
    return number


def _with_sort(column: str, number: str) -> dict[str, str]:
    if column == "exhibit":
        return {column: number, "exhibit_sort": exhibit_sort(number)}
    return {column: number, **({_SORTS[column]: natural_key(number)} if column in _SORTS else {})}


def _decide_field(work: Work, conflict: Mapping[str, Any], take: Take, value: str) -> None:
    table, row_id = t.BY_NAME[conflict["table_name"]], conflict["row_id"]
    if take == Take.BOTH:
        values = _both(conflict)
    elif take == Take.VALUE:
        values = _given(conflict, value)
    else:
        values = dict(conflict[str(take)])
    if table is t.REVIEW_BATCH:
        values |= _batch_number(work, {**work.row(table, row_id), **values})
    else:
        for column in _UNIQUE & set(values):
            work.check_unique(table, column, values, besides=row_id)
    after = {**work.row(table, row_id), **values}
    _check_needs(work, table.name, after)
    _check_circle(work, table.name, after)
    work.recorder.update(table, row_id, values)


def _batch_number(work: Work, batch: Mapping[str, Any]) -> dict[str, int]:
    """Return the next number for a batch whose own is that of another batch of its name."""
    held = t.REVIEW_BATCH.c
    same = select(held.id).where(
        held.name == batch["name"], held.number == batch["number"], held.id != batch["id"]
    )
    is_held = work.has(same)
    return {"number": next_batch_number(work, batch["name"])} if is_held else {}


def _both(conflict: Mapping[str, Any]) -> dict[str, Any]:
    column, ours, theirs = conflict["field"], conflict["ours"], conflict["theirs"]
    if column in _LONG | _SHORT:
        between = "\n\n" if column in _LONG else " / "
        sides = sorted([(conflict["ours_at"], ours[column]), (conflict["theirs_at"], theirs[column])])
        return {column: between.join(dict.fromkeys(text for _at, text in sides if text))}
    if len(ours) == 1 and isinstance(ours[column], list) and column == "aliases":
        return {column: list(dict.fromkeys([*ours[column], *theirs[column]]))}
    raise CommandError(
        "not_both", f"The field {column!r} can hold one value only", "Take ours or theirs.", field="take"
    )


def _given(conflict: Mapping[str, Any], value: str) -> dict[str, Any]:
    column = conflict["field"]
    if column == "date_text":
        return dict(fuzzy_columns(value, "value"))
    if column in _SORTS:
        return _with_sort(column, value.strip() if column == "exhibit" else required_text(value, "value"))
    if column in _LONG | _SHORT:
        return {column: value}
    raise CommandError(
        "wrong_value",
        f"The field {column!r} is not free text",
        "Take ours or theirs; then edit it.",
        field="value",
    )


def _check_needs(work: Work, table: str, row: Mapping[str, Any]) -> None:
    for target, row_id in needs(table, row):
        if work.connection.execute(HAS_ID[target], {"row_id": row_id}).first() is None:
            what = target.replace("_", " ")
            raise CommandError("gone", f"The {what} this refers to is gone", "Take the other.", field="take")


def _check_circle(work: Work, table: str, row: Mapping[str, Any]) -> None:
    column = ABOVE.get(table)
    above, seen = row, {row["id"]}
    while column and above[column]:
        if above[column] in seen:
            raise CommandError("cycle", "A thing cannot stand under itself", "Take the other.", field="take")
        seen.add(above[column])
        above = work.row(t.BY_NAME[table], above[column])
