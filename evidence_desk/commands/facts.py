"""Commands for facts: dated statements, competing versions side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from evidence_desk.commands.base import (
    Command,
    Text,
    Work,
    fuzzy_columns,
    required_text,
    required_texts,
    same_named,
)
from evidence_desk.commands.claims import number_columns
from evidence_desk.commands.relations import set_relations
from evidence_desk.domain.words import FactStatus
from evidence_desk.store import tables as t
from evidence_desk.support.errors import CommandError
from evidence_desk.support.ids import pair_id
from evidence_desk.support.unset import UNSET, UnsetType


@dataclass(frozen=True, kw_only=True)
class _FactFields(Command):
    date: Text = UNSET
    status: FactStatus | UnsetType = UNSET
    elements: list[str] | UnsetType = UNSET
    competes_with: str | list[str] | UnsetType = UNSET
    note: Text = UNSET

    def columns(self) -> dict[str, Any]:
        """Return the given plain fields as columns."""
        return {**same_named(self, "status", "note"), **fuzzy_columns(self.date)}

    def relate(self, work: Work, fact_id: str) -> None:
        """Set the elements the fact belongs to and the facts it competes with, where given."""
        if not isinstance(self.elements, UnsetType):
            ids = [work.resolve("element", reference, "elements") for reference in self.elements]
            set_relations(work, t.FACT_ELEMENT, "fact_id", fact_id, "element_id", ids)
        if not isinstance(self.competes_with, UnsetType):
            listed = [self.competes_with] if isinstance(self.competes_with, str) else self.competes_with
            ids = [work.resolve("fact", reference, "competes_with") for reference in listed if reference]
            _set_rivals(work, fact_id, ids)


def _set_rivals(work: Work, fact_id: str, rivals: list[str]) -> None:
    if fact_id in rivals:
        raise CommandError("own_rival", "A fact cannot compete with itself", field="competes_with")
    pairs = {
        pair_id("fact_competition", *pair): pair for pair in (sorted((fact_id, rival)) for rival in rivals)
    }
    table = t.FACT_COMPETITION
    query = select(table.c.id).where(or_(table.c.a_id == fact_id, table.c.b_id == fact_id))
    held = set(work.connection.execute(query).scalars())
    work.recorder.delete_many(table, sorted(held - set(pairs)))
    rows = [{"id": key, "a_id": a, "b_id": b} for key, (a, b) in pairs.items() if key not in held]
    work.recorder.insert_many(table, rows)


def _next_number(work: Work) -> str:
    count = work.connection.execute(select(func.count()).select_from(t.FACT)).scalar_one()
    numbers = set(work.connection.execute(select(t.FACT.c.number)).scalars())
    return next(str(n) for n in range(count + 1, 2 * count + 2) if str(n) not in numbers)


@dataclass(frozen=True, kw_only=True)
class AddFact(_FactFields):
    """Add a dated statement. Without a number it gets the next free one."""

    text: str
    number: Text = UNSET

    def apply(self, work: Work) -> str:
        """Insert the fact and what it belongs to."""
        text = required_text(self.text, "text")
        number = required_text(self.number, "number") if isinstance(self.number, str) else _next_number(work)
        defaults = {"status": "unsure", **fuzzy_columns("")}
        values = number_columns({**defaults, **self.columns(), "number": number, "text": text})
        work.check_unique(t.FACT, "number", values)
        fact_id = work.create("fact", t.FACT, values)
        self.relate(work, fact_id)
        return f"Add fact {number}"


@dataclass(frozen=True, kw_only=True)
class EditFact(_FactFields):
    """Change a fact; lists that are given replace the ones held."""

    fact: str
    number: Text = UNSET
    text: Text = UNSET

    def apply(self, work: Work) -> str:
        """Update the fact and what it belongs to."""
        fact_id = work.resolve("fact", self.fact, "fact")
        values = number_columns({**self.columns(), **required_texts(self, "number", "text")})
        work.check_unique(t.FACT, "number", values, besides=fact_id)
        work.recorder.update(t.FACT, fact_id, values)
        self.relate(work, fact_id)
        return f"Edit fact {work.row(t.FACT, fact_id)['number']}"
