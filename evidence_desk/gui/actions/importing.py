"""Actions that bring files in: by dialog, by drag and drop; and what is said of it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFileDialog, QWidget

from evidence_desk.gui.actions.matters import SUFFIX, open_path
from evidence_desk.gui.dialogs.report import ReportDialog
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.toast import Toast
from evidence_desk.support.errors import UserError


def import_files(ui: Ui, parent: QWidget, toast: Toast) -> None:
    """Ask for files and import them."""
    names, _filter = QFileDialog.getOpenFileNames(
        parent, ui.t("import.files"), ui.settings.text("import_folder")
    )
    if names:
        ui.settings.set_text("import_folder", str(Path(names[0]).parent))
        import_paths(ui, parent, toast, [Path(name) for name in names])


def import_folder(ui: Ui, parent: QWidget, toast: Toast) -> None:
    """Ask for a folder and import what is in it."""
    folder = QFileDialog.getExistingDirectory(
        parent, ui.t("import.folder"), ui.settings.text("import_folder")
    )
    if folder:
        ui.settings.set_text("import_folder", folder)
        import_paths(ui, parent, toast, [Path(folder)])


def dropped_paths(data: QMimeData) -> list[Path]:
    """Return the files and folders of this machine among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


def take_drop(ui: Ui, parent: QWidget, toast: Toast, paths: Sequence[Path]) -> None:
    """Open a dropped matter; import anything else."""
    if len(paths) == 1 and paths[0].suffix == SUFFIX and paths[0].is_dir():
        open_path(ui, paths[0])
    else:
        import_paths(ui, parent, toast, paths)


def import_paths(ui: Ui, parent: QWidget, toast: Toast, paths: Sequence[Path]) -> None:
    """Import files and folders on the job thread, then say what came of it."""
    session = ui.bridge.session
    t = ui.t
    if session is None or session.is_read_only:
        name = "import.no_matter" if session is None else "import.read_only"
        ui.bridge.failed.emit(UserError("cannot_import", t(name), t(f"{name}_remedy")))
        return
    ui.bridge.start_job(
        t("job.importing"),
        lambda report, token: ui.desk.import_paths(session, paths, on_progress=report, token=token),
        lambda report: _tell(ui, parent, toast, report),
    )


def _tell(ui: Ui, parent: QWidget, toast: Toast, report: Any) -> None:
    t = ui.t
    parts = [t("import.done", n=len(report.files))]
    for name in ("duplicates", "failed", "skipped"):
        count = len(getattr(report, name))
        if count:
            parts.append(t(f"import.{name}", n=count))
    has_more = bool(report.duplicates or report.failed or report.skipped)
    show = lambda: ReportDialog(ui, parent, t("import.report"), _lines(ui, report)).show()  # noqa: E731
    toast.note(" · ".join(parts), action=t("import.details") if has_more else "", act=show)


def _lines(ui: Ui, report: Any) -> list[tuple[str, str, str]]:
    """Return (what became of it, path, why) for every file."""
    t = ui.t
    failed = [(t("import.was_failed"), left.path, left.message) for left in report.failed]
    skipped = [(t("import.was_skipped"), left.path, left.message) for left in report.skipped]
    known = [(t("import.was_known"), taken.path, "") for taken in report.duplicates]
    taken = [(t("import.was_taken"), each.path, each.problem) for each in report.files]
    return failed + skipped + known + taken
