"""The mark on rows about which two copies disagree."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from evidence_desk.gui.theme.manager import Theme

SIGN = "≠"
_HEIGHT = 19.0


def draw_conflicts(painter: QPainter, theme: Theme, right: float, middle: float, count: int) -> float:
    """Draw the mark of ``count`` conflicts left of ``right`` and return where it begins; none draws nothing.

    Args:
        painter: paints.
        theme: knows the colours.
        right: the right edge of the room.
        middle: the middle of the row from above.
        count: how many.
    """
    return draw_sign(painter, theme, right, middle, f"{SIGN} {count}") if count else right


def draw_sign(
    painter: QPainter,
    theme: Theme,
    right: float,
    middle: float,
    text: str,
    *,
    fill: str = "accent",
    ink: str = "on_accent",
) -> float:
    """Draw a short text on a filled ground left of ``right`` and return where it begins, with its gap."""
    font = theme.font("tiny", bold=True)
    width = QFontMetricsF(font).horizontalAdvance(text) + 12
    area = QRectF(right - width, middle - _HEIGHT / 2, width, _HEIGHT)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(fill))
    painter.drawRoundedRect(area, 4, 4)
    painter.setPen(theme.color(ink))
    painter.setFont(font)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return area.left() - 6
