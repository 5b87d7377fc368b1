"""Files dragged from elsewhere over the window: taken wherever they are let go, also over what takes drops itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from evidence_desk.gui.actions.importing import dropped_paths, take_drop
from evidence_desk.gui.widgets.drop_hint import DropHint

if TYPE_CHECKING:
    from evidence_desk.gui.window import MainWindow


class FileDrops(QObject):
    """Hears of drags before lists and lines to type in do, which would take the name of a file as words.

    Attributes:
        hint: what the window shows meanwhile.
    """

    def __init__(self, window: MainWindow, hint: DropHint) -> None:
        """Look after a window, which must be made already."""
        super().__init__(window)
        self._window, self.hint = window, hint
        window.winId()  # what hears of drags first is there from now on
        for each in (window, window.windowHandle()):
            each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files and folders; leave all else to whatever it is over."""
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            if not dropped_paths(event.mimeData()):
                return False
            event.acceptProposedAction()
            if isinstance(event, QDragEnterEvent):
                name = "drop.import" if self._window.ui.bridge.session is not None else "drop.open"
                self.hint.offer(self._window.ui.t(name))
            return True
        if isinstance(event, QDropEvent):
            paths = dropped_paths(event.mimeData())
            self.hint.hide()
            if paths:
                event.acceptProposedAction()
                take_drop(self._window, paths)
            return bool(paths)
        if event.type() == QEvent.Type.DragLeave:
            self.hint.hide()
        return False
