"""Asks where to open a copy: says what it is, takes its passphrase, and makes a matter of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from evidence_desk.gui.copies.naming import free_path
from evidence_desk.gui.copies.words import copy_words, in_megabytes, left_words
from evidence_desk.gui.dialogs.job_sheet import JobSheet
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Form, button, label, row
from evidence_desk.gui.widgets.eliding import Line

if TYPE_CHECKING:
    from evidence_desk.replica.about import About

MATTER_SUFFIX = ".edesk"


class OpenSheet(JobSheet):
    """A sheet for one copy; Enter opens it.

    Signals:
        opened: the folder of the matter that was made.
    """

    opened = Signal(object)

    def __init__(self, ui: Ui, parent: QWidget, copy: Path, about: About) -> None:
        """Say what ``copy`` is, and ask for a folder."""
        super().__init__(ui, parent, ui.t("open_copy.title"), width=540)
        self._copy, self._is_sealed = copy, about.is_sealed
        self.path, self.passphrase = Line(str(self._default_path())), QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._lay_out(
            label(self._said(about), "muted", wraps=True),
            self._make_options(),
            button(ui.t("open_copy.open"), self.start, "primary"),
        )
        (self.passphrase if self._is_sealed else self.path).setFocus()

    def start(self) -> None:
        """Make the matter on the job thread."""
        from evidence_desk.replica.unpack import open_copy

        copy, out = self._copy, Path(self.path.text().strip())
        secret = self.passphrase.text() if self._is_sealed else None
        if self._is_running or not self.path.text().strip():
            return

        def work(report: Any, token: Any) -> Path:
            return open_copy(copy, out, passphrase=secret, on_progress=in_megabytes(report), token=token)

        self._begin(self._ui.t("job.opening_copy"), work, self._on_done, is_lasting=True)

    def _make_options(self) -> QWidget:
        t, made = self._ui.t, Form()
        browse = button(t("form.browse"), self._browse)
        made.rows.addRow(label(t("open_copy.path"), "secondary"), row(self.path, browse))
        self.path.setAccessibleName(t("open_copy.path"))
        self.passphrase.setAccessibleName(t("take.passphrase"))
        if self._is_sealed:
            made.rows.addRow(label(t("take.passphrase"), "secondary"), self.passphrase)
        return made

    def _said(self, about: About) -> str:
        t = self._ui.t
        if about.info is None:
            return t("open_copy.sealed", name=self._copy.name)
        left = left_words(t, about.info)
        lines = [copy_words(t, about.info), t("copy.without", what=left) if left else t("copy.with_all")]
        return "\n".join(lines)

    def _default_path(self) -> Path:
        folder = Path(self._ui.settings.text("folder") or self._copy.parent)
        return free_path(folder, self._copy.stem, MATTER_SUFFIX)

    def _browse(self) -> None:
        start = Path(self.path.text())
        folder = QFileDialog.getExistingDirectory(self, self._ui.t("open_copy.path"), str(start.parent))
        if folder:
            self.path.setText(str(Path(folder) / start.name))

    def _on_done(self, made: Path) -> None:
        self._is_running = False
        self.opened.emit(made)
        self.close()

    def _go_back(self, text: str) -> None:
        super()._go_back(text)
        if self._is_sealed:
            self.passphrase.setFocus()
            self.passphrase.selectAll()
