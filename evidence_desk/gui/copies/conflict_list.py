"""The conflicts to decide, one below the other; one of them has the keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.copies.conflict_card import Choice, ConflictCard
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, clear, column, label, scroller
from evidence_desk.queries.conflicts import ConflictRow

_PAGE = 25  # cards that are made at a time; hundreds would stop the window


class ConflictList(QWidget):
    """Cards of conflicts with a current one.

    Signals:
        decided: list of (id of the conflict, Choice) somebody chose.
        thing_wanted: (table, id) a thing shall be shown.
    """

    decided = Signal(list)
    thing_wanted = Signal(str, str)

    def __init__(self, ui: Ui) -> None:
        """Show none yet."""
        super().__init__()
        self._ui = ui
        self.conflicts: list[ConflictRow] = []
        self.choices: dict[str, Choice] = {}
        self.cards: list[ConflictCard] = []
        self._place = 0
        self._box = Box(spacing=10, margins=(0, 0, 8, 8))
        self._area = scroller(self._box)
        column(self).addWidget(self._area)
        self.setAccessibleName(ui.t("bring.conflicts"))

    @property
    def place(self) -> int:
        """Which conflict is current, from 0; -1 when there is none."""
        return self._place if self.conflicts else -1

    @property
    def current(self) -> ConflictCard | None:
        """The card that has the keys."""
        place = self._place % _PAGE
        return self.cards[place] if self.conflicts and place < len(self.cards) else None

    def show_conflicts(self, conflicts: Sequence[ConflictRow], choices: dict[str, Choice]) -> None:
        """Show conflicts with what was chosen of them, keeping the place as far as it is there."""
        self.conflicts, self.choices = list(conflicts), choices
        self._place = max(0, min(self._place, len(self.conflicts) - 1))
        self._fill()

    def go_to(self, place: int) -> None:
        """Give the keys to another conflict."""
        if not 0 <= place < len(self.conflicts):
            return
        is_same_page = place // _PAGE == self._place // _PAGE
        self._place = place
        if is_same_page:
            self._mark()
        else:
            self._fill()

    def step(self, by: int) -> None:
        """Go some conflicts on or back."""
        self.go_to(self._place + by)

    def choose(self, choice: Choice) -> None:
        """Choose for the current conflict."""
        card = self.current
        if card is not None and (choice != "both" or card.can_take_both):
            self.decided.emit([(card.conflict.id, choice)])

    def choose_alike(self) -> None:
        """Choose for all conflicts as for the current one, or as for the last one that was decided."""
        chosen = self.choices.get(self.conflicts[self._place].id) if self.conflicts else None
        if chosen is None and self.choices:
            chosen = list(self.choices.values())[-1]
        if chosen is not None:
            self.decided.emit([(each.id, chosen) for each in self.conflicts])

    def show_choices(self) -> None:
        """Mark on the cards what was chosen."""
        for card in self.cards:
            card.show_choice(self.choices.get(card.conflict.id, "later"))

    def next_open(self) -> int:
        """Return the place of the next conflict nothing is chosen for, or the current one."""
        count = len(self.conflicts)
        places = ((self._place + step) % count for step in range(1, count + 1))
        return next((p for p in places if self.conflicts[p].id not in self.choices), self._place)

    def _fill(self) -> None:
        clear(self._box.body)
        self.cards = []
        first = self._place // _PAGE * _PAGE
        for conflict in self.conflicts[first : first + _PAGE]:
            card = ConflictCard(self._ui, conflict)
            card.chosen.connect(self._chooser(card))
            card.thing_wanted.connect(self.thing_wanted)
            self._box.body.addWidget(card)
            self.cards.append(card)
        if len(self.conflicts) > _PAGE:
            last = min(first + _PAGE, len(self.conflicts))
            shown = self._ui.t("bring.shown", first=first + 1, last=last, total=len(self.conflicts))
            self._box.body.addWidget(label(shown, "muted"))
        self._box.body.addStretch(1)
        self.show_choices()
        self._mark()

    def _chooser(self, card: ConflictCard) -> Callable[[str], None]:
        def _choose(choice: str) -> None:
            self.go_to(self._place // _PAGE * _PAGE + self.cards.index(card))
            self.choose(choice)  # type: ignore[arg-type]

        return _choose

    def _mark(self) -> None:
        current = self.current
        for card in self.cards:
            card.set_current(is_current=card is current)
        if current is not None:
            # New cards have no place before their layout ran.
            QTimer.singleShot(0, current, lambda: self._area.ensureWidgetVisible(current, 0, 12))
