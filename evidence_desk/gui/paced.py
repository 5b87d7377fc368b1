"""Tells of the progress of jobs a few times a second, however often they report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from evidence_desk.gui.job import Job
from evidence_desk.gui.turns import Turns, is_gone

if TYPE_CHECKING:
    from evidence_desk.jobs.progress import Progress

_PACE_MS = 60


class PacedProgress(QObject):
    """Passes on what was reported last.

    Signals:
        reported: a Progress.
    """

    reported = Signal(object)

    def __init__(self, turns: Turns, parent: QObject) -> None:
        """Take what brings a report to the UI thread."""
        super().__init__(parent)
        self._turns = turns
        self._latest: tuple[Job, Progress] | None = None
        self._is_waiting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PACE_MS)
        self._timer.timeout.connect(self._tell)

    def note(self, job: Job, progress: Progress) -> None:
        """Take a report from the thread of a job."""
        self._latest = job, progress
        if not self._is_waiting:
            self._is_waiting = True
            self._turns.add(self._timer.start)

    def end(self) -> None:
        """Tell what was reported last, if anything, since nothing more comes."""
        self._timer.stop()
        if self._is_waiting:
            self._tell()

    def _tell(self) -> None:
        self._is_waiting = False  # first, so that a report that comes now is told next time
        if self._latest is None:
            return
        job, progress = self._latest
        self.reported.emit(progress)
        if job.on_progress is not None and not is_gone(job.on_progress):
            job.on_progress(progress)
