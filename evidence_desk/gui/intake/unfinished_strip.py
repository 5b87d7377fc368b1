"""The line under the top bar that offers to go on with an import that did not come to its end; it stays."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import ElidedLabel, button


class UnfinishedStrip(QWidget):
    """Stays until one of its buttons is pressed, or the matter is closed."""

    def __init__(self, ui: Ui) -> None:
        """Stay hidden until `offer`."""
        super().__init__()
        self.setObjectName("copyBanner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._go_on: Callable[[], object] = self.hide
        self._leave: Callable[[], object] = self.hide
        self.text = ElidedLabel(role="strong")
        self.go_on = button("", lambda: self._answer(self._go_on), "link")
        self.leave = button(
            ui.t("import.leave"), lambda: self._answer(self._leave), "link", tip=ui.t("import.leave_tip")
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 5, 14, 5)
        layout.setSpacing(10)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.go_on)
        layout.addWidget(self.leave)
        self.hide()

    def offer(self, text: str, go_on: tuple[str, Callable[[], object]], leave: Callable[[], object]) -> None:
        """Say what did not come to its end, with the words and the deed of going on, and what leaves it."""
        self.text.set_text(text)
        self.go_on.setText(go_on[0])
        self._go_on, self._leave = go_on[1], leave
        self.show()

    def _answer(self, act: Callable[[], object]) -> None:
        self.hide()
        act()
