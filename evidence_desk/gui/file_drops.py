"""Files dragged from elsewhere over the window: taken wherever they are let go, also over what takes drops itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.actions.importing import take_drop
from evidence_desk.gui.mime import TAKES_FILES, dropped_paths
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
        self._is_below = False
        window.winId()  # what hears of drags first is there from now on
        for each in (window, window.windowHandle()):
            each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files and folders, but for those over what wants them itself; leave all else."""
        if isinstance(event, QDragMoveEvent):  # entering is one of them
            return bool(dropped_paths(event.mimeData())) and self._drag(watched, event)
        if isinstance(event, QDropEvent):
            paths = dropped_paths(event.mimeData())
            self.hint.hide()
            if not paths or self._is_wanted_below(watched, event):
                return False
            event.acceptProposedAction()
            take_drop(self._window, paths)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hint.hide()
        return False

    def _drag(self, watched: QObject, event: QDragMoveEvent) -> bool:
        was_below, self._is_below = self._is_below, self._is_wanted_below(watched, event)
        if self._is_below:
            self.hint.hide()
            return False
        if was_below:
            QCoreApplication.sendEvent(self._window.windowHandle(), QDragLeaveEvent())
        event.acceptProposedAction()
        if self.hint.isHidden():
            name = "drop.import" if self._window.ui.bridge.session is not None else "drop.open"
            self.hint.offer(self._window.ui.t(name))
        return True

    def _is_wanted_below(self, watched: QObject, event: QDropEvent) -> bool:
        """Tell whether a part of the window takes files itself; what it refused comes to the window after all."""
        if watched is self._window:
            return False
        under: QWidget | None = self._window.childAt(event.position().toPoint())
        while under is not None and not under.property(TAKES_FILES):
            under = under.parentWidget()
        return under is not None
