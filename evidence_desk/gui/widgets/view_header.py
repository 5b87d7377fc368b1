"""The strip at the top of a view: its title, what is in it, and its buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evidence_desk.gui.widgets.basics import ElidedLabel, label


class ViewHeader(QWidget):
    """Title and note on the left, buttons on the right."""

    def __init__(
        self, title: str, *buttons: QWidget, height: int = 50, margins: tuple[int, int] = (16, 16)
    ) -> None:
        """Show a title and buttons; ``margins`` are those at the left and the right."""
        super().__init__()
        self.setObjectName("viewHeader")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(height)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(margins[0], 0, margins[1], 0)
        layout.setSpacing(8)
        self._title = label(title, "title")
        self._note = ElidedLabel(role="muted")  # which gives way first
        layout.addWidget(self._title)
        layout.addWidget(self._note, 1)
        for each in buttons:
            layout.addWidget(each)

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._title.setText(title)

    def set_note(self, text: str) -> None:
        """Say what is in the view, e.g. how many."""
        self._note.set_text(text)
