"""A card for one proof link: what it proves, its words edited where they stand, its cites, its weight."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.links import EditLink
from evidence_desk.domain.words import Stance
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, badge, breakable, button, label, row
from evidence_desk.gui.widgets.cite_line import CiteLine
from evidence_desk.gui.widgets.keyed import rekey, show_keyed
from evidence_desk.gui.widgets.marks import MarkBadge
from evidence_desk.gui.widgets.named_text import NamedText
from evidence_desk.gui.widgets.own_keys import RemovableCard
from evidence_desk.queries.rows import LinkRow

_TEXTS = ("purpose", "objection", "answer")
_WEIGHTS = (1, 2, 3)


class LinkCard(RemovableCard):
    """Shows a link and lets it be changed; what nothing is written in shows only when it is asked for.

    Attributes:
        texts: purpose, objection and answer by name.
        cites: the lines of the cites by id.
        opener: the button that shows all fields.

    Signals:
        cite_clicked: (evidence, cite) ids.
        cite_removed: (link, cite) ids of a cite to take off.
        command_asked: a command to run.
    """

    cite_clicked = Signal(str, str)
    cite_removed = Signal(str, str)
    command_asked = Signal(object)

    def __init__(self, ui: Ui, *, is_open: bool) -> None:
        """Show nothing yet; ``is_open`` says whether it can be changed."""
        super().__init__()
        self._ui, self._is_open = ui, is_open
        self._link: LinkRow | None = None
        self._shown: object = None
        self._headed: object = None
        self._is_new = False
        self._called = ""
        self._mark, self._cites = MarkBadge(ui.theme, "context"), Box(spacing=1)
        self._number, self._text_of = label(role="strong"), label(wraps=True)
        self.body.addWidget(self._head())
        self.texts = {name: self._text(name) for name in _TEXTS}
        self.cites: dict[str, CiteLine] = {}
        self.body.addWidget(self._cites)
        self._weights: list[QPushButton] = []
        self.opener = self._opener()
        self._remove = button("✕", self.remove, "flat", tip=ui.t("link.remove"))
        self.body.addWidget(self._tools() if is_open else self._only_weight())
        self.setToolTip(ui.t("link.tip"))
        self.activated.connect(self._on_activated)
        self.removed.connect(self.remove)

    def show_link(self, link: LinkRow, number: str, text: str, called: str) -> None:
        """Show a link with ``number`` and ``text`` of its other end; what belongs to it is named by ``called``."""
        if self._shown == (link, number, text, called):
            return
        self._show_head(link.stance, number, text)
        self._shown, self._link, self._called = (link, number, text, called), link, called
        self._show_fields()
        self._show_weight(link.weight)
        t = self._ui.t
        for widget, word in ((self._remove, "link.remove"), (self.opener, "link.edit")):
            widget.setAccessibleName(f"{t(word)}: {called}")

    def commit(self) -> None:
        """Keep what is typed on it."""
        for each in self._fields:
            each.commit()

    def forget(self) -> None:
        """Be ready for another link: show what is written of it only, with the widgets that are there."""
        self._shown, self._is_new = None, True
        self.opener.setChecked(False)
        for each in self._fields:
            each.forget()

    def on_refused(self) -> None:
        """Let what was sent count as typed only, so that it is sent again when it is left."""
        for each in self._fields:
            each.on_refused()

    def remove(self) -> None:
        """Ask for the link to be deleted."""
        if self._link is not None and self._is_open:
            self.command_asked.emit(Delete(what=self._link.id, cascade=True))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the link."""
        if self._is_open and self._link is not None:
            self._menu(self._link).exec(event.globalPos())

    @property
    def _fields(self) -> tuple[NamedText | CiteLine, ...]:
        return (*self.texts.values(), *self.cites.values())

    def _edit(self, **values: Any) -> None:
        if self._link is not None:
            self.command_asked.emit(EditLink(link=self._link.id, **values))

    def _text(self, name: str) -> NamedText:
        word = self._ui.t(f"link.{name}")
        is_named = name != "purpose"  # which stands first, right below what is proved
        made = NamedText(word, self._ui.t("link.write") if is_named else word, is_named=is_named)
        made.committed.connect(lambda text: self._edit(**{name: text}))
        self.body.addWidget(made)
        return made

    def _opener(self) -> QPushButton:
        t = self._ui.t
        made = button("", self._on_opener, "flat", tip=t("link.edit_tip"))
        made.setCheckable(True)
        self._ui.theme.set_icon(made, "pencil")
        made.setIconSize(QSize(14, 14))
        return made

    def _tools(self) -> QWidget:
        """Return the buttons for weight 1 to 3, for all fields and for removing."""
        t = self._ui.t
        for weight in _WEIGHTS:
            word = t.word("weight", str(weight))
            made = button(str(weight), partial(self._edit, weight=weight), "chip", tip=word)
            made.setCheckable(True)
            made.setAutoExclusive(True)
            self._weights.append(made)
        return row(
            label(t("link.weight"), "small"), *self._weights, None, self.opener, self._remove, spacing=4
        )

    def _only_weight(self) -> QWidget:
        self._strong = badge(self._ui.t.word("weight", "3"))
        return row(self._strong, None)

    def _show_weight(self, weight: int) -> None:
        t = self._ui.t
        if not self._is_open:
            self._strong.setVisible(weight == _WEIGHTS[-1])
        for value, made in zip(_WEIGHTS, self._weights, strict=False):
            made.setChecked(value == weight)
            word = t.word("weight", str(value))
            made.setAccessibleName(f"{t('link.weight')} {word}: {self._called}")

    def _head(self) -> QWidget:
        made = QWidget()
        layout = QHBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(self._mark, alignment=top)
        layout.addWidget(self._number, alignment=top)
        layout.addWidget(self._text_of, 1, top)
        return made

    def _show_head(self, stance: str, number: str, text: str) -> None:
        if self._headed == (stance, number, text):
            return
        self._headed = (stance, number, text)
        word = self._ui.t.word("stance", stance)
        self._mark.set_mark(stance, "")
        self._mark.setAccessibleName(word)
        self._number.setText(number)
        self._text_of.setText(breakable(text))
        self.setAccessibleName(f"{word}: {number} {text}")

    def _show_fields(self) -> None:
        link, is_asked, is_open = self._link, self.opener.isChecked(), self._is_open
        if link is None:
            return
        for name, text in self.texts.items():
            value = getattr(link, name)
            text.show_text(value, self._called, is_shown=bool(value) or is_asked, is_open=is_open)
        cites = {cite.id: cite for cite in link.cites}
        if self._is_new:
            rekey(self.cites, list(cites))
        self._is_new = False
        show_keyed(self._cites.body, self.cites, list(cites), self._cite)
        self._cites.setVisible(bool(cites))
        for place, (cite, line) in enumerate(self.cites.items(), 1):
            called = self._ui.t("link.cite_of", n=place, of=self._called)
            line.show_cite(cites[cite], called, is_asked=is_asked, is_open=is_open)

    def _cite(self, _cite: str) -> CiteLine:
        made = CiteLine(self._ui)
        made.activated.connect(self._go_to)
        made.removed.connect(self._take_off)
        made.command_asked.connect(self.command_asked)
        return made

    def _take_off(self, cite: str) -> None:
        if self._link is not None and self._is_open:
            self.cite_removed.emit(self._link.id, cite)

    def _go_to(self, cite: str) -> None:
        if self._link is not None:
            self.cite_clicked.emit(self._link.evidence, cite)

    def _on_opener(self) -> None:
        """Show all fields and put the keyboard into the first empty one, or hide the empty ones again."""
        self._show_fields()
        if self.opener.isChecked():
            texts = list(self.texts.values())
            next((each for each in texts if not each.text), texts[0]).edit()

    def _menu(self, link: LinkRow) -> QMenu:
        t = self._ui.t
        menu = QMenu(self)
        for stance in Stance:
            action = menu.addAction(t.word("stance", stance), partial(self._edit, stance=stance))
            action.setCheckable(True)
            action.setChecked(stance == link.stance)
        menu.addSeparator()
        for weight in _WEIGHTS:
            action = menu.addAction(t.word("weight", str(weight)), partial(self._edit, weight=weight))
            action.setCheckable(True)
            action.setChecked(weight == link.weight)
        menu.addSeparator()
        menu.addAction(t("link.edit"), self.opener.click)
        menu.addAction(t("link.remove"), self.remove)
        return menu

    def _on_activated(self) -> None:
        self._go_to(next(iter(self.cites), ""))
