"""The line under the evidence list: how many are chosen, to whom else a coding goes, and the keys that code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from evidence_desk.domain.words import Spread
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import ElidedButton, ElidedLabel, button, column, key_cap, key_text, row


class CodingBar(QWidget):
    """Shows the state of coding and the keys that belong to it.

    Signals:
        spread_changed: copies or families are coded along from now on, or not any more.
        edit_asked: the chosen items shall be edited together.
    """

    spread_changed = Signal()
    edit_asked = Signal()

    def __init__(self, ui: Ui) -> None:
        """Code nothing along."""
        super().__init__()
        self._ui = ui
        self.setObjectName("codingBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(32)
        self._chosen = ElidedLabel(role="small")
        key = key_text(ui.key("review", "edit_items"))
        tip = f"{ui.t('action.edit_items')}  {key}"
        self._edit = button(ui.t("coding.edit"), self.edit_asked.emit, "link", tip=tip)
        menu = QMenu(self)
        self._boxes = {}
        for spread in Spread:
            made = menu.addAction(ui.t.word("spread", spread))
            made.setCheckable(True)
            made.toggled.connect(lambda _on: self._on_toggled())
            self._boxes[spread] = made
        self._along = ElidedButton("")
        self._along.setProperty("role", "flat")
        self._along.setToolTip(ui.t("coding.along_tip"))
        self._along.setMenu(menu)
        self._keys = row(
            key_cap(ui.key("review", "repeat")), ElidedLabel(ui.t("coding.repeat"), "small"), spacing=5
        )
        layout = column(self)
        line = row(self._chosen, self._edit, self._keys, self._along, spacing=8, margins=(12, 0, 6, 0))
        for each, place in ((line, 0), (line, 2), (self._keys, 1)):
            inner = each.layout()
            assert inner is not None
            inner.setStretch(place, 1)  # type: ignore[attr-defined]
        layout.addWidget(line)
        self.show_chosen(0, 0, 0)
        self._say()

    @property
    def spread(self) -> list[Spread]:
        """To what else a coding goes."""
        return [spread for spread, box in self._boxes.items() if box.isChecked()]

    def set_spread(self, names: list[str]) -> None:
        """Code along what was coded along before."""
        for spread, box in self._boxes.items():
            box.setChecked(str(spread) in names)

    def show_chosen(self, chosen: int, total: int, folded: int) -> None:
        """Say how many items are chosen, when there are several, and what of those that are folded below them."""
        is_many, is_all = chosen > 1, chosen == total
        words = "coding.chosen" if not folded else "coding.chosen_all" if is_all else "coding.chosen_left"
        numbers = {"n": f"{chosen:,}", "total": f"{total:,}", "folded": f"{folded:,}"}
        self._chosen.set_text(self._ui.t(words, **numbers) if is_many else "")
        self._chosen.setVisible(is_many)
        self._chosen.setToolTip(self._ui.t(f"{words}_tip", **numbers) if is_many else "")
        self._edit.setVisible(is_many and not self._ui.bridge.is_read_only)
        self._keys.setVisible(not is_many)

    def _on_toggled(self) -> None:
        self._say()
        self.spread_changed.emit()

    def _say(self) -> None:
        t = self._ui.t
        names = [t.word("spread", spread) for spread in self.spread]
        self._along.setText(t("coding.along", what=", ".join(names) if names else t("coding.nothing_along")))
