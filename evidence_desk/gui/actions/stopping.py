"""The key that stops the running job: it asks first, since in a window Escape is pressed for many things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence_desk.gui.dialogs.question import Question

if TYPE_CHECKING:
    from evidence_desk.gui.window import MainWindow


def ask_to_stop(window: MainWindow) -> None:
    """Ask whether the running job shall stop; the question goes when the job is over."""
    t, bridge = window.ui.t, window.ui.bridge
    if not bridge.is_busy:
        return
    words = t("stop.title"), t("stop.text", what=window.status.job)
    question = Question(window.ui, window, words, t("stop.stay"), (t("stop.go"), bridge.stop_job))
    bridge.job_ended.connect(question.reject)
    question.open()
