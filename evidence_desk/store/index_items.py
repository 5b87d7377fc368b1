"""What the index holds of an evidence item, and which items a stretch of the history changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.domain.produced import numbers
from evidence_desk.store import tables as t
from evidence_desk.store.history import RowChange, entry
from evidence_desk.store.tables import HISTORY

_PART = 500
_FOLDERS = re.compile(r".*[/\\]")
_TEXTS: dict[str, tuple[str, ...]] = {
    "title": ("title", "native_title"),
    "people": ("author", "source", "custodian", "obtained"),
    "labels": ("exhibit", "type", "kind", "language"),
    "notes": ("notes", "purpose"),
}
# Tables whose rows belong to one item, and the column that names it.
_OF_ITEM = {
    "cite": "evidence_id",
    "proof_link": "evidence_id",
    "evidence_tag": "evidence_id",
    "evidence_file": "evidence_id",
    "note": "on_id",
}


def all_items(connection: Connection) -> list[str]:
    """Return the ids of all evidence items."""
    return list(connection.execute(select(t.EVIDENCE.c.id).order_by(t.EVIDENCE.c.id)).scalars())


def hash_at(connection: Connection, seq: int) -> str | None:
    """Return the hash of an entry of the history, or None when there is no such entry."""
    return connection.execute(select(HISTORY.c.hash).where(HISTORY.c.seq == seq)).scalar()


def items_changed(connection: Connection, first: int, last: int) -> set[str]:
    """Return the evidence items whose words may differ after a stretch of the history, both ends included."""
    found: set[str] = set()
    for seq in range(first, last + 1):
        for change in entry(connection, seq).row_changes():
            found |= set(_items_of(connection, change))
    return found


def _items_of(connection: Connection, change: RowChange) -> Iterator[str]:
    if change.table == "evidence":
        yield change.id
    elif change.table == "tag":
        tagged = t.EVIDENCE_TAG.c
        yield from connection.execute(select(tagged.evidence_id).where(tagged.tag_id == change.id)).scalars()
    elif change.table == "file_place":
        images = [image for image in (change.before, change.after) if image and "file_id" in image]
        files = {image["file_id"] for image in images}
        join = t.EVIDENCE_FILE.c
        yield from connection.execute(select(join.evidence_id).where(join.file_id.in_(files))).scalars()
    elif change.table in _OF_ITEM:
        column = _OF_ITEM[change.table]
        images = [image for image in (change.before, change.after) if image and column in image]
        yield from (image[column] for image in images)
        table = t.BY_NAME[change.table]
        held = connection.execute(select(table.c[column]).where(table.c.id == change.id)).scalar()
        if held is not None:
            yield held


def documents(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Yield the texts of items by column of the index; items that are gone are left out."""
    for start in range(0, len(ids), _PART):
        yield from _part(connection, ids[start : start + _PART])


def _part(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    more: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for evidence_id, column, words in _around(connection, ids):
        more[evidence_id][column].append(words)
    for row in connection.execute(select(t.EVIDENCE).where(t.EVIDENCE.c.id.in_(ids))).mappings():
        found = more[row["id"]]
        texts = {column: [row[name] for name in names] for column, names in _TEXTS.items()}
        columns = dict.fromkeys((*texts, *found))
        yield row["id"], {name: [*texts.get(name, ()), *found.get(name, ())] for name in columns}


def _around(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield item, column and words of what hangs on items."""
    cite, link, note = t.CITE.c, t.PROOF_LINK.c, t.NOTE.c
    plain: list[tuple[str, Any]] = [
        ("quotes", select(cite.evidence_id, cite.quote).where(cite.evidence_id.in_(ids))),
        ("notes", select(cite.evidence_id, cite.note).where(cite.evidence_id.in_(ids))),
        ("notes", select(note.on_id, note.text).where(note.on_kind == "evidence", note.on_id.in_(ids))),
        ("notes", select(link.evidence_id, link.purpose).where(link.evidence_id.in_(ids))),
        ("notes", select(link.evidence_id, link.objection).where(link.evidence_id.in_(ids))),
        ("notes", select(link.evidence_id, link.answer).where(link.evidence_id.in_(ids))),
        (
            "labels",
            select(t.EVIDENCE_TAG.c.evidence_id, t.TAG.c.name)
            .join_from(t.EVIDENCE_TAG, t.TAG)
            .where(t.EVIDENCE_TAG.c.evidence_id.in_(ids)),
        ),
    ]
    for column, query in plain:
        for evidence_id, words in connection.execute(query):
            yield evidence_id, column, words
    yield from _of_files(connection, ids)
    yield from _of_places(connection, ids)


def _of_files(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    query = (
        select(t.EVIDENCE_FILE.c.evidence_id, t.FILE.c.name, t.FILE.c.facts)
        .join_from(t.EVIDENCE_FILE, t.FILE)
        .where(t.EVIDENCE_FILE.c.evidence_id.in_(ids))
        .order_by(t.EVIDENCE_FILE.c.position)
    )
    for evidence_id, name, facts in connection.execute(query):
        yield evidence_id, "labels", name
        for number in numbers(facts):
            yield evidence_id, "labels", number
        for person in facts.get("people", ()):
            yield evidence_id, "people", str(person)


def _of_places(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield what files are called where they were met again: a name, or a load file and the number in it."""
    join, place = t.EVIDENCE_FILE.c, t.FILE_PLACE.c
    query = (
        select(join.evidence_id, place.path)
        .join_from(t.EVIDENCE_FILE, t.FILE_PLACE, place.file_id == join.file_id)
        .where(join.evidence_id.in_(ids))
        .order_by(join.position, place.at, place.path)
    )
    for evidence_id, path in connection.execute(query):
        yield evidence_id, "labels", _FOLDERS.sub("", path)
