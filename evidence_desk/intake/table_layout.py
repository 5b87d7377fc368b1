"""Lays a table out: its cells in columns as wide as what is in them, tabs between them in the text of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from evidence_desk.intake.model import Line, PageGeometry, Rect
from evidence_desk.intake.typesetting import (
    HALF,
    HEIGHT,
    LINE_HEIGHT,
    LINES,
    MARGIN,
    NO_BOX,
    WIDTH,
    columns,
    set_line,
    spans,
)

GAP = "\t"
_WIDEST, _NARROWEST = 36, 3  # columns of type; what is longer goes on in the next line of its cell
# A page of 16,384 columns, as sheets may have, would be half a million points wide and take seconds to lay out.
MOST_COLUMNS = 256
_PAD = 4.0  # points beside what is in a cell


def join(cells: Sequence[str]) -> str:
    """Return a row as text; empty cells at its end are left out."""
    return GAP.join(cells).rstrip(GAP)


def is_table(text: str) -> bool:
    """Return whether the text of a page is a table; the tabs of other text became spaces."""
    return GAP in text


def parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each page of a table begins and ends: between rows, one at least to a page."""
    begin = at = used = 0
    for row in text.split("\n"):
        height = max(_height(cell) for cell in _cells(row))
        if used and used + height > LINES:
            yield begin, at - 1
            begin, used = at, 0
        used += height
        at += len(row) + 1
    yield begin, len(text)


def size(text: str) -> tuple[float, float]:
    """Return width and height in points of a page of a table."""
    rows = [_cells(row) for row in text.split("\n")]
    edges, bottom = _edges(rows), sum(max(map(_height, row)) for row in rows) * LINE_HEIGHT
    return max(WIDTH, edges[-1] + MARGIN), max(HEIGHT, bottom + 2 * MARGIN)


def geometry(text: str) -> PageGeometry:
    """Return where the cells and the characters of a page of a table are."""
    rows = [_cells(row) for row in text.split("\n")]
    edges, top, at = _edges(rows), MARGIN, 0
    boxes: list[Rect] = [NO_BOX] * len(text)
    lines: list[Line] = []
    cells: list[Rect] = []
    for row in rows:
        bottom = top + max(map(_height, row)) * LINE_HEIGHT
        for place, left in enumerate(edges[:-1]):
            cell = row[place] if place < len(row) else ""
            cells.append((left, top, edges[place + 1], bottom))
            _set_cell(cell, at, (left + _PAD, top), boxes, lines)
            at += len(cell) + 1 if place < len(row) else 0
        top = bottom
    return PageGeometry(*size(text), 0, text, boxes, lines, cells=cells)


def _cells(row: str) -> list[str]:
    """Return the cells of a row; what is beyond the last column that is laid out stands in that one."""
    return row.split(GAP, MOST_COLUMNS - 1)


def _set_cell(cell: str, at: int, corner: tuple[float, float], boxes: list[Rect], lines: list[Line]) -> None:
    """Set the lines of a cell that begins at an offset of the text."""
    left, top = corner
    for start, end in spans(cell, _WIDEST):
        boxes[at + start : at + end], whole = set_line(cell[start:end], left, top, _WIDEST)
        if end > start:
            lines.append(Line(cell[start:end], at + start, whole))
        top += LINE_HEIGHT


def _edges(rows: Sequence[Sequence[str]]) -> list[float]:
    """Return where columns begin, and where the last one ends."""
    widths = [_NARROWEST] * max(map(len, rows))
    for row in rows:
        for place, cell in enumerate(row):
            widths[place] = max(widths[place], min(_WIDEST, _columns(cell)))
    return list(accumulate((width * HALF + 2 * _PAD for width in widths), initial=MARGIN))


def _columns(cell: str) -> int:
    return len(cell) if cell.isascii() else sum(map(columns, cell))


def _height(cell: str) -> int:
    """Return how many lines a cell needs."""
    return 1 if len(cell) * 2 <= _WIDEST else len(spans(cell, _WIDEST))
