"""The facts of a matter; versions that cannot both be true stand side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from evidence_desk.gui.copies.marks import SIGN
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Card, badge, clear, column, label, row, scroller
from evidence_desk.gui.widgets.empty_state import EmptyState
from evidence_desk.gui.widgets.marks import MarkBadge
from evidence_desk.queries.rows import FactRow

_STATUS = {"disputed": "contradicts", "undisputed": "supports", "admitted": "supports", "unsure": "gap"}
_MOST = 400  # cards that are made; the rest is found by search
_SLICE = 6  # cards made in one go
_AHEAD = 2  # heights of the panel below what shows for which there are cards
_MARGIN = 8  # pixels above and below a card that comes into sight


def competing_groups(facts: Sequence[FactRow]) -> list[list[FactRow]]:
    """Return the facts in order, those that compete with each other together."""
    by_id = {fact.id: fact for fact in facts}
    seen: set[str] = set()
    groups = []
    for fact in facts:
        if fact.id in seen:
            continue
        group, waiting = [], [fact.id]
        while waiting:
            each = waiting.pop(0)
            if each not in seen and each in by_id:
                seen.add(each)
                group.append(by_id[each])
                waiting.extend(by_id[each].competes_with)
        groups.append(group)
    return groups


class FactsPanel(QWidget):
    """Facts as cards, made as one scrolls down to them.

    Signals:
        chosen: the FactRow that was clicked.
    """

    chosen = Signal(object)

    def __init__(self, ui: Ui, empty: EmptyState) -> None:
        """Show ``empty`` until there are facts."""
        super().__init__()
        self._ui, self._empty = ui, empty
        self._cards: dict[str, Card] = {}
        self._marks: dict[str, QLabel] = {}
        self._conflicts: Mapping[str, int] = {}
        self._current = self._sought = ""
        self._facts: list[FactRow] | None = None
        self._shown: set[str] = set()  # with a card, or to get one
        self._waiting: list[list[FactRow]] = []
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._add_some)
        self._content = QWidget()
        self._body = column(self._content, margins=(16, 12, 16, 16), spacing=8)
        self._scroller = scroller(self._content)
        bar = self._scroller.verticalScrollBar()
        for moved in (bar.valueChanged, bar.rangeChanged):
            moved.connect(lambda *_: self._next.start(0))
        outer = column(self)
        outer.addWidget(self._scroller)
        outer.addWidget(empty)

    def show_facts(self, facts: Sequence[FactRow]) -> None:
        """Show the facts, competing ones beside each other; that which is current stays in sight."""
        if facts == self._facts:
            return
        self._facts = list(facts)
        clear(self._body)
        self._cards, self._marks = {}, {}
        self._empty.setVisible(not facts)
        self._scroller.setVisible(bool(facts))
        self._waiting = competing_groups(facts)[:_MOST]
        self._shown = {fact.id for group in self._waiting for fact in group}
        self._seek(self._current)
        self._body.addStretch(1)
        self._add_some()

    def _add_some(self) -> None:
        """Make the next cards, and more after whatever else the window has to do.

        None is made far below what shows, unless it is the one that shall come into sight.
        """
        bar = self._scroller.verticalScrollBar()
        self._reveal()
        if not self._sought and bar.maximum() - bar.value() > _AHEAD * bar.pageStep():
            return
        for group in self._waiting[:_SLICE]:
            card = self._group(group) if len(group) > 1 else self._card(group[0])
            self._body.insertWidget(self._body.count() - 1, card)
        del self._waiting[:_SLICE]
        if self._waiting or (self._sought and self.isVisible()):
            self._next.start(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Bring what is current into sight."""
        super().showEvent(event)
        self._next.start(0)

    def _seek(self, fact: str) -> None:
        self._sought = fact if fact in self._shown else ""

    def _reveal(self) -> None:
        card = self._cards.get(self._sought)
        # Else the cards have no places yet.
        if card and self._content.height() >= self._body.totalHeightForWidth(self._content.width()):
            self._sought = ""
            self._scroller.ensureWidgetVisible(card, 0, _MARGIN)

    def show_conflicts(self, counts: Mapping[str, int]) -> None:
        """Mark the facts about which copies disagree, by id with how many conflicts."""
        self._conflicts = counts
        for fact in self._marks:
            self._show_mark(fact)

    def _show_mark(self, fact: str) -> None:
        count = self._conflicts.get(fact, 0)
        self._marks[fact].setText(f"{SIGN} {count}")
        self._marks[fact].setVisible(count > 0)

    def mark(self, fact: str) -> None:
        """Frame the fact that is current, and bring it into sight where it became so."""
        before, self._current = self._current, fact
        if fact != before:
            self._seek(fact)
            self._next.start(0)
        for each in {before, fact} & self._cards.keys():
            card = self._cards[each]
            card.setProperty("selected", str(each == fact).lower())
            card.style().unpolish(card)
            card.style().polish(card)

    def _group(self, facts: Sequence[FactRow]) -> QWidget:
        box = QWidget()
        body = column(box, spacing=4)
        body.addWidget(row(badge(self._ui.t("facts.competing"), "contradicts"), None))
        pair = QWidget()
        layout = QHBoxLayout(pair)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for fact in facts:
            layout.addWidget(self._card(fact), 1)
        body.addWidget(pair)
        return box

    def _foot(self, fact: FactRow) -> QWidget:
        parts: list[QWidget | int | None] = [label(self._ui.t.date(fact.date.text), "small")]
        parts.append(badge(self._ui.t.word("fact_status", fact.status), _STATUS.get(fact.status, "context")))
        for mark in ("supports", "contradicts", "context"):
            count = getattr(fact, mark)
            if count:
                parts.append(
                    MarkBadge(self._ui.theme, mark, str(count), name=self._ui.t.word("stance", mark))
                )
        return row(*parts)

    def _card(self, fact: FactRow) -> Card:
        card = Card(is_clickable=True, margins=(10, 6, 10, 6))
        self._cards[fact.id] = card
        card.setProperty("selected", str(fact.id == self._current).lower())
        head = QWidget()
        layout = QHBoxLayout(head)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        number = label(fact.number, "muted")
        number.setFixedWidth(24)
        layout.addWidget(number, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addWidget(label(fact.text, wraps=True), 1)
        self._marks[fact.id] = badge(SIGN, "accent")
        layout.addWidget(self._marks[fact.id])
        self._show_mark(fact.id)
        if not fact.competes_with:
            layout.addWidget(self._foot(fact))
        card.body.addWidget(head)
        if fact.competes_with:
            card.body.addWidget(row(self._foot(fact), None))
        card.setAccessibleName(f"{fact.number} {fact.text}")
        card.activated.connect(lambda: self.chosen.emit(fact))
        return card
