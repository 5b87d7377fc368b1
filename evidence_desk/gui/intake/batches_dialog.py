"""All import runs of a matter: what each met, what became of every file and why, to filter and to export."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QTreeWidgetItem,
    QWidget,
)  # fmt: skip

from evidence_desk.gui.bridge import touches
from evidence_desk.gui.dialogs.side_dialog import SideDialog
from evidence_desk.gui.intake.batch_lines import BatchLines
from evidence_desk.gui.intake.run_lines import RunLines
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, column, label, row
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.gui.widgets.empty_state import EmptyState
from evidence_desk.gui.widgets.splits import split
from evidence_desk.queries.batches import BatchFile, BatchRow, batch_runs
from evidence_desk.support.texts import visible

_MOST = 3000  # lines that show; they are made at once
_OUTCOMES = ("failed", "skipped", "finding", "duplicate", "imported")
_PAPER = "import-report"
_PAUSE_MS = 2000  # between two looks at an import that runs, at the least
_RARELY = 10  # times as long as the look before took, for large matters
_ID = Qt.ItemDataRole.UserRole


class BatchesDialog(SideDialog):
    """Runs on the left, files of the chosen one on the right; it does not block the window.

    Signals:
        evidence_wanted: (evidence, empty text) an item shall be shown.
        continue_wanted: the BatchRow of a run whose rest shall be taken in.
    """

    evidence_wanted = Signal(str, str)
    continue_wanted = Signal(object)

    def __init__(self, ui: Ui, parent: QWidget, wanted: str = "") -> None:
        """Show all runs; the one with the id ``wanted``, or the last, is chosen."""
        t = ui.t
        super().__init__(ui, parent, t("imports.title"), (1180, 640))
        self._wanted, self._asked, self._filtered = wanted, 0, 0
        self._runs: list[BatchRow] = []
        self._lines: RunLines | None = None
        self.runs = QListWidget()
        self.runs.setProperty("role", "palette")
        self.runs.setAccessibleName(t("imports.title"))
        self.runs.currentRowChanged.connect(lambda _row: self._on_chosen())
        outcomes = [(outcome, t.word("outcome", outcome)) for outcome in _OUTCOMES]
        self.outcome = Choice(t("report.what"), [("", t("batches.all")), *outcomes])
        self.outcome.currentIndexChanged.connect(lambda _index: self._filter())
        self.words = QLineEdit()
        self.words.setPlaceholderText(t("batches.filter"))
        self.words.setAccessibleName(t("batches.filter"))
        self.words.textChanged.connect(lambda _text: self._filter())
        self.table = BatchLines(ui)
        self.table.itemActivated.connect(self._on_activated)
        self._about = label(role="secondary", wraps=True)
        self._said = label(role="small")
        self.go_on = button(t("import.continue"), self._on_continue)
        self.leave = button(t("import.leave"), self._on_leave, tip=t("import.leave_tip"))
        for each in (self.go_on, self.leave):
            each.setAutoDefault(False)
            each.hide()
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._read)
        ui.bridge.committed.connect(self._on_committed)
        ui.bridge.job_ended.connect(self._soon.start)
        ui.bridge.closing.connect(self.close)
        self._read()

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the widths of the columns."""
        self.table.keep_columns()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        t, right = self._ui.t, QWidget()
        layout = column(right, margins=(12, 0, 0, 0), spacing=8)
        layout.addWidget(self._about)
        layout.addWidget(row(self.outcome, self.words, spacing=8))
        layout.addWidget(self.table, 1)
        close = button(t("form.close"), self.close, "primary")
        close.setDefault(True)
        runs = split(self.runs, right, sizes=(270, 880), grows=1, gap=8)
        self.add_list(runs, EmptyState(self._ui, "imports", "inbox", None))
        self.body.addWidget(
            row(self._export_button(), self._said, None, self.leave, self.go_on, close, spacing=8)
        )

    def _on_committed(self, changes: Any) -> None:
        if touches(changes, ("batch", "file", "file_place")) and not self._soon.isActive():
            self._soon.start()

    def _read(self) -> None:
        session = self._ui.bridge.session
        if session is not None:
            self._ui.bridge.read_later(self._take, batch_runs, frozenset(session.imports))

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
        self._said.setText(self._ui.t("export.done", path=written.name))

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
        if runs != self._runs[::-1]:
            self._list(runs)
        self._read_lines()

    def _list(self, runs: list[BatchRow]) -> None:
        self._runs = list(reversed(runs))
        wanted = self._wanted or self._chosen_id()
        self.runs.blockSignals(True)
        self.runs.clear()
        self.runs.addItems([self._named(run) for run in self._runs])
        for place, run in enumerate(self._runs):
            self.runs.item(place).setToolTip(visible(run.source))
            self.runs.item(place).setData(_ID, run.id)
            if run.id == wanted:
                self.runs.setCurrentRow(place)
        self._wanted = ""
        if self._runs and self.runs.currentRow() < 0:
            self.runs.setCurrentRow(0)
        self.runs.blockSignals(False)
        self.show_list(is_empty=not self._runs)
        self._show_run()

    def _named(self, run: BatchRow) -> str:
        """Return a run as the list names it: when, by whom, what, and how it ended unless it came to its end."""
        t = self._ui.t
        lines = [f"{run.at[:16].replace('T', ' ')}  ·  {run.by}", f"{visible(run.source)}  ·  {run.seen:,}"]
        if run.state != "finished":
            left = [t("import.left", n=f"{run.left:,}")] if run.left else []
            lines.append("  ·  ".join([t.word("batch_state", run.state), *left]))
        return "\n".join(lines)

    def _chosen_run(self) -> BatchRow | None:
        place = self.runs.currentRow()
        return self._runs[place] if 0 <= place < len(self._runs) else None

    def _chosen_id(self) -> str:
        place = self.runs.currentRow()
        return str(self.runs.item(place).data(_ID)) if place >= 0 else ""

    def _on_chosen(self) -> None:
        self._show_run()
        self._read_lines()

    def _show_run(self) -> None:
        run = self._chosen_run()
        for each in (self.go_on, self.leave):
            each.setVisible(run is not None and run.chosen is not None and not self._ui.bridge.is_read_only)
        if run is None:
            self._lines = None
            self.table.clear()

    def _read_lines(self) -> None:
        """Read what the chosen run met."""
        session, run = self._ui.bridge.session, self._chosen_run()
        if session is not None and run is not None:
            self._asked += 1
            then = partial(self._take_lines, self._asked, monotonic())
            running = frozenset(session.imports)
            self._ui.bridge.read_later(then, RunLines.read, self._ui.t, run.id, running, self._lines)

    def _take_lines(self, asked: int, begun: float, lines: RunLines | None) -> None:
        # A run may have met a hundred thousand files, which are not looked through all the time.
        self._soon.setInterval(max(_PAUSE_MS, round((monotonic() - begun) * 1000 * _RARELY)))
        if asked == self._asked and lines is not None and lines is not self._lines:
            self._lines = lines
            self._filter()

    def _filter(self) -> None:
        """Show those lines of the run that are wanted."""
        if self._lines is not None:
            self._filtered += 1
            take = partial(self._show_found, self._filtered, self._lines.run)
            words, outcome = self.words.text(), str(self.outcome.currentData() or "")
            self._ui.bridge.read_later(take, self._lines.fitting, words, outcome)

    def _show_found(self, filtered: int, run: BatchRow, found: list[BatchFile]) -> None:
        if filtered == self._filtered:
            self._about.setText(self._said_of(run, len(found)))
            self.table.show_files(found[:_MOST])

    def _on_continue(self) -> None:
        run = self._chosen_run()
        if run is not None:
            self.continue_wanted.emit(run)

    def _on_leave(self) -> None:
        from evidence_desk.gui.actions.importing import leave_import

        run = self._chosen_run()
        if run is not None:
            leave_import(self._ui, run, lambda _none: self._read())

    def _said_of(self, run: BatchRow, shown: int) -> str:
        t = self._ui.t
        names = ("seen", "imported", "duplicates", "failed", "skipped")
        keys = {"imported": "done"}
        counts = [t(f"import.{keys.get(name, name)}", n=f"{getattr(run, name):,}") for name in names]
        told = (("remarked", run.remarked), ("findings", len(run.findings)), ("left", run.left))
        counts += [t(f"import.{name}", n=f"{n:,}") for name, n in told if n]
        if run.state != "finished":
            counts.insert(0, t.word("batch_state", run.state))
        if shown > _MOST:
            counts.append(t("batches.more", n=f"{shown - _MOST:,}"))
        text = " · ".join(counts)
        return f"{text}\n{t('batches.how_to_go_on')}" if run.chosen is not None else text

    def _on_activated(self, item: QTreeWidgetItem, _column: int) -> None:
        evidence = self.table.evidence_of(item)
        if evidence:
            self.evidence_wanted.emit(evidence, "")
