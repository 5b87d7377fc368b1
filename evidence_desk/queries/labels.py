"""Reads of tags, presets, groups of evidence, saved searches, assessments and notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from evidence_desk.queries.rows import AssessmentRow, DateValue, NoteRow, PresetRow, SavedSearchRow, TagRow
from evidence_desk.store import tables as t


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A numbered group of evidence items (证据组)."""

    id: str
    number: str
    title: str
    purpose: str


def groups(connection: Connection) -> list[GroupRow]:
    """Return the groups of evidence in the order of their numbers."""
    group = t.EVIDENCE_GROUP.c
    query = select(group.id, group.number, group.title, group.purpose).order_by(group.number_sort)
    return [GroupRow(*row) for row in connection.execute(query)]


def tags(connection: Connection, *, evidence: str | None = None) -> list[TagRow]:
    """Return the tags, of one item or all there are, those with a key first; their uses are not counted."""
    query = select(t.TAG)
    if evidence is not None:
        tagged = t.EVIDENCE_TAG.c
        query = query.join(t.EVIDENCE_TAG, tagged.tag_id == t.TAG.c.id).where(tagged.evidence_id == evidence)
    rows = connection.execute(query.order_by(t.TAG.c.key == "", t.TAG.c.key, t.TAG.c.name)).mappings()
    return [TagRow(row["id"], row["name"], row["color"], row["key"], row["parent_id"] or "") for row in rows]


def counted_tags(connection: Connection) -> list[TagRow]:
    """Return all tags with the numbers of their uses, which means a look at every tagged item."""
    tagged = t.EVIDENCE_TAG.c.tag_id
    rows = connection.execute(select(tagged, func.count()).group_by(tagged))
    uses = {row[0]: row[1] for row in rows}
    return [replace(tag, uses=uses.get(tag.id, 0)) for tag in tags(connection)]


def presets(connection: Connection) -> list[PresetRow]:
    """Return the presets in the order of their keys."""
    rows = connection.execute(select(t.PRESET).order_by(t.PRESET.c.key)).mappings()
    return [PresetRow(row["id"], row["key"], row["name"], row["actions"]) for row in rows]


def saved_searches(connection: Connection) -> list[SavedSearchRow]:
    """Return the saved searches, those with a key first."""
    search = t.SAVED_SEARCH.c
    rows = connection.execute(select(t.SAVED_SEARCH).order_by(search.key == "", search.key, search.name))
    return [SavedSearchRow(**row) for row in rows.mappings()]


def assessments(connection: Connection, *, evidence: str | None = None) -> list[AssessmentRow]:
    """Return the assessments, of one item or of all, in the order of the exhibits."""
    joined = t.ASSESSMENT.join(t.EVIDENCE, t.ASSESSMENT.c.evidence_id == t.EVIDENCE.c.id).join(
        t.PARTY, t.ASSESSMENT.c.by_id == t.PARTY.c.id
    )
    query = (
        select(t.ASSESSMENT, t.EVIDENCE.c.exhibit, t.PARTY.c.name.label("by_name"))
        .select_from(joined)
        .order_by(t.EVIDENCE.c.exhibit_sort, t.ASSESSMENT.c.id)
    )
    if evidence is not None:
        query = query.where(t.ASSESSMENT.c.evidence_id == evidence)
    return [_assessment_row(row) for row in connection.execute(query).mappings()]


def _assessment_row(row: Any) -> AssessmentRow:
    same = {name: row[name] for name in ("id", "exhibit", "by_name", "dimension", "position", "reason")}
    return AssessmentRow(
        **same,
        evidence=row["evidence_id"],
        by=row["by_id"],
        stage=row["stage_id"] or "",
        date=DateValue(row["date_text"], row["date_sort"], row["date_precision"]),
    )


def notes_on(connection: Connection, row_id: str) -> list[NoteRow]:
    """Return the notes on one thing, oldest first."""
    query = select(t.NOTE).where(t.NOTE.c.on_id == row_id).order_by(t.NOTE.c.at, t.NOTE.c.id)
    rows = connection.execute(query).mappings()
    return [
        NoteRow(row["id"], row["on_id"], row["on_kind"], row["text"], row["author"], row["at"])
        for row in rows
    ]
