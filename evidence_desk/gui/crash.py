"""What happens when there is a bug: a report is saved and the user is told in one dialog, never a traceback."""

from __future__ import annotations

import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog

import evidence_desk
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, column, label, row
from evidence_desk.gui.widgets.eliding import Line
from evidence_desk.support.errors import UserError
from evidence_desk.support.logs import topic

_WIDTH = 460
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
            CrashDialog(ui, path).exec()


class CrashDialog(QDialog):
    """Says that there was a bug, where its report is, and opens the folder of that.

    Attributes:
        path: where the report is.
    """

    def __init__(self, ui: Ui, path: Path) -> None:
        """Tell of the report at ``path``."""
        super().__init__(QApplication.activeWindow())
        t = ui.t
        self.setWindowTitle(t("app.name"))
        self.setFixedWidth(_WIDTH)
        self.path = Line(str(path))  # to be copied as it is, which no text with places for line ends allows
        self.path.setReadOnly(True)
        self.path.setAccessibleName(t("crash.path"))
        close = button(t("form.close"), self.accept, "primary")
        close.setDefault(True)
        folder = button(
            t("crash.open"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
        )
        layout = column(self, margins=(22, 18, 22, 16), spacing=12)
        layout.addWidget(label(t("crash.title"), "title"))
        layout.addWidget(label(t("crash.text"), wraps=True))
        layout.addWidget(self.path)
        layout.addWidget(row(None, folder, close, spacing=8))
        close.setFocus()


def save_report(folder: Path, error: BaseException) -> Path:
    """Write traceback, version and system to a file; no content of the matter."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"report-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
    head = f"Evidence Desk {evidence_desk.__version__}\nPython {platform.python_version()}\n{platform.platform()}\n\n"
    # The names of what failed, not the message of the error, which may quote a document.
    trace = "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
    path.write_text(head + trace + "\n", encoding="utf-8")
    return path
