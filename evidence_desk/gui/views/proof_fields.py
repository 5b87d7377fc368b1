"""The fields of claims, elements and facts: what they offer, and what a change of one of them is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from evidence_desk.commands.claims import EditClaim, EditElement
from evidence_desk.commands.facts import EditFact
from evidence_desk.gui.texts import Texts
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Choices, Vocabulary
from evidence_desk.gui.widgets.fields_form import FieldSpec
from evidence_desk.queries.rows import ClaimRow, DateValue, ElementRow, FactRow, PartyRow

Thing = ClaimRow | ElementRow | FactRow

_LISTS = ("elements", "competes_with")
_COMMANDS = {
    ClaimRow: ("claim", EditClaim),
    ElementRow: ("element", EditElement),
    FactRow: ("fact", EditFact),
}
_LONGEST = 80  # letters of the words of a thing that is offered


class Offered:
    """What there is in the matter for the fields of one thing to name."""

    def __init__(self, ui: Ui) -> None:
        """Offer nothing yet."""
        self._ui = ui
        self._claims: Sequence[ClaimRow] = ()
        self._facts: Sequence[FactRow] = ()
        self._parties: Sequence[PartyRow] = ()
        self._thing: Thing | None = None

    def take(self, claims: Sequence[ClaimRow], facts: Sequence[FactRow], parties: Sequence[PartyRow]) -> None:
        """Offer these from now on."""
        self._claims, self._facts, self._parties, self._thing = claims, facts, parties, None

    def turn_to(self, thing: Thing) -> bool:
        """Offer what is for a thing; tell whether that may be something else than before."""
        is_other, self._thing = thing != self._thing, thing
        return is_other

    def parties(self) -> Choices:
        """Return the parties."""
        return [(each.id, self._ui.t.names(each.name, each.native_name)[0]) for each in self._parties]

    def claims(self) -> Choices:
        """Return the claims."""
        return [(each.id, self._named(each.number, each.title, each.native_title)) for each in self._claims]

    def elements(self) -> Choices:
        """Return the elements of all claims."""
        return [self._element(each) for claim in self._claims for each in claim.elements]

    def above(self) -> Choices:
        """Return the elements that the one in question may stand under: of its claim, and not below it."""
        of = self._thing
        if not isinstance(of, ElementRow):
            return []
        fellows = next((claim.elements for claim in self._claims if claim.id == of.claim), ())
        below = {of.id}
        for _level in fellows:
            below |= {each.id for each in fellows if each.parent in below}
        return [self._element(each) for each in fellows if each.id not in below]

    def rivals(self) -> Choices:
        """Return the facts besides the one in question."""
        own = self._thing.id if self._thing is not None else ""
        return [(each.id, self._named(each.number, each.text)) for each in self._facts if each.id != own]

    def _element(self, element: ElementRow) -> tuple[str, str]:
        return element.id, self._named(element.number, element.text, element.native_text)

    def _named(self, number: str, text: str, native: str = "") -> str:
        return f"{number} {self._ui.t.names(text, native)[0]}"[:_LONGEST]


def proof_fields(ui: Ui, vocabulary: Vocabulary, offered: Offered) -> dict[type, tuple[FieldSpec, ...]]:
    """Return the fields of each kind of thing."""
    t = ui.t
    return {
        ClaimRow: (
            FieldSpec("number"),
            FieldSpec("title", lines=2),
            FieldSpec("native_title", lines=2),
            FieldSpec("kind", choices=lambda: t.words("claim_kind"), may_be_empty=False),
            FieldSpec("basis", lines=2),
            FieldSpec("cause"),
            FieldSpec("relief", lines=2),
            FieldSpec("amount"),
            FieldSpec("currency"),
            FieldSpec("by", choices=offered.parties),
            FieldSpec("against", choices=offered.parties),
        ),
        ElementRow: (
            FieldSpec("number"),
            FieldSpec("text", lines=2),
            FieldSpec("native_text", lines=2),
            FieldSpec("claim", choices=offered.claims, may_be_empty=False),
            FieldSpec("parent", choices=offered.above),
            FieldSpec("burden", choices=vocabulary.roles),
            FieldSpec("standard", choices=vocabulary.standards),
            FieldSpec("disputed", choices=lambda: t.words("yes_no"), may_be_empty=False),
            FieldSpec("note", lines=2),
        ),
        FactRow: (
            FieldSpec("number"),
            FieldSpec("text", lines=2),
            FieldSpec("date", hint="field.date_hint"),
            FieldSpec("status", choices=lambda: t.words("fact_status"), may_be_empty=False),
            FieldSpec("elements", choices=offered.elements, is_many=True),
            FieldSpec("competes_with", choices=offered.rivals, is_many=True),
            FieldSpec("note", lines=2),
        ),
    }


def field_values(t: Texts, thing: Thing, names: Iterable[str]) -> dict[str, str]:
    """Return the values of a thing as its fields of these names show them."""
    return {name: _shown(t, getattr(thing, name)) for name in names}


def field_change(thing: Thing, field: str, text: str) -> tuple[type, dict[str, Any]]:
    """Return the command that gives a field of a thing what was typed or chosen there, and its values."""
    value: Any = text
    if isinstance(thing, FactRow) and field in _LISTS:
        value = text.split()
    elif field == "disputed":
        value = text == "yes"
    name, command = _COMMANDS[type(thing)]
    return command, {name: thing.id, field: value}


def _shown(t: Texts, value: Any) -> str:
    if isinstance(value, DateValue):
        return t.date(value.text)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return str(value)
