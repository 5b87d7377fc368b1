"""What the window shows while files are dragged over it: that they can be dropped, and what comes of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from evidence_desk.gui.widgets.basics import column, label

_INSET = 8


class DropHint(QFrame):
    """A frame over the whole content; the mouse and what is dragged go through it."""

    def __init__(self, parent: QWidget) -> None:
        """Stay hidden over ``parent``."""
        super().__init__(parent)
        self._host = parent
        self.setObjectName("dropHint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = label(role="title")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column(self).addWidget(self.words, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def offer(self, text: str) -> None:
        """Show what a drop does."""
        self.words.setText(text)
        self.setGeometry(self._host.rect().adjusted(_INSET, _INSET, -_INSET, -_INSET))
        self.raise_()
        self.show()
