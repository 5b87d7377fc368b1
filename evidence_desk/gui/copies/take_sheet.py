"""The sheet that takes a copy offline: what it holds, for whom, where to; then its progress and what was made."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QProgressBar,
    QWidget,
)  # fmt: skip

from evidence_desk.gui.copies.words import in_megabytes, left_words, size_text
from evidence_desk.gui.job import Job
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import ElidedLabel, button, column, key_cap, label, row
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.support.errors import UserError

if TYPE_CHECKING:
    from evidence_desk.jobs.progress import Progress
    from evidence_desk.replica.pack import TakenCopy

SUFFIX = ".edcopy"


class TakeSheet(QDialog):
    """A sheet beside the window; everything in it has a sensible value, so that Enter makes the copy.

    Attributes:
        made: the copy, once it is made.
    """

    def __init__(self, ui: Ui, parent: QWidget, *, query: str = "", found: int = 0, total: int = 0) -> None:
        """Offer the whole matter of ``total`` items and, where there is a ``query``, the ``found`` ones."""
        super().__init__(parent)
        self._ui = ui
        self.made: TakenCopy | None = None
        self._is_running = False
        self._job: Job | None = None
        self.scope, self.files = Choice(ui.t("take.scope")), QCheckBox(ui.t("take.files"))
        self.recipient, self.path = QLineEdit(), QLineEdit(str(self._default_path()))
        t = ui.t
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("take.title"))
        self.setFixedWidth(560)
        self._options = self._make_options(query, found, total)
        self._running, self._progress, self._bar = QWidget(), ElidedLabel(), QProgressBar()
        self._bar.setTextVisible(False)
        running = column(self._running, spacing=6)
        running.addWidget(self._progress)
        running.addWidget(self._bar)
        self.summary = label(wraps=True)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._make = button(t("take.make"), self.start, "primary")
        self._make.setDefault(True)
        self._stop = row(button(t("import.stop"), self._stop_job), key_cap(ui.key("global", "stop")))
        self._show = button(t("take.show"), self._open_folder)
        self._close = button(t("form.cancel"), self.close)
        layout = column(self, margins=(22, 18, 22, 16), spacing=12)
        layout.addWidget(label(t("take.title"), "title"))
        layout.addWidget(label(t("take.about"), "muted", wraps=True))
        for widget in (self._options, self._running, self.summary):
            layout.addWidget(widget)
        layout.addWidget(row(self._stop, None, self._show, self._close, self._make, spacing=8))
        for hidden in (self._running, self.summary, self._stop, self._show):
            hidden.hide()
        ui.bridge.closing.connect(self._on_closing)
        self._check()
        self.recipient.setFocus()

    def start(self) -> None:
        """Make the copy on the job thread."""
        from evidence_desk.replica.pack import Wish, take_offline

        bridge, desk, session = self._ui.bridge, self._ui.desk, self._ui.bridge.session
        if session is None or self._is_running or not self._make.isEnabled():
            return
        wish = Wish(
            scope=str(self.scope.currentData() or ""),
            with_files=self.files.isChecked(),
            recipient=self.recipient.text().strip(),
            passphrase=self.passphrase.text() or None,
        )
        out = Path(self.path.text().strip())
        self._show_running()

        def work(report: Any, token: Any) -> TakenCopy | UserError:
            try:
                pool = None if wish.with_files else desk.pool
                return take_offline(
                    session, out, wish, pool=pool, on_progress=in_megabytes(report), token=token
                )
            except UserError as error:
                return error

        self._job = bridge.start_job(
            self._ui.t("job.taking"),
            work,
            self._on_done,
            on_progress=self._on_progress,
            on_end=self._on_ended,
        )

    def reject(self) -> None:
        """Let Escape stop a copy that is being made, and otherwise close the sheet."""
        if self._is_running:
            self._stop_job()
        else:
            super().reject()

    def _stop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _make_options(self, query: str, found: int, total: int) -> QWidget:
        t, made = self._ui.t, QWidget()
        form = QFormLayout(made)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.scope.addItem(t.count("take.whole", total), "")
        if query:
            self.scope.addItem(t("take.found", query=query, items=t.count("review.items", found)), query)
        self.files.setChecked(True)
        self.files.toggled.connect(self._on_files)
        self._pictures = label(t("take.pictures"), "small", wraps=True)
        self._pictures.hide()
        self.recipient.setPlaceholderText(t("take.recipient_hint"))
        self.passphrase, self.again = self._secret(t("take.passphrase_hint")), self._secret(t("take.again"))
        self.again.hide()
        self._warning = label("", "small", wraps=True)
        self._warning.hide()
        for word, field in (("take.scope", self.scope), ("take.files_word", self.files)):
            form.addRow(label(t(word), "secondary"), field)
            field.setAccessibleName(t(word))
        form.addRow("", self._pictures)
        form.addRow(label(t("take.recipient"), "secondary"), self.recipient)
        form.addRow(
            label(t("take.path"), "secondary"), row(self.path, button(t("form.browse"), self._browse))
        )
        form.addRow(label(t("take.passphrase"), "secondary"), self.passphrase)
        form.addRow("", self.again)
        form.addRow("", self._warning)
        for word, line in (
            ("take.recipient", self.recipient), ("take.path", self.path),
            ("take.passphrase", self.passphrase), ("take.again", self.again),
        ):  # fmt: skip
            line.setAccessibleName(t(word))
            line.textChanged.connect(self._check)
        return made

    def _on_files(self, is_on: bool) -> None:
        self._pictures.setVisible(not is_on)
        self.adjustSize()

    @staticmethod
    def _secret(hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setEchoMode(QLineEdit.EchoMode.Password)
        made.setPlaceholderText(hint)
        return made

    def _default_path(self) -> Path:
        """Return a name that is free, where the last copy was put, or else beside the matter."""
        session = self._ui.bridge.session
        assert session is not None, "a copy is taken of an open matter"
        folder = Path(self._ui.settings.text("copies_folder") or session.path.parent)
        today = date.today()  # noqa: DTZ011  a file bears the local date of whoever makes it
        stem = f"{session.path.stem} {today:%Y-%m-%d}"
        names = [stem, *(f"{stem} ({n})" for n in range(2, 100))]
        return next((p for name in names if not (p := folder / f"{name}{SUFFIX}").exists()), folder / stem)

    def _browse(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, self._ui.t("take.path"), self.path.text())
        if name:
            self.path.setText(name)

    def _check(self) -> None:
        if not hasattr(self, "_make"):
            return
        secret, again = self.passphrase.text(), self.again.text()
        self.again.setVisible(bool(secret))
        differs = bool(secret) and secret != again
        self._warning.setText(
            self._ui.t("take.differs") if again and differs else self._ui.t("take.forgotten")
        )
        self._warning.setVisible(bool(secret))
        self._make.setEnabled(bool(self.path.text().strip()) and not differs)
        self.adjustSize()

    def _show_running(self) -> None:
        self._is_running = True
        for widget, is_shown in (
            (self._options, False), (self._make, False), (self._close, False), (self.summary, False),
            (self._running, True), (self._stop, True),
        ):  # fmt: skip
            widget.setVisible(is_shown)
        self._progress.set_text(self._ui.t("import.waiting"))
        self._bar.setMaximum(0)
        self.adjustSize()

    def _on_progress(self, progress: Progress) -> None:
        t = self._ui.t
        done, total = (f"{n:,}" for n in (progress.done, progress.total or 0))
        self._progress.set_text(
            t("status.progress", name=t.word("phase", progress.phase), done=done, total=total)
        )
        self._bar.setMaximum(progress.total or 0)
        self._bar.setValue(progress.done)

    def _on_done(self, made: TakenCopy | UserError) -> None:
        if isinstance(made, UserError):
            self._go_back(" ".join(self._ui.t.error(made)))
            return
        self.made = made
        self._ui.settings.set_text("copies_folder", str(made.path.parent))
        self._say(_said(self._ui, made))
        self._show.show()
        self._close.setText(self._ui.t("form.close"))
        self._close.setDefault(True)
        self._close.setFocus()

    def _on_ended(self) -> None:
        """Say that it was stopped, unless it came to its end."""
        if self._is_running:
            self._go_back(self._ui.t("take.stopped"))

    def _go_back(self, text: str) -> None:
        """Show the fields again, with what stood in the way."""
        self._say(text)
        self._options.show()
        self._make.show()
        self.adjustSize()

    def _say(self, text: str) -> None:
        self._is_running = False
        for widget in (self._running, self._stop):
            widget.hide()
        self._close.show()
        self.summary.setText(text)
        self.summary.show()
        self.adjustSize()

    def _on_closing(self) -> None:
        """The matter closes, which also stops what runs."""
        self._is_running = False
        self.close()

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
