"""The copies that were given out: when, to whom, what is in them, and when they last came back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from evidence_desk.gui.copies.words import when
from evidence_desk.gui.dialogs.side_dialog import SideDialog
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, row
from evidence_desk.gui.widgets.empty_state import EmptyState
from evidence_desk.gui.widgets.plain_list import plain_list
from evidence_desk.queries.replicas import GivenRow, copies_given

_WIDTHS = (130, 120, 100, 200, 210)


class GivenDialog(SideDialog):
    """A list that does not block the window."""

    def __init__(
        self, ui: Ui, parent: QWidget, *, take: Callable[[], object], bring: Callable[[], object]
    ) -> None:
        """List the copies; ``take`` makes another one, ``bring`` brings one back."""
        t = ui.t
        super().__init__(ui, parent, t("given.title"), (940, 420))
        self._is_gone = False
        names = ("given.at", "given.recipient", "given.by", "given.what", "given.file", "given.brought")
        self.tree = plain_list([t(name) for name in names], t("given.title"), _WIDTHS)
        self.tree.setProperty("role", "roomy")
        close = button(t("form.close"), self.close, "primary")
        close.setDefault(True)
        self.add_list(self.tree, EmptyState(ui, "given", "copy", None))
        actions = (button(t("action.take_offline"), take), button(t("action.bring_back"), bring))
        self.body.addWidget(row(*actions, None, close, spacing=8))
        ui.bridge.closing.connect(self.close)
        self.finished.connect(self._on_finished)
        ui.bridge.job_ended.connect(self._read)
        self._read()

    def _on_finished(self) -> None:
        self._is_gone = True  # what is being read comes too late

    def _read(self) -> None:
        self._ui.bridge.read_later(self._show, copies_given)

    def _show(self, rows: list[GivenRow]) -> None:
        if self._is_gone:
            return
        self.tree.clear()
        self.show_list(is_empty=not rows)
        for each in rows:
            texts = [when(each.at), each.recipient or "—", each.actor, self._what(each), each.name]
            brought = when(each.brought_at) or self._ui.t("given.out")
            item = QTreeWidgetItem([*texts, brought])
            for place, text in enumerate(texts):
                item.setToolTip(place, text)
            self.tree.addTopLevelItem(item)

    def _what(self, each: GivenRow) -> str:
        t = self._ui.t
        what = t("given.found", query=each.scope) if each.scope else t("given.whole")
        return what if each.with_files else f"{what}, {t('given.no_files')}"
