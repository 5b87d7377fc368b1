"""Keeps the head of a table and its first column in view while the rest of it is scrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from evidence_desk.gui.theme.manager import Theme
from evidence_desk.intake.model import PageGeometry, Rect
from evidence_desk.intake.typesetting import FONT_SIZE, LINE_HEIGHT

_EDGE = 4.0  # pixels beside the words
_LONGEST = 180.0  # pixels of the first column that are kept in view

Place = Callable[[Rect], QRectF]  # where a rectangle of the page is in the view


class Pinned(NamedTuple):
    """Words of a cell, and where they show in the view."""

    words: str
    area: QRectF


def first_row(found: PageGeometry) -> list[Rect]:
    """Return the cells of the first row of a page, from left to right; none where the page is no table."""
    top = min((cell[1] for cell in found.cells), default=0.0)
    return sorted(cell for cell in found.cells if cell[1] == top)


def first_column(found: PageGeometry) -> list[Rect]:
    """Return the cells of the first column of a page, from top to bottom."""
    left = min((cell[0] for cell in found.cells), default=0.0)
    return sorted((cell for cell in found.cells if cell[0] == left), key=lambda cell: cell[1])


def words_in(found: PageGeometry, cells: Sequence[Rect]) -> list[str]:
    """Return the words of each of some cells of a page."""
    words: dict[Rect, list[str]] = {cell: [] for cell in cells}
    right = max((cell[2] for cell in cells), default=0.0)
    bottom = max((cell[3] for cell in cells), default=0.0)
    for line in found.lines:
        x, y = line.rect[0], (line.rect[1] + line.rect[3]) / 2
        if x < right and y < bottom:
            for cell in cells:
                if cell[0] <= x < cell[2] and cell[1] <= y < cell[3]:
                    words[cell].append(line.text.strip())
                    break
    return [" ".join(words[cell]) for cell in cells]


def pinned_head(found: PageGeometry, head: PageGeometry, place: Place, height: float) -> list[Pinned]:
    """Return the head of a table over the columns of a page, where its own does not show; what comes last is on top.

    Args:
        found: the page at the top of the view; ``head`` that on which the table begins.
        place: where its cells are in the view.
        height: pixels of the head.
    """
    columns = first_row(found)
    top = place(columns[0]).top() if columns else 0.0
    bottom = max((place(cell).bottom() for cell in first_column(found)), default=0.0)
    if (found is head and top >= 0) or bottom < 2 * height:
        return []
    at = max(0.0, top - height)
    areas = [place(cell) for cell in columns]
    places = [QRectF(area.left(), at, area.width(), height) for area in areas]
    made = [Pinned(*each) for each in zip(words_in(head, first_row(head)), places, strict=False)]
    if areas[0].left() < 0:  # over the first column, which is kept in view
        width = column_width(found, place)
        made.append(Pinned(made[0].words, QRectF(max(0.0, areas[0].right() - width), at, width, height)))
    return made


def column_width(found: PageGeometry, place: Place) -> float:
    """Return the pixels that the first column of a page takes in the view while it is kept there."""
    return min(_LONGEST, max((place(cell).width() for cell in first_column(found)), default=0.0))


def pinned_column(found: PageGeometry, place: Place) -> list[Pinned]:
    """Return the first column of a page at the left of the view, where its own does not show."""
    cells = first_column(found)
    if not cells or place(cells[0]).left() >= 0:
        return []
    width, places = column_width(found, place), map(place, cells)
    areas = [QRectF(max(0.0, area.right() - width), area.top(), width, area.height()) for area in places]
    return [Pinned(text, area) for text, area in zip(words_in(found, cells), areas, strict=True)]


def head_height(zoom: float) -> float:
    """Return the pixels of a pinned head, or 0 where it could not be read."""
    return LINE_HEIGHT * zoom + _EDGE if zoom >= 0.5 else 0.0


def paint(painter: QPainter, theme: Theme, pinned: Sequence[Pinned], zoom: float, view: QRectF) -> None:
    """Draw what is pinned, as far as it can be seen."""
    font = QFont(theme.font(bold=True))
    font.setPixelSize(max(1, round(0.92 * FONT_SIZE * zoom)))
    painter.setFont(font)
    metrics = painter.fontMetrics()
    for words, area in pinned:
        if area.intersects(view):
            painter.fillRect(area, theme.color("paper"))
            painter.fillRect(area, theme.color("selection", alpha=90))
            painter.setPen(theme.color("paper_muted"))
            painter.drawRect(area)
            inner = QRectF(area.left() + _EDGE, area.top(), area.width() - 2 * _EDGE, LINE_HEIGHT * zoom + 2)
            painter.setPen(theme.color("paper_text"))
            text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(inner.width()))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(inner, int(flags), text)
