"""Asks where to open a copy: says what it is, takes its passphrase, and makes a matter of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QFormLayout, QLineEdit, QProgressBar, QWidget

from evidence_desk.gui.copies.words import copy_words, in_megabytes, left_words
from evidence_desk.gui.job import Job
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, column, label, row
from evidence_desk.support.errors import UserError

if TYPE_CHECKING:
    from evidence_desk.jobs.progress import Progress
    from evidence_desk.replica.about import About

MATTER_SUFFIX = ".edesk"


class OpenSheet(QDialog):
    """A sheet for one copy; Enter opens it.

    Signals:
        opened: the folder of the matter that was made.
    """

    opened = Signal(object)

    def __init__(self, ui: Ui, parent: QWidget, copy: Path, about: About) -> None:
        """Say what ``copy`` is, and ask for a folder."""
        super().__init__(parent)
        self._ui, self._copy = ui, copy
        self._is_running = False
        self._job: Job | None = None
        t = ui.t
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("open_copy.title"))
        self.setFixedWidth(540)
        self.path = QLineEdit(str(self._default_path()))
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.problem = label("", wraps=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(
            label(t("open_copy.path"), "secondary"), row(self.path, button(t("form.browse"), self._browse))
        )
        self.path.setAccessibleName(t("open_copy.path"))
        self.passphrase.setAccessibleName(t("take.passphrase"))
        if about.is_sealed:
            form.addRow(label(t("take.passphrase"), "secondary"), self.passphrase)
        self._is_sealed = about.is_sealed
        self._open = button(t("open_copy.open"), self.start, "primary")
        self._open.setDefault(True)
        layout = column(self, margins=(22, 18, 22, 16), spacing=12)
        layout.addWidget(label(t("open_copy.title"), "title"))
        layout.addWidget(label(self._said(about), "muted", wraps=True))
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(self._bar)
        layout.addWidget(row(None, button(t("form.cancel"), self.reject), self._open, spacing=8))
        self.problem.hide()
        self._bar.hide()
        (self.passphrase if about.is_sealed else self.path).setFocus()

    def start(self) -> None:
        """Make the matter on the job thread."""
        from evidence_desk.replica.unpack import open_copy

        copy, out = self._copy, Path(self.path.text().strip())
        secret = self.passphrase.text() if self._is_sealed else None
        if self._is_running or not self.path.text().strip():
            return
        self._is_running = True
        self._open.setEnabled(False)
        self.problem.hide()
        self._bar.setMaximum(0)
        self._bar.show()
        self.adjustSize()

        def work(report: Any, token: Any) -> Path | UserError:
            try:
                return open_copy(copy, out, passphrase=secret, on_progress=in_megabytes(report), token=token)
            except UserError as error:
                return error

        self._job = self._ui.bridge.start_job(
            self._ui.t("job.opening_copy"),
            work,
            self._on_done,
            is_lasting=True,
            on_progress=self._on_progress,
            on_end=self._on_ended,
        )

    def reject(self) -> None:
        """Let Escape stop the opening, and otherwise close the sheet."""
        if self._is_running and self._job is not None:
            self._job.cancel()
        else:
            super().reject()

    def _said(self, about: About) -> str:
        t = self._ui.t
        if about.info is None:
            return t("open_copy.sealed", name=self._copy.name)
        left = left_words(t, about.info)
        lines = [copy_words(t, about.info), t("copy.without", what=left) if left else t("copy.with_all")]
        return "\n".join(lines)

    def _default_path(self) -> Path:
        folder = Path(self._ui.settings.text("folder") or self._copy.parent)
        names = [self._copy.stem, *(f"{self._copy.stem} ({n})" for n in range(2, 100))]
        return next(
            (p for name in names if not (p := folder / f"{name}{MATTER_SUFFIX}").exists()), folder / names[0]
        )

    def _browse(self) -> None:
        start = Path(self.path.text())
        folder = QFileDialog.getExistingDirectory(self, self._ui.t("open_copy.path"), str(start.parent))
        if folder:
            self.path.setText(str(Path(folder) / start.name))

    def _on_progress(self, progress: Progress) -> None:
        if progress.total:
            self._bar.setMaximum(progress.total)
            self._bar.setValue(progress.done)

    def _on_done(self, made: Path | UserError) -> None:
        if isinstance(made, UserError):
            self._say(" ".join(self._ui.t.error(made)))
            return
        self._is_running = False
        self.opened.emit(made)
        self.close()

    def _on_ended(self) -> None:
        if self._is_running:
            self._say(self._ui.t("take.stopped"))

    def _say(self, text: str) -> None:
        self._is_running = False
        self._open.setEnabled(True)
        self._bar.hide()
        self.problem.setText(text)
        self.problem.show()
        self.adjustSize()
        if self._is_sealed:
            self.passphrase.setFocus()
            self.passphrase.selectAll()
