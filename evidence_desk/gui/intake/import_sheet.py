"""What an import asks before it runs, how far it is while it runs, and what came of it; never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)  # fmt: skip

from evidence_desk.gui.dialogs.job_sheet import JobSheet
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import ElidedLabel, Form, button, column, label, row
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.gui.widgets.flow_layout import FlowLayout
from evidence_desk.intake.ocr import is_available
from evidence_desk.queries.labels import tags as read_tags

if TYPE_CHECKING:
    from evidence_desk.commands.importing import ImportReport
    from evidence_desk.jobs.progress import CancelToken, OnProgress


class ImportSheet(JobSheet):
    """A sheet beside the window for one import.

    Signals:
        report_asked: id of the run whose report shall be shown.
        done_unseen: the ImportReport of an import that went on after the sheet was closed.
        load_file_wanted: path of a load file that shall be imported as a production instead.
    """

    report_asked = Signal(str)
    done_unseen = Signal(object)
    load_file_wanted = Signal(object)

    def __init__(
        self, ui: Ui, parent: QWidget, paths: Sequence[Path], *, load_file: Path | None = None
    ) -> None:
        """Ask how to import ``paths``, and whether rather as a production where a load file is among them."""
        super().__init__(ui, parent, ui.t("import.title"), width=520)
        self._paths, self._batch = list(paths), ""
        self._tags: dict[str, QPushButton] = {}
        t = ui.t
        self._report = button(t("import.show_report"), lambda: self.report_asked.emit(self._batch))
        self._lay_out(
            ElidedLabel(", ".join(path.name or str(path) for path in self._paths), "muted"),
            self._make_options(load_file),
            button(t("import.start"), self.start, "primary"),
            after=self._report,
        )
        ui.bridge.closing.connect(self._on_closing)

    def start(self) -> None:
        """Import on the job thread; the list of the window fills meanwhile."""
        session = self._ui.bridge.session
        if session is None or self._is_running:
            return
        options: dict[str, Any] = {
            "tags": [tag for tag, made in self._tags.items() if made.isChecked()],
            "type": str(self.type.currentData() or ""),
            "ocr": self.ocr.isChecked(),
            "limits": self._ui.desk.limits(self._given_passwords()),
        }
        desk, paths = self._ui.desk, self._paths

        def work(on_progress: OnProgress, token: CancelToken) -> ImportReport:
            return desk.import_paths(session, paths, on_progress=on_progress, token=token, **options)

        self._begin(self._ui.t("job.importing"), work, self._on_done)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go out of the way of an import that runs, which the status line shows; without one, go for good."""
        if self._is_running:
            event.ignore()
            self.hide()
        else:
            super().closeEvent(event)

    def _show_asked(self, is_asked: bool) -> None:
        super()._show_asked(is_asked)
        self._close.setText(self._ui.t("form.cancel" if is_asked else "form.close"))
        self._close.show()

    def _make_options(self, load_file: Path | None) -> QWidget:
        t, made = self._ui.t, Form()
        types = Vocabulary(self._ui.bridge, t).types()
        self.type = Choice(t("field.type"), [("", t("import.type_guessed")), *types])
        self.ocr = QCheckBox(t("import.ocr"))
        self.ocr.setEnabled(is_available())
        self.ocr.setChecked(is_available() and self._ui.settings.preferences["ocr"] != "never")
        self.passwords = QPlainTextEdit()
        self.passwords.setPlaceholderText(t("import.passwords_hint"))
        self.passwords.setAccessibleName(t("import.passwords"))
        self.passwords.setTabChangesFocus(True)
        self.passwords.setFixedHeight(58)
        if load_file is not None:
            made.rows.addRow(self._offer(load_file))
        chips = self._tag_chips()
        if self._tags:
            made.rows.addRow(label(t("import.tags"), "secondary"), chips)
        made.rows.addRow(label(t("field.type"), "secondary"), self.type)
        made.rows.addRow(label(t("import.pictures"), "secondary"), self.ocr)
        if not is_available():
            made.rows.addRow("", label(t("import.ocr_missing"), "small", wraps=True))
        made.rows.addRow(label(t("import.passwords"), "secondary"), self.passwords)
        return made

    def _offer(self, load_file: Path) -> QWidget:
        """Offer to import a production with its load file."""
        t = self._ui.t

        def take() -> None:
            self.close()
            self.load_file_wanted.emit(load_file)

        self.as_production = button(t("action.import_load_file"), take)
        self.as_production.setAutoDefault(False)
        card = QFrame()
        card.setObjectName("card")
        body = column(card, margins=(12, 10, 12, 10), spacing=8)
        body.addWidget(label(t("import.load_file_there", name=load_file.name), wraps=True))
        body.addWidget(row(self.as_production, None))
        return card

    def _tag_chips(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box)
        for tag in self._ui.bridge.read(read_tags):
            chip = QPushButton(tag.name)
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            self._tags[tag.id] = chip
            flow.addWidget(chip)
        return box

    def _given_passwords(self) -> list[str]:
        return [line for line in self.passwords.toPlainText().splitlines() if line]

    def _on_done(self, report: Any) -> None:
        t = self._ui.t
        parts = [t("import.done", n=len(report.files))]
        names = ("duplicates", "failed", "skipped")
        parts += [t(f"import.{name}", n=len(getattr(report, name))) for name in names]
        parts += [t("import.read_anew", n=len(report.read_anew))] if report.read_anew else []
        self._batch = report.batch
        self._finish(f"{t('import.seen', n=report.seen)}: " + " · ".join(parts))
        self._report.show()
        self._report.setDefault(True)
        if not self.isVisible():
            self.done_unseen.emit(report)
            self.close()

    def _on_ended(self) -> None:
        """Say that it was stopped, unless it came to its end; what was taken in stays."""
        if self._is_running:
            self._finish(self._ui.t("import.ended"))
            if not self.isVisible():
                self.close()
