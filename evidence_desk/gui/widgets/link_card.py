"""A card for one proof link: stance, number and words of what it proves, its cites."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Card, badge, button, label, row
from evidence_desk.gui.widgets.marks import MarkBadge
from evidence_desk.queries.rows import CiteRow, LinkRow

_STANCES = ("supports", "contradicts", "context")


class LinkCard(Card):
    """Shows a link and lets it be changed.

    Signals:
        cite_clicked: (evidence, cite) ids.
        changed: (link, field, value) for EditLink.
        removed: the id of the link to delete.
    """

    cite_clicked = Signal(str, str)
    changed = Signal(str, str, object)
    removed = Signal(str)

    def __init__(self, ui: Ui, link: LinkRow, number: str, text: str, *, is_open: bool = True) -> None:
        """Show ``number`` and ``text`` of the other end of the link; ``is_open`` says whether it can be changed."""
        super().__init__(is_clickable=True)
        self._ui, self._link, self._number = ui, link, number
        head = QWidget()
        layout = QHBoxLayout(head)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        top = Qt.AlignmentFlag.AlignTop
        word = ui.t.word("stance", link.stance)
        layout.addWidget(MarkBadge(ui.theme, link.stance, name=word), alignment=top)
        layout.addWidget(label(number, "strong"), alignment=top)
        layout.addWidget(label(text, wraps=True), 1, top)
        self.body.addWidget(head)
        self.setAccessibleName(f"{word}: {number} {text}")
        if link.purpose:
            self.body.addWidget(label(link.purpose, "small", wraps=True))
        for cite in link.cites:
            self.body.addWidget(self._cite(cite))
        if is_open:
            self.body.addWidget(self._tools())
        elif link.weight == 3:
            self.body.addWidget(badge(ui.t.word("weight", "3"), link.stance))
        self.setToolTip(ui.t("link.tip"))
        self.activated.connect(self._on_activated)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the link."""
        self._menu().exec(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove with Delete; the menu key is Qt's."""
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit(self._link.id)
        else:
            super().keyPressEvent(event)

    def _tools(self) -> QWidget:
        """Return the buttons for weight 1 to 3 and for removing."""
        t, link = self._ui.t, self._link
        weights = []
        for weight in (1, 2, 3):
            word = t.word("weight", str(weight))
            made = button(
                str(weight), partial(self.changed.emit, link.id, "weight", weight), "chip", tip=word
            )
            made.setAccessibleName(f"{t('link.weight')} {word}: {self._number}")
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.setChecked(weight == link.weight)
            weights.append(made)
        remove = button("✕", partial(self.removed.emit, link.id), "flat", tip=t("link.remove"))
        remove.setAccessibleName(f"{t('link.remove')}: {self._number}")
        return row(label(t("link.weight"), "small"), *weights, None, remove, spacing=4)

    def _menu(self) -> QMenu:
        t, link = self._ui.t, self._link
        menu = QMenu(self)
        for stance in _STANCES:
            action = menu.addAction(t.word("stance", stance))
            action.setCheckable(True)
            action.setChecked(stance == link.stance)
            action.triggered.connect(
                lambda _on=False, stance=stance: self.changed.emit(link.id, "stance", stance)
            )
        menu.addSeparator()
        for weight in (1, 2, 3):
            action = menu.addAction(t.word("weight", str(weight)))
            action.setCheckable(True)
            action.setChecked(weight == link.weight)
            action.triggered.connect(
                lambda _on=False, weight=weight: self.changed.emit(link.id, "weight", weight)
            )
        menu.addSeparator()
        menu.addAction(t("link.remove"), lambda: self.removed.emit(link.id))
        return menu

    def _cite(self, cite: CiteRow) -> QWidget:
        t = self._ui.t
        quote = f"“{cite.quote}”" if cite.quote else t("link.area")
        words = quote if len(quote) < 90 else f"{quote[:88]}…”"
        made = label(f"{t('link.page', page=cite.label or cite.page)} · {words}", "small", wraps=True)
        if cite.state != "ok":
            return row(made, badge(t("link.drifted"), "gap"), spacing=4)
        return made

    def _on_activated(self) -> None:
        self.cite_clicked.emit(self._link.evidence, self._link.cites[0].id if self._link.cites else "")
