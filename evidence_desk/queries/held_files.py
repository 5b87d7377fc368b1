"""Finds files the matter holds by their names, with the item each stands in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from evidence_desk.store import tables as t

_OF_ITEM = ("exhibit", "title", "native_title")


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file, and exhibit number and titles of the first item that has it; empty texts where none has."""

    id: str
    name: str
    exhibit: str
    title: str
    native_title: str


def files_named(connection: Connection, words: str, limit: int = 60) -> list[HeldFile]:
    """Return the files whose names hold all words typed, those that came last first."""
    file, held, item, first = t.FILE.c, t.EVIDENCE_FILE.c, t.EVIDENCE.c, t.EVIDENCE.alias().c
    holder = (
        select(first.id)
        .select_from(t.EVIDENCE_FILE)
        .where(held.evidence_id == first.id, held.file_id == file.id)
        .order_by(first.exhibit_sort, first.id)
        .limit(1)
        .scalar_subquery()
    )
    fits = [file.name.icontains(word, autoescape=True) for word in words.split()]
    query = (
        select(file.id, file.name, *(func.coalesce(item[name], "") for name in _OF_ITEM))
        .select_from(t.FILE.outerjoin(t.EVIDENCE, item.id == holder))
        .where(*fits)
        .order_by(file.imported_at.desc(), file.name, file.id)
    )
    return [HeldFile(*row) for row in connection.execute(query.limit(limit))]
