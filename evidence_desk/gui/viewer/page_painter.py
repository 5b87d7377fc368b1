"""Paints one page: paper with a soft shadow, picture or text lines, cites, selection."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from evidence_desk.domain.cites import find_quote
from evidence_desk.gui.theme.manager import Theme
from evidence_desk.intake.geometry import quote_rects
from evidence_desk.intake.model import PageGeometry, Rect
from evidence_desk.intake.typesetting import FONT_SIZE, LINE_HEIGHT, columns

_SHADOW = ((6, 6), (3, 10), (1, 16))  # (spread in pixels, alpha)
_NAME = re.compile(r"[^:\s][^:]*:")  # of a field of a mail
_RULE = QColor("#d5d5cf")  # hairlines on paper, which is light in both themes
_NARROW = 0.92  # fonts of fixed pitch are wider than half an em; a little smaller they need less squeezing


@dataclass(frozen=True, slots=True)
class Highlight:
    """A cite over a page: ``page`` from 1, ``rects`` in page points, ``mark`` its stance.

    Where it has no rectangles its ``quote`` is looked for on the page. ``is_cite`` is false for what was only found.
    """

    cite: str
    page: int
    rects: tuple[Rect, ...]
    mark: str
    quote: str = ""
    is_cite: bool = True

    def places(self, geometry: PageGeometry | None) -> tuple[Rect, ...]:
        """Return its rectangles on a page whose geometry may not be known yet."""
        if self.rects or geometry is None or not geometry.char_boxes:
            return self.rects
        span = find_quote(geometry.text, self.quote)
        return tuple(quote_rects(geometry, *span)) if span else ()


def to_qrect(rect: Rect) -> QRectF:
    """Return a rectangle of corners as Qt has it."""
    return QRectF(rect[0], rect[1], rect[2] - rect[0], rect[3] - rect[1])


def _runs(text: str, *, is_head: bool) -> Iterator[tuple[str, bool, str]]:
    """Yield the parts of a line to be drawn at once: text, whether it is of wide characters, and its colour."""
    name = _NAME.match(text) if is_head else None
    end = name.end() if name else 0
    for part, ink in ((text[:end], "paper_muted"), (text[end:], "paper_text")):
        for is_wide, run in groupby(part, key=lambda char: columns(char) > 1):
            yield "".join(run), is_wide, ink


def _touches(rect: Rect, other: Rect) -> bool:
    return rect[0] <= other[2] and other[0] <= rect[2] and rect[1] <= other[3] and other[1] <= rect[3]


class PagePainter:
    """Paints parts of pages with the colours of the theme."""

    def __init__(self, theme: Theme) -> None:
        """Take the theme."""
        self._theme = theme

    def paper(self, painter: QPainter, area: QRectF) -> None:
        """Draw an empty sheet with its shadow."""
        painter.setPen(Qt.PenStyle.NoPen)
        for spread, alpha in _SHADOW:
            painter.setBrush(self._theme.color("shadow", alpha=alpha))
            painter.drawRoundedRect(area.adjusted(-spread, -spread + 2, spread, spread + 2), spread, spread)
        painter.fillRect(area, self._theme.color("paper"))

    def picture(self, painter: QPainter, area: QRectF, image: QImage) -> None:
        """Draw a page's picture into its place."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, image)

    def notice(self, painter: QPainter, area: QRectF, text: str) -> None:
        """Write on an empty sheet that it is loading, or why it cannot be shown."""
        painter.setFont(self._theme.font("small"))
        painter.setPen(QColor("#6b7280"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        edge = min(30.0, area.width() / 8, area.height() / 8)
        painter.drawText(area.adjusted(edge, edge, -edge, -edge), int(flags), text)

    def lines(self, painter: QPainter, found: PageGeometry, zoom: float, shown: QRectF) -> None:
        """Draw laid-out text; the painter's origin is the top left of the page, in pixels, as is ``shown`` of it."""
        corner, end = shown.topLeft() / zoom, shown.bottomRight() / zoom
        seen = corner.x(), corner.y(), end.x(), end.y()
        self._cells(painter, [each for each in found.cells if _touches(each, seen)], zoom)
        narrow, wide = self._theme.font(family="mono"), self._theme.font()
        narrow.setPixelSize(max(1, round(_NARROW * FONT_SIZE * zoom)))
        wide.setPixelSize(max(1, round(FONT_SIZE * zoom)))
        for font in (
            narrow,
            wide,
        ):  # hinted strokes of small type are as black as bold ones, and oddly spaced
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        for number, line in enumerate(found.lines):
            if not _touches(line.rect, seen):
                continue
            left, top, _, bottom = (value * zoom for value in line.rect)
            for text, is_wide, ink in _runs(line.text, is_head=number < found.head):
                painter.setPen(self._theme.color(ink))
                width = sum(map(columns, text)) * FONT_SIZE / 2 * zoom
                self._run(painter, wide if is_wide else narrow, text, QRectF(left, top, width, bottom - top))
                left += width
        if found.head:
            left, _, _, bottom = (value * zoom for value in found.lines[found.head - 1].rect)
            middle = bottom + LINE_HEIGHT / 2 * zoom
            painter.fillRect(QRectF(left, middle, found.width_pt * zoom - 2 * left, 1), _RULE)

    def _cells(self, painter: QPainter, cells: Sequence[Rect], zoom: float) -> None:
        """Draw hairlines round the cells of a table."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(_RULE, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for x0, y0, x1, y1 in cells:
            painter.drawRect(QRectF(x0 * zoom, y0 * zoom, (x1 - x0) * zoom, (y1 - y0) * zoom))
        painter.restore()

    def _run(self, painter: QPainter, font: QFont, text: str, area: QRectF) -> None:
        """Draw text exactly as wide as it was laid out, whatever the font's own widths; stretching would blur it."""
        metrics = QFontMetricsF(font)
        natural = metrics.horizontalAdvance(text)
        if not natural or not area.width() or text.isspace():
            return
        spaced = QFont(font)
        spaced.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, (area.width() - natural) / len(text))
        painter.setFont(spaced)
        base = area.center().y() + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(area.left(), base), text)

    def marked_area(self, painter: QPainter, area: QRectF, mark: str, *, is_current: bool) -> None:
        """Draw a cite of a place without words: a frame, so that what is in it stays visible."""
        ink = self._theme.color(f"{mark}_ink")
        painter.setPen(QPen(ink, 2.6 if is_current else 1.6))
        painter.setBrush(self._theme.color(f"{mark}_ink", alpha=18))
        painter.drawRoundedRect(area, 3, 3)

    def highlight(self, painter: QPainter, area: QRectF, mark: str, *, is_current: bool) -> None:
        """Draw a cite: its colour under the words, and a line below them."""
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(area, self._theme.color(f"{mark}_mark"))
        painter.restore()
        ink = self._theme.color(f"{mark}_ink")
        under = round(area.bottom()) - 1  # on a whole pixel, so that it is as dark at every zoom
        painter.fillRect(QRectF(area.left(), under, area.width(), 2.0 if is_current else 1.4), ink)
        if is_current:
            painter.setPen(QPen(ink, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area)

    def hit(self, painter: QPainter, area: QRectF, *, is_current: bool) -> None:
        """Draw what was searched for; the current one stands out."""
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(area, self._theme.color("hit"))
        painter.restore()
        if is_current:
            painter.setPen(QPen(self._theme.color("hit_border"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(-1.5, -1, 1.5, 1), 2, 2)

    def selection(self, painter: QPainter, area: QRectF) -> None:
        """Draw a selected place."""
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(area, self._theme.color("selection"))
        painter.restore()
        painter.setPen(QPen(self._theme.color("selection_border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
