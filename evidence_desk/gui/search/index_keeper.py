"""Keeps the text index of the open matter up to date beside the work, and says so in the status line."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from evidence_desk.gui.ui import Ui
from evidence_desk.jobs.progress import CancelToken

if TYPE_CHECKING:
    from evidence_desk.jobs.progress import Progress

_PAUSE_MS = 400
_SAID = frozenset({"missing", "damaged", "replaced", "version", "interrupted"})


class IndexKeeper(QObject):
    """Indexes when a matter is opened and after every change.

    Signals:
        said: words for the status line, empty when there is nothing to say.
        caught_up: the index holds all there is now; searches may find more than before.
    """

    said = Signal(str)
    caught_up = Signal()
    _went_on = Signal(object)

    def __init__(self, ui: Ui, parent: QObject | None = None) -> None:
        """Follow the bridge."""
        super().__init__(parent)
        self._ui = ui
        self._token = CancelToken()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.start)
        self._went_on.connect(self._on_progress, Qt.ConnectionType.QueuedConnection)
        ui.bridge.opened.connect(self._soon)
        ui.bridge.closing.connect(self.stop)
        ui.bridge.committed.connect(self._soon)

    def start(self) -> None:
        """Bring the index up to date."""
        session, desk = self._ui.bridge.session, self._ui.desk
        if session is None:
            return
        self._token.cancel()  # what it did is kept, and this goes on from there
        token = self._token = CancelToken()

        def report(progress: Progress) -> None:
            with suppress(RuntimeError):  # the window is gone, and this object with it
                self._went_on.emit(progress)

        def work() -> Any:
            return desk.prepare_search(session, on_progress=report, token=token)

        self._ui.bridge.beside("index", work, self._on_done)

    def let_go(self) -> None:
        """Hear no more of the matter; another window takes over."""
        self._ui.bridge.disconnect(self)
        self.stop()

    def stop(self) -> None:
        """Ask the indexing to stop; what was done is kept."""
        self._timer.stop()
        self._token.cancel()
        self.said.emit("")

    def _soon(self, _changes: Any = None) -> None:
        """Begin once the window has shown what happened, and once for many changes in a row."""
        self._timer.start(_PAUSE_MS)

    def _on_progress(self, progress: Progress) -> None:
        if progress.total and not self._token.is_cancelled:
            done, total = f"{progress.done:,}", f"{progress.total:,}"
            self.said.emit(self._ui.t("index.building", done=done, total=total))

    def _on_done(self, report: Any) -> None:
        t = self._ui.t
        is_news = report.rebuilt in _SAID
        self.said.emit(t("index.rebuilt", why=t.word("index_why", report.rebuilt)) if is_news else "")
        if report.pages or report.items or report.rebuilt:
            self.caught_up.emit()
