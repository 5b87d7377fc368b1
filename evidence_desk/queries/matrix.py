"""The claim-evidence matrix: elements down, evidence across, proof links where they meet."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, select

from evidence_desk.queries.claims import claims
from evidence_desk.queries.evidence import list_evidence
from evidence_desk.queries.links import links
from evidence_desk.queries.matter import matter
from evidence_desk.queries.rows import LinkRow, Matrix, MatrixCell
from evidence_desk.store import tables as t


def matrix(connection: Connection) -> Matrix:
    """Return the whole matrix. A link to a fact counts in the cells of the elements the fact belongs to."""
    by_cell: dict[tuple[str, str], list[LinkRow]] = defaultdict(list)
    of_fact: dict[str, list[str]] = defaultdict(list)
    for fact_id, element_id in connection.execute(
        select(t.FACT_ELEMENT.c.fact_id, t.FACT_ELEMENT.c.element_id)
    ):
        of_fact[fact_id].append(element_id)
    for link in links(connection):
        for element_id in [link.element] if link.element else of_fact[link.fact]:
            by_cell[element_id, link.evidence].append(link)
    return Matrix(
        matter=matter(connection),
        claims=tuple(claims(connection)),
        columns=tuple(list_evidence(connection)),
        cells={place: _cell(place, held) for place, held in by_cell.items()},
    )


def _cell(place: tuple[str, str], held: list[LinkRow]) -> MatrixCell:
    heaviest = max(held, key=lambda link: link.weight)
    return MatrixCell(
        element=place[0],
        evidence=place[1],
        stance=heaviest.stance,
        weight=heaviest.weight,
        mixed=len({link.stance for link in held}) > 1,
        links=tuple(held),
    )
