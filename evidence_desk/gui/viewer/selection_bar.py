"""The dark bar beside a selection: say what it does to the case, or copy it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.floating import float_beside
from evidence_desk.gui.widgets.basics import column
from evidence_desk.gui.widgets.flow_layout import FlowLayout

_MARGIN, _GAP = 5, 2
_MARKS = {"supports": "▲", "contradicts": "▼", "context": "●"}


class SelectionBar(QFrame):
    """Floats under the selection, or above it when there is no room; in several lines where one is too long.

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
        stances = []
        for stance, mark in _MARKS.items():
            made = self._button(f"{mark} {ui.t.word('stance', stance)}", ui.key("review", f"cite_{stance}"))
            made.setProperty("stance", stance)
            made.clicked.connect(lambda _checked=False, stance=stance: self.stance_chosen.emit(stance))
            stances.append(made)
        copy = self._button(ui.t("action.copy_cite"), ui.key("review", "copy_cite"))
        copy.clicked.connect(lambda _checked=False: self.copy_asked.emit())
        others = [self._more(name) for name in ("cite_fact", "cite_stage", "cite_note")]
        self._lines = (stances, [*others, copy])
        inner = QWidget()
        self._flow = FlowLayout(inner, across=_GAP, down=_GAP)
        for made in (*stances, *others, copy):
            self._flow.addWidget(made)
        column(self, margins=(_MARGIN, _MARGIN, _MARGIN, _MARGIN)).addWidget(inner)
        self.hide()

    def place(self, selection: QRectF) -> None:
        """Show the bar at a selection (in the parent's pixels); an empty one hides it."""
        if selection.isEmpty():
            self.hide()
            return
        self.ensurePolished()
        stances, others = (sum(each.sizeHint().width() + _GAP for each in line) for line in self._lines)
        widths = (stances + others, max(stances, others))
        room = self._host.width() - 12 - 2 * _MARGIN
        width = next((each for each in widths if each <= room), room)
        self.setFixedSize(width + 2 * _MARGIN, self._flow.heightForWidth(width) + 2 * _MARGIN)
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
