"""The cards of the links of one item, element or fact; what is typed on one stays while the others change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication

from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.links import EditLink
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box
from evidence_desk.gui.widgets.keyed import rekey, show_keyed
from evidence_desk.gui.widgets.link_card import LinkCard
from evidence_desk.queries import links as queries
from evidence_desk.queries.rows import LinkRow

_MOST_SPARE = 12

Numbered = tuple[LinkRow, str, str]  # a link, and number and text of its other end


class LinkCards(Box):
    """Cards below each other.

    Attributes:
        cards: the cards by the ids of their links.

    Signals:
        cite_clicked: (evidence, cite) ids.
        command_asked: a command to run.
    """

    cite_clicked = Signal(str, str)
    command_asked = Signal(object)

    def __init__(self, ui: Ui) -> None:
        """Show no links yet."""
        super().__init__(spacing=5)
        self._ui = ui
        self._of, self._is_open = "", True
        self._links: dict[str, LinkRow] = {}
        self.cards: dict[str, LinkCard] = {}
        self._spare: list[LinkCard] = []
        ui.bridge.failed.connect(self._on_failed)

    def show_links(self, of: str, links: Sequence[Numbered], *, is_open: bool) -> None:
        """Show the links of one thing, given its id; what is still typed about another is kept as that one's."""
        is_same, self._links = of == self._of, {link.id: link for link, _number, _text in links}
        focused = QApplication.focusWidget()
        # What changes while it is hidden is laid out once; but what is hidden cannot keep the keyboard.
        self.setVisible(is_same or (focused is not None and self.isAncestorOf(focused)))
        if not is_same:
            for card in self.cards.values():
                card.commit()
                card.forget()
            rekey(self.cards, list(self._links))
        if is_open != self._is_open:  # which the cards were made for
            show_keyed(self.body, self.cards, (), self._card)
            while self._spare:
                self._spare.pop().deleteLater()
        self._of, self._is_open = of, is_open
        show_keyed(self.body, self.cards, list(self._links), self._card, drop=self._put_by)
        seen: Counter[str] = Counter()
        for link, number, text in links:
            seen[number] += 1
            called = number if seen[number] == 1 else f"{number} ({seen[number]})"
            self.cards[link.id].show_link(link, number, text, called)
        self.show()

    def _card(self, _link: str) -> LinkCard:
        if self._spare:
            return self._spare.pop()
        made = LinkCard(self._ui, is_open=self._is_open)
        made.cite_clicked.connect(self.cite_clicked)
        made.cite_removed.connect(self._take_off)
        made.command_asked.connect(self.command_asked)
        return made

    def _put_by(self, card: LinkCard) -> None:
        """Keep a card that nothing stands on, since making one takes long; too many of them go."""
        if len(self._spare) < _MOST_SPARE:
            card.forget()
            self._spare.append(card)
        else:
            card.deleteLater()

    def _take_off(self, link: str, cite: str) -> None:
        """Take a cite off a link; a cite that no other link of its item has goes altogether."""
        row = self._links[link]
        others = self._ui.bridge.read(queries.links, evidence=row.evidence)
        if any(cite == each.id for other in others if other.id != link for each in other.cites):
            left = [each.id for each in row.cites if each.id != cite]
            self.command_asked.emit(EditLink(link=link, cites=left))
        else:
            self.command_asked.emit(Delete(what=cite, cascade=True))

    def _on_failed(self, _error: object) -> None:
        for card in self.cards.values():
            card.on_refused()
