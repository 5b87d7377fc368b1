"""The keys that decide conflicts, beside the conflicts that are left."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from evidence_desk.gui.copies.conflict_card import PLACE
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, column, key_cap, label, row

_ACTIONS = (
    "take_ours",
    "take_theirs",
    "take_both",
    "decide_later",
    "next_conflict",
    "previous_conflict",
    "take_alike",
)


class KeysCard(Box):
    """A card with a line for each key, and what becomes of what nobody decides."""

    def __init__(self, ui: Ui) -> None:
        """Show the keys as they are set."""
        super().__init__(margins=(0, 0, 8, 0))
        card = QFrame()
        card.setObjectName("card")
        lines = column(card, margins=(14, 11, 14, 12), spacing=7)
        for action in _ACTIONS:
            lines.addWidget(
                row(key_cap(ui.key(PLACE, action)), label(ui.t(f"action.{action}")), None, spacing=8)
            )
        lines.addSpacing(4)
        lines.addWidget(label(ui.t("bring.left_help"), "muted", wraps=True))
        self.body.addWidget(card)
        self.body.addStretch(1)
