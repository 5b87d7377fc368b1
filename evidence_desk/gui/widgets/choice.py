"""A closed combo box that the wheel runs over without changing it, and that ends in … without room; all are such."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from evidence_desk.gui.widgets.eliding import tells_whole


class Choice(QComboBox):
    """One of some values."""

    def __init__(self, name: str, choices: Iterable[tuple[str, str]] = ()) -> None:
        """Offer ``choices``: value and word; ``name`` is what a screen reader says."""
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_choices(choices)

    def set_choices(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offer other values."""
        self.clear()
        for value, word in choices:
            self.addItem(word, value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let what it stands in scroll instead of changing the value by accident."""
        event.ignore()

    @property
    def shown(self) -> str:
        """The word of the current value, as it shows."""
        return self._option().currentText

    def event(self, event: QEvent) -> bool:
        """Tell the whole word of the current value."""
        if event.type() == QEvent.Type.ToolTip and self.shown != self.currentText():
            return tells_whole(self, event, self.currentText())
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the word as fits."""
        if self.isEditable():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), self._option()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _option(self) -> QStyleOptionComboBox:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        area = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        elide = self.fontMetrics().elidedText
        option.currentText = elide(option.currentText, Qt.TextElideMode.ElideRight, area.width())
        return option
