"""A sheet that asks, runs one job of the window, shows how far it is, and says what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QProgressBar, QPushButton, QWidget

from evidence_desk.gui.job import Job
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import ElidedLabel, button, column, key_cap, label, row
from evidence_desk.support.errors import UserError

if TYPE_CHECKING:
    from evidence_desk.gui.bridge import JobWork
    from evidence_desk.jobs.progress import Progress

_SOON = 3.0  # seconds, before which nothing is said of the time that is left


class JobSheet(QDialog):
    """Escape stops its job, and closes the sheet while none runs.

    Attributes:
        summary: what came of the job, in words.
    """

    def __init__(self, ui: Ui, parent: QWidget, title: str, *, width: int) -> None:
        """Make what all such sheets have; `_lay_out` puts it together with what is asked."""
        super().__init__(parent)
        self._ui = ui
        self._job: Job | None = None
        self._is_running, self._began = False, 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedWidth(width)
        self._running, self._progress, self._bar = QWidget(), ElidedLabel(), QProgressBar()
        self._bar.setTextVisible(False)
        running = column(self._running, spacing=6)
        running.addWidget(self._progress)
        running.addWidget(self._bar)
        self.summary = label(wraps=True)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._stop = row(button(ui.t("import.stop"), self._stop_job), key_cap(ui.key("global", "stop")))
        self._close = button(ui.t("form.cancel"), self.close)

    def reject(self) -> None:
        """Let Escape stop the job, and otherwise close the sheet."""
        if self._is_running:
            self._stop_job()
        else:
            super().reject()

    def _lay_out(
        self, about: QWidget, options: QWidget, accept: QPushButton, *, after: QPushButton | None = None
    ) -> None:
        """Put all together: ``accept`` starts the job, the button ``after`` is of use once it is done."""
        self._options, self._accept = options, accept
        accept.setDefault(True)
        layout = column(self, margins=(22, 18, 22, 16), spacing=12)
        for widget in (label(self.windowTitle(), "title"), about, options, self._running, self.summary):
            layout.addWidget(widget)
        shown = [] if after is None else [after]
        layout.addWidget(row(self._stop, None, *shown, self._close, accept, spacing=8))
        for hidden in (self._running, self.summary, self._stop, *shown):
            hidden.hide()

    def _begin(
        self, name: str, work: JobWork, then: Callable[[Any], None], *, is_lasting: bool = False
    ) -> None:
        """Start the job; ``then`` gets what it made. Where it refuses, that is said and everything asked again."""
        self._is_running, self._began = True, time.monotonic()
        self._show_asked(False)
        self.summary.hide()
        # Jobs wait for each other; whoever started this one shall not wonder why nothing moves.
        self._progress.set_text(self._ui.t("import.in_line" if self._ui.bridge.is_busy else "import.waiting"))
        self._bar.setMaximum(0)
        self._fit()

        self._job = self._ui.bridge.start_job(
            name,
            work,
            then,
            is_lasting=is_lasting,
            on_progress=self._on_progress,
            on_end=self._on_ended,
            refused=self._on_refused,
        )

    def _on_refused(self, error: UserError) -> None:
        self._go_back(" ".join(self._ui.t.error(error)))

    def _finish(self, text: str) -> None:
        """Say what came of it; there is nothing more to ask."""
        self._show_asked(True)
        self._options.hide()
        self._accept.hide()
        self._close.setText(self._ui.t("form.close"))
        self._close.setDefault(True)
        self._close.setFocus()
        self._say(text)

    def _go_back(self, text: str) -> None:
        """Ask again, and say what stood in the way."""
        self._show_asked(True)
        self._say(text)
        self.show()

    def _say(self, text: str) -> None:
        self._is_running = False
        self.summary.setText(text)
        self.summary.show()
        self._fit()

    def _show_asked(self, is_asked: bool) -> None:
        for widget in (self._options, self._accept, self._close):
            widget.setVisible(is_asked)
        for widget in (self._running, self._stop):
            widget.setVisible(not is_asked)

    def _fit(self) -> None:
        """Be as high as what shows needs at this width; Qt would measure words that wrap at another one."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(
                self.width(),
                max(layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height()),
            )

    def _stop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_progress(self, progress: Progress) -> None:
        t, done = self._ui.t, f"{progress.done:,}"
        name = t.word("phase", progress.phase)
        if progress.total:
            text = t("status.progress", name=name, done=done, total=f"{progress.total:,}")
            text += self._time_left(progress.done, progress.total)
        else:
            text = t("status.counting", name=name, done=done)
        self._progress.set_text(f"{text} · {progress.detail}" if progress.detail else text)
        self._bar.setMaximum(progress.total or 0)
        self._bar.setValue(progress.done)

    def _time_left(self, done: int, total: int) -> str:
        passed = time.monotonic() - self._began
        if passed < _SOON or not done:
            return ""
        seconds = round(passed / done * (total - done))
        if seconds >= 90:
            return " · " + self._ui.t("status.minutes_left", n=round(seconds / 60))
        return " · " + self._ui.t("status.seconds_left", n=seconds)

    def _on_ended(self) -> None:
        """Say that it was stopped, unless it came to its end."""
        if self._is_running:
            self._go_back(self._ui.t("take.stopped"))

    def _on_closing(self) -> None:
        """Go with the matter, which also stops what runs."""
        self._is_running = False
        self.close()
