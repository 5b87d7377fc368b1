"""The dark bar beside a selection: say what it does to the case, or copy it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.floating import float_beside

_MARKS = {"supports": "▲", "contradicts": "▼", "context": "●"}


class SelectionBar(QFrame):
    """Floats under the selection, or above it when there is no room.

    Signals:
        stance_chosen: "supports", "contradicts" or "context".
        copy_asked: the selection shall be copied as a cite.
        more_asked: the name of another action for the selection.
    """

    stance_chosen = Signal(str)
    copy_asked = Signal()
    more_asked = Signal(str)

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
        # What goes first where there is no room for all; the keys still work.
        self._spare = [self._more(name) for name in ("cite_note", "cite_stage", "cite_fact")]
        copy = self._button(ui.t("action.copy_cite"), ui.key("review", "copy_cite"))
        copy.clicked.connect(lambda _checked=False: self.copy_asked.emit())
        self._spare.append(copy)
        for made in (*reversed(self._spare[:3]), copy):
            layout.addWidget(made)
        self.hide()

    def place(self, selection: QRectF) -> None:
        """Show the bar at a selection (in the parent's pixels); an empty one hides it."""
        if selection.isEmpty():
            self.hide()
            return
        room = self._host.rect()
        for spare in self._spare:
            spare.show()
        for spare in self._spare:
            if self.sizeHint().width() > room.width() - 12:
                spare.hide()
        self.adjustSize()
        float_beside(self, selection)

    def _more(self, name: str) -> QPushButton:
        made = self._button(self._ui.t(f"bar.{name}"), self._ui.key("review", name))
        made.clicked.connect(lambda: self.more_asked.emit(name))
        return made

    def _button(self, text: str, key: str) -> QPushButton:
        made = QPushButton(f"{text}  {key}" if key else text)
        made.setAccessibleName(text)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made
