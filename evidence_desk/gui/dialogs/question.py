"""A question in words before something that would be missed: Enter and Escape leave all as it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, column, label, row


class Question(QDialog):
    """Says what would become of it, and asks; it does not block the window.

    Attributes:
        stay: leaves all as it is; Enter presses it.
        go: does what is asked about.
    """

    def __init__(
        self,
        ui: Ui,
        parent: QWidget,
        words: tuple[str, str],
        stay: str,
        go: tuple[str, Callable[[], object]],
    ) -> None:
        """Ask with a title and a text; ``stay`` and ``go`` are the words of the buttons, with what ``go`` does."""
        super().__init__(parent)
        title, text = words
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedWidth(460)
        self._act = go[1]
        self.stay = button(stay, self.reject, "primary")
        self.go = button(go[0], self._on_go)
        self.stay.setDefault(True)
        layout = column(self, margins=(22, 18, 22, 16), spacing=12)
        layout.addWidget(label(title, "title"))
        layout.addWidget(label(text, wraps=True))
        layout.addWidget(row(None, self.go, self.stay, spacing=8))
        self.stay.setFocus()
        ui.bridge.closing.connect(self.reject)

    def _on_go(self) -> None:
        self.accept()
        self._act()
