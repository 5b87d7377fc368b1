"""A list of what became of each file or finding, to read and copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from evidence_desk.gui.dialogs.side_dialog import SideDialog
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, row
from evidence_desk.gui.widgets.plain_list import plain_list

_MOST = 2000


class ReportDialog(SideDialog):
    """Lines of three words: what, where, why. It does not block the window."""

    def __init__(self, ui: Ui, parent: QWidget, title: str, lines: Sequence[tuple[str, str, str]]) -> None:
        """Show lines under a title."""
        super().__init__(ui, parent, title, (820, 480))
        self._lines = lines
        heads = (ui.t("report.what"), ui.t("report.where"), ui.t("report.why"))
        tree = plain_list(heads, title, (130, 250))
        for line in lines[:_MOST]:
            item = QTreeWidgetItem(list(line))
            for place, text in enumerate(line):
                item.setToolTip(place, text)
            tree.addTopLevelItem(item)
        self.body.addWidget(tree, 1)
        done = button(ui.t("form.close"), self.close, "primary")
        done.setDefault(True)
        self.body.addWidget(row(button(ui.t("report.copy"), self._copy), None, done))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in self._lines))
