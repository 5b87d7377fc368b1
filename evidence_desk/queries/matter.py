"""Reads of the matter itself and its parties."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from evidence_desk.queries.rows import MatterRow, PartyRow
from evidence_desk.store import tables as t


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a matter holds."""

    evidence: int
    claims: int
    elements: int
    facts: int
    stages: int
    proceedings: int
    parties: int
    files: int


@dataclass(frozen=True, slots=True)
class PartyClaim:
    """A claim by a party (``is_theirs``), or against it."""

    id: str
    number: str
    title: str
    native_title: str
    is_theirs: bool


def matter(connection: Connection) -> MatterRow:
    """Return the matter; with nothing in it when its making was stopped before it had a title."""
    row = connection.execute(select(t.MATTER)).mappings().first()
    return MatterRow(**(row or dict.fromkeys(t.MATTER.c.keys(), "")))


def counts(connection: Connection) -> Counts:
    """Return how much the matter holds, in one statement."""
    tables = {
        "evidence": t.EVIDENCE,
        "claims": t.CLAIM,
        "elements": t.ELEMENT,
        "facts": t.FACT,
        "stages": t.STAGE_EVENT,
        "proceedings": t.PROCEEDING,
        "parties": t.PARTY,
        "files": t.FILE,
    }
    parts = [
        select(func.count()).select_from(table).scalar_subquery().label(name)
        for name, table in tables.items()
    ]
    return Counts(**connection.execute(select(*parts)).mappings().one())


def parties(connection: Connection) -> list[PartyRow]:
    """Return the parties, ours first."""
    order = ("ours", "theirs", "neutral")
    rows = connection.execute(select(t.PARTY).order_by(t.PARTY.c.id)).mappings()
    found = [PartyRow(**{**row, "aliases": tuple(row["aliases"])}) for row in rows]
    return sorted(found, key=lambda row: order.index(row.side) if row.side in order else len(order))


def claims_of_party(connection: Connection, party: str) -> list[PartyClaim]:
    """Return the claims by a party and those against it, by number."""
    claim = t.CLAIM.c
    query = (
        select(claim.id, claim.number, claim.title, claim.native_title, claim.by_id)
        .where((claim.by_id == party) | (claim.against_id == party))
        .order_by(claim.number)
    )
    rows = connection.execute(query)
    return [PartyClaim(row.id, row.number, row.title, row.native_title, row.by_id == party) for row in rows]
