"""One line of the filters: a word and how many items it would leave."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from evidence_desk.gui.theme.manager import Theme

_LEFT, _RIGHT, _GAP = 12, 6, 4  # pixels beside word and count, and between them


class FacetRow(QAbstractButton):
    """A filter that is on or off."""

    def __init__(self, theme: Theme, text: str, count: int | None, *, is_on: bool) -> None:
        """Show a word and a count; None shows no count."""
        super().__init__()
        self._theme = theme
        self.setText(text)
        self.setToolTip(text)
        self.set_count(count)
        self.setCheckable(True)
        self.setChecked(is_on)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew when the mouse comes and goes
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int | None) -> None:
        """Show another count."""
        self._count = count
        self.setAccessibleName(self.text() if count is None else f"{self.text()}, {count}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a line."""
        return QSize(120, 25)

    @property
    def shown(self) -> str:
        """The word as far as it fits beside the count."""
        theme = self._theme
        count = QFontMetrics(theme.font("small")).horizontalAdvance(self._count_text())
        room = self.width() - _LEFT - _RIGHT - count - _GAP
        return QFontMetrics(theme.font("size")).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def _count_text(self) -> str:
        return "" if self._count is None else f"{self._count:,}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw word and count."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(4, 1, -2, -1)
        ground = "accent_soft" if self.isChecked() else "hairline_soft" if self.underMouse() else ""
        painter.setPen(theme.color("focus") if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground) if ground else Qt.BrushStyle.NoBrush)
        if ground or self.hasFocus():
            painter.drawRoundedRect(area, 4, 4)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("accent_text" if self.isChecked() else "text_muted"))
        inner = QRectF(self.rect()).adjusted(_LEFT, 1, -_RIGHT, -1)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inner, right, self._count_text())
        painter.setFont(theme.font("size"))
        painter.setPen(theme.color("accent_text" if self.isChecked() else "text"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, self.shown)
        painter.end()
