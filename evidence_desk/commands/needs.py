"""What a row needs: the rows it refers to by columns, by what a note is on, and by the actions of a preset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from evidence_desk.commands.references import KINDS
from evidence_desk.store import tables as t
from evidence_desk.support.ids import pair_id

# What a thing stands under, of the same kind; nothing may stand under itself.
ABOVE = {"element": "parent_id", "evidence": "parent_id", "tag": "parent_id", "proceeding": "from_id"}


@cache
def _keys_of(table: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (column.name, key.column.table.name)
        for column in t.BY_NAME[table].columns
        for key in column.foreign_keys
    )


def needs(table: str, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the rows a row needs: by its columns, by what a note is on, and by the actions of a preset."""
    for column, target in _keys_of(table):
        if row.get(column):
            yield target, row[column]
    if table == "note" and row.get("on_id") and row.get("on_kind") in KINDS:
        yield KINDS[row["on_kind"]].table.name, row["on_id"]
    elif table == "preset":
        yield from _preset_references(row.get("actions") or {})
    elif table == "cite" and row.get("file_id") and row.get("evidence_id"):
        yield "evidence_file", pair_id("evidence_file", row["evidence_id"], row["file_id"])
    elif table == "conflict" and row.get("kind") in ("field", "cycle"):
        for side in ("ours", "theirs"):
            yield from needs(row["table_name"], row[side])


def _preset_references(actions: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for tag in actions.get("tags", ()):
        yield "tag", tag
    for link in actions.get("links", ()):
        for name in ("element", "fact"):
            if link.get(name):
                yield name, link[name]
    for stage in actions.get("stages", ()):
        if stage.get("stage"):
            yield "stage_event", stage["stage"]
