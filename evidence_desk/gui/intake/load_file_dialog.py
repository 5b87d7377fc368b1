"""A production with its load file: what is in it, which column is which, what is wrong with it, and the import."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from evidence_desk.commands.import_report import ImportReport
from evidence_desk.commands.loadfile_import import LoadedProduction, LoadFileImport, check_production
from evidence_desk.domain.begun_imports import Chosen
from evidence_desk.gui.dialogs.side_dialog import SideDialog
from evidence_desk.gui.intake.counts import counts_text
from evidence_desk.gui.intake.import_options import ImportOptions
from evidence_desk.gui.intake.load_columns import LoadColumns
from evidence_desk.gui.intake.load_dialect import LoadDialect
from evidence_desk.gui.intake.load_findings import findings_list, show_checked, show_left
from evidence_desk.gui.intake.load_paths import LoadPaths
from evidence_desk.gui.job import Job
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, ElidedLabel, button, heading, label, row
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.gui.widgets.splits import split
from evidence_desk.intake.loadfiles.check import CheckedSet, load_set
from evidence_desk.intake.loadfiles.loading import LoadedSet, SetRequest
from evidence_desk.intake.loadfiles.mapping import Mapping, mapping_of, read_mapping, write_mapping
from evidence_desk.intake.loadfiles.report import found_in, report_of
from evidence_desk.jobs.progress import Cancelled
from evidence_desk.support.errors import UserError

_READING, _CHECKING, _IMPORTING = "load.reading", "load.checking", "job.importing"


class LoadFileDialog(SideDialog):
    """Checks a set first, as often as wanted; importing is a second step. It does not block the window.

    Attributes:
        options: how the documents shall be imported.
        written: how the load file is written.

    Signals:
        imported: the ImportReport of an import that is done.
        report_asked: id of the run whose report shall be shown.
        done_unseen: the ImportReport of an import that went on after the dialog was closed.
    """

    imported = Signal(object)
    report_asked = Signal(str)
    done_unseen = Signal(object)

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        """Ask for the load file."""
        t = ui.t
        super().__init__(ui, parent, t("load.title"), (1120, 740))
        self._mapping: Mapping | None = None
        self._loaded: LoadedSet | None = None
        self._checked: CheckedSet | None = None
        self._job: Job | None = None
        self._turn, self._phase, self._batch, self._is_done = 0, "", "", False
        self._paths = LoadPaths(ui)
        self._paths.file_chosen.connect(self.choose)
        self._paths.folder_chosen.connect(self.choose_folder)
        self.load_file, self.images, self.folder = (
            self._paths.load_file,
            self._paths.images,
            self._paths.folder,
        )
        self.options = ImportOptions(ui, has_ocr=False)
        self.written = LoadDialect(ui)
        self.written.changed.connect(self._on_written)
        self.columns = LoadColumns(ui)
        self.columns.edited.connect(self.check)
        self.findings = findings_list(t)
        self._about = label(t("load.about"), "muted", wraps=True)
        self._progress, self._bar = ElidedLabel(role="small"), QProgressBar()
        self._bar.setTextVisible(False)
        self._make_buttons()
        self._lay_out()
        self._show_state()
        ui.bridge.closing.connect(self._on_closing)

    @property
    def is_importing(self) -> bool:
        """Whether its import runs, or waits for its turn."""
        return self._phase == _IMPORTING

    @property
    def _is_running(self) -> bool:
        return bool(self._phase)

    def choose(self, path: Path) -> None:
        """Take a load file or a list of pages, and its sister beside it where there is exactly one."""
        self._paths.take(path)
        self._begin_anew(None)

    def choose_folder(self, folder: Path) -> None:
        """Take the folder of the set, which no path of it may leave."""
        self.folder.setText(str(folder))
        self.check()

    def take_chosen(self, chosen: Chosen) -> None:
        """Take what an earlier import was asked for, of which the rest is wanted."""
        self.load_file.setText(chosen.load_file)
        self.images.setText(chosen.images)
        self.folder.setText(next(iter(chosen.paths), ""))
        self.options.show_chosen(chosen)
        self._begin_anew(msgspec.convert(chosen.mapping, type=Mapping) if chosen.mapping else None)

    def check(self) -> None:
        """Carry out the dry run with the mapping as it stands; nothing is changed."""
        request = self._request()
        if request is None or self.is_importing:
            return
        pool = self._ui.desk.pool
        self._is_done = False
        self._start(_READING, lambda _report, token: load_set(request, pool, token=token), self._show_loaded)

    def run(self) -> None:
        """Import the set, unless that is done or goes on."""
        request, session = self._request(), self._ui.bridge.session
        if request is None or session is None or self._is_running or self._is_done:
            return
        options = self.options
        run = LoadFileImport(
            session,
            self._ui.desk.pool,
            request,
            tags=options.tags,
            type=str(options.type.currentData() or ""),
            limits=options.limits(),
        )

        def work(report: Any, token: Any) -> ImportReport:
            try:
                made: LoadedProduction = run.run(on_progress=report, token=token)
            except Cancelled:
                return run.report
            return made.files

        self._start(_IMPORTING, work, self._show_imported)

    def reject(self) -> None:
        """Let Escape stop what runs, and otherwise close the dialog."""
        if self._is_running:
            self._stop()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go out of the way of an import that runs; what else runs is stopped."""
        if self.is_importing:
            event.ignore()
            self.hide()
            return
        self._stop()
        self._phase = ""
        super().closeEvent(event)

    def mapping(self) -> Mapping | None:
        """Return the mapping as the table says it, or None before the first look."""
        if self._loaded is None:
            return self._mapping
        made = mapping_of(self._loaded.columns, self._mapping)
        columns = [
            dataclasses.replace(each, field=self.columns.field(at)) for at, each in enumerate(made.columns)
        ]
        written = self.written.values() if self._loaded.table is not None else {}
        return dataclasses.replace(made, columns=columns, **written)

    def combo(self, line: int) -> Choice:
        """Return the choice of our field for a column."""
        return self.columns.combo(line)

    def _begin_anew(self, mapping: Mapping | None) -> None:
        self._mapping, self._loaded, self._checked = mapping, None, None
        self.check()

    def _on_written(self, name: str) -> None:
        """Look at the load file as it was said to be written; its columns may be others then."""
        given = self.mapping() or Mapping()
        is_same = name == "date_order"
        self._begin_anew(given if is_same else dataclasses.replace(given, columns=[]))

    def _make_buttons(self) -> None:
        t = self._ui.t
        self._check = button(t("load.check"), self.check)
        self._import = button(t("load.import"), self.run, "primary")
        self._keep = button(t("load.keep_mapping"), self._ask_mapping_out)
        self._stop_button = button(t("import.stop"), self._stop)
        self._report = button(t("import.show_report"), lambda: self.report_asked.emit(self._batch))
        self._more = button(f"{t('load.more')} ▾", self._fold)
        self._close = button(t("form.close"), self.close)
        use = button(t("load.use_mapping"), self._ask_mapping_in)
        for each in (self._check, self._keep, self._stop_button, self._report, self._more, self._close, use):
            each.setAutoDefault(False)
        shown = (use, self._keep, self._more, self._progress, self._bar, None, self._stop_button)
        self._buttons = row(*shown, self._report, self._check, self._close, self._import, spacing=8)

    def _fold(self) -> None:
        """Show or hide the options of the import."""
        self.options.setVisible(self.options.isHidden())
        self._more.setText(f"{self._ui.t('load.more')} {'▾' if self.options.isHidden() else '▴'}")

    def _lay_out(self) -> None:
        t = self._ui.t
        boxes = []
        for title, widget in (("load.columns", self.columns), ("load.findings", self.findings)):
            box = Box(spacing=5)
            box.body.addWidget(heading(t(title)))
            box.body.addWidget(widget, 1)
            boxes.append(box)
        for part in (self._paths, self.written, self.options, self._about):
            self.body.addWidget(part)
        self.body.addWidget(split(*boxes, sizes=(640, 440), grows=None, gap=12), 1)
        self.body.addWidget(self._buttons)
        self._bar.setFixedWidth(120)
        self.options.hide()

    def _ask_mapping_in(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, self._ui.t("load.use_mapping"), "", "*.json")
        if name:
            self.use_mapping(Path(name))

    def use_mapping(self, path: Path) -> None:
        """Take a kept mapping and look at the set with it."""
        try:
            mapping = read_mapping(path)
        except UserError as error:
            self._about.setText(" ".join(self._ui.t.error(error)))
            return
        self._begin_anew(mapping)

    def _ask_mapping_out(self) -> None:
        start = str(Path(self.load_file.text()).with_suffix(".mapping.json"))
        name, _filter = QFileDialog.getSaveFileName(self, self._ui.t("load.keep_mapping"), start)
        if name:
            self.keep_mapping(Path(name))

    def keep_mapping(self, path: Path) -> None:
        """Keep the mapping as it stands."""
        mapping, request = self.mapping(), self._request()
        if mapping is None:
            return
        if self._checked is not None and request is not None:
            mapping = dataclasses.replace(mapping, found=found_in(report_of(request, self._checked)))
        try:
            write_mapping(path, mapping)
        except UserError as error:
            self._about.setText(" ".join(self._ui.t.error(error)))
        else:
            self._about.setText(self._ui.t("export.done", path=path.name))

    def _request(self) -> SetRequest | None:
        return self._paths.request(self.mapping())

    def _start(self, phase: str, work: Any, then: Callable[[Any], None]) -> None:
        """Run a job in place of the one that runs; only the last one is listened to."""
        self._stop()
        self._turn += 1
        turn, bridge = self._turn, self._ui.bridge
        self._phase = phase
        self._progress.set_text(self._ui.t("import.in_line" if bridge.is_busy else phase))
        self._bar.setMaximum(0)
        self._show_state()

        def take(answer: Any) -> None:
            if turn == self._turn:
                self._phase = ""
                then(answer)

        def end() -> None:
            if turn == self._turn and self._phase:
                self._phase = ""
                self._about.setText(self._ui.t("load.stopped"))
            if turn == self._turn and not self._phase:
                self._show_state()

        def refuse(error: UserError) -> None:
            if turn == self._turn:
                self._phase = ""
                self._about.setText(" ".join(self._ui.t.error(error)))
                self._show_state()

        self._job = bridge.start_job(
            self._ui.t(phase), work, take, on_progress=self._on_progress, on_end=end, refused=refuse
        )

    def _stop(self) -> None:
        if self._job is not None and self._is_running:
            self._job.cancel()

    def _on_closing(self) -> None:
        """Go with the matter, which also stops what runs."""
        self._phase = ""
        self.close()

    def _on_progress(self, progress: Any) -> None:
        self._bar.setMaximum(progress.total or 0)
        self._bar.setValue(progress.done)
        self._progress.set_text(progress.detail)

    def _show_state(self) -> None:
        t = self._ui.t
        is_ready = self._loaded is not None and (self._loaded.table is None or self.columns.names_documents)
        for each in (self._bar, self._stop_button, self._progress):
            each.setVisible(self._is_running)
        self._keep.setEnabled(self._loaded is not None)
        has_files = bool(self.load_file.text() or self.images.text())
        self._check.setEnabled(has_files and not self.is_importing)
        can_import = is_ready and not self._is_running and not self._is_done
        self._import.setEnabled(can_import and not self._ui.bridge.is_read_only)
        why = "load.done_already" if self._is_done else "load.not_yet" if self._is_running else ""
        self._import.setToolTip(t(why) if why else "")
        self._import.setDefault(not self._is_done)
        self._close.setDefault(self._is_done)
        self._report.setVisible(bool(self._batch) and not self._is_running)
        has_table = self._loaded is not None and self._loaded.table is not None
        self.written.setEnabled(has_table and not self.is_importing)
        for asked in (self.columns, self.options):
            asked.setEnabled(not self.is_importing)

    def _show_loaded(self, loaded: LoadedSet) -> None:
        """Show how the load file is written and its columns, then look at the files of the set."""
        asked = self.mapping()
        self._loaded = loaded
        self.written.show_found(loaded, asked)
        self.columns.show_columns(loaded.columns)
        request, pool = self._request(), self._ui.desk.pool
        if request is not None:
            self._start(
                _CHECKING,
                lambda report, token: check_production(request, pool, on_progress=report, token=token),
                self._show_checked,
            )

    def _show_checked(self, checked: CheckedSet) -> None:
        self._checked = checked
        show_checked(self._ui.t, self.findings, checked)
        self._about.setText(self._said_of(checked))
        self._show_state()

    def _said_of(self, checked: CheckedSet) -> str:
        t, loaded = self._ui.t, checked.loaded
        named = (("natives", checked.natives), ("texts", checked.texts), ("pages", checked.images))
        parts = [t.count("load.documents", len(loaded.documents))]
        parts += [
            t(f"load.{name}", present=f"{counts.present:,}", named=f"{counts.named:,}")
            for name, counts in named
            if counts.named
        ]
        parts.append(t.count("load.wrong", len(checked.findings)))
        if not loaded.is_named:
            parts.append(t("load.unnamed"))
        return " · ".join(parts)

    def _show_imported(self, report: ImportReport) -> None:
        """Say what came of it; one that was stopped can go on, one that is done is not done twice."""
        t = self._ui.t
        if report.state == "running":  # it was stopped while it looked at the set
            self._about.setText(t("import.never_begun"))
            self._show_state()
            return
        self._batch, self._is_done = report.batch, report.state == "finished"
        self._about.setText(counts_text(t, report))
        show_left(t, self.findings, report)
        self._import.setText(t("load.import" if self._is_done else "import.continue"))
        self._show_state()
        self.imported.emit(report)
        if not self.isVisible():
            self.done_unseen.emit(report)
            self.close()
