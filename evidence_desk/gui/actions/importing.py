"""Actions that bring files in: by sheet, by load file, by drag and drop; and what is said of it afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from evidence_desk.gui.ui import Ui
from evidence_desk.support.errors import UserError

if TYPE_CHECKING:
    from evidence_desk.commands.import_report import ImportReport
    from evidence_desk.domain.begun_imports import Chosen
    from evidence_desk.gui.intake.batches_dialog import BatchesDialog
    from evidence_desk.gui.intake.import_sheet import ImportSheet
    from evidence_desk.gui.intake.load_file_dialog import LoadFileDialog
    from evidence_desk.gui.intake.near_dialog import NearDialog
    from evidence_desk.gui.window import MainWindow
    from evidence_desk.queries.batches import BatchRow


# Where a load file stands among thousands of files, nobody waits until it is found.
_MOST_LOOKED_AT = 1000
# The actions of the import menu.
IMPORTS = ("import_files", "import_folder", "import_load_file", "ocr_all", "imports", "near_duplicates")


def import_files(window: MainWindow) -> None:
    """Ask for files and import them."""
    ui = window.ui
    names, _filter = QFileDialog.getOpenFileNames(
        window, ui.t("import.files"), ui.settings.text("import_folder")
    )
    if names:
        ui.settings.set_text("import_folder", str(Path(names[0]).parent))
        ask_import(window, [Path(name) for name in names])


def import_folder(window: MainWindow) -> None:
    """Ask for a folder and import what is in it."""
    ui = window.ui
    folder = QFileDialog.getExistingDirectory(
        window, ui.t("import.folder"), ui.settings.text("import_folder")
    )
    if folder:
        ui.settings.set_text("import_folder", folder)
        ask_import(window, [Path(folder)])


def ask_import(
    window: MainWindow, paths: Sequence[Path], *, chosen: Chosen | None = None
) -> ImportSheet | None:
    """Show the sheet that asks how to import files and folders; ``chosen`` is how the first of them were."""
    from evidence_desk.gui.intake.import_sheet import ImportSheet

    if not _can_import(window.ui):
        return None
    load_file = load_file_among(paths) if chosen is None else None
    sheet = ImportSheet(window.ui, window, paths, load_file=load_file, chosen=chosen)
    sheet.report_asked.connect(lambda batch: show_imports(window, batch))
    sheet.done_unseen.connect(lambda report: _tell(window, report))
    sheet.load_file_wanted.connect(lambda path: import_load_file(window, path))
    sheet.show()
    return sheet


def continue_import(window: MainWindow, run: BatchRow) -> None:
    """Take in the rest of an import that was stopped or broke off, as it was asked for; passwords are asked again."""
    chosen = run.chosen
    if chosen is None:
        return
    if chosen.load_file or chosen.images:
        dialog = import_load_file(window)
        if dialog is not None:
            dialog.take_chosen(chosen)
        return
    sheet = ask_import(window, [Path(path) for path in chosen.paths], chosen=chosen)
    if sheet is not None and not chosen.has_passwords:
        sheet.start()


def leave_import(ui: Ui, run: BatchRow, then: Callable[[object], None] | None = None) -> None:
    """Offer the rest of an import no more; ``then`` is called once that is noted."""
    from evidence_desk.commands.import_batch import leave_rest

    ui.bridge.note(leave_rest, run.id, then=then)


def import_load_file(window: MainWindow, path: Path | None = None) -> LoadFileDialog | None:
    """Show the dialog that checks and imports a production with its load file, or list of pages, at ``path``."""
    from evidence_desk.gui.intake.load_file_dialog import LoadFileDialog

    if not _can_import(window.ui):
        return None
    dialog = LoadFileDialog(window.ui, window)
    dialog.report_asked.connect(lambda batch: show_imports(window, batch))
    dialog.done_unseen.connect(lambda report: _tell(window, report))
    dialog.show()
    if path is not None:
        dialog.choose(path)
    return dialog


def show_imports(window: MainWindow, batch: str = "") -> BatchesDialog | None:
    """Show all import runs, one of them chosen."""
    from evidence_desk.gui.intake.batches_dialog import BatchesDialog

    if window.ui.bridge.session is None or window.workspace is None:
        return None
    dialog = BatchesDialog(window.ui, window, batch)
    dialog.evidence_wanted.connect(window.workspace.open_cite)
    dialog.continue_wanted.connect(lambda run: continue_import(window, run))
    dialog.show()
    return dialog


def show_near(window: MainWindow) -> NearDialog | None:
    """Show which items have nearly the same text."""
    from evidence_desk.gui.intake.near_dialog import NearDialog

    if window.ui.bridge.session is None or window.workspace is None:
        return None
    dialog = NearDialog(window.ui, window)
    dialog.evidence_wanted.connect(window.workspace.open_cite)
    dialog.show()
    return dialog


def take_drop(window: MainWindow, paths: Sequence[Path]) -> None:
    """Open a single file or folder that the copies or `_OPENED` know what to do with; else ask how to import."""
    if len(paths) == 1 and window.copies.actions.take_drop(paths[0]):
        return
    opens = _OPENED.get(paths[0].suffix.lower()) if len(paths) == 1 else None
    if opens is not None:
        opens(window, paths[0])
    else:
        ask_import(window, paths)


def load_file_among(paths: Sequence[Path]) -> Path | None:
    """Return the load file among files, or right in one of the folders; a DAT rather than a list of pages."""
    seen = [*paths, *(path for folder in paths if folder.is_dir() for path in _first_of(folder))]
    found = [path for path in seen if path.suffix.lower() in _OPENED]
    return min(found, key=lambda path: path.suffix.lower() != ".dat", default=None)


def _first_of(folder: Path) -> list[Path]:
    """Return what stands in a folder as it comes; nothing of one that cannot be read."""
    with suppress(OSError), os.scandir(folder) as entries:
        return [Path(entry.path) for entry in islice(entries, _MOST_LOOKED_AT)]
    return []


# What a dropped file or folder of this ending is for, when it comes alone.
_OPENED: dict[str, Callable[[MainWindow, Path], object]] = {
    ".dat": import_load_file,
    ".opt": import_load_file,
    ".lfp": import_load_file,
}


def _can_import(ui: Ui) -> bool:
    """Return whether something can be imported; say why not."""
    session, t = ui.bridge.session, ui.t
    if session is not None and not session.is_read_only:
        return True
    name = "import.no_matter" if session is None else "import.read_only"
    ui.bridge.failed.emit(UserError("cannot_import", t(name), t(f"{name}_remedy")))
    return False


def _tell(window: MainWindow, report: ImportReport) -> None:
    """Say what came of an import whose sheet was closed."""
    from evidence_desk.gui.intake.counts import counts_text

    text, action = counts_text(window.ui.t, report), window.ui.t("import.details")
    window.toast.note(text, action=action, act=lambda: show_imports(window, report.batch))
