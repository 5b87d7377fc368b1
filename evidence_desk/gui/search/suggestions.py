"""Finds evidence for an element: unlinked items that fit its words, each with why, and one key to link."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.commands.links import LinkEvidence
from evidence_desk.domain.words import Stance
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import (
    Card,
    ElidedLabel,
    button,
    clear,
    column,
    heading,
    key_cap,
    label,
    row,
)  # fmt: skip
from evidence_desk.queries.suggest import Suggestion, suggest
from evidence_desk.support.errors import UserError

_MOST, _MOST_WORDS = 6, 6


class Suggestions(QWidget):
    """What may prove the element that shows.

    Signals:
        evidence_clicked: (evidence, empty text); the item shall be shown.
    """

    evidence_clicked = Signal(str, str)

    def __init__(self, ui: Ui, place: str) -> None:
        """Show nothing yet; ``place`` is the view whose key links."""
        super().__init__()
        self._ui, self._place = ui, place
        self._element = ""
        self._asked = 0
        self._found: list[Suggestion] = []
        self._current = 0
        outer = column(self, spacing=5)
        outer.addWidget(heading(ui.t("suggest.title")))
        body = QWidget()
        self._body = column(body, spacing=5)
        outer.addWidget(body)
        self.hide()

    @property
    def found(self) -> list[Suggestion]:
        """What is suggested, the best first."""
        return self._found

    def show_element(self, element: str) -> None:
        """Find evidence for an element; an empty text shows nothing."""
        if element != self._element:
            self._found, self._current = [], 0
        self._element = element
        self.setVisible(bool(element))
        self._asked += 1
        number = self._asked
        if element:
            show = partial(self._show, number)
            self._ui.bridge.search_later(show, _suggested, element, is_wanted=lambda: number == self._asked)

    def choose(self, by: int) -> None:
        """Go to the next or previous suggestion."""
        if self._found:
            self._current = (self._current + by) % len(self._found)
            self._fill()

    def link(self, place: int | None = None) -> None:
        """Link a suggestion, or the current one, to the element as support."""
        place = self._current if place is None else place
        if self.isVisible() and place < len(self._found) and not self._ui.bridge.is_read_only:
            evidence = self._found.pop(place).evidence  # so that the key pressed twice links two
            self._fill()
            command = LinkEvidence(evidence=evidence, element=self._element, stance=Stance.SUPPORTS)
            self._ui.bridge.run(command)

    def _show(self, number: int, found: Any) -> None:
        if found is not None and number == self._asked:
            self._found = found
            self._current = min(self._current, max(0, len(found) - 1))
            self._fill()

    def _fill(self) -> None:
        clear(self._body)
        t = self._ui.t
        self._current = min(self._current, max(0, len(self._found) - 1))
        for place, each in enumerate(self._found):
            self._body.addWidget(self._card(place, each))
        if not self._found:
            self._body.addWidget(label(t("suggest.nothing"), "muted", wraps=True))

    def _card(self, place: int, each: Suggestion) -> Card:
        t, is_current = self._ui.t, place == self._current
        card = Card(is_clickable=True)
        card.setProperty("selected", "true" if is_current else "false")
        card.activated.connect(partial(self.evidence_clicked.emit, each.evidence, ""))
        name = f"{each.exhibit} {t.names(each.title, each.native_title)[0]}".strip()
        card.setAccessibleName(name)
        card.body.addWidget(ElidedLabel(name, "strong"))
        words = ", ".join(each.why[:_MOST_WORDS])
        card.body.addWidget(label(t("suggest.why", words=words), "small", wraps=True))
        if not self._ui.bridge.is_read_only:
            act = button(t("suggest.link"), partial(self.link, place), "link")
            cap = key_cap(self._ui.key(self._place, "link_suggested") if is_current else "")
            card.body.addWidget(row(act, cap, None))
        return card


def _suggested(connection: Any, element: str) -> list[Suggestion]:
    try:
        return suggest(connection, element, _MOST)
    except UserError:
        return []  # deleted meanwhile; what shows is about to be read again
