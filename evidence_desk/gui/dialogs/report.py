"""A list of what became of each file or finding, to read and copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, column, label, row

_MOST = 2000


class ReportDialog(QDialog):
    """Lines of three words: what, where, why. It does not block the window."""

    def __init__(self, ui: Ui, parent: QWidget, title: str, lines: Sequence[tuple[str, str, str]]) -> None:
        """Show lines under a title."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(820, 480)
        self._lines = lines
        layout = column(self, margins=(18, 16, 18, 14), spacing=10)
        layout.addWidget(label(title, "title"))
        tree = QTreeWidget()
        tree.setHeaderLabels([ui.t("report.what"), ui.t("report.where"), ui.t("report.why")])
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setAccessibleName(title)
        for line in lines[:_MOST]:
            item = QTreeWidgetItem(list(line))
            for place, text in enumerate(line):
                item.setToolTip(place, text)
            tree.addTopLevelItem(item)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        tree.setColumnWidth(0, 130)
        tree.setColumnWidth(1, 380)
        layout.addWidget(tree, 1)
        done = button(ui.t("form.close"), self.close, "primary")
        done.setDefault(True)
        layout.addWidget(row(button(ui.t("report.copy"), self._copy), None, done))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in self._lines))
