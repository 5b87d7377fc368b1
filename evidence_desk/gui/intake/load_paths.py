"""The files of a production: its load file, its list of pages, and the folder no path of it may leave."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, label
from evidence_desk.gui.widgets.eliding import Line
from evidence_desk.intake.loadfiles.loading import SetRequest, is_page_list, set_folder, sister
from evidence_desk.intake.loadfiles.mapping import Mapping

_KEPT = "import_folder"


class LoadPaths(QWidget):
    """Three lines to choose.

    Attributes:
        load_file: its line; so are ``images`` and ``folder``.

    Signals:
        file_chosen: path of a load file or a list of pages; folder_chosen: of the folder of the set.
    """

    file_chosen = Signal(object)
    folder_chosen = Signal(object)

    def __init__(self, ui: Ui) -> None:
        """Show nothing chosen."""
        super().__init__()
        self._ui = ui
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.load_file = self._line("load.file")
        self.images = self._line("load.images")
        self.folder = self._line("load.folder")

    def take(self, path: Path) -> None:
        """Take a load file or a list of pages, and its sister beside it."""
        is_images = is_page_list(path)
        (self.images if is_images else self.load_file).setText(str(path))
        other, beside = self.load_file if is_images else self.images, sister(path)
        if not other.text() and beside is not None:
            other.setText(str(beside))
        if not self.folder.text() or not path.is_relative_to(self.folder.text()):
            self.folder.setText(str(set_folder(path)))

    def request(self, mapping: Mapping | None) -> SetRequest | None:
        """Return which set to read with a mapping, or None before one is chosen."""
        load_file, images = self.load_file.text(), self.images.text()
        if not load_file and not images:
            return None
        return SetRequest(
            load_file=Path(load_file) if load_file else None,
            images=Path(images) if images else None,
            folder=Path(self.folder.text()),
            mapping=mapping,
        )

    def _line(self, name: str) -> Line:
        t, at, made = self._ui.t, self._grid.rowCount(), Line()
        made.setAccessibleName(t(name))
        made.setReadOnly(True)
        pick = button(t("form.browse"), partial(self._ask, name))
        pick.setAccessibleName(f"{t('form.browse')} {t(name)}")
        pick.setAutoDefault(False)
        for place, widget in enumerate((label(t(name)), made, pick)):
            self._grid.addWidget(widget, at, place)
        return made

    def _ask(self, name: str) -> None:
        t, settings = self._ui.t, self._ui.settings
        if name == "load.folder":
            folder = QFileDialog.getExistingDirectory(self, t(name), self.folder.text())
            if folder:
                self.folder_chosen.emit(Path(folder))
            return
        wanted = "*.opt *.OPT *.lfp *.LFP" if name == "load.images" else "*.dat *.DAT *.csv *.txt"
        given, _filter = QFileDialog.getOpenFileName(self, t(name), settings.text(_KEPT), wanted)
        if given:
            settings.set_text(_KEPT, str(Path(given).parent))
            self.file_chosen.emit(Path(given))
