"""What happens when there is a bug: a report is saved and the user is told in one dialog, never a traceback."""

from __future__ import annotations

import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox

import evidence_desk
from evidence_desk.gui.ui import Ui
from evidence_desk.support.errors import UserError
from evidence_desk.support.logs import topic

_log = topic("gui")


def report(ui: Ui, error: BaseException) -> None:
    """Save a report and show where it is; a UserError is only shown, and Ctrl+C ends the program."""
    if isinstance(error, KeyboardInterrupt):
        QApplication.quit()
    elif isinstance(error, UserError):
        ui.bridge.failed.emit(error)
    else:
        _log.error("a bug", exc_info=error)
        path = save_report(ui.settings.folder / "reports", error)
        if QApplication.activeModalWidget() is None:  # one dialog, however many bugs follow from the first
            message(ui, path).exec()


def message(ui: Ui, path: Path) -> QMessageBox:
    """Return the dialog that says where a report is, and opens its folder."""
    t = ui.t
    box = QMessageBox(QApplication.activeWindow())
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(t("app.name"))
    box.setText(t("crash.title"))
    box.setInformativeText(t("crash.text", path=str(path)))
    folder = box.addButton(t("crash.open"), QMessageBox.ButtonRole.ActionRole)
    folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))))
    box.addButton(t("form.close"), QMessageBox.ButtonRole.AcceptRole)
    return box


def save_report(folder: Path, error: BaseException) -> Path:
    """Write traceback, version and system to a file; no content of the matter."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"report-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
    head = f"Evidence Desk {evidence_desk.__version__}\nPython {platform.python_version()}\n{platform.platform()}\n\n"
    # The names of what failed, not the message of the error, which may quote a document.
    trace = "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
    path.write_text(head + trace + "\n", encoding="utf-8")
    return path
