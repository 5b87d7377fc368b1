"""The claim-evidence matrix: elements down, evidence across, proof links where they meet."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice

from sqlalchemy import Connection, select

from evidence_desk.queries.claims import claims
from evidence_desk.queries.evidence import evidence_ids, evidence_rows
from evidence_desk.queries.links import links
from evidence_desk.queries.matter import matter
from evidence_desk.queries.rows import LinkRow, Matrix, MatrixCell
from evidence_desk.store import tables as t


def matrix(connection: Connection, *, unlinked: int | None = None) -> Matrix:
    """Return the matrix. A link to a fact has a place in the cells of the elements the fact belongs to.

    Args:
        connection: of a reader.
        unlinked: how many columns without a cell there may be, besides all that have one; no limit when None.
    """
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
        columns=tuple(evidence_rows(connection, _columns(connection, {of for _, of in by_cell}, unlinked))),
        cells={place: _cell(place, held) for place, held in by_cell.items()},
    )


def _columns(connection: Connection, linked: set[str], unlinked: int | None) -> list[str]:
    ids = evidence_ids(connection)
    others = set(islice((each for each in ids if each not in linked), unlinked))
    return [each for each in ids if each in linked or each in others]


def _cell(place: tuple[str, str], held: list[LinkRow]) -> MatrixCell:
    """Return what links to an element, or to facts of it, come to; its own links go first and decide."""
    ordered = sorted(held, key=lambda link: not link.element)
    deciding = [link for link in ordered if link.element] or ordered
    heaviest = max(deciding, key=lambda link: link.weight)
    return MatrixCell(
        element=place[0],
        evidence=place[1],
        stance=heaviest.stance,
        weight=heaviest.weight,
        mixed=len({link.stance for link in deciding}) > 1,
        links=tuple(ordered),
    )
