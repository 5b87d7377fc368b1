"""Says why a page cannot be shown, or what in a file could not be read, and opens the document in another program."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from evidence_desk.commands.kept_pages import has_original
from evidence_desk.domain.remarks import NOT_ALL_READ
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.outside import extension_of, outside_copy
from evidence_desk.gui.viewer.page_store import NO_PICTURE
from evidence_desk.gui.widgets.basics import button, label, row
from evidence_desk.intake.readers.registry import CONVERTED, is_drawn
from evidence_desk.queries.rows import FileRow
from evidence_desk.support.errors import UserError

_NARROW = 420  # pixels


class ProblemCard(QWidget):
    """A line over the pages; hidden while there is no problem.

    Signals:
        again_asked: the SHA-256 of a file that shall be tried again.
    """

    again_asked = Signal(str)

    def __init__(self, ui: Ui) -> None:
        """Stay hidden."""
        super().__init__()
        self._ui = ui
        self._file: FileRow | None = None
        self.setObjectName("problemCard")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.reason = label(wraps=True)
        outside = button(ui.t("viewer.outside"), self.open_outside)
        self._again = button(ui.t("viewer.again"), self._try_again)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(12, 6, 8, 6)
        self._line.setSpacing(10)
        self._line.addWidget(self.reason, 1)
        self._line.addWidget(row(self._again, outside, None, spacing=10))
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the words where it is narrow."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        self._line.setDirection(way.TopToBottom if self.width() < _NARROW else way.LeftToRight)

    def show_problem(self, file: FileRow | None, reason: str) -> None:
        """Show why a page of a file cannot be shown, or else that not all within the file could be read."""
        self._file = file
        words = self._ui.t("viewer.problem", reason=self._ui.t.warning(reason)) if reason else ""
        if file is not None and not reason:
            words = self._lost_within(file)
        if file is not None and reason == NO_PICTURE:
            words = self._no_picture(file)
        self.reason.setText(words)
        self._again.setVisible(reason not in ("", NO_PICTURE))
        self.setVisible(bool(words))

    def _lost_within(self, file: FileRow) -> str:
        t = self._ui.t
        said = t.warning(dict(file.remarks).get(NOT_ALL_READ, ""))
        if not said:
            return ""
        reason = f"{said[0].upper()}{said[1:]}"
        return t("viewer.lost_within", reason=reason, remedy=t("files.unread_remedy"))

    def _no_picture(self, file: FileRow) -> str:
        """Say that files of this kind cannot be shown, or not before a conversion, or why this damaged one is not."""
        if not (is_drawn(file.media_type) or file.problem_code == "damaged"):
            t, kind = self._ui.t, file.extension or file.media_type
            if file.media_type in CONVERTED:
                return t("viewer.not_converted", kind=kind, option=t("import.convert"))
            return t("viewer.no_format", kind=kind)
        said = self._ui.t.read_note(file.problem_code, file.problem) if file.problem else ""
        return self._ui.t("viewer.damaged", reason=said or self._ui.t("viewer.no_picture"))

    def _try_again(self) -> None:
        if self._file is not None:
            self.again_asked.emit(self._file.id)

    def open_outside(self) -> None:
        """Open a copy of the file in the program of the system, so that nothing can change the original."""
        session, file, t = self._ui.bridge.session, self._file, self._ui.t
        if session is None or file is None or not has_original(session, file.id):
            remedy = t("copy.no_original_remedy")
            self._ui.bridge.failed.emit(UserError("not_here", t("copy.no_original"), remedy))
        elif not extension_of(file):
            path = session.file_path(file.id)
            no, remedy = t("outside.unknown", name=file.name), t("outside.unknown_remedy", path=path)
            self._ui.bridge.failed.emit(UserError("not_opened", no, remedy))
        else:  # beside everything else: it may be large, and a drive slow
            self._ui.bridge.beside("outside", partial(outside_copy, session, file), self._open)

    def _open(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
