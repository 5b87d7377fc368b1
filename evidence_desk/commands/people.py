"""Commands for the matter itself and its parties."""

from __future__ import annotations

from dataclasses import dataclass

from evidence_desk.commands.base import (
    Command,
    Text,
    Work,
    amount_column,
    required_texts,
    same_named,
)
from evidence_desk.commands.known_words import known_word
from evidence_desk.domain.words import PartyKind, Side
from evidence_desk.profiles import load_profile, profile_ids
from evidence_desk.store import tables as t
from evidence_desk.store.recorder import full_row
from evidence_desk.support.errors import CommandError
from evidence_desk.support.unset import UNSET, UnsetType

MATTER_ID = "matter"


@dataclass(frozen=True, kw_only=True)
class SetMatter(Command):
    """Set what the matter is called, what it is about, and under which profile it runs."""

    title: Text = UNSET
    native_title: Text = UNSET
    summary: Text = UNSET
    our_side: Text = UNSET
    amount: str | int | float | UnsetType = UNSET
    currency: Text = UNSET
    profile: Text = UNSET

    def apply(self, work: Work) -> str:
        """Make or change the one row of the matter."""
        if self.profile is not UNSET and self.profile not in profile_ids():
            known = ", ".join(profile_ids())
            raise CommandError(
                "unknown_profile",
                f"There is no profile {self.profile!r}",
                f"There are: {known}.",
                field="profile",
            )
        values = {
            **required_texts(self, "title"),
            **same_named(self, "native_title", "summary", "our_side", "currency", "profile"),
            **amount_column(self.amount),
        }
        if not work.has(t.MATTER.select()):
            work.recorder.insert(t.MATTER, full_row(t.MATTER, {"id": MATTER_ID, **values}))
        else:
            work.recorder.update(t.MATTER, MATTER_ID, values)
        if isinstance(self.profile, str):
            work.profile = load_profile(self.profile)  # what follows in the same step runs under it
        return f"Set the matter's {', '.join(sorted(values)) or 'nothing'}"


@dataclass(frozen=True, kw_only=True)
class _PartyFields(Command):
    native_name: Text = UNSET
    kind: PartyKind | UnsetType = UNSET
    role: Text = UNSET
    side: Side | UnsetType = UNSET
    aliases: list[str] | UnsetType = UNSET
    notes: Text = UNSET

    def columns(self, work: Work) -> dict[str, object]:
        """Return the given fields as columns."""
        values: dict[str, object] = same_named(self, "native_name", "kind", "side", "notes")
        if isinstance(self.role, str):
            roles = work.profile.roles
            values["role"] = known_word(
                work.connection, work.profile, self.role, roles, field="role", held=t.PARTY.c.role
            )
        if not isinstance(self.aliases, UnsetType):
            values["aliases"] = list(dict.fromkeys(alias.strip() for alias in self.aliases if alias.strip()))
        return values


@dataclass(frozen=True, kw_only=True)
class AddParty(_PartyFields):
    """Add a person, an organisation or a court."""

    name: str

    def apply(self, work: Work) -> str:
        """Insert the party."""
        defaults = {"kind": "organisation", "side": "neutral", "aliases": []}
        values = {**defaults, **self.columns(work), **required_texts(self, "name")}
        work.check_unique(t.PARTY, "name", values)
        work.create("party", t.PARTY, values)
        return f"Add party {values['name']}"


@dataclass(frozen=True, kw_only=True)
class EditParty(_PartyFields):
    """Change a party."""

    party: str
    name: Text = UNSET

    def apply(self, work: Work) -> str:
        """Update the party."""
        party_id = work.resolve("party", self.party, "party")
        values = {**self.columns(work), **required_texts(self, "name")}
        work.check_unique(t.PARTY, "name", values, besides=party_id)
        work.recorder.update(t.PARTY, party_id, values)
        return f"Edit party {work.row(t.PARTY, party_id)['name']}"
