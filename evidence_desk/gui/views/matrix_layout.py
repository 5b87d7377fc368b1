"""Which lines and columns the matrix shows, and where; knows no Qt."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import accumulate

from evidence_desk.queries.rows import ClaimRow, ElementRow, EvidenceRow, Matrix

CLAIM_HEIGHT, ELEMENT_HEIGHT = 44, 33
CELL_WIDTH, HEADER_HEIGHT = 39, 132
_PLAIN_HEADER = 34  # where no titles stand over columns
BURDEN_WIDTH, PROOF_WIDTH = 104, 118

Line = ClaimRow | ElementRow


@dataclass(frozen=True, slots=True)
class MatrixLayout:
    """Lines and columns that show.

    Attributes:
        lines: claims with their elements, top to bottom.
        columns: evidence, left to right.
        tops: where each line begins, in pixels under the header; one more for the end.
    """

    lines: tuple[Line, ...] = ()
    columns: tuple[EvidenceRow, ...] = ()
    tops: tuple[int, ...] = field(init=False, default=(0,))

    def __post_init__(self) -> None:
        heights = (line_height(line) for line in self.lines)
        object.__setattr__(self, "tops", tuple(accumulate(heights, initial=0)))

    @property
    def height(self) -> int:
        """Height of all lines."""
        return self.tops[-1]

    @property
    def header(self) -> int:
        """Height of the header: titles of columns need room, their names on the left alone need little."""
        return HEADER_HEIGHT if self.columns else _PLAIN_HEADER

    @property
    def width(self) -> int:
        """Width of all columns."""
        return CELL_WIDTH * len(self.columns)

    def line_at(self, y: float) -> int:
        """Return the line at a height, or -1."""
        if not 0 <= y < self.height:
            return -1
        return bisect_right(self.tops, y) - 1

    def column_at(self, x: float) -> int:
        """Return the column at a distance from the first, or -1."""
        place = int(x // CELL_WIDTH)
        return place if 0 <= place < len(self.columns) else -1

    def next_element(self, line: int, step: int) -> int:
        """Return the nearest line with an element from ``line`` on in steps of ``step``, or -1."""
        line += step
        while 0 <= line < len(self.lines):
            if isinstance(self.lines[line], ElementRow):
                return line
            line += step
        return -1

    def place_of(self, element: str, evidence: str) -> tuple[int, int]:
        """Return line and column of a cell; -1 for what does not show."""
        line = next((i for i, each in enumerate(self.lines) if each.id == element), -1)
        column = next((i for i, each in enumerate(self.columns) if each.id == evidence), -1)
        return line, column


def line_height(line: Line) -> int:
    """Return how tall a line is."""
    return CLAIM_HEIGHT if isinstance(line, ClaimRow) else ELEMENT_HEIGHT


def lay_out(matrix: Matrix, *, folded: Collection[str] = (), only_gaps: bool = False) -> MatrixLayout:
    """Return the layout of a matrix; ``folded`` are ids of claims whose elements are hidden."""
    gaps = {element.id for element in matrix.gaps}
    lines: list[Line] = []
    for claim in matrix.claims:
        shown = [element for element in claim.elements if not only_gaps or element.id in gaps]
        if only_gaps and not shown:
            continue
        lines.append(claim)
        if claim.id not in folded:
            lines.extend(shown)
    return MatrixLayout(tuple(lines), matrix.columns)
