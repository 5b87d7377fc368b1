"""Finds files the matter holds by their names, with the item each stands in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from evidence_desk.store import tables as t


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file and the first item that has it, by exhibit number and title; an empty text where none has."""

    id: str
    name: str
    item: str


def files_named(connection: Connection, words: str, limit: int = 60) -> list[HeldFile]:
    """Return the files whose names hold all words typed, those that came last first."""
    file, held, item = t.FILE.c, t.EVIDENCE_FILE.c, t.EVIDENCE.c
    called = func.trim(item.exhibit + " " + item.title)
    holder = (
        select(called)
        .join_from(t.EVIDENCE_FILE, t.EVIDENCE, held.evidence_id == item.id)
        .where(held.file_id == file.id)
        .order_by(item.exhibit_sort, item.id)
        .limit(1)
        .scalar_subquery()
    )
    fits = [file.name.icontains(word, autoescape=True) for word in words.split()]
    query = select(file.id, file.name, func.coalesce(holder, "")).where(*fits)
    rows = connection.execute(query.order_by(file.imported_at.desc(), file.name, file.id).limit(limit))
    return [HeldFile(*row) for row in rows]
