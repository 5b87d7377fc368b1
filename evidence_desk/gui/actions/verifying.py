"""The action that proves that a matter is as its history says."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.dialogs.report import ReportDialog
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.status_line import StatusLine
from evidence_desk.gui.widgets.toast import Toast
from evidence_desk.jobs.progress import Progress


def verify(ui: Ui, parent: QWidget, toast: Toast, status: StatusLine) -> None:
    """Hash every file again and walk the history, on the job thread."""
    session = ui.bridge.session
    if session is None:
        return

    def work(report: Any, token: Any) -> Any:
        from evidence_desk.queries import integrity

        def progress(done: int, total: int) -> None:
            token.raise_if_cancelled()
            report(Progress(done, total, "hashing"))

        return session.read(integrity.verify, session.files_folder, on_progress=progress)

    ui.bridge.start_job(ui.t("job.verifying"), work, lambda found: _tell(ui, parent, toast, status, found))


def _tell(ui: Ui, parent: QWidget, toast: Toast, status: StatusLine, found: Any) -> None:
    t, session = ui.t, ui.bridge.session
    now = QTime.currentTime().toString("HH:mm")
    if found.ok:
        text = t("verify.ok", n=f"{found.files_checked:,}", time=now)
        toast.note(t("verify.fine", n=f"{found.files_checked:,}", entries=f"{found.history.entries:,}"))
    else:
        text = t("verify.bad", n=len(found.problems), time=now)
        lines = [
            (t.word("verify_problem", problem.code), problem.file, t.warning(problem.message))
            for problem in found.problems
        ]
        ReportDialog(ui, parent, t("verify.report"), lines).show()
    status.show_verified(text)
    if session is not None:
        ui.settings.set_matter(session.path, {**ui.settings.matter(session.path), "verified": text})
