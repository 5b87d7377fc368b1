"""The card over a cite: what it proves, the words quoted, and who cited them when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QFrame, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.element_picker import Target
from evidence_desk.gui.viewer.floating import float_beside
from evidence_desk.gui.widgets.basics import Box, clear, column, label, row
from evidence_desk.gui.widgets.marks import MarkBadge
from evidence_desk.queries.cite_origin import Made, cite_made
from evidence_desk.queries.rows import CiteRow, LinkRow

_WIDTH, _LONGEST = 320, 220


class CiteCard(QFrame):
    """Floats beside a cite; it takes neither the mouse nor the keyboard.

    Attributes:
        cite: the id of the cite it tells of, or an empty text.
    """

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        """Stay hidden over ``parent``."""
        super().__init__(parent)
        self._ui = ui
        self.cite = ""
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedWidth(min(_WIDTH, max(160, parent.width() - 12)))
        self._links, self._area = Box(spacing=4), QRectF()
        self.quote, self.made = label(role="small", wraps=True), label(role="small", wraps=True)
        layout = column(self, margins=(12, 10, 12, 10), spacing=6)
        for widget in (self._links, self.quote, self.made):
            layout.addWidget(widget)
        self.hide()

    def show_cite(
        self, cite: CiteRow, links: Sequence[LinkRow], targets: Mapping[str, Target], area: QRectF
    ) -> None:
        """Tell of a cite at a place of the parent; who made it follows as soon as it is read."""
        self.cite, self._area = cite.id, area
        t = self._ui.t
        clear(self._links.body)
        for link in links:
            self._links.body.addWidget(self._line(link, targets.get(link.element or link.fact)))
        if not links:
            self._links.body.addWidget(label(t("cite.proves_nothing"), "muted", wraps=True))
        words = cite.quote if len(cite.quote) <= _LONGEST else f"{cite.quote[:_LONGEST]}…"
        self.quote.setText(f"“{words}”" if words else t("link.area"))
        self.made.setText("")
        self._ui.bridge.read_soon(lambda found: self._show_made(cite.id, found), cite_made, cite.id)
        self._place()

    def leave(self) -> None:
        """Hide."""
        self.cite = ""
        self.hide()

    def _line(self, link: LinkRow, target: Target | None) -> QWidget:
        t = self._ui.t
        number = link.element_number or t("link.fact_number", number=link.fact_number)
        words = label(f"{number}  {target.text if target else ''}", wraps=True)
        line = row(MarkBadge(self._ui.theme, link.stance, t.word("stance", link.stance)), words, spacing=7)
        inner: Any = line.layout()
        inner.setStretch(1, 1)
        inner.setAlignment(line.findChild(MarkBadge), Qt.AlignmentFlag.AlignTop)
        return line

    def _show_made(self, cite: str, found: Made | None) -> None:
        if cite == self.cite and found is not None:
            when = datetime.fromisoformat(found.at).astimezone().strftime("%Y-%m-%d %H:%M")
            self.made.setText(self._ui.t("cite.made", who=found.actor, when=when))
            self._place()

    def _place(self) -> None:
        self.made.setVisible(bool(self.made.text()))
        host = self.parentWidget()
        assert host is not None
        self.setFixedWidth(min(_WIDTH, max(160, host.width() - 12)))
        layout = self.layout()
        assert layout is not None
        margins = layout.contentsMargins()
        for each in (self.quote, self.made):  # which the layout gives a pixel or two too few
            width = self.width() - margins.left() - margins.right()
            each.setMinimumHeight(max(0, each.heightForWidth(width)))
        layout.activate()
        self.setFixedHeight(max(layout.heightForWidth(self.width()), layout.minimumSize().height()))
        float_beside(self, self._area)
