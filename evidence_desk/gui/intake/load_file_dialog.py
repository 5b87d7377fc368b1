"""A production with its load file: what is in it, which column is which, what is wrong with it, and the import."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHeaderView,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)  # fmt: skip

from evidence_desk.commands.loadfile_import import LoadedProduction, LoadFileImport, check_production
from evidence_desk.gui.dialogs.side_dialog import SideDialog
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, ElidedLabel, button, heading, label, row
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.gui.widgets.eliding import Line
from evidence_desk.gui.widgets.plain_list import plain_list
from evidence_desk.gui.widgets.splits import split
from evidence_desk.intake.loadfiles.check import CheckedSet
from evidence_desk.intake.loadfiles.loading import SetRequest, set_folder
from evidence_desk.intake.loadfiles.mapping import (
    Mapping,
    all_fields,
    mapping_of,
    read_mapping,
    write_mapping,
)
from evidence_desk.intake.loadfiles.report import found_in, report_of
from evidence_desk.support.errors import UserError

_MOST_FINDINGS = 2000
_IMAGES = (".opt", ".lfp")


class LoadFileDialog(SideDialog):
    """Checks a set first, as often as wanted; importing is a second step. It does not block the window.

    Signals:
        imported: the ImportReport of an import that is done.
    """

    imported = Signal(object)

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        """Ask for the load file."""
        t = ui.t
        super().__init__(ui, parent, t("load.title"), (1080, 680))
        self._mapping: Mapping | None = None
        self._checked: CheckedSet | None = None
        self._is_running = False
        self.load_file, self.images = self._path_field("load.file"), self._path_field("load.images")
        self.folder = self._path_field("load.folder")
        self.columns = self._make_columns()
        self.findings = self._make_findings()
        self._about = label(t("load.about"), "muted", wraps=True)
        self._progress, self._bar = ElidedLabel(role="small"), QProgressBar()
        self._bar.setTextVisible(False)
        self._check = button(t("load.check"), self.check)
        self._import = button(t("load.import"), self.run, "primary")
        self._keep = button(t("load.keep_mapping"), self._ask_mapping_out)
        self._buttons = row(
            button(t("load.use_mapping"), self._ask_mapping_in),
            self._keep,
            self._progress,
            self._bar,
            None,
            self._check,
            self._import,
            spacing=8,
        )
        self._lay_out()
        self._show_state()
        ui.bridge.closing.connect(self.close)

    def choose(self, path: Path) -> None:
        """Take a load file or a list of pages, and its sister beside it where there is exactly one."""
        is_images = path.suffix.lower() in _IMAGES
        (self.images if is_images else self.load_file).setText(str(path))
        wanted = (".dat",) if is_images else _IMAGES
        other = self.load_file if is_images else self.images
        sisters = [each for each in path.parent.iterdir() if each.suffix.lower() in wanted]
        if not other.text() and len(sisters) == 1:
            other.setText(str(sisters[0]))
        if not self.folder.text() or not path.is_relative_to(self.folder.text()):
            self.folder.setText(str(set_folder(path)))
        self._mapping = None
        self.check()

    def choose_folder(self, folder: Path) -> None:
        """Take the folder of the set, which no path of it may leave."""
        self.folder.setText(str(folder))
        self.check()

    def check(self) -> None:
        """Carry out the dry run with the mapping as it stands; nothing is changed."""
        request = self._request()
        if request is None or self._is_running:
            return
        pool = self._ui.desk.pool
        self._begin("load.checking")
        self._ui.bridge.start_job(
            self._ui.t("load.checking"),
            lambda report, token: check_production(request, pool, on_progress=report, token=token),
            self._show_checked,
            on_progress=self._on_progress,
            on_end=self._on_ended,
        )

    def run(self) -> None:
        """Import the set."""
        request, session = self._request(), self._ui.bridge.session
        if request is None or session is None or self._is_running:
            return
        run = LoadFileImport(session, self._ui.desk.pool, request, limits=self._ui.desk.limits())
        self._begin("job.importing")
        self._ui.bridge.start_job(
            self._ui.t("job.importing"),
            lambda report, token: run.run(on_progress=report, token=token),
            self._show_imported,
            on_progress=self._on_progress,
            on_end=self._on_ended,
        )

    def mapping(self) -> Mapping | None:
        """Return the mapping as the table says it, or None before the first look."""
        if self._checked is None:
            return self._mapping
        made = mapping_of(self._checked.loaded.columns, self._mapping)
        columns = [dataclasses.replace(each, field=self._chosen(at)) for at, each in enumerate(made.columns)]
        return dataclasses.replace(made, columns=columns)

    def combo(self, line: int) -> Choice:
        """Return the choice of our field for a column."""
        made = self.columns.cellWidget(line, 2)
        assert isinstance(made, Choice)
        return made

    def _chosen(self, line: int) -> str:
        return str(self.combo(line).currentData() or "")

    def _path_field(self, name: str) -> Line:
        made = Line()
        made.setAccessibleName(self._ui.t(name))
        made.setReadOnly(True)
        return made

    def _make_columns(self) -> QTableWidget:
        t, made = self._ui.t, QTableWidget(0, 3)
        made.setHorizontalHeaderLabels([t("load.column"), t("load.samples"), t("load.field")])
        made.verticalHeader().hide()
        made.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        made.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        made.setColumnWidth(0, 170)
        made.setColumnWidth(2, 190)
        made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        made.setShowGrid(False)
        made.setAccessibleName(t("load.columns"))
        return made

    def _make_findings(self) -> QTreeWidget:
        t = self._ui.t
        made = plain_list((t("load.finding"), t("report.where")), t("load.findings"), (300,))
        made.setProperty("role", "roomy")
        return made

    def _lay_out(self) -> None:
        t = self._ui.t
        paths = QGridLayout()
        fields = (("load.file", self.load_file), ("load.images", self.images), ("load.folder", self.folder))
        for line, (name, edit) in enumerate(fields):
            pick = button(t("form.browse"), partial(self._ask_path, name))
            pick.setAccessibleName(f"{t('form.browse')} {t(name)}")
            paths.addWidget(label(t(name)), line, 0)
            paths.addWidget(edit, line, 1)
            paths.addWidget(pick, line, 2)
        boxes = []
        for title, widget in (("load.columns", self.columns), ("load.findings", self.findings)):
            box = Box(spacing=5)
            box.body.addWidget(heading(t(title)))
            box.body.addWidget(widget, 1)
            boxes.append(box)
        self.body.addLayout(paths)
        self.body.addWidget(self._about)
        self.body.addWidget(split(*boxes, sizes=(620, 420), grows=None, gap=12), 1)
        self.body.addWidget(self._buttons)
        self._bar.setFixedWidth(120)

    def _ask_path(self, name: str) -> None:
        t, settings = self._ui.t, self._ui.settings
        if name == "load.folder":
            given = QFileDialog.getExistingDirectory(self, t(name), self.folder.text())
        else:
            wanted = "*.opt *.OPT *.lfp *.LFP" if name == "load.images" else "*.dat *.DAT *.csv *.txt"
            given, _filter = QFileDialog.getOpenFileName(
                self, t(name), settings.text("import_folder"), wanted
            )
        if given and name == "load.folder":
            self.choose_folder(Path(given))
        elif given:
            settings.set_text("import_folder", str(Path(given).parent))
            self.choose(Path(given))

    def _ask_mapping_in(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, self._ui.t("load.use_mapping"), "", "*.json")
        if name:
            self.use_mapping(Path(name))

    def use_mapping(self, path: Path) -> None:
        """Take a kept mapping and look at the set with it."""
        try:
            self._mapping = read_mapping(path)
        except UserError as error:
            self._ui.bridge.failed.emit(error)
            return
        self._checked = None
        self.check()

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
            self._ui.bridge.failed.emit(error)
        else:
            self._progress.set_text(self._ui.t("export.done", path=path.name))

    def _request(self) -> SetRequest | None:
        load_file, images = self.load_file.text(), self.images.text()
        if not load_file and not images:
            return None
        return SetRequest(
            load_file=Path(load_file) if load_file else None,
            images=Path(images) if images else None,
            folder=Path(self.folder.text()),
            mapping=self.mapping(),
        )

    def _begin(self, text: str) -> None:
        self._is_running = True
        self._progress.set_text(self._ui.t(text))
        self._bar.setMaximum(0)
        self._show_state()

    def _on_progress(self, progress: Any) -> None:
        self._bar.setMaximum(progress.total or 0)
        self._bar.setValue(progress.done)
        self._progress.set_text(progress.detail)

    def _on_ended(self) -> None:
        self._is_running = False
        self._progress.set_text("")
        self._show_state()

    def _show_state(self) -> None:
        is_ready = self._checked is not None and self._checked.loaded.is_named
        self._bar.setVisible(self._is_running)
        self._keep.setEnabled(self._checked is not None)
        self._check.setEnabled(not self._is_running and bool(self.load_file.text() or self.images.text()))
        self._import.setEnabled(is_ready and not self._is_running and not self._ui.bridge.is_read_only)

    def _show_checked(self, checked: CheckedSet) -> None:
        self._checked = checked
        self._fill_columns(checked)
        self.findings.clear()
        for each in checked.findings[:_MOST_FINDINGS]:
            where = f"{each.source}:{each.line}" if each.line else each.source
            said = self._ui.t.warning(each.message)
            item = QTreeWidgetItem([said, where])
            item.setToolTip(0, f"{said} ({each.code})")
            self.findings.addTopLevelItem(item)
        t, loaded = self._ui.t, checked.loaded
        parts = [t.count("load.documents", len(loaded.documents))]
        parts += [
            t(f"load.{name}", present=f"{counts.present:,}", named=f"{counts.named:,}")
            for name, counts in (
                ("natives", checked.natives),
                ("texts", checked.texts),
                ("pages", checked.images),
            )
            if counts.named
        ]
        parts.append(t.count("load.wrong", len(checked.findings)))
        if not loaded.is_named:
            parts.append(t("load.unnamed"))
        self._about.setText(" · ".join(parts))
        self._show_state()

    def _fill_columns(self, checked: CheckedSet) -> None:
        t, columns = self._ui.t, checked.loaded.columns
        self.columns.setRowCount(len(columns))
        for at, each in enumerate(columns):
            name = each.name or t("load.number", n=each.number)
            for place, text in ((0, name), (1, "  |  ".join(each.samples))):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.columns.setItem(at, place, item)
            fields = [(field, t.word("load_field", field)) for field in all_fields()]
            combo = Choice(name, [("", t("load.as_it_is")), *fields])
            combo.setCurrentIndex(max(0, combo.findData(each.field)))
            self.columns.setCellWidget(at, 2, combo)

    def _show_imported(self, made: LoadedProduction) -> None:
        t, report = self._ui.t, made.files
        parts = [t("import.done", n=len(report.files))]
        names = ("duplicates", "failed", "skipped")
        parts += [t(f"import.{name}", n=len(getattr(report, name))) for name in names]
        self._about.setText(" · ".join(parts))
        self.imported.emit(report)
