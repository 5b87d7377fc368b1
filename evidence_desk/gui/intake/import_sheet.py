"""What an import asks before it runs, how far it is while it runs, and what came of it; never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QWidget

from evidence_desk.gui.dialogs.job_sheet import JobSheet
from evidence_desk.gui.intake.counts import counts_text
from evidence_desk.gui.intake.import_options import ImportOptions
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, ElidedLabel, button, column, label, row

if TYPE_CHECKING:
    from evidence_desk.commands.import_report import ImportReport
    from evidence_desk.domain.begun_imports import Chosen
    from evidence_desk.jobs.progress import CancelToken, OnProgress, Progress


class ImportSheet(JobSheet):
    """A sheet beside the window for one import.

    Attributes:
        options: how the files shall be imported.

    Signals:
        report_asked: id of the run whose report shall be shown.
        done_unseen: the ImportReport of an import that went on after the sheet was closed.
        load_file_wanted: path of a load file that shall be imported as a production instead.
    """

    report_asked = Signal(str)
    done_unseen = Signal(object)
    load_file_wanted = Signal(object)

    def __init__(
        self,
        ui: Ui,
        parent: QWidget,
        paths: Sequence[Path],
        *,
        load_file: Path | None = None,
        chosen: Chosen | None = None,
    ) -> None:
        """Ask how to import ``paths``, and whether rather as a production where a load file is among them.

        ``chosen`` is what an import asked for of which they are the rest.
        """
        super().__init__(ui, parent, ui.t("import.title"), width=540)
        self._paths, self._batch = list(paths), ""
        self._onto = chosen.onto if chosen is not None else ""
        self._has_begun = self._is_cut_short = False
        self.options = ImportOptions(ui)
        if chosen is not None:
            self.options.show_chosen(chosen)
        t = ui.t
        self._report = button(t("import.show_report"), lambda: self.report_asked.emit(self._batch))
        asked = Box(spacing=10)
        if load_file is not None:
            asked.body.addWidget(self._offer(load_file))
        asked.body.addWidget(self.options)
        self._lay_out(
            ElidedLabel(", ".join(path.name or str(path) for path in self._paths), "muted"),
            asked,
            button(t("import.start" if chosen is None else "import.continue"), self.start, "primary"),
            after=self._report,
        )
        self._accept.setFocus()  # where Enter is, and not on a tag
        if chosen is not None and chosen.has_passwords:
            self._say(t("import.passwords_again"))
            self.options.passwords.setFocus()
        ui.bridge.closing.connect(self._on_closing)

    @property
    def is_running(self) -> bool:
        """Whether its import runs, or waits for its turn."""
        return self._is_running

    def start(self) -> None:
        """Import on the job thread; the list of the window fills meanwhile."""
        session = self._ui.bridge.session
        if session is None or self._is_running:
            return
        asked = self.options
        options: dict[str, Any] = {
            "tags": asked.tags,
            "type": str(asked.type.currentData() or ""),
            "ocr": asked.ocr.isChecked(),
            "limits": asked.limits(),
            "onto": self._onto,
        }
        desk, paths = self._ui.desk, self._paths
        self._has_begun = self._is_cut_short = False
        self._report.hide()

        def work(on_progress: OnProgress, token: CancelToken) -> ImportReport:
            from evidence_desk.commands.import_report import ImportStopped

            try:
                return desk.import_paths(session, paths, on_progress=on_progress, token=token, **options)
            except ImportStopped as stopped:
                self._is_cut_short = True
                return stopped.report

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

    def _on_progress(self, progress: Progress) -> None:
        self._has_begun = True
        super()._on_progress(progress)

    def _on_done(self, report: ImportReport) -> None:
        """Say what came of it; what is left of one that was stopped can be taken in from here."""
        t = self._ui.t
        self._batch = report.batch
        is_whole = report.state == "finished"
        text = counts_text(t, report)
        self._finish(f"{text}\n{t('import.not_read_yet')}" if is_whole and self._is_cut_short else text)
        self._report.show()
        if is_whole:
            self._report.setDefault(True)
        else:
            self._accept.setText(t("import.continue"))
            self._accept.show()
            self._accept.setDefault(True)
        if not self.isVisible():
            self.done_unseen.emit(report)
            self.close()

    def _on_ended(self) -> None:
        """Say that it was stopped before there was anything to report."""
        if self._is_running:
            self._finish(self._ui.t("import.never_begun"))
            if not self.isVisible():
                self.close()
