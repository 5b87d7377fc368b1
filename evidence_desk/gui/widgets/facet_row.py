"""One line of the filters: a word and how many items it would leave."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from evidence_desk.gui.theme.manager import Theme


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

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw word and count."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(4, 1, -4, -1)
        ground = "accent_soft" if self.isChecked() else "hairline_soft" if self.underMouse() else ""
        painter.setPen(theme.color("focus") if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground) if ground else Qt.BrushStyle.NoBrush)
        if ground or self.hasFocus():
            painter.drawRoundedRect(area, 4, 4)
        count = "" if self._count is None else f"{self._count:,}"
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("accent_text" if self.isChecked() else "text_muted"))
        inner = area.adjusted(8, 0, -8, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        room = inner.width() - painter.fontMetrics().horizontalAdvance(count) - 4
        painter.setFont(theme.font("size"))
        painter.setPen(theme.color("accent_text" if self.isChecked() else "text"))
        cut = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, cut)
        painter.end()
