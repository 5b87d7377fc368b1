"""Reads of what two copies disagree about: in words, by row, and as a comparison word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from evidence_desk.queries.things import Image, image_of, short_name, thing_of
from evidence_desk.store import tables as t
from evidence_desk.support.canonical import canonical_json

# A run of letters and digits, or any other single character; Han characters are words of their own.
_WORDS = re.compile(r"[^\W_\u2e80-\u9fff\uf900-\ufaff]+|\s+|.", re.DOTALL)
_NUMBERS = ("exhibit", "number")
_NAMES = (
    "title",
    "name",
    "native_title",
    "court",
    "text",
    "quote",
    "purpose",
    "kind",
)  # the first that is set
_MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """What two copies disagree about, until somebody decides.

    Attributes:
        id: names it to ResolveConflict.
        what: the thing, in words; name is what it is called in short.
        field: the column, or an empty text for the whole thing.
        base: the value both sides once saw, as text; empty where there was none.
        ours: our value as text; ``deleted`` or ``kept`` for a deletion.
        theirs: their value.
        kind: field, delete, number or cycle.
        table: the table of the thing.
        row: its id.
        along: further things it is about, as table and id; other is the first of them in words.
        ours_by: who wrote ours, and ours_at when.
        theirs_by: who wrote theirs, and theirs_at when.
    """

    id: str
    what: str
    name: str
    field: str
    base: str
    ours: str
    theirs: str
    kind: str
    table: str
    row: str
    along: tuple[tuple[str, str], ...]
    other: str
    ours_by: str
    ours_at: str
    theirs_by: str
    theirs_at: str


def conflicts(connection: Connection) -> list[ConflictRow]:
    """Return the conflicts nobody has decided yet, in the order of their things."""
    order = (t.CONFLICT.c.table_name, t.CONFLICT.c.row_id, t.CONFLICT.c.field, t.CONFLICT.c.id)
    rows = connection.execute(select(t.CONFLICT).order_by(*order)).mappings().all()
    return [in_words(dict(row), image_of(connection)) for row in rows]


def conflict_count(connection: Connection) -> int:
    """Return how many conflicts nobody has decided yet."""
    return connection.execute(select(func.count()).select_from(t.CONFLICT)).scalar_one()


def conflicted_rows(connection: Connection) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the things with conflicts, by table and id, each with the ids of its conflicts."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    query = select(t.CONFLICT.c.id, t.CONFLICT.c.table_name, t.CONFLICT.c.row_id, t.CONFLICT.c.along)
    for conflict_id, table, row_id, along in connection.execute(query.order_by(t.CONFLICT.c.id)):
        for key in ((table, row_id), *((str(one[0]), str(one[1])) for one in along)):
            found[key] = (*found.get(key, ()), conflict_id)
    return found


def conflicted_things(connection: Connection) -> dict[tuple[str, str], int]:
    """Return how many conflicts there are about each thing of the window and what hangs on it, by table and id."""
    image = image_of(connection)
    about: dict[tuple[str, str], set[str]] = {}
    for key, ids in conflicted_rows(connection).items():
        for each in {key, thing_of(key, image)}:
            about.setdefault(each, set()).update(ids)
    return {key: len(ids) for key, ids in about.items()}


def in_words(row: Mapping[str, Any], image: Image) -> ConflictRow:
    """Return a conflict for people.

    Args:
        row: as it is stored.
        image: returns a row by table and id, or None.
    """
    table, column = row["table_name"], row["field"]
    along = tuple((str(one[0]), str(one[1])) for one in row["along"])
    return ConflictRow(
        id=row["id"],
        what=_name(table, image(table, row["row_id"])),
        name=short_name((table, row["row_id"]), image),
        field=column,
        base=shown(table, column, row["base"], image),
        ours=shown(table, column, row["ours"], image),
        theirs=shown(table, column, row["theirs"], image),
        kind=row["kind"],
        table=table,
        row=row["row_id"],
        along=along,
        other=_name(along[0][0], image(*along[0])) if along else "",
        ours_by=row["ours_by"],
        ours_at=row["ours_at"],
        theirs_by=row["theirs_by"],
        theirs_at=row["theirs_at"],
    )


def _name(table: str, row: Mapping[str, Any] | None) -> str:
    """Return a thing in words: what it is, its number, and what it is called."""
    held = row or {}
    found = [next((str(held[name]) for name in names if held.get(name)), "") for names in (_NUMBERS, _NAMES)]
    return " ".join([table.replace("_", " "), *filter(None, found)])[:_MAX_NAME]


def shown(table: str, column: str, values: Mapping[str, Any], image: Image) -> str:
    """Return a value for people: a reference as the name of what it refers to, lists as JSON.

    Args:
        table: of the row.
        column: the one people know of those that are one thing.
        values: the columns of one side, or whether the row is ``gone``; empty where there is none.
        image: returns a row by table and id, or None.
    """
    if "gone" in values:
        return "deleted" if values["gone"] else "kept"
    if not values:
        return ""
    value = values.get(column)
    if value is None:
        others = [other for other in values.values() if other is not None]
        value = others[0] if others and len(values) > 1 else ""
    if not isinstance(value, str):
        return canonical_json(value)
    for key in t.BY_NAME[table].c[column].foreign_keys:
        found = image(key.column.table.name, value) if value else None
        return _name(key.column.table.name, found) if found else value
    return value


def word_diff(before: str, after: str) -> list[tuple[str, str]]:
    """Return how one text becomes another, as pairs of ``same``, ``removed`` or ``added`` and the words."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    parts: list[tuple[str, str]] = []
    for tag, a0, a1, b0, b1 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(("same", "".join(old[a0:a1])))
            continue
        parts += _parts("removed", old[a0:a1])
        parts += _parts("added", new[b0:b1])
    return parts


def _parts(kind: str, words: Iterable[str]) -> list[tuple[str, str]]:
    text = "".join(words)
    return [(kind, text)] if text else []
