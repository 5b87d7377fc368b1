"""A closed combo box that the mouse wheel runs over without changing it; every one of the window is such a one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


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
