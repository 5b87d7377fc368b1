"""The files of an import run as lines: what became of each, where it was, its size, hash and why; to copy from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from evidence_desk.gui.intake.run_lines import why_text
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.amounts import size_text
from evidence_desk.queries.batches import BatchFile
from evidence_desk.support.texts import visible

WHAT, WHERE, SIZE, HASH, WHY = range(5)
_WIDTHS = (104, 300, 78, 128)  # pixels; the reason takes the rest
_KEPT = "imports_columns"
_DIGITS = 12  # of a hash that show; more than enough to tell two files apart
_EVIDENCE = Qt.ItemDataRole.UserRole
_WHOLE = Qt.ItemDataRole.UserRole + 1
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _PathDelegate(QStyledItemDelegate):
    """Cuts a path in its middle, since the name of the file is at its end."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Say where to cut."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle


class BatchLines(QTreeWidget):
    """A list whose columns are as wide as they were made last."""

    def __init__(self, ui: Ui) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui = ui
        t = ui.t
        self.setHeaderLabels(
            [t("report.what"), t("report.where"), t("batches.size"), "SHA-256", t("report.why")]
        )
        self.setProperty("role", "roomy")
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.setAccessibleName(t("import.report"))
        self.setItemDelegateForColumn(WHERE, _PathDelegate(self))
        for place, width in enumerate(_WIDTHS):
            self.setColumnWidth(place, width)
        self.header().restoreState(ui.settings.blob(_KEPT))
        self.headerItem().setTextAlignment(SIZE, _RIGHT)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)

    def keep_columns(self) -> None:
        """Remember how wide the columns are."""
        self._ui.settings.set_blob(_KEPT, self.header().saveState())

    def show_files(self, files: Iterable[BatchFile]) -> None:
        """Show these files and no others."""
        self.clear()
        self.addTopLevelItems([self._line(file) for file in files])

    def evidence_of(self, item: QTreeWidgetItem) -> str:
        """Return the item of the matter a line is about, or nothing."""
        return str(item.data(WHAT, _EVIDENCE) or "")

    def copy(self, *columns: int) -> None:
        """Put some columns of the chosen lines on the clipboard, whole, with tabs between."""
        lines = ("\t".join(self._whole(item, column) for column in columns) for item in self._chosen())
        QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the chosen lines with all they say."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy(*range(self.columnCount()))
        else:
            super().keyPressEvent(event)

    def _chosen(self) -> list[QTreeWidgetItem]:
        return sorted(self.selectedItems(), key=self.indexOfTopLevelItem)

    def _show_menu(self, place: QPoint) -> None:
        if self.itemAt(place) is None:
            return
        menu, t = QMenu(self), self._ui.t
        for key, columns in (
            ("batches.copy_hash", (HASH,)),
            ("batches.copy_path", (WHERE,)),
            ("batches.copy_line", tuple(range(self.columnCount()))),
        ):
            menu.addAction(t(key), partial(self.copy, *columns))
        menu.exec(self.viewport().mapToGlobal(place))
        menu.deleteLater()

    def _line(self, file: BatchFile) -> QTreeWidgetItem:
        t = self._ui.t
        path, why = visible(file.path), why_text(t, file)
        item = QTreeWidgetItem(
            [
                t.word("outcome", file.outcome),
                path,
                size_text(file.size) if file.sha256 else "",
                f"{file.sha256[:_DIGITS]}…" if file.sha256 else "",
                why,
            ]
        )
        item.setTextAlignment(SIZE, _RIGHT)
        item.setData(WHAT, _EVIDENCE, file.evidence)
        # As little as can be: thousands of lines are made at once.
        for place, tip in ((WHERE, path), (HASH, file.sha256), (WHY, why)):
            if tip:
                item.setToolTip(place, tip)
        if path != file.path:
            item.setData(WHERE, _WHOLE, file.path)
        return item

    def _whole(self, item: QTreeWidgetItem, column: int) -> str:
        if column == HASH:
            return item.toolTip(HASH)
        kept = item.data(column, _WHOLE)
        return item.text(column) if kept is None else str(kept)
