"""The common part of dialogs that stand beside the window: they do not block it, and are gone once closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import column, label


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
