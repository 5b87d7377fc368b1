"""The files of an item in the inspector: which one shows, in which order they stand, and files dropped on them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QPushButton, QTreeWidgetItem, QWidget

from evidence_desk.gui.mime import TAKES_FILES, dropped_paths
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, button, heading, key_text, label, row
from evidence_desk.gui.widgets.drop_hint import DropHint
from evidence_desk.gui.widgets.flow_layout import FlowLayout
from evidence_desk.gui.widgets.plain_list import plain_list
from evidence_desk.queries.rows import FileRow
from evidence_desk.support.texts import visible

_MOST_LINES = 7  # seen at once; more are scrolled to
_LINE = 22
_TOOLS = (("↑", "file_up"), ("↓", "file_down"), ("✕", "detach_file"))


class FilesPanel(Box):
    """Lists the files of one item; the line that is chosen is the file that shows.

    Attributes:
        list: the lines.

    Signals:
        file_wanted: the place of a file that shall show.
        action_asked: the name of an action of Review.
        dropped: paths that were dropped on it, to be attached.
    """

    file_wanted = Signal(int)
    action_asked = Signal(str)
    dropped = Signal(object)

    def __init__(self, ui: Ui) -> None:
        """Show no files yet."""
        super().__init__(spacing=4)
        self._ui = ui
        self._files: tuple[FileRow, ...] = ()
        self._is_open: bool | None = None
        t = ui.t
        self.list = plain_list(("", ""), t("inspector.files"), ())
        self.list.setHeaderHidden(True)
        self.list.setIndentation(0)
        self.list.setProperty("role", "files")
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.currentItemChanged.connect(lambda _now, _before: self._tell())
        self.list.itemClicked.connect(lambda _item, _column: self._tell())
        self._removing = ui.key("review", "remove_items")
        removed = QShortcut(QKeySequence(self._removing), self.list, self._ask_removal)
        removed.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._none = label(t("review.to_be_obtained"), "muted")
        self._tools = {name: self._tool(sign, name) for sign, name in _TOOLS}
        attach = self._adder("files.attach", "attach_files")
        held = self._adder("files.attach_held", "attach_held")
        self._adds = QWidget()
        flow = FlowLayout(self._adds, across=0)
        for each in (attach, held):
            flow.addWidget(each)
        self._moves = row(*self._tools.values(), spacing=0)
        head = row(heading(t("inspector.files")), None, self._moves)
        for widget in (head, self._none, self.list, self._adds):
            self.body.addWidget(widget)
        self._hint = DropHint(self)
        self.setAcceptDrops(True)
        self.setProperty(TAKES_FILES, True)

    def show_files(self, files: Sequence[FileRow], place: int, *, is_open: bool) -> None:
        """Show the files of an item, of which that at ``place`` shows."""
        if (tuple(files), is_open) != (self._files, self._is_open):
            self._files, self._is_open = tuple(files), is_open
            self._fill()
        self.show_place(place)

    def show_place(self, place: int) -> None:
        """Tell which of the files shows."""
        self.list.blockSignals(True)
        self.list.setCurrentIndex(self.list.model().index(place, 0))
        self.list.blockSignals(False)
        self._tools["file_up"].setEnabled(place > 0)
        self._tools["file_down"].setEnabled(0 <= place < len(self._files) - 1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files where they can be attached; else they are for the window."""
        if self._is_open and dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self._hint.offer(self._ui.t("files.drop"))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show no more that something can be dropped."""
        super().dragLeaveEvent(event)
        self._hint.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Pass on what is dropped."""
        self._hint.hide()
        paths: list[Path] = dropped_paths(event.mimeData())
        event.acceptProposedAction()
        self.dropped.emit(paths)

    def _fill(self) -> None:
        """Make the lines anew."""
        self.list.blockSignals(True)
        self.list.clear()
        for file in self._files:
            pages = self._ui.t("review.pages", n=f"{file.pages:,}")
            line = QTreeWidgetItem([visible(file.name), f"{file.extension or file.media_type} · {pages}"])
            line.setToolTip(0, visible(file.name))
            self.list.addTopLevelItem(line)
        self.list.blockSignals(False)
        lines = min(len(self._files), _MOST_LINES)
        self.list.setFixedHeight(lines * max(_LINE, self.list.sizeHintForRow(0)) + 2)
        self.list.setVisible(bool(self._files))
        self._none.setVisible(not self._files)
        self._adds.setVisible(bool(self._is_open))
        self._moves.setVisible(bool(self._is_open and self._files))

    def _ask_removal(self) -> None:
        if self._is_open and self._files:
            self.action_asked.emit("detach_file")

    def _tell(self) -> None:
        place = self.list.currentIndex().row()
        if place >= 0:
            self.file_wanted.emit(place)

    def _adder(self, text: str, action: str) -> QPushButton:
        t = self._ui.t
        return button(t(text), partial(self.action_asked.emit, action), "link", tip=t(f"action.{action}"))

    def _tool(self, sign: str, name: str) -> QWidget:
        words, key = self._ui.t(f"action.{name}"), self._ui.key("review", name)
        key = key or (self._removing if name == "detach_file" else "")
        tip = f"{words}  {key_text(key)}" if key else words
        made = button(sign, lambda: self.action_asked.emit(name), "flat", tip=tip)
        made.setAccessibleName(words)
        return made
