"""Commands for claims and the elements that must be proved for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from evidence_desk.commands.base import (
    Command,
    Text,
    Work,
    amount_column,
    given,
    required_texts,
    same_named,
)
from evidence_desk.commands.known_words import known_word
from evidence_desk.domain.numbering import natural_key
from evidence_desk.domain.words import ClaimKind
from evidence_desk.store import tables as t
from evidence_desk.support.errors import CommandError
from evidence_desk.support.unset import UNSET, UnsetType


def number_columns(values: dict[str, Any]) -> dict[str, Any]:
    """Add the sort key of a number where one is given."""
    return {**values, "number_sort": natural_key(values["number"])} if "number" in values else values


@dataclass(frozen=True, kw_only=True)
class _ClaimFields(Command):
    native_title: Text = UNSET
    kind: ClaimKind | UnsetType = UNSET
    basis: Text = UNSET
    cause: Text = UNSET
    relief: Text = UNSET
    amount: str | int | float | UnsetType = UNSET
    currency: Text = UNSET
    by: Text = UNSET
    against: Text = UNSET

    def columns(self, work: Work) -> dict[str, Any]:
        """Return the given fields as columns."""
        return {
            **same_named(self, "native_title", "kind", "basis", "cause", "relief", "currency"),
            **amount_column(self.amount),
            **given(
                by_id=work.resolve_optional("party", self.by, "by"),
                against_id=work.resolve_optional("party", self.against, "against"),
            ),
        }


@dataclass(frozen=True, kw_only=True)
class AddClaim(_ClaimFields):
    """Add what a party asks for; also a defence or counterclaim."""

    number: str
    title: str

    def apply(self, work: Work) -> str:
        """Insert the claim."""
        named = required_texts(self, "number", "title")
        work.check_unique(t.CLAIM, "number", named)
        work.create("claim", t.CLAIM, number_columns({"kind": "claim", **self.columns(work), **named}))
        return f"Add claim {named['number']} {named['title']}"


@dataclass(frozen=True, kw_only=True)
class EditClaim(_ClaimFields):
    """Change a claim."""

    claim: str
    number: Text = UNSET
    title: Text = UNSET

    def apply(self, work: Work) -> str:
        """Update the claim."""
        claim_id = work.resolve("claim", self.claim, "claim")
        values = number_columns({**self.columns(work), **required_texts(self, "number", "title")})
        work.check_unique(t.CLAIM, "number", values, besides=claim_id)
        work.recorder.update(t.CLAIM, claim_id, values)
        return f"Edit claim {work.row(t.CLAIM, claim_id)['number']}"


@dataclass(frozen=True, kw_only=True)
class _ElementFields(Command):
    native_text: Text = UNSET
    parent: Text = UNSET
    burden: Text = UNSET
    standard: Text = UNSET
    disputed: bool | UnsetType = UNSET
    note: Text = UNSET

    def columns(self, work: Work) -> dict[str, Any]:
        """Return the given fields as columns."""
        burden = {}
        if isinstance(self.burden, str):
            roles = work.profile.roles
            burden["burden"] = known_word(
                work.connection, work.profile, self.burden, roles, field="burden", held=t.ELEMENT.c.burden
            )
        return {
            **same_named(self, "native_text", "standard", "disputed", "note"),
            **burden,
            **given(parent_id=work.resolve_optional("element", self.parent, "parent")),
        }


@dataclass(frozen=True, kw_only=True)
class AddElement(_ElementFields):
    """Add what must be proved for a claim."""

    claim: str
    number: str
    text: str

    def apply(self, work: Work) -> str:
        """Insert the element."""
        named = required_texts(self, "number", "text")
        claim_id = work.resolve("claim", self.claim, "claim")
        work.check_unique(t.ELEMENT, "number", named)
        values = {"disputed": True, **self.columns(work), **named, "claim_id": claim_id}
        _check_parent(work, values.get("parent_id"), claim_id, None)
        work.create("element", t.ELEMENT, number_columns(values))
        return f"Add element {named['number']} {named['text']}"


@dataclass(frozen=True, kw_only=True)
class EditElement(_ElementFields):
    """Change an element; one that is moved to another claim stands there under no other unless it says so."""

    element: str
    claim: Text = UNSET
    number: Text = UNSET
    text: Text = UNSET

    def apply(self, work: Work) -> str:
        """Update the element."""
        element_id = work.resolve("element", self.element, "element")
        claim_id = work.resolve_given("claim", self.claim, "claim")
        values = {
            **self.columns(work),
            **required_texts(self, "number", "text"),
            **given(claim_id=claim_id),
        }
        work.check_unique(t.ELEMENT, "number", values, besides=element_id)
        before = work.row(t.ELEMENT, element_id)
        if values.get("claim_id", before["claim_id"]) != before["claim_id"]:
            values.setdefault("parent_id", None)  # what it stands under stays behind
        after = {**before, **values}
        _check_parent(work, after["parent_id"], after["claim_id"], element_id)
        _check_children_stay(work, element_id, after["claim_id"])
        work.recorder.update(t.ELEMENT, element_id, number_columns(values))
        return f"Edit element {after['number']}"


def _check_parent(work: Work, parent_id: str | None, claim_id: str, element_id: str | None) -> None:
    """Refuse a parent of another claim, and an element that would be above itself."""
    refusal = CommandError("cycle", "An element cannot stand under itself", field="parent")
    work.check_above(t.ELEMENT, "parent_id", parent_id, element_id, refusal)
    parent = work.row(t.ELEMENT, parent_id) if parent_id is not None else None
    if parent is not None and parent["claim_id"] != claim_id:
        raise CommandError(
            "other_claim",
            f"Element {parent['number']} belongs to another claim",
            "Choose one of this claim.",
            field="parent",
        )


def _check_children_stay(work: Work, element_id: str, claim_id: str) -> None:
    """Refuse to move an element to another claim while elements stand under it."""
    child = t.ELEMENT.c
    if work.has(select(child.id).where(child.parent_id == element_id, child.claim_id != claim_id)):
        raise CommandError(
            "has_children",
            "Elements stand under this one",
            "Move or delete them before you move it.",
            field="claim",
        )
