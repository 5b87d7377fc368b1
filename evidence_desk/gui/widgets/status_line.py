"""The line at the bottom: saved, review progress, running job with its stop, legend, last verification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, key_cap, label, row
from evidence_desk.gui.widgets.marks import MARKS, Legend

if TYPE_CHECKING:
    from evidence_desk.jobs.progress import Progress

_MOMENT_MS = 150


class StatusLine(QWidget):
    """The status line.

    Signals:
        stop_asked: somebody wants the running job to stop.
    """

    stop_asked = Signal()

    def __init__(self, ui: Ui) -> None:
        """Show an empty line."""
        super().__init__()
        self._ui = ui
        self._clock = QElapsedTimer()
        self._label = self._saved_text = ""
        self._is_unsaved = False
        self._writing = QTimer(self)  # what is done at once shall not flicker
        self._writing.setSingleShot(True)
        self._writing.timeout.connect(lambda: self._say_saved(self._ui.t("status.writing")))
        self.setObjectName("statusLine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(28)
        self._saved, self._reviewed, self._job = label(), label(), label()
        self._verified, self._pace, self._index = label(), label(), label()
        self._review_bar, self._job_bar = self._bar(120), self._bar(80)
        stop = button(ui.t("status.stop"), self.stop_asked.emit, "link")
        self._legend = Legend(ui.theme, {mark: ui.t.word("legend", mark) for mark in MARKS})
        self._batch = label()
        self._review_box = row(self._reviewed, self._review_bar, self._pace, self._batch)
        self._job_box = row(self._job, self._job_bar, key_cap(ui.key("global", "stop")), stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 14, 0)
        layout.setSpacing(18)
        for widget in (self._saved, self._review_box, self._job_box):
            layout.addWidget(widget)
        layout.addWidget(self._index)
        layout.addStretch(1)
        layout.addWidget(self._legend)
        layout.addWidget(self._verified)
        self.show_pace(0)
        self.show_batch("")
        self.clear()

    def clear(self) -> None:
        """Show nothing of a matter."""
        for widget in (
            self._saved,
            self._review_box,
            self._job_box,
            self._legend,
            self._verified,
            self._index,
        ):
            widget.hide()

    def show_saved(self, text: str) -> None:
        """Say since when everything is saved; not while words stand somewhere that are not."""
        self._legend.show()
        self._saved_text = text
        self._say_saved("")
        self._saved.show()

    def show_writing(self, is_writing: bool) -> None:
        """Say that changes are being made, when that takes a moment."""
        if is_writing:
            self._writing.start(_MOMENT_MS)
        else:
            self._writing.stop()
            self._say_saved("")

    def _say_saved(self, busy: str) -> None:
        waits = busy or (self._ui.t("status.unsaved") if self._is_unsaved else "")
        self._saved.setText(f"○ {waits}" if waits else f"● {self._saved_text}")

    def show_unsaved(self, is_unsaved: bool) -> None:
        """Say whether words stand in a field that are not kept yet."""
        if is_unsaved != self._is_unsaved:
            self._is_unsaved = is_unsaved
            if not self._saved.isHidden():
                self.show_saved(self._saved_text)

    def show_review(self, done: int, total: int) -> None:
        """Show how many items were looked at."""
        self._reviewed.setText(self._ui.t("status.reviewed", done=f"{done:,}", total=f"{total:,}"))
        self._review_bar.setMaximum(max(total, 1))
        self._review_bar.setValue(done)
        self._review_box.setVisible(total > 0)

    def show_batch(self, text: str) -> None:
        """Say how far the review batch that shows is; an empty text says nothing."""
        self._batch.setText(text)
        self._batch.setVisible(bool(text))

    def show_pace(self, per_hour: int) -> None:
        """Show how many documents are reviewed an hour; 0 hides it."""
        self._pace.setText(self._ui.t("status.pace", n=f"{per_hour:,}"))
        self._pace.setVisible(per_hour > 0)

    @property
    def job(self) -> str:
        """What the running job is called."""
        return self._label

    def show_job(self, name: str) -> None:
        """Show that a job began."""
        self._clock.start()
        self._label = name
        self._job.setText(name)
        self._job_bar.setMaximum(0)
        self._job_box.show()

    def show_progress(self, progress: Progress) -> None:
        """Show how far the job is, and the time left once it can be told."""
        t = self._ui.t
        if progress.total:
            text = t(
                "status.progress", name=self._label, done=f"{progress.done:,}", total=f"{progress.total:,}"
            )
            self._job.setText(text + self._time_left(progress.done, progress.total))
        else:
            self._job.setText(t("status.counting", name=self._label, done=f"{progress.done:,}"))
        self._job_bar.setMaximum(progress.total or 0)
        self._job_bar.setValue(progress.done)
        self._job.setToolTip(progress.detail)

    def end_job(self) -> None:
        """Show that no job runs."""
        self._job_box.hide()

    def show_index(self, text: str) -> None:
        """Say how the text index is doing; an empty text says nothing."""
        self._index.setText(text)
        self._index.setVisible(bool(text))

    def show_verified(self, text: str) -> None:
        """Say when the files were verified last."""
        self._verified.setText(text)
        self._verified.setVisible(bool(text))

    def _time_left(self, done: int, total: int) -> str:
        passed = self._clock.elapsed() / 1000
        if done < 1 or passed < 3:
            return ""
        if done >= total:
            return " · " + self._ui.t("status.finishing")
        seconds = round(passed / done * (total - done))
        if seconds >= 90:
            return " · " + self._ui.t("status.minutes_left", n=round(seconds / 60))
        return " · " + self._ui.t("status.seconds_left", n=seconds)

    @staticmethod
    def _bar(width: int) -> QProgressBar:
        made = QProgressBar()
        made.setTextVisible(False)
        made.setFixedWidth(width)
        return made
