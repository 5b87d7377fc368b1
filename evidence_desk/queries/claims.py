"""Reads of claims, elements and facts, with their proof state computed from the links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, select

from evidence_desk.domain.proof import LinkFacts, Proof, proof_state, strength
from evidence_desk.domain.words import ProofState, Stance
from evidence_desk.queries.rows import ClaimRow, DateValue, ElementRow, FactRow
from evidence_desk.store import tables as t


def _link_facts(connection: Connection, target: Column[str]) -> dict[str, list[LinkFacts]]:
    """Return what the proof rules need, by element or by fact."""
    link = t.PROOF_LINK.c
    query = select(target, link.stance, link.weight, link.evidence_id, link.answer).where(target.is_not(None))
    found: dict[str, list[LinkFacts]] = defaultdict(list)
    for target_id, stance, weight, evidence_id, answer in connection.execute(query):
        found[target_id].append(LinkFacts(Stance(stance), weight, evidence_id, bool(answer.strip())))
    return found


def elements(connection: Connection) -> list[ElementRow]:
    """Return the elements in the order of claims and numbers."""
    facts = _link_facts(connection, t.PROOF_LINK.c.element_id)
    joined = t.ELEMENT.join(t.CLAIM, t.ELEMENT.c.claim_id == t.CLAIM.c.id)
    query = (
        select(t.ELEMENT, t.CLAIM.c.number.label("claim_number"))
        .select_from(joined)
        .order_by(t.CLAIM.c.number_sort, t.ELEMENT.c.number_sort, t.ELEMENT.c.id)
    )
    return [_element_row(row, facts.get(row["id"], [])) for row in connection.execute(query).mappings()]


def _element_row(row: Any, held: list[LinkFacts]) -> ElementRow:
    proof: Proof = proof_state(held)
    return ElementRow(
        id=row["id"],
        claim=row["claim_id"],
        claim_number=row["claim_number"],
        number=row["number"],
        text=row["text"],
        native_text=row["native_text"],
        parent=row["parent_id"] or "",
        burden=row["burden"],
        standard=row["standard"],
        disputed=row["disputed"],
        note=row["note"],
        state=str(proof.state),
        strength=strength(held),
        supports=proof.supports,
        contradicts=proof.contradicts,
        context=proof.context,
    )


def claims(connection: Connection) -> list[ClaimRow]:
    """Return the claims with their elements, in the order of their numbers."""
    by_claim: dict[str, list[ElementRow]] = defaultdict(list)
    for element in elements(connection):
        by_claim[element.claim].append(element)
    by, against = t.PARTY.alias(), t.PARTY.alias()
    joined = t.CLAIM.outerjoin(by, t.CLAIM.c.by_id == by.c.id).outerjoin(
        against, t.CLAIM.c.against_id == against.c.id
    )
    query = (
        select(t.CLAIM, by.c.name.label("by_name"), against.c.name.label("against_name"))
        .select_from(joined)
        .order_by(t.CLAIM.c.number_sort, t.CLAIM.c.id)
    )
    return [_claim_row(row, by_claim[row["id"]]) for row in connection.execute(query).mappings()]


def _claim_row(row: Any, held: list[ElementRow]) -> ClaimRow:
    plain = {
        name: row[name]
        for name in (
            "id",
            "number",
            "title",
            "native_title",
            "kind",
            "basis",
            "cause",
            "relief",
            "amount",
            "currency",
        )
    }
    return ClaimRow(
        **plain,
        by=row["by_id"] or "",
        by_name=row["by_name"] or "",
        against=row["against_id"] or "",
        against_name=row["against_name"] or "",
        elements=tuple(held),
        coverage=coverage(held),
    )


def coverage(held: Sequence[ElementRow]) -> float:
    """Return how far a claim is proved, 0 to 1: supported elements count whole, single-source ones half."""
    worth = {str(ProofState.SUPPORTED): 1.0, str(ProofState.SINGLE_SOURCE): 0.5}
    return sum(worth.get(element.state, 0.0) for element in held) / len(held) if held else 0.0


def facts(connection: Connection) -> list[FactRow]:
    """Return the facts in the order of their numbers."""
    held = _link_facts(connection, t.PROOF_LINK.c.fact_id)
    of_elements: dict[str, list[str]] = defaultdict(list)
    for fact_id, element_id in connection.execute(
        select(t.FACT_ELEMENT.c.fact_id, t.FACT_ELEMENT.c.element_id)
    ):
        of_elements[fact_id].append(element_id)
    rivals: dict[str, list[str]] = defaultdict(list)
    for a, b in connection.execute(select(t.FACT_COMPETITION.c.a_id, t.FACT_COMPETITION.c.b_id)):
        rivals[a].append(b)
        rivals[b].append(a)
    query = select(t.FACT).order_by(t.FACT.c.number_sort, t.FACT.c.id)
    return [
        _fact_row(row, held.get(row["id"], []), of_elements[row["id"]], rivals[row["id"]])
        for row in connection.execute(query).mappings()
    ]


def _fact_row(row: Any, held: list[LinkFacts], of_elements: list[str], rivals: list[str]) -> FactRow:
    proof = proof_state(held)
    return FactRow(
        id=row["id"],
        number=row["number"],
        text=row["text"],
        date=date_value(row),
        status=row["status"],
        note=row["note"],
        elements=tuple(of_elements),
        competes_with=tuple(rivals),
        supports=proof.supports,
        contradicts=proof.contradicts,
        context=proof.context,
    )


def date_value(row: Any) -> DateValue:
    """Return the fuzzy date of a row."""
    return DateValue(row["date_text"], row["date_sort"], row["date_precision"])
