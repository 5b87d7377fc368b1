"""Folds and unfolds groups and families of the list, by key and by click; the keyboard stays where it is."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtWidgets import QTableView

from evidence_desk.gui.models.evidence_model import EvidenceModel


class ListFolding:
    """Hides what stands below lines, and shows it again."""

    def __init__(self, view: QTableView, model: EvidenceModel, go_to: Callable[[int], object]) -> None:
        """Fold in ``model``; ``go_to`` makes a line current."""
        self._view, self._model, self._go_to = view, model, go_to

    def fold(self) -> None:
        """Hide what stands below the current line; on a line that has nothing below it, go to what it is below."""
        line, listed = self._line(), self._model.listed
        if line in listed.spans and line not in self._model.folded:
            self.set_folded([line], is_folded=True)
        elif above := listed.above(line):
            self._go_to(self._model.place_of(above[-1]))

    def unfold(self) -> None:
        """Show what is hidden below the current line; where all shows, go to the first below it."""
        line = self._line()
        if line in self._model.folded:
            self.set_folded([line], is_folded=False)
        elif line in self._model.listed.spans:
            self._go_to(self._view.currentIndex().row() + 1)

    def fold_all(self) -> None:
        """Leave only the heads of groups, or of families where there are no groups."""
        listed = self._model.listed
        self.set_folded(list(listed.heads or listed.spans), is_folded=True)

    def unfold_all(self) -> None:
        """Hide nothing."""
        self.set_folded(list(self._model.folded), is_folded=False)

    def turn(self, place: int) -> None:
        """Fold a line that is not folded, and unfold one that is."""
        line = self._model.ids[place]
        self.set_folded([line], is_folded=line not in self._model.folded)

    def set_folded(self, lines: Collection[str], *, is_folded: bool) -> None:
        """Fold or unfold, and stay where the keyboard is as far as that line still shows."""
        line = self._line()
        scroll = self._view.verticalScrollBar().value()
        self._model.fold(lines, is_folded=is_folded)
        self._view.verticalScrollBar().setValue(scroll)
        shown = [line, *reversed(self._model.listed.above(line))] if line else []
        places = self._model.listed.places
        self._go_to(next((places[each] for each in shown if each in places), 0))

    def _line(self) -> str:
        """Return the current line, or an empty text."""
        index = self._view.currentIndex()
        return self._model.ids[index.row()] if index.isValid() else ""
