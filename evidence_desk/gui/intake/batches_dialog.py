"""All import runs of a matter: what each met, what became of every file and why, to filter and to export."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)  # fmt: skip

from evidence_desk.gui.dialogs.side_dialog import SideDialog
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.amounts import size_text
from evidence_desk.gui.widgets.basics import button, column, label, row
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.gui.widgets.empty_state import EmptyState
from evidence_desk.gui.widgets.plain_list import plain_list
from evidence_desk.gui.widgets.splits import split
from evidence_desk.queries.batches import BatchFile, BatchRow, batches

_MOST = 5000
_OUTCOMES = ("failed", "skipped", "finding", "duplicate", "imported")
_PAPER = "import-report"
_WHERE, _WHY = 1, 2  # columns that share the room


class BatchesDialog(SideDialog):
    """Runs on the left, files of the chosen one on the right; it does not block the window.

    Signals:
        evidence_wanted: (evidence, empty text) an item shall be shown.
    """

    evidence_wanted = Signal(str, str)

    def __init__(self, ui: Ui, parent: QWidget, wanted: str = "") -> None:
        """Show all runs; the one with the id ``wanted``, or the last, is chosen."""
        t = ui.t
        super().__init__(ui, parent, t("imports.title"), (1040, 600))
        self._wanted = wanted
        self._runs: list[BatchRow] = []
        self.runs = QListWidget()
        self.runs.setProperty("role", "palette")
        self.runs.setAccessibleName(t("imports.title"))
        self.runs.currentRowChanged.connect(lambda _row: self._show_run())
        outcomes = [(outcome, t.word("outcome", outcome)) for outcome in _OUTCOMES]
        self.outcome = Choice(t("report.what"), [("", t("batches.all")), *outcomes])
        self.outcome.currentIndexChanged.connect(lambda _index: self._show_run())
        self.words = QLineEdit()
        self.words.setPlaceholderText(t("batches.filter"))
        self.words.setAccessibleName(t("batches.filter"))
        self.words.textChanged.connect(lambda _text: self._show_run())
        self.table = self._make_table()
        self._about = label(role="secondary", wraps=True)
        right = QWidget()
        right_layout = column(right, margins=(12, 0, 0, 0), spacing=8)
        right_layout.addWidget(self._about)
        right_layout.addWidget(row(self.outcome, self.words, spacing=8))
        right_layout.addWidget(self.table, 1)
        close = button(t("form.close"), self.close, "primary")
        close.setDefault(True)
        runs = split(self.runs, right, sizes=(270, 770), grows=1, gap=8)
        self.add_list(runs, EmptyState(ui, "imports", "inbox", None))
        self.body.addWidget(row(self._export_button(), None, close, spacing=8))
        ui.bridge.closing.connect(self.close)
        ui.bridge.read_later(self._take, batches)

    def export(self, fmt: str, path: Path) -> None:
        """Write the report on all runs in one of the formats of the paper."""
        from evidence_desk.export.papers import export_paper

        session = self._ui.bridge.session
        if session is None:
            return
        today = date.today()  # noqa: DTZ011  a paper bears the local date of whoever prints it
        lang = self._ui.t.language

        def work(_report: Any, _token: Any) -> Path:
            return export_paper(_PAPER, fmt, session.read, path, lang=lang, today=today)

        self._ui.bridge.start_job(self._ui.t("job.exporting"), work, self._tell_written)

    def _tell_written(self, written: Path) -> None:
        self._about.setText(self._ui.t("export.done", path=written.name))

    def _make_table(self) -> QTreeWidget:
        t = self._ui.t
        heads = (t("report.what"), t("report.where"), t("report.why"), t("batches.size"))
        made = plain_list(heads, t("import.report"), (90, 330, 210, 80))
        made.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the name of the file is at the end
        header = made.header()
        header.setStretchLastSection(False)
        for place in (_WHERE, _WHY):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        made.itemActivated.connect(self._on_activated)
        return made

    def _export_button(self) -> QPushButton:
        from evidence_desk.export.papers import paper_formats

        made = QPushButton(f"{self._ui.t('bar.export')} ▾")
        made.setAutoDefault(False)
        menu = QMenu(made)
        for fmt in paper_formats()[_PAPER]:
            menu.addAction(self._ui.t.word("format", fmt), partial(self._ask_file, fmt))
        made.setMenu(menu)
        return made

    def _ask_file(self, fmt: str) -> None:
        session = self._ui.bridge.session
        if session is not None:
            start = session.path.parent / f"{session.path.stem} {_PAPER}.{fmt}"
            name, _filter = QFileDialog.getSaveFileName(self, self._ui.t("bar.export"), str(start))
            if name:
                self.export(fmt, Path(name))

    def _take(self, runs: list[BatchRow]) -> None:
        self._runs = list(reversed(runs))
        for run in self._runs:
            text = f"{run.at[:16].replace('T', ' ')}  ·  {run.by}\n{run.source}  ·  {run.seen:,}"
            item = QListWidgetItem(text)
            item.setToolTip(run.source)
            self.runs.addItem(item)
        chosen = next((place for place, run in enumerate(self._runs) if run.id == self._wanted), 0)
        self.runs.setCurrentRow(chosen if self._runs else -1)
        self.show_list(is_empty=not self._runs)

    def _show_run(self) -> None:
        self.table.clear()
        place = self.runs.currentRow()
        if not 0 <= place < len(self._runs):
            return
        run = self._runs[place]
        found = [file for file in run.lines if self._fits(file)]
        self._about.setText(self._said(run, len(found)))
        for file in found[:_MOST]:
            self.table.addTopLevelItem(self._line(file))

    def _said(self, run: BatchRow, shown: int) -> str:
        t = self._ui.t
        counts = [t("import.seen", n=f"{run.seen:,}"), t("import.done", n=f"{run.imported:,}")]
        counts += [
            t(f"import.{name}", n=f"{getattr(run, name):,}") for name in ("duplicates", "failed", "skipped")
        ]
        told = (("remarked", run.remarked), ("findings", len(run.findings)))
        counts += [t(f"import.{name}", n=f"{n:,}") for name, n in told if n]
        if run.state != "finished":
            counts.append(t.word("batch_state", run.state))
        if shown > _MOST:
            counts.append(t("batches.more", n=f"{shown - _MOST:,}"))
        return " · ".join(counts)

    def _fits(self, file: BatchFile) -> bool:
        words = self.words.text().casefold().split()
        text = f"{file.path} {file.reasons} {self._why(file)}".casefold()
        outcome = self.outcome.currentData()
        return (not outcome or file.outcome == outcome) and all(word in text for word in words)

    def _why(self, file: BatchFile) -> str:
        return "; ".join(self._ui.t.read_note(code, message) for code, message in file.reasons)

    def _line(self, file: BatchFile) -> QTreeWidgetItem:
        size = size_text(file.size) if file.sha256 else ""
        texts = [self._ui.t.word("outcome", file.outcome), file.path, self._why(file), size]
        item = QTreeWidgetItem(texts)
        item.setTextAlignment(3, Qt.AlignmentFlag.AlignRight)
        item.setData(0, Qt.ItemDataRole.UserRole, file.evidence)
        for place, text in enumerate(texts):
            item.setToolTip(place, text)
        item.setToolTip(3, file.sha256)
        return item

    def _on_activated(self, item: QTreeWidgetItem, _column: int) -> None:
        evidence = item.data(0, Qt.ItemDataRole.UserRole)
        if evidence:
            self.evidence_wanted.emit(evidence, "")
