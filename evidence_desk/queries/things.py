"""Which thing of the window a row belongs to, and what the thing is called there in short."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from evidence_desk.store.recorder import rows_by_id
from evidence_desk.store.tables import BY_NAME

Key = tuple[str, str]  # table and id
Image = Callable[[str, str], Mapping[str, Any] | None]

# table -> what its rows hang on, and the column that says which.
_OWNERS = {
    "evidence_file": ("evidence", "evidence_id"),
    "evidence_tag": ("evidence", "evidence_id"),
    "cite": ("evidence", "evidence_id"),
    "proof_link": ("evidence", "evidence_id"),
    "stage_link": ("evidence", "evidence_id"),
    "assessment": ("evidence", "evidence_id"),
    "link_cite": ("proof_link", "link_id"),
    "fact_element": ("fact", "fact_id"),
    "fact_competition": ("fact", "a_id"),
    "deadline": ("stage_event", "stage_id"),
    "file_place": ("file", "file_id"),
    "review_item": ("review_batch", "batch_id"),
}
_TABLES = {"stage": "stage_event", "link": "proof_link", "group": "evidence_group", "search": "saved_search"}
# What a pair joins: the columns of the second thing, the first that is set counts.
_SECOND = {
    "proof_link": (("element", "element_id"), ("fact", "fact_id")),
    "stage_link": (("stage_event", "stage_id"),),
    "fact_element": (("element", "element_id"),),
    "fact_competition": (("fact", "b_id"),),
}
_SHORT = ("exhibit", "number", "case_number", "title", "name", "court", "key", "kind")
_TEXTS = ("title", "text", "quote", "name", "court", "kind", "reason", "purpose", "stance", "status")
_MOST = 120


def table_of(kind: str) -> str:
    """Return the table of a kind of thing, as notes name it."""
    return _TABLES.get(kind, kind)


def owner_of(key: Key, row: Mapping[str, Any]) -> Key | None:
    """Return what a row hangs on, or None for a thing of its own."""
    table, _row_id = key
    if table == "note" and row.get("on_id"):
        return table_of(str(row["on_kind"])), str(row["on_id"])
    if table in _OWNERS and row.get(_OWNERS[table][1]):
        owner, column = _OWNERS[table]
        return owner, str(row[column])
    return None


def thing_of(key: Key, image: Image) -> Key:
    """Return the thing a row belongs to, the row itself where it is one."""
    for _step in range(4):
        row = image(*key)
        owner = owner_of(key, row) if row else None
        if owner is None:
            return key
        key = owner
    return key


def is_there(connection: Connection, row_id: str, *kinds: str) -> bool:
    """Tell whether the matter holds a thing of one of some kinds under an id."""
    return any(rows_by_id(connection, BY_NAME[table_of(kind)], [row_id]) for kind in kinds)


def owner_in_matter(connection: Connection, key: Key) -> Key:
    """Return the thing of the window a row of the matter belongs to."""
    return thing_of(key, image_of(connection))


def image_of(connection: Connection) -> Image:
    """Return what reads a row of the matter by table and id; None for one that is not there."""

    def _image(table: str, row_id: str) -> Mapping[str, Any] | None:
        found = rows_by_id(connection, BY_NAME[table], [row_id]) if table in BY_NAME else {}
        return found.get(row_id)

    return _image


def short_name(key: Key, image: Image) -> str:
    """Return what a row is called in a list: A-9, 2.1, A-7 → 2.1, or a title."""
    row = image(*key)
    if row is None:
        return ""
    owner = owner_of(key, row)
    first = short_name(owner, image) if owner else _own_name(key[0], row)
    second = second_name(key, image)
    return f"{first} → {second}" if second else first


def second_name(key: Key, image: Image) -> str:
    """Return what the second thing of a pair is called, 2.1 of A-7 → 2.1; empty for what is no pair."""
    row = image(*key) or {}
    joined = ((table, str(row[column])) for table, column in _SECOND.get(key[0], ()) if row.get(column))
    second = next(joined, None)
    return short_name(second, image) if second else ""


def _own_name(table: str, row: Mapping[str, Any]) -> str:
    if table == "review_batch":  # the batches of a split share its name
        return f"{row['name']} {row['number']}"
    return _first(row, _SHORT)


def main_text(key: Key, image: Image) -> str:
    """Return what a row says: its title, text, quote, the name of the tag, the stance of the link."""
    row = image(*key)
    if row is None:
        return ""
    if key[0] == "evidence_tag":
        return main_text(("tag", str(row["tag_id"])), image)
    if key[0] == "evidence_file":
        return main_text(("file", str(row["file_id"])), image)
    if key[0] in ("proof_link", "stage_link"):
        return str(row.get("stance") or row.get("status") or "")
    return _first(row, _TEXTS)


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    found = " ".join(str(next((row[name] for name in names if row.get(name)), "")).split())
    return found if len(found) <= _MOST else f"{found[: _MOST - 1]}…"
