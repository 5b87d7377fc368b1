"""A line of text typed over something that shows it: Enter keeps, Escape gives up, leaving keeps."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.own_keys import ENTER, claims


class TitleEdit(QLineEdit):
    """Goes away by itself.

    Signals:
        committed: the text, when it was changed.
    """

    committed = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget, text: str) -> None:
        """Hold ``text``; it stays hidden until `open`."""
        super().__init__(text, parent)
        self._before = text
        self._is_over = False
        self._host = parent
        self.setAccessibleName(ui.t("field.title"))
        ui.bridge.closing.connect(self._give_up)

    def open(self) -> None:
        """Show, ready to type."""
        self.show()
        self.setFocus()
        self.setSelection(len(self.text()), -len(self.text()))  # all, and its beginning shows

    def event(self, event: QEvent) -> bool:
        """Claim Escape, which stops jobs elsewhere, and Enter, which opens the item."""
        return claims(event, Qt.Key.Key_Escape, *ENTER) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep with Enter, give up with Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(is_kept=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._end(is_kept=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was typed when the keyboard goes elsewhere."""
        super().focusOutEvent(event)
        self._end(is_kept=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed when another view is shown."""
        super().hideEvent(event)
        self._end(is_kept=True)

    def _give_up(self) -> None:
        self._end(is_kept=False)

    def _end(self, *, is_kept: bool) -> None:
        if self._is_over:
            return
        self._is_over = True
        text = self.text().strip()
        above = self._host.parentWidget()
        if self.hasFocus() and above is not None:
            above.setFocus()
        self.hide()
        self.deleteLater()
        if is_kept and text and text != self._before:
            self.committed.emit(text)
