"""Paints how well something is proved: dots for strength, a bar for coverage, a badge for gaps."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evidence_desk.gui.theme.manager import Theme
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.marks import badge_width, draw_badge
from evidence_desk.queries.rows import ElementRow

_DOTS = 4
_BADGES = {"unproven": "gap", "contradicted": "contradicts"}


def draw_dots(painter: QPainter, theme: Theme, left: QPointF, strength: int) -> None:
    """Draw four dots, ``strength`` of them filled."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for number in range(_DOTS):
        painter.setBrush(theme.color("context" if number < strength else "empty_dot"))
        painter.drawEllipse(left + QPointF(5 + number * 11.5, 0), 4.5, 4.5)
    painter.restore()


def draw_coverage(painter: QPainter, theme: Theme, area: QRectF, coverage: float) -> None:
    """Draw a bar for 0.0 to 1.0 with its percentage under it."""
    bar = QRectF(area.left(), area.top(), 62, 5)
    painter.fillRect(bar, theme.color("track"))
    color = "supports" if coverage >= 0.75 else "gap"
    painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * min(1.0, coverage), 5), theme.color(color))
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("text_muted"))
    painter.drawText(
        QRectF(area.left() + 70, area.top() - 6, 50, 17), Qt.AlignmentFlag.AlignVCenter, f"{coverage:.0%}"
    )


def draw_state(painter: QPainter, ui: Ui, area: QRectF, element: ElementRow) -> None:
    """Draw dots, or a badge where something is missing."""
    mark = _BADGES.get(element.state)
    if mark is None:
        draw_dots(painter, ui.theme, QPointF(area.left(), area.center().y()), element.strength)
        return
    text = ui.t.word("state", element.state)
    rect = QRectF(area.left(), area.center().y() - 9.5, badge_width(ui.theme, text), 19)
    draw_badge(painter, ui.theme, rect, mark, text)


class ProofState(QWidget):
    """The proof state of an element as a widget."""

    def __init__(self, ui: Ui, element: ElementRow) -> None:
        """Show the state."""
        super().__init__()
        self._ui, self._element = ui, element
        self.setAccessibleName(ui.t.word("state", element.state))
        self.setToolTip(ui.t.word("state", element.state))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room for dots or badge."""
        return QSize(120, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw dots or badge."""
        painter = QPainter(self)
        draw_state(painter, self._ui, QRectF(self.rect()), self._element)
        painter.end()
