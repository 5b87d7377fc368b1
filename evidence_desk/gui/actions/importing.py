"""Actions that bring files in: by sheet, by load file, by drag and drop; and what is said of it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFileDialog, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.toast import Toast
from evidence_desk.support.errors import UserError

if TYPE_CHECKING:
    from evidence_desk.gui.intake.batches_dialog import BatchesDialog
    from evidence_desk.gui.intake.import_sheet import ImportSheet
    from evidence_desk.gui.intake.load_file_dialog import LoadFileDialog


def import_files(ui: Ui, parent: QWidget) -> None:
    """Ask for files and import them."""
    names, _filter = QFileDialog.getOpenFileNames(
        parent, ui.t("import.files"), ui.settings.text("import_folder")
    )
    if names:
        ui.settings.set_text("import_folder", str(Path(names[0]).parent))
        ask_import(ui, parent, [Path(name) for name in names])


def import_folder(ui: Ui, parent: QWidget) -> None:
    """Ask for a folder and import what is in it."""
    folder = QFileDialog.getExistingDirectory(
        parent, ui.t("import.folder"), ui.settings.text("import_folder")
    )
    if folder:
        ui.settings.set_text("import_folder", folder)
        ask_import(ui, parent, [Path(folder)])


def ask_import(ui: Ui, parent: QWidget, paths: Sequence[Path]) -> ImportSheet | None:
    """Show the sheet that asks how to import files and folders."""
    from evidence_desk.gui.intake.import_sheet import ImportSheet

    if not _can_import(ui):
        return None
    sheet = ImportSheet(ui, parent, paths)
    sheet.report_asked.connect(lambda batch: show_imports(ui, parent, batch))
    sheet.show()
    return sheet


def import_load_file(ui: Ui, parent: QWidget) -> LoadFileDialog | None:
    """Show the dialog that checks and imports a production with its load file."""
    from evidence_desk.gui.intake.load_file_dialog import LoadFileDialog

    if not _can_import(ui):
        return None
    dialog = LoadFileDialog(ui, parent)
    dialog.show()
    return dialog


def show_imports(ui: Ui, parent: QWidget, batch: str = "") -> BatchesDialog | None:
    """Show all import runs, one of them chosen."""
    from evidence_desk.gui.intake.batches_dialog import BatchesDialog

    if ui.bridge.session is None:
        return None
    dialog = BatchesDialog(ui, parent, batch)
    dialog.evidence_wanted.connect(parent.window().workspace.open_cite)  # type: ignore[attr-defined]
    dialog.show()
    return dialog


def dropped_paths(data: QMimeData) -> list[Path]:
    """Return the files and folders of this machine among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


def take_drop(
    ui: Ui, parent: QWidget, toast: Toast, paths: Sequence[Path], take_copy: Callable[[Path], bool]
) -> None:
    """Give a dropped copy or matter to ``take_copy``, which says whether it is one; import anything else."""
    if len(paths) != 1 or not take_copy(paths[0]):
        import_paths(ui, parent, toast, paths)


def import_paths(ui: Ui, parent: QWidget, toast: Toast, paths: Sequence[Path]) -> None:
    """Import files and folders on the job thread, then say what came of it."""
    session = ui.bridge.session
    t = ui.t
    if not _can_import(ui) or session is None:
        return
    ui.bridge.start_job(
        t("job.importing"),
        lambda report, token: ui.desk.import_paths(session, paths, on_progress=report, token=token),
        lambda report: _tell(ui, parent, toast, report),
    )


def _can_import(ui: Ui) -> bool:
    """Return whether something can be imported; say why not."""
    session, t = ui.bridge.session, ui.t
    if session is not None and not session.is_read_only:
        return True
    name = "import.no_matter" if session is None else "import.read_only"
    ui.bridge.failed.emit(UserError("cannot_import", t(name), t(f"{name}_remedy")))
    return False


def _tell(ui: Ui, parent: QWidget, toast: Toast, report: Any) -> None:
    t = ui.t
    parts = [t("import.done", n=len(report.files))]
    for name in ("duplicates", "failed", "skipped"):
        count = len(getattr(report, name))
        if count:
            parts.append(t(f"import.{name}", n=count))
    has_more = bool(report.duplicates or report.failed or report.skipped)
    action = t("import.details") if has_more else ""
    toast.note(" · ".join(parts), action=action, act=lambda: show_imports(ui, parent, report.batch))
