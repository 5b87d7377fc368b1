"""The four marks of proof, painted as shapes so that they read without colour and in every font."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from evidence_desk.gui.theme.manager import Theme

MARKS = ("supports", "contradicts", "context", "gap")
_TONES = {1: "soft", 2: "mid", 3: "strong"}


def draw_mark(painter: QPainter, mark: str, center: QPointF, size: float, color: QColor) -> None:
    """Draw a mark: triangle up or down, dot, or dotted ring, ``size`` pixels across."""
    half = size / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if mark in ("supports", "contradicts"):
        sign = -1 if mark == "supports" else 1
        painter.drawPolygon(
            QPolygonF(
                [
                    center + QPointF(0, sign * half * 0.85),
                    center + QPointF(-half, -sign * half * 0.85),
                    center + QPointF(half, -sign * half * 0.85),
                ]
            )
        )
    elif mark == "gap":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, max(1.2, size / 8), Qt.PenStyle.DotLine))
        painter.drawEllipse(center, half, half)
    else:
        painter.drawEllipse(center, half * 0.82, half * 0.82)
    painter.restore()


def tone(mark: str, weight: int = 1) -> str:
    """Return the token of a mark's background for a weight of 1 to 3."""
    return f"{mark}_{_TONES[min(3, max(1, weight))]}"


def draw_hairline(painter: QPainter, theme: Theme, area: QRectF) -> None:
    """Draw a line of exactly one pixel along the bottom of ``area``."""
    painter.fillRect(QRectF(area.left(), round(area.bottom()) - 1, area.width(), 1), theme.color("hairline"))


def draw_badge(painter: QPainter, theme: Theme, rect: QRectF, mark: str, text: str) -> None:
    """Draw a rounded badge with a mark and a short text in ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(tone(mark)))
    painter.drawRoundedRect(rect, 4, 4)
    color = theme.color(mark)
    draw_mark(painter, mark, QPointF(rect.left() + 12, rect.center().y()), 9, color)
    painter.setPen(color)
    painter.setFont(theme.font("tiny"))
    painter.drawText(rect.adjusted(20, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()


def badge_width(theme: Theme, text: str) -> float:
    """Return how wide `draw_badge` needs its rectangle."""
    return 28 + QFontMetricsF(theme.font("tiny")).horizontalAdvance(text)


def draw_cut(
    painter: QPainter,
    theme: Theme,
    place: tuple[float, float, float],
    text: str,
    *,
    size: str = "size",
    color: str = "text",
    bold: bool = False,
) -> None:
    """Draw one line at left, top with a width in pixels, cut with … where it is longer."""
    left, top, room = place
    font = theme.font(size, bold=bold)
    painter.setFont(font)
    painter.setPen(theme.color(color))
    cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRectF(left, top, room + 2, 18), Qt.AlignmentFlag.AlignVCenter, cut)


class MarkBadge(QWidget):
    """A mark with a word or a number, e.g. ▲ 3."""

    def __init__(self, theme: Theme, mark: str, text: str = "", *, name: str = "") -> None:
        """Show ``mark`` with ``text``; ``name`` is what a screen reader says."""
        super().__init__()
        self._theme, self._mark, self._text = theme, mark, text
        self.setAccessibleName(name or text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_mark(self, mark: str, text: str) -> None:
        """Show another mark and text."""
        self._mark, self._text = mark, text
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for mark and text."""
        return QSize(round(badge_width(self._theme, self._text)) if self._text else 24, 19)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the badge."""
        painter = QPainter(self)
        draw_badge(painter, self._theme, QRectF(self.rect()), self._mark, self._text)
        painter.end()


class Legend(QWidget):
    """Says what the four marks mean, as in the status line."""

    def __init__(self, theme: Theme, words: dict[str, str]) -> None:
        """Take the word of each mark."""
        super().__init__()
        self._theme, self._words = theme, words
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room for all four."""
        metrics = QFontMetricsF(self._theme.font("tiny"))
        return QSize(round(sum(metrics.horizontalAdvance(w) + 26 for w in self._words.values())), 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw marks and words in one line."""
        painter = QPainter(self)
        painter.setFont(self._theme.font("tiny"))
        left = 6.0
        for mark, word in self._words.items():
            draw_mark(painter, mark, QPointF(left + 5, self.height() / 2), 9, self._theme.color(mark))
            painter.setPen(self._theme.color("text_secondary"))
            width = painter.fontMetrics().horizontalAdvance(word)
            painter.drawText(
                QRectF(left + 14, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, word
            )
            left += width + 26
        painter.end()
