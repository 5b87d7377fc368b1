"""The common part of views that are painted as one: scroll bars, and arrow keys that move what is current."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea

from evidence_desk.gui.ui import Ui

_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class PaintedArea(QAbstractScrollArea):
    """A subclass paints the part that its scroll bars say, and knows how large all of it is.

    Attributes:
        steps: pixels that one step of a scroll bar goes, across and down.
    """

    steps = (40, 40)

    def __init__(self, ui: Ui, name: str) -> None:
        """Show nothing yet; ``name`` is what a screen reader says."""
        super().__init__()
        self._ui = ui
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        ui.theme.changed.connect(self.viewport().update)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(self.viewport().update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows."""
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            self._move(*move)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the scroll bars."""
        super().resizeEvent(event)
        self._set_bars()

    def _move(self, down: int, right: int) -> None:
        """Make current what is so many places on."""
        raise NotImplementedError

    def _extent(self) -> tuple[int, int]:
        """Return width and height of everything, in pixels."""
        raise NotImplementedError

    def _frozen(self) -> tuple[int, int]:
        """Return width and height of what stays where it is at the left and at the top."""
        return 0, 0

    def _set_bars(self) -> None:
        view, extent, frozen = self.viewport().size(), self._extent(), self._frozen()
        for place, (bar, room) in enumerate(
            ((self.horizontalScrollBar(), view.width()), (self.verticalScrollBar(), view.height()))
        ):
            bar.setRange(0, max(0, extent[place] - room))
            bar.setPageStep(max(1, room - frozen[place]))
            bar.setSingleStep(self.steps[place])
