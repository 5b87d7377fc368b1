"""Finds what a matrix lacks: elements without enough proof, and evidence that proves no element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evidence_desk.queries.rows import ClaimRow, ElementRow, EvidenceRow, Matrix, MatrixCell

_ELEMENT_STATES = ("unproven", "contradicted", "single_source")


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing a matrix lacks: exactly one of ``element`` and ``evidence`` is set.

    ``kind`` is unproven, contradicted or single_source for an element; unlinked, facts_only or
    to_be_obtained for evidence. ``cells`` are the cells of the matrix it has so far.
    """

    kind: str
    element: ElementRow | None
    evidence: EvidenceRow | None
    cells: tuple[MatrixCell, ...]

    @property
    def number(self) -> str:
        """Return the number of the element, or the exhibit number of the evidence."""
        if self.element:
            return self.element.number
        return self.evidence.exhibit if self.evidence else ""


def elements(matrix: Matrix) -> Iterator[tuple[ClaimRow, ElementRow]]:
    """Yield the elements with their claims, in the order of the rows."""
    for claim in matrix.claims:
        for element in claim.elements:
            yield claim, element


def linked_columns(matrix: Matrix) -> tuple[EvidenceRow, ...]:
    """Return the evidence that meets at least one element, in the order of the columns."""
    met = {evidence for _element, evidence in matrix.cells}
    return tuple(evidence for evidence in matrix.columns if evidence.id in met)


def gaps(matrix: Matrix) -> list[Gap]:
    """Return all gaps: those of elements in the order of the rows, then those of evidence."""
    by_evidence: dict[str, list[MatrixCell]] = {}
    for _claim, element in elements(matrix):
        for evidence in matrix.columns:
            if cell := matrix.cells.get((element.id, evidence.id)):
                by_evidence.setdefault(evidence.id, []).append(cell)
    found = [
        Gap(element.state, element, None, _row_cells(matrix, element))
        for _claim, element in elements(matrix)
        if element.state in _ELEMENT_STATES
    ]
    for evidence in matrix.columns:
        cells = tuple(by_evidence.get(evidence.id, ()))
        if not cells:
            found.append(Gap("facts_only" if evidence.links else "unlinked", None, evidence, cells))
        if evidence.is_to_be_obtained:
            found.append(Gap("to_be_obtained", None, evidence, cells))
    return found


def _row_cells(matrix: Matrix, element: ElementRow) -> tuple[MatrixCell, ...]:
    found = (matrix.cells.get((element.id, evidence.id)) for evidence in matrix.columns)
    return tuple(cell for cell in found if cell)
