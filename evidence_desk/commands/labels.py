"""Commands for tags, assessments and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from evidence_desk.commands.base import (
    Command,
    Text,
    Work,
    fuzzy_columns,
    given,
    required_text,
    required_texts,
    same_named,
)
from evidence_desk.commands.code_keys import check_key_is_free
from evidence_desk.commands.evidence import CodingCommand
from evidence_desk.store import tables as t
from evidence_desk.support.errors import CommandError
from evidence_desk.support.ids import pair_id
from evidence_desk.support.unset import UNSET, UnsetType

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, kw_only=True)
class _TagFields(Command):
    color: Text = UNSET
    key: Text = UNSET
    parent: Text = UNSET

    def columns(self, work: Work, *, besides: str | None = None) -> dict[str, Any]:
        """Return the given fields as columns."""
        values: dict[str, Any] = {
            **same_named(self, "color", "key"),
            **given(parent_id=work.resolve_optional("tag", self.parent, "parent")),
        }
        if values.get("color") and not _COLOR.fullmatch(values["color"]):
            raise CommandError(
                "bad_color", f"{values['color']!r} is not a colour", "Write #rrggbb.", field="color"
            )
        if values.get("key"):
            check_key_is_free(values["key"], with_shift=False)
            work.check_unique(t.TAG, "key", values, besides=besides)
        refusal = CommandError("cycle", "A tag cannot stand under itself", field="parent")
        work.check_above(t.TAG, "parent_id", values.get("parent_id"), besides, refusal)
        return values


@dataclass(frozen=True, kw_only=True)
class AddTag(_TagFields):
    """Add a coloured label."""

    name: str

    def apply(self, work: Work) -> str:
        """Insert the tag."""
        values = {**self.columns(work), **required_texts(self, "name")}
        work.check_unique(t.TAG, "name", values)
        work.create("tag", t.TAG, values)
        return f"Add tag {values['name']}"


@dataclass(frozen=True, kw_only=True)
class EditTag(_TagFields):
    """Change a tag."""

    tag: str
    name: Text = UNSET

    def apply(self, work: Work) -> str:
        """Update the tag."""
        tag_id = work.resolve("tag", self.tag, "tag")
        values = {**self.columns(work, besides=tag_id), **required_texts(self, "name")}
        work.check_unique(t.TAG, "name", values, besides=tag_id)
        work.recorder.update(t.TAG, tag_id, values)
        return f"Edit tag {work.row(t.TAG, tag_id)['name']}"


def _pairs(evidence_ids: list[str], tag_ids: list[str]) -> dict[str, tuple[str, str]]:
    return {
        pair_id("evidence_tag", evidence_id, tag_id): (evidence_id, tag_id)
        for tag_id in tag_ids
        for evidence_id in evidence_ids
    }


def _held(work: Work, tag_ids: list[str]) -> set[str]:
    query = select(t.EVIDENCE_TAG.c.id).where(t.EVIDENCE_TAG.c.tag_id.in_(tag_ids))
    return set(work.connection.execute(query).scalars())


def add_tags(work: Work, evidence_ids: list[str], tag_ids: list[str]) -> None:
    """Put tags on items that do not have them yet."""
    held = _held(work, tag_ids)
    rows = [
        {"id": key, "evidence_id": evidence_id, "tag_id": tag_id}
        for key, (evidence_id, tag_id) in _pairs(evidence_ids, tag_ids).items()
        if key not in held
    ]
    work.recorder.insert_many(t.EVIDENCE_TAG, rows)


def _tag_names(work: Work, tag_ids: list[str]) -> str:
    return ", ".join(work.row(t.TAG, tag_id)["name"] for tag_id in tag_ids)


@dataclass(frozen=True, kw_only=True)
class _Tagging(CodingCommand):
    tags: list[str]

    def tag_ids(self, work: Work) -> list[str]:
        """Return the ids of the tags, each once.

        Raises:
            CommandError: the list is empty, or one of them is no tag.
        """
        if not self.tags:
            raise CommandError("empty", "The list of tags is empty", "Name at least one tag.", field="tags")
        return list(dict.fromkeys(work.resolve("tag", reference, "tags") for reference in self.tags))


@dataclass(frozen=True, kw_only=True)
class TagEvidence(_Tagging):
    """Put tags on items; those that have them already keep them."""

    def apply(self, work: Work) -> str:
        """Insert what is missing."""
        chosen, tag_ids = self.chosen(work), self.tag_ids(work)
        add_tags(work, chosen.ids, tag_ids)
        return f"Tag {chosen.words} {_tag_names(work, tag_ids)}"


@dataclass(frozen=True, kw_only=True)
class UntagEvidence(_Tagging):
    """Take tags off items."""

    def apply(self, work: Work) -> str:
        """Delete what is there."""
        chosen, tag_ids = self.chosen(work), self.tag_ids(work)
        held = _held(work, tag_ids)
        work.recorder.delete_many(t.EVIDENCE_TAG, [key for key in _pairs(chosen.ids, tag_ids) if key in held])
        return f"Untag {chosen.words} {_tag_names(work, tag_ids)}"


@dataclass(frozen=True, kw_only=True)
class AssessEvidence(Command):
    """Keep one party's position on one dimension of an item; a second one at the same stage replaces it."""

    evidence: str
    by: str
    dimension: str
    position: str
    reason: Text = UNSET
    stage: Text = UNSET
    date: Text = UNSET

    def apply(self, work: Work) -> str:
        """Insert or update the assessment."""
        self._check_words(work)
        place = {
            "evidence_id": work.resolve("evidence", self.evidence, "evidence"),
            "by_id": work.resolve("party", self.by, "by"),
            "dimension": self.dimension,
            "stage_id": work.resolve("stage", self.stage, "stage")
            if isinstance(self.stage, str) and self.stage
            else None,
        }
        query = select(t.ASSESSMENT.c.id).where(
            *(t.ASSESSMENT.c[name] == value for name, value in place.items())
        )
        held = work.connection.execute(query).scalar()
        values = {**same_named(self, "position", "reason"), **fuzzy_columns(self.date)}
        if held is None:
            work.create("assessment", t.ASSESSMENT, {**fuzzy_columns(""), **place, **values})
        else:
            work.recorder.update(t.ASSESSMENT, held, values)
        name = work.row(t.EVIDENCE, str(place["evidence_id"]))
        return f"Assess {name['exhibit'] or name['title']}: {self.dimension} {self.position}"

    def _check_words(self, work: Work) -> None:
        dimensions = {dimension.id: dimension for dimension in work.profile.dimensions}
        if self.dimension not in dimensions:
            raise CommandError(
                "unknown_dimension",
                f"The profile {work.profile.id} has no dimension {self.dimension!r}",
                f"It has: {', '.join(dimensions)}.",
                field="dimension",
            )
        positions = [position.id for position in dimensions[self.dimension].positions]
        if positions and self.position not in positions:
            raise CommandError(
                "unknown_position",
                f"The dimension {self.dimension} has no position {self.position!r}",
                f"It has: {', '.join(positions)}.",
                field="position",
            )


@dataclass(frozen=True, kw_only=True)
class AddNote(Command):
    """Write a note on anything."""

    on: str
    text: str

    def apply(self, work: Work) -> str:
        """Insert the note."""
        kind, row_id = work.references.resolve_any(work.connection, self.on, "on")
        values = {
            "on_kind": kind,
            "on_id": row_id,
            "text": required_text(self.text, "text"),
            "author": work.actor,
            "at": work.at,
        }
        work.create("note", t.NOTE, values)
        return f"Add note on {kind.replace('_', ' ')}"


@dataclass(frozen=True, kw_only=True)
class EditNote(Command):
    """Change the text of a note, or what it is on."""

    note: str
    on: Text = UNSET
    text: Text = UNSET

    def apply(self, work: Work) -> str:
        """Update the note."""
        note_id = work.resolve("note", self.note, "note")
        values: dict[str, Any] = dict(required_texts(self, "text"))
        if not isinstance(self.on, UnsetType):
            values["on_kind"], values["on_id"] = work.references.resolve_any(work.connection, self.on, "on")
        work.recorder.update(t.NOTE, note_id, values)
        return "Edit note"
