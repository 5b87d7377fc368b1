"""Commands for evidence items, their groups and their review state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import func, select

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
from evidence_desk.commands.claims import number_columns
from evidence_desk.commands.known_words import known_type, known_word
from evidence_desk.commands.relations import held_by, set_relations
from evidence_desk.domain.evidence_fields import OWN, SHARED
from evidence_desk.domain.file_ids import hash_of
from evidence_desk.domain.numbering import natural_key
from evidence_desk.domain.words import ReviewState, Side, Spread
from evidence_desk.queries.belonging import belonging
from evidence_desk.queries.same_bytes import file_of_bytes
from evidence_desk.store import tables as t
from evidence_desk.store.recorder import rows_by_id
from evidence_desk.support.errors import CommandError
from evidence_desk.support.unset import UNSET, UnsetType
from evidence_desk.support.wording import counted


def exhibit_columns(values: dict[str, Any]) -> dict[str, Any]:
    """Add the sort key of an exhibit number where one is given; items without a number sort last."""
    if "exhibit" not in values:
        return values
    return {**values, "exhibit_sort": exhibit_sort(values["exhibit"])}


def exhibit_sort(exhibit: str) -> str:
    """Return the sort key of an exhibit number; none sorts after all."""
    return natural_key(exhibit) if exhibit else "\uffff"


@dataclass(frozen=True, kw_only=True)
class SharedFields(Command):
    """The fields that one item or several may be given."""

    kind: Text = UNSET
    type: Text = UNSET
    date: Text = UNSET
    author: Text = UNSET
    source: Text = UNSET
    obtained: Text = UNSET
    custodian: Text = UNSET
    language: Text = UNSET
    original_status: Text = UNSET
    purpose: Text = UNSET
    confidentiality: Text = UNSET
    privilege: Text = UNSET
    privilege_reason: Text = UNSET
    side: Side | UnsetType = UNSET
    group: Text = UNSET
    review: ReviewState | UnsetType = UNSET

    def shared_columns(self, work: Work) -> dict[str, Any]:
        """Return the given fields as columns.

        Raises:
            CommandError: a value is not one of the profile, a date cannot be read, or there is no such group.
        """
        values = {
            **same_named(self, *SHARED),
            **fuzzy_columns(self.date),
            **given(group_id=work.resolve_optional("group", self.group, "group")),
        }
        if isinstance(self.kind, str):
            values["kind"] = known_kind(work, self.kind)
        if isinstance(self.type, str):
            values["type"] = known_type(work.connection, work.profile, self.type)
        return values


@dataclass(frozen=True, kw_only=True)
class _EvidenceFields(SharedFields):
    exhibit: Text = UNSET
    native_title: Text = UNSET
    notes: Text = UNSET
    files: list[str] | UnsetType = UNSET

    def columns(self, work: Work, *, besides: str | None = None) -> dict[str, Any]:
        """Return the given plain fields as columns."""
        values = {**self.shared_columns(work), **same_named(self, *OWN)}
        if isinstance(self.exhibit, str):
            values["exhibit"] = self.exhibit.strip()
            work.check_unique(t.EVIDENCE, "exhibit", values, besides=besides)
        return exhibit_columns(values)

    def set_files(self, work: Work, evidence_id: str, seen: list[str] | UnsetType = UNSET) -> None:
        """Make the item's files exactly the given ones, where given; what came or went since ``seen`` stays so."""
        if not isinstance(self.files, UnsetType):
            ids = [work.resolve("file", reference, "files") for reference in self.files]
            marked = [hash_of(reference) != reference for reference in self.files]
            named = [one if is_marked else hash_of(one) for one, is_marked in zip(ids, marked, strict=True)]
            if not isinstance(seen, UnsetType):
                known = {work.resolve("file", reference, "files_seen") for reference in seen}
                held = held_by(work.connection, evidence_id)
                pairs = zip(named, ids, strict=True)
                named = [name for name, one in pairs if one in held or one not in known]
                named += [one for one in held if one not in known and one not in ids]
            set_files(work, evidence_id, named)


def set_files(work: Work, evidence_id: str, named: Sequence[str]) -> None:
    """Make the files of an item exactly the given ones, by their ids or by hashes, in this order.

    Raises:
        CommandError: the item has cites on a file that would be taken off it.
    """
    meant = _as_held(held_by(work.connection, evidence_id), named)
    files = file_of_bytes(work.connection, meant)
    ids = [files[each] for each in meant]
    _check_keeps_cited(work, evidence_id, ids)
    set_relations(work, t.EVIDENCE_FILE, "evidence_id", evidence_id, "file_id", ids)


def _as_held(held: Sequence[str], named: Sequence[str]) -> list[str]:
    """Return the files meant; each time a hash is named, it is the next file of the item that has these bytes."""
    left = [file_id for file_id in held if hash_of(file_id) == file_id or file_id not in named]
    meant: list[str] = []
    for name in named:
        alike = (each for each in left if hash_of(each) == name)
        meant.append(next(alike, name))
        left = [each for each in left if each != meant[-1]]
    return meant


def _check_keeps_cited(work: Work, evidence_id: str, file_ids: list[str]) -> None:
    """Refuse to take a file off an item while the item has cites on it."""
    cite = t.CITE.c
    query = (
        select(t.FILE.c.name, func.count(cite.id))
        .join_from(t.CITE, t.FILE)
        .where(cite.evidence_id == evidence_id, cite.file_id.not_in(file_ids))
        .group_by(t.FILE.c.id)
    )
    cited = work.connection.execute(query.limit(1)).first()
    if cited is not None:
        name, cites = cited
        raise CommandError(
            "file_cited",
            f"The item has {counted(cites, 'cite')} on the file {name!r} that would be taken off it",
            "Delete the cites first.",
            field="files",
        )


def known_kind(work: Work, kind: str, within: str = "") -> str:
    """Return an evidence kind of the profile, or an empty text.

    Raises:
        CommandError: the profile has no such kind.
    """
    kinds = work.profile.evidence_kinds
    return known_word(work.connection, work.profile, kind, kinds, field="kind", within=within)


@dataclass(frozen=True, kw_only=True)
class AddEvidence(_EvidenceFields):
    """Add an evidence item, with its files or with none yet ("to be obtained")."""

    title: str

    def apply(self, work: Work) -> str:
        """Insert the item."""
        title = required_text(self.title, "title")
        defaults = {
            "review": "unreviewed",
            "side": "ours",
            "guesses": {},
            "added_at": work.at,
            "exhibit_sort": exhibit_sort(""),
            **fuzzy_columns(""),
        }
        evidence_id = work.create("evidence", t.EVIDENCE, {**defaults, **self.columns(work), "title": title})
        self.set_files(work, evidence_id)
        return f"Add evidence {self.exhibit or ''} {title}".replace("  ", " ")


@dataclass(frozen=True, kw_only=True)
class EditEvidence(_EvidenceFields):
    """Change an evidence item. What a person enters is no guess any more.

    Attributes:
        files_seen: the item's files as they were when ``files`` was chosen: one that joined since stays behind the
            others, one taken off since stays off. Without it the files are exactly ``files``.
    """

    evidence: str
    title: Text = UNSET
    files_seen: list[str] | UnsetType = UNSET

    def apply(self, work: Work) -> str:
        """Update the item."""
        evidence_id = work.resolve("evidence", self.evidence, "evidence")
        values = {**self.columns(work, besides=evidence_id), **required_texts(self, "title")}
        enter(work, [evidence_id], values)
        self.set_files(work, evidence_id, self.files_seen)
        return f"Edit evidence {item_name(work, evidence_id)}"


def item_name(work: Work, evidence_id: str) -> str:
    """Return what an item is called: its exhibit number, or its title while it has none."""
    row = work.row(t.EVIDENCE, evidence_id)
    return str(row["exhibit"] or row["title"])


def enter(work: Work, evidence_ids: list[str], values: Mapping[str, Any]) -> None:
    """Set columns of items; what a person enters is no guess any more."""
    entered = {"date" if name == "date_text" else name for name in values}
    after = {}
    for row_id, row in rows_by_id(work.connection, t.EVIDENCE, evidence_ids, ["guesses"]).items():
        left = {name: why for name, why in row["guesses"].items() if name not in entered}
        after[row_id] = {**values, "guesses": left}
    work.recorder.update_many(t.EVIDENCE, after)


@dataclass(frozen=True, kw_only=True)
class AddEvidenceGroup(Command):
    """Add a numbered group of evidence items (证据组)."""

    number: str
    title: str
    purpose: Text = UNSET

    def apply(self, work: Work) -> str:
        """Insert the group."""
        named = required_texts(self, "number", "title")
        work.check_unique(t.EVIDENCE_GROUP, "number", named)
        work.create("group", t.EVIDENCE_GROUP, number_columns({**same_named(self, "purpose"), **named}))
        return f"Add evidence group {named['number']} {named['title']}"


@dataclass(frozen=True, kw_only=True)
class EditEvidenceGroup(Command):
    """Change a group of evidence items."""

    group: str
    number: Text = UNSET
    title: Text = UNSET
    purpose: Text = UNSET

    def apply(self, work: Work) -> str:
        """Update the group."""
        group_id = work.resolve("group", self.group, "group")
        values = number_columns({**same_named(self, "purpose"), **required_texts(self, "number", "title")})
        work.check_unique(t.EVIDENCE_GROUP, "number", values, besides=group_id)
        work.recorder.update(t.EVIDENCE_GROUP, group_id, values)
        return f"Edit evidence group {work.row(t.EVIDENCE_GROUP, group_id)['number']}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The items a coding goes to, and in words how many they are: "1 item and 3 near duplicates"."""

    ids: list[str]
    words: str


_ALONG = {
    Spread.FAMILY: ("of its family", "of their families"),
    Spread.DUPLICATES: ("exact copy", "exact copies"),
    Spread.NEAR: ("near duplicate", "near duplicates"),
}


@dataclass(frozen=True, kw_only=True)
class CodingCommand(Command):
    """A command for several items at once, and for what belongs to them in the ways that ``spread`` names."""

    evidence: list[str]
    spread: list[Spread] = field(default_factory=list)

    def chosen(self, work: Work) -> Chosen:
        """Return the items.

        Raises:
            CommandError: the list is empty, or one of them is no item.
        """
        asked = resolve_all(work, self.evidence)
        along = belonging(work.connection, asked, self.spread)
        known = dict.fromkeys(chain(asked, *along.values()))
        if Spread.NEAR in self.spread:
            along[Spread.NEAR] = [each for each in work.near(asked) if each not in known]
            known.update(dict.fromkeys(along[Spread.NEAR]))
        parts = [f"{len(ids)} {_ALONG[way][len(ids) > 1]}" for way, ids in along.items() if ids]
        said = [counted(len(asked), "item"), *parts]
        words = " and ".join([", ".join(said[:-1]), said[-1]]) if parts else said[0]
        return Chosen(list(known), words)


@dataclass(frozen=True, kw_only=True)
class SetReview(CodingCommand):
    """Say how far the review of items is."""

    state: ReviewState

    def apply(self, work: Work) -> str:
        """Update the items."""
        chosen = self.chosen(work)
        set_review(work, chosen.ids, self.state)
        return f"Mark {chosen.words} {str(self.state).replace('_', ' ')}"


def set_review(work: Work, evidence_ids: list[str], state: str) -> None:
    """Set the review state of items."""
    work.recorder.update_many(t.EVIDENCE, {row_id: {"review": str(state)} for row_id in evidence_ids})


def resolve_all(work: Work, references: list[str]) -> list[str]:
    """Return the ids of evidence items, each once.

    Raises:
        CommandError: the list is empty, or one of them is no item.
    """
    if not references:
        raise CommandError(
            "empty", "The list of evidence is empty", "Name at least one item.", field="evidence"
        )
    plain = rows_by_id(work.connection, t.EVIDENCE, references)
    ids = [ref if ref in plain else work.resolve("evidence", ref, "evidence") for ref in references]
    return list(dict.fromkeys(ids))
