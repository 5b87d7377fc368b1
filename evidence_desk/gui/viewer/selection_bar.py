"""The dark bar beside a selection: say what it does to the case, or copy it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from evidence_desk.gui.ui import Ui

_MARKS = {"supports": "▲", "contradicts": "▼", "context": "●"}


class SelectionBar(QFrame):
    """Floats under the selection, or above it when there is no room.

    Signals:
        stance_chosen: "supports", "contradicts" or "context".
        copy_asked: the selection shall be copied as a cite.
    """

    stance_chosen = Signal(str)
    copy_asked = Signal()

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        """Stay hidden over ``parent``."""
        super().__init__(parent)
        self._host = parent
        self._ui = ui
        self.setObjectName("selectionBar")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(5, 5, 5, 5)
        layout.setSpacing(2)
        for stance, mark in _MARKS.items():
            made = self._button(f"{mark} {ui.t.word('stance', stance)}", ui.key("review", f"cite_{stance}"))
            made.setProperty("stance", stance)
            made.clicked.connect(lambda _checked=False, stance=stance: self.stance_chosen.emit(stance))
            layout.addWidget(made)
        self._copy = self._button(ui.t("action.copy_cite"), ui.key("review", "copy_cite"))
        self._copy.clicked.connect(lambda _checked=False: self.copy_asked.emit())
        layout.addWidget(self._copy)
        self.hide()

    def place(self, selection: QRectF) -> None:
        """Show the bar at a selection (in the parent's pixels); an empty one hides it."""
        if selection.isEmpty():
            self.hide()
            return
        room = self._host.rect()
        self._copy.show()
        if self.sizeHint().width() > room.width() - 12:
            self._copy.hide()  # its key still works
        self.adjustSize()
        left = min(max(6, round(selection.left()) + 8), max(6, room.width() - self.width() - 6))
        top = round(selection.bottom()) + 9
        if top + self.height() > room.height() - 4:
            top = round(selection.top()) - self.height() - 9
        self.move(left, min(max(4, top), max(4, room.height() - self.height() - 4)))
        self.show()
        self.raise_()

    def _button(self, text: str, key: str) -> QPushButton:
        made = QPushButton(f"{text}  {key}" if key else text)
        made.setAccessibleName(text)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made
