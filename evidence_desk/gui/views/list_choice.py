"""Which items of the list are chosen: the selected lines, or all there are with what is folded below them."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTableView

from evidence_desk.gui.models.arrangement import is_head
from evidence_desk.gui.models.evidence_model import EvidenceModel
from evidence_desk.gui.views.list_layout import ListLayout


class ListChoice(QObject):
    """Knows what is chosen.

    Signals:
        changed: (chosen, total, folded) other items, or other numbers of them, are chosen. ``folded`` counts those
            that are folded below chosen lines; they are chosen too where all are, and are not otherwise.
    """

    changed = Signal(int, int, int)

    def __init__(self, view: QTableView, model: EvidenceModel, layout: ListLayout) -> None:
        """Follow the selection of ``view``."""
        super().__init__(view)
        self._view, self._model, self._layout = view, model, layout
        self._is_all = False
        model.modelReset.connect(self._forget_all)  # which selects nothing, unheard
        view.selectionModel().selectionChanged.connect(self._on_changed)

    @property
    def ids(self) -> list[str]:
        """The ids of all chosen items, in their order; the current one alone where it is not selected."""
        ids, here = self._model.ids, self._outside()
        if here >= 0:
            return [ids[here]]
        if self._is_all:
            return list(self._model.listed.evidence)
        return [
            each for top, bottom in self._layout.ranges for each in ids[top : bottom + 1] if not is_head(each)
        ]

    @property
    def last(self) -> int:
        """The last selected line, or the current one."""
        here = self._outside()
        if here >= 0:
            return here
        bottoms = (bottom for _top, bottom in self._layout.ranges)
        return max(bottoms, default=self._view.currentIndex().row())

    def choose_all(self) -> None:
        """Choose every item, those that are folded too."""
        self._view.selectAll()
        self._is_all = True
        self.tell()

    def tell(self) -> None:
        """Say how many are chosen."""
        listed = self._model.listed
        if self._is_all:
            chosen, folded = listed.items, len(listed.whole) - len(self._model.ids)
        elif listed.heads or self._outside() >= 0:
            chosen = len(self.ids)
            folded = self._folded_below() if chosen > 1 else 0
        else:
            chosen = sum(bottom - top + 1 for top, bottom in self._layout.ranges)
            folded = self._folded_below() if chosen > 1 else 0
        self.changed.emit(chosen, listed.items, folded)

    def _on_changed(self) -> None:
        self._is_all = False
        self.tell()

    def _forget_all(self) -> None:
        self._is_all = False

    def _outside(self) -> int:
        """Return the line of the current item where the keyboard went to it without selecting it; else -1."""
        here = self._view.currentIndex()
        if not here.isValid() or is_head(self._model.ids[here.row()]):
            return -1
        return -1 if self._view.selectionModel().isSelected(here) else here.row()

    def _folded_below(self) -> int:
        """Return how many items are folded below selected lines."""
        spans, ranges = self._model.listed.spans, self._layout.ranges
        tops = [top for top, _bottom in ranges]
        found = 0
        for line in self._model.folded:
            place = self._model.place_of(line)
            at = bisect_right(tops, place) - 1
            if not is_head(line) and place >= 0 and at >= 0 and place <= ranges[at][1]:
                found += spans.get(line, 0)
        return found
