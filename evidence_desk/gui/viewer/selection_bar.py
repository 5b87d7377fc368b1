"""The dark bar beside a selection: say what it does to the case, or copy it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.floating import float_beside
from evidence_desk.gui.widgets.basics import row

_MARKS = {"supports": "▲", "contradicts": "▼", "context": "●"}


class SelectionBar(QFrame):
    """Floats under the selection, or above it when there is no room; in two lines where one is too long.

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
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(5, 5, 5, 5)
        self._layout.setSpacing(2)
        stances = []
        for stance, mark in _MARKS.items():
            made = self._button(f"{mark} {ui.t.word('stance', stance)}", ui.key("review", f"cite_{stance}"))
            made.setProperty("stance", stance)
            made.clicked.connect(lambda _checked=False, stance=stance: self.stance_chosen.emit(stance))
            stances.append(made)
        copy = self._button(ui.t("action.copy_cite"), ui.key("review", "copy_cite"))
        copy.clicked.connect(lambda _checked=False: self.copy_asked.emit())
        others = [self._more(name) for name in ("cite_fact", "cite_stage", "cite_note")]
        for line in (stances, [*others, copy]):
            self._layout.addWidget(row(*line, None, spacing=2))
        self.hide()

    def place(self, selection: QRectF) -> None:
        """Show the bar at a selection (in the parent's pixels); an empty one hides it."""
        if selection.isEmpty():
            self.hide()
            return
        self._layout.setDirection(QBoxLayout.Direction.LeftToRight)
        if self.sizeHint().width() > self._host.width() - 12:
            self._layout.setDirection(QBoxLayout.Direction.TopToBottom)
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
