"""The sheet that takes a copy offline: what it holds, for whom, where to; then its progress and what was made."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from evidence_desk.gui.copies.naming import free_path
from evidence_desk.gui.copies.words import in_megabytes, left_words
from evidence_desk.gui.dialogs.job_sheet import JobSheet
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.amounts import size_text
from evidence_desk.gui.widgets.basics import Form, button, label, row
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.gui.widgets.eliding import Line

if TYPE_CHECKING:
    from evidence_desk.replica.pack import TakenCopy

SUFFIX = ".edcopy"


class TakeSheet(JobSheet):
    """A sheet beside the window; everything in it has a sensible value, so that Enter makes the copy.

    Attributes:
        made: the copy, once it is made.
    """

    def __init__(self, ui: Ui, parent: QWidget, *, query: str = "", found: int = 0, total: int = 0) -> None:
        """Offer the whole matter of ``total`` items and, where there is a ``query``, the ``found`` ones."""
        super().__init__(ui, parent, ui.t("take.title"), width=560)
        self.made: TakenCopy | None = None
        self.scope, self.files = Choice(ui.t("take.scope")), QCheckBox(ui.t("take.files"))
        self.recipient, self.path = Line(), Line(str(self._default_path()))
        self.passphrase, self.again = self._secret("take.passphrase"), self._secret("take.again")
        t = ui.t
        self._show = button(t("take.show"), self._open_folder)
        self._lay_out(
            label(t("take.about"), "muted", wraps=True),
            self._make_options(query, found, total),
            button(t("take.make"), self.start, "primary"),
            after=self._show,
        )
        ui.bridge.closing.connect(self._on_closing)
        for line in (self.path, self.passphrase, self.again):
            line.textChanged.connect(self._check)
        self._check()
        self.recipient.setFocus()

    def start(self) -> None:
        """Make the copy on the job thread."""
        from evidence_desk.replica.pack import Wish, take_offline

        desk, session = self._ui.desk, self._ui.bridge.session
        if session is None or self._is_running or not self._accept.isEnabled():
            return
        wish = Wish(
            scope=str(self.scope.currentData() or ""),
            with_files=self.files.isChecked(),
            recipient=self.recipient.text().strip(),
            passphrase=self.passphrase.text() or None,
        )
        out = Path(self.path.text().strip())

        def work(report: Any, token: Any) -> TakenCopy:
            pool = None if wish.with_files else desk.pool
            return take_offline(session, out, wish, pool=pool, on_progress=in_megabytes(report), token=token)

        self._begin(self._ui.t("job.taking"), work, self._on_done)

    def _make_options(self, query: str, found: int, total: int) -> QWidget:
        t, made = self._ui.t, Form()
        self.scope.addItem(t.count("take.whole", total), "")
        if query:
            self.scope.addItem(t("take.found", query=query, items=t.count("review.items", found)), query)
        self.files.setChecked(True)
        self.files.toggled.connect(self._on_files)
        self._pictures = label(t("take.pictures"), "small", wraps=True)
        self._pictures.hide()
        self.recipient.setPlaceholderText(t("take.recipient_hint"))
        self.passphrase.setPlaceholderText(t("take.passphrase_hint"))
        self.again.setPlaceholderText(t("take.again"))
        self.again.hide()
        self._warning = label("", "small", wraps=True)
        self._warning.hide()
        for word, field in (("take.scope", self.scope), ("take.files_word", self.files)):
            made.rows.addRow(label(t(word), "secondary"), field)
            field.setAccessibleName(t(word))
        made.rows.addRow("", self._pictures)
        made.rows.addRow(label(t("take.recipient"), "secondary"), self.recipient)
        made.rows.addRow(
            label(t("take.path"), "secondary"), row(self.path, button(t("form.browse"), self._browse))
        )
        made.rows.addRow(label(t("take.passphrase"), "secondary"), self.passphrase)
        made.rows.addRow("", self.again)
        made.rows.addRow("", self._warning)
        self.recipient.setAccessibleName(t("take.recipient"))
        self.path.setAccessibleName(t("take.path"))
        return made

    def _on_files(self, is_on: bool) -> None:
        self._pictures.setVisible(not is_on)
        self._fit()

    def _secret(self, word: str) -> QLineEdit:
        made = QLineEdit()
        made.setEchoMode(QLineEdit.EchoMode.Password)
        made.setAccessibleName(self._ui.t(word))
        return made

    def _default_path(self) -> Path:
        """Return a name that is free, where the last copy was put, or else beside the matter."""
        session = self._ui.bridge.session
        assert session is not None, "a copy is taken of an open matter"
        folder = Path(self._ui.settings.text("copies_folder") or session.path.parent)
        today = date.today()  # noqa: DTZ011  a file bears the local date of whoever makes it
        stem = f"{session.path.stem} {today:%Y-%m-%d}"
        return free_path(folder, stem, SUFFIX)

    def _browse(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, self._ui.t("take.path"), self.path.text())
        if name:
            self.path.setText(name)

    def _check(self) -> None:
        secret, again = self.passphrase.text(), self.again.text()
        self.again.setVisible(bool(secret))
        differs = bool(secret) and secret != again
        self._warning.setText(
            self._ui.t("take.differs") if again and differs else self._ui.t("take.forgotten")
        )
        self._warning.setVisible(bool(secret))
        self._accept.setEnabled(bool(self.path.text().strip()) and not differs)
        self._fit()

    def _on_done(self, made: TakenCopy) -> None:
        self.made = made
        self._ui.settings.set_text("copies_folder", str(made.path.parent))
        self._finish(_said(self._ui, made))
        self._show.show()

    def _open_folder(self) -> None:
        if self.made is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.made.path.parent)))


def _said(ui: Ui, made: TakenCopy) -> str:
    """Return where a copy is, how large, and what is in it and not."""
    t = ui.t
    held = [t.count("review.items", made.evidence), t.count("take.files_in", made.files)]
    if made.pictures:
        held.append(t.count("take.pages_in", made.pictures))
    lines = [str(made.path), f"{size_text(made.size)} · " + " · ".join(held)]
    left = left_words(t, made.info)
    if left:
        lines.append(t("take.left", what=left))
    if made.unpictured:
        lines.append(t.count("take.unpictured", made.unpictured))
    return "\n".join(lines)
