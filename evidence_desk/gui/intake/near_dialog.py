"""Items of nearly the same text, in groups: which belong together, how alike they are; a double click shows one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from evidence_desk.domain.simhash import percent
from evidence_desk.gui.dialogs.side_dialog import SideDialog
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import button, label, row
from evidence_desk.gui.widgets.empty_state import EmptyState
from evidence_desk.gui.widgets.plain_list import plain_list
from evidence_desk.queries.duplicates import NearGroup, near_duplicates
from evidence_desk.queries.evidence import evidence_rows
from evidence_desk.queries.rows import EvidenceRow

_MOST = 500  # groups shown; there are more only where something went wrong
Found = tuple[list[NearGroup], dict[str, EvidenceRow]]


class NearDialog(SideDialog):
    """All groups of a matter; it does not block the window.

    Signals:
        evidence_wanted: (evidence, empty text) an item shall be shown.
    """

    evidence_wanted = Signal(str, str)

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        """Read the groups."""
        t = ui.t
        super().__init__(ui, parent, t("near.title"), (760, 560))
        self._vocabulary = Vocabulary(ui.bridge, ui.t)
        heads = (t("near.item"), t("field.date"), t("field.type"))
        self.tree = plain_list(heads, t("near.title"), (470,), is_tree=True)
        self.tree.itemActivated.connect(self._on_activated)
        self._about = label(t("near.reading"), "muted", wraps=True)
        close = button(t("form.close"), self.close, "primary")
        close.setAutoDefault(False)  # Enter shows the item
        self.body.addWidget(self._about)
        self.add_list(self.tree, EmptyState(ui, "near", "copy", None))
        self.body.addWidget(row(None, close))
        ui.bridge.closing.connect(self.close)
        ui.bridge.read_later(self._take, _read)

    def _take(self, found: Found) -> None:
        t, (groups, rows) = self._ui.t, found
        self._about.setText(t("near.about"))
        self.show_list(is_empty=not groups)
        for group in groups[:_MOST]:
            words = t("near.group", n=len(group.evidence), percent=percent(group.similarity))
            top = QTreeWidgetItem([words])
            for evidence in group.evidence:
                top.addChild(self._line(rows[evidence]))
            self.tree.addTopLevelItem(top)
            top.setFirstColumnSpanned(True)
            top.setExpanded(True)

    def _line(self, shown: EvidenceRow) -> QTreeWidgetItem:
        name = self._ui.t.names(shown.title, shown.native_title)[0]
        kind = self._vocabulary.type_name(shown.type or shown.kind)
        made = QTreeWidgetItem([f"{shown.exhibit}  {name}".strip(), self._ui.t.date(shown.date.text), kind])
        made.setData(0, Qt.ItemDataRole.UserRole, shown.id)
        made.setToolTip(0, name)
        return made

    def _on_activated(self, item: QTreeWidgetItem, _column: int) -> None:
        evidence = item.data(0, Qt.ItemDataRole.UserRole)
        if evidence:
            self.evidence_wanted.emit(str(evidence), "")


def _read(connection: Any) -> Found:
    groups = list(near_duplicates(connection))
    ids = list(dict.fromkeys(each for group in groups[:_MOST] for each in group.evidence))
    return groups, {shown.id: shown for shown in evidence_rows(connection, ids)}
