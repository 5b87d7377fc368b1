"""The common part of dialogs that stand beside the window: they do not block it, and are gone once closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDialog, QStackedWidget, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import column, label
from evidence_desk.gui.widgets.empty_state import EmptyState
from evidence_desk.gui.widgets.own_keys import ENTER


class SideDialog(QDialog):
    """A dialog with its title on top.

    Attributes:
        body: the layout below which everything stands.
    """

    def __init__(self, ui: Ui, parent: QWidget, title: str, size: tuple[int, int]) -> None:
        """Show nothing but a title; ``size`` is width and height in pixels."""
        super().__init__(parent)
        self._ui = ui
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(*size)
        self.body = column(self, margins=(18, 16, 18, 14), spacing=10)
        self.body.addWidget(label(title, "title"))
        self._stack = QStackedWidget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter in a list, or on a choice, from pressing the button that does what the dialog is for."""
        is_choosing = isinstance(self.focusWidget(), (QAbstractItemView, QComboBox))
        if not (is_choosing and Qt.Key(event.key()) in ENTER):
            super().keyPressEvent(event)

    def add_list(self, shown: QWidget, empty: EmptyState) -> None:
        """Add a list, in whose place ``empty`` shows once `show_list` says that there is nothing in it."""
        for widget in (shown, empty):
            self._stack.addWidget(widget)
        self.body.addWidget(self._stack, 1)

    def show_list(self, *, is_empty: bool) -> None:
        """Show the list, or what teaches what it is for."""
        self._stack.setCurrentIndex(int(is_empty))
