"""One link in a cell of the matrix: its quotes as they stand in the document, and its words, edited in place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, Card, badge, button, clear, heading, label, line, row
from evidence_desk.gui.widgets.inline_field import InlineText
from evidence_desk.gui.widgets.marks import MarkBadge
from evidence_desk.queries.rows import CiteRow, LinkRow

_TEXTS = ("purpose", "objection", "answer")


class CellLink(Box):
    """Shows a link; what is typed in it stays while the link changes.

    Attributes:
        fields: those of purpose, objection and answer by name.

    Signals:
        cite_clicked: (evidence, cite) ids.
        changed: (field, text).
    """

    cite_clicked = Signal(str, str)
    changed = Signal(str, str)

    def __init__(self, ui: Ui) -> None:
        """Show nothing yet."""
        super().__init__(spacing=7)
        self._ui = ui
        self._shown: object = None
        self._head = Box(spacing=7)
        self.body.addWidget(self._head)
        self._texts: dict[str, QWidget] = {}
        self.fields: dict[str, InlineText] = {}
        for name in _TEXTS:
            box, field = Box(spacing=7), InlineText(ui.t(f"link.{name}"), ui.t("link.write"))
            box.body.addSpacing(4)
            box.body.addWidget(heading(ui.t(f"link.{name}")))
            box.body.addWidget(field)
            field.committed.connect(lambda text, name=name: self.changed.emit(name, text))
            self.body.addWidget(box)
            self._texts[name], self.fields[name] = box, field

    def show_link(self, link: LinkRow, called: str) -> None:
        """Show a link; its fields are named by ``called``."""
        if (link, called) == self._shown:
            return
        self._shown = (link, called)
        self._show_head(link)
        for name, field in self.fields.items():
            value = getattr(link, name)
            field.set_value(value)
            field.setReadOnly(self._ui.bridge.is_read_only)
            field.setAccessibleName(f"{self._ui.t(f'link.{name}')}: {called}")
            is_asked = not link.fact and (name != "answer" or bool(link.objection))
            self._texts[name].setVisible(bool(value) or is_asked or field.is_typed)

    def commit(self) -> None:
        """Keep what is typed."""
        for field in self.fields.values():
            field.commit()

    def on_refused(self) -> None:
        """Let what was sent count as typed only."""
        for field in self.fields.values():
            field.on_refused()

    def _show_head(self, link: LinkRow) -> None:
        t = self._ui.t
        clear(self._head.body)
        mark = MarkBadge(self._ui.theme, link.stance, t.word("stance", link.stance))
        what = [badge(t("matrix.through_fact", number=link.fact_number))] if link.fact else []
        weight = badge(t.word("weight", str(link.weight)), link.stance)
        self._head.body.addWidget(row(mark, weight, *what, None))
        for cite in link.cites:
            self._head.body.addWidget(self._cite(link, cite))

    def _cite(self, link: LinkRow, cite: CiteRow) -> QWidget:
        t = self._ui.t
        card = Card(is_clickable=True)
        card.body.addWidget(label(f"“{cite.quote}”" if cite.quote else t("link.area"), "quote", wraps=True))
        card.body.addWidget(line())
        page = t("link.page", page=cite.label or cite.page)
        place: QWidget = label(page, "muted")
        if cite.state != "ok":
            place = row(place, badge(t("link.drifted"), "gap"), spacing=6)
        opener = button(t("matrix.open"), lambda: self.cite_clicked.emit(link.evidence, cite.id), "link")
        card.body.addWidget(row(place, None, opener))
        card.setAccessibleName(f"{page} · {cite.quote or t('link.area')}")
        card.activated.connect(lambda: self.cite_clicked.emit(link.evidence, cite.id))
        return card
