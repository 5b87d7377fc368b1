"""The live keys of the view that shows, for ?."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from evidence_desk.gui.dialogs.side_dialog import SideDialog
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, column, heading, key_cap, label, row, scroller


class KeysDialog(SideDialog):
    """Two columns: the keys of the view, and those that work everywhere."""

    def __init__(self, ui: Ui, parent: QWidget, groups: Sequence[tuple[str, Sequence[QAction]]]) -> None:
        """Show groups of actions with their keys."""
        super().__init__(ui, parent, ui.t("keys.title"), (780, 620))
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(32)
        for place, (title, actions) in enumerate(groups):
            box = QWidget()
            body = column(box, spacing=6)
            body.addWidget(heading(title))
            for action in actions:
                if action.shortcuts():
                    body.addWidget(self._line(action))
            body.addStretch(1)
            grid.addWidget(box, 0, place)
        self.body.addWidget(scroller(content), 1)
        where = label(ui.t("keys.change", path=str(ui.settings.keys_file)), "small", wraps=True)
        done = button(ui.t("form.close"), self.close, "primary")
        done.setDefault(True)
        self.body.addWidget(where)
        self.body.addWidget(row(None, done))

    @staticmethod
    def _line(action: QAction) -> QWidget:
        portable = QKeySequence.SequenceFormat.PortableText
        caps = [key_cap(key.toString(portable)) for key in action.shortcuts()]
        return row(label(action.text()), None, *caps, spacing=5)
