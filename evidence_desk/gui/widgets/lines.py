"""A list of lines of one height that costs the same for ten lines and for a hundred thousand."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

_Move = QAbstractItemView.CursorAction


class Lines(QTableView):
    """A table of one column that looks like a list; `QListView` would ask a Python model about every line."""

    def __init__(self, height: int) -> None:
        """Show lines of ``height`` pixels."""
        super().__init__()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setMinimumSectionSize(1)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(1)
        down.setDefaultSectionSize(height)
        across.hide()
        down.hide()

    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Let Home and End go to the first and the last line, as in a list."""
        model = self.model()
        if action in (_Move.MoveHome, _Move.MoveEnd) and model.rowCount():
            return model.index(0 if action == _Move.MoveHome else model.rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)

    def keyboardSearch(self, _search: str) -> None:
        """Find nothing by typing: keys are for coding, and it would read every line."""
