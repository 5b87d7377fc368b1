"""One line of text that ends in … where it has no room; the whole of it is its tool tip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QStylePainter, QToolTip, QWidget

_BESIDE = 2  # pixels that Qt leaves between the text of a line and its frame


def tells_whole(widget: QWidget, event: QEvent, whole: str) -> bool:
    """Show ``whole`` above the tool tip of ``widget``, which ``event`` asks for."""
    if not isinstance(event, QHelpEvent):
        return False
    tip = widget.toolTip()
    QToolTip.showText(event.globalPos(), f"{whole}\n{tip}" if tip and tip != whole else whole, widget)
    return True


class Line(QLineEdit):
    """A line to type in, which shows its beginning while the keyboard is elsewhere."""

    @property
    def shown(self) -> str:
        """The text as it shows without the keyboard in it."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self._room())

    @property
    def is_cut(self) -> bool:
        """Whether there is no room for the whole text."""
        return self.echoMode() == QLineEdit.EchoMode.Normal and self.shown != self.text()

    def event(self, event: QEvent) -> bool:
        """Tell the whole text."""
        if event.type() == QEvent.Type.ToolTip and self.is_cut:
            return tells_whole(self, event, self.text())
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text cut with … where it is too long and nobody types in it."""
        if (self.hasFocus() and not self.isReadOnly()) or not self.is_cut:
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = self._option()
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option)
        self._draw(painter, option)

    def _draw(self, painter: QPainter, option: QStyleOptionFrame) -> None:
        area = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        painter.setPen(self.palette().text().color())
        painter.drawText(area.adjusted(_BESIDE, 0, -_BESIDE, 0), int(self.alignment()), self.shown)

    def _option(self) -> QStyleOptionFrame:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        return option

    def _room(self) -> int:
        option = self._option()
        area = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return area.width() - 2 * _BESIDE
