"""The inspector of the matrix: what one item says about one element, with its quotes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.search.suggestions import Suggestions
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import (
    Card,
    badge,
    button,
    clear,
    column,
    heading,
    key_cap,
    label,
    line,
    row,
    scroller,
)  # fmt: skip
from evidence_desk.gui.widgets.inline_field import InlineText
from evidence_desk.gui.widgets.marks import MarkBadge
from evidence_desk.queries.rows import CiteRow, ElementRow, EvidenceRow, LinkRow, MatrixCell

_TEXTS = ("purpose", "objection", "answer")
_STANCES = ("supports", "contradicts", "context")


class MatrixInspector(QWidget):
    """Shows a cell of the matrix.

    Signals:
        cite_clicked: (evidence, cite) ids.
        link_changed: (link, field, value).
        link_asked: a stance for an empty cell.
    """

    cite_clicked = Signal(str, str)
    link_changed = Signal(str, str, object)
    link_asked = Signal(str)

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui, self._vocabulary = ui, vocabulary
        self.setObjectName("groundInspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        content = QWidget()
        whole = column(content, margins=(14, 14, 14, 16), spacing=7)
        body = QWidget()
        self._body = column(body, spacing=7)
        self.suggestions = Suggestions(ui, "matrix")
        self.suggestions.evidence_clicked.connect(self.cite_clicked)
        for widget in (body, self.suggestions):
            whole.addWidget(widget)
        whole.addStretch(1)
        column(self).addWidget(scroller(content))

    def show_cell(
        self, element: ElementRow | None, evidence: EvidenceRow | None, cell: MatrixCell | None
    ) -> None:
        """Show where an element and an item meet."""
        clear(self._body)
        self.suggestions.show_element(element.id if element is not None else "")
        if element is None or evidence is None:
            return
        self._body.addWidget(heading(f"{element.number} × {evidence.exhibit or '—'}"))
        self._body.addWidget(
            label(self._ui.t.names(evidence.title, evidence.native_title)[0], "strong", wraps=True)
        )
        self._body.addWidget(label(self._about(evidence), "muted", wraps=True))
        self._body.addWidget(
            label(self._ui.t.names(element.text, element.native_text)[0], "secondary", wraps=True)
        )
        if cell is None:
            self._show_empty()
        else:
            for link in sorted(cell.links, key=lambda link: (not link.element, -link.weight)):
                self._show_link(link)

    def _about(self, evidence: EvidenceRow) -> str:
        pages = sum(file.pages for file in evidence.files)
        parts = [self._vocabulary.type_name(evidence.type or evidence.kind), evidence.date.text]
        parts.append(self._ui.t("review.pages", n=pages) if pages else "")
        return " · ".join(part for part in parts if part)

    def _show_empty(self) -> None:
        t = self._ui.t
        self._body.addSpacing(4)
        self._body.addWidget(label(t("matrix.no_link"), "muted", wraps=True))
        if self._ui.bridge.is_read_only:
            return
        for stance in _STANCES:
            ask = button(t.word("stance", stance), partial(self.link_asked.emit, stance))
            cap = key_cap(self._ui.key("matrix", f"link_cell_{stance}"))
            self._body.addWidget(row(MarkBadge(self._ui.theme, stance), ask, cap, None))

    def _show_link(self, link: LinkRow) -> None:
        t = self._ui.t
        mark = MarkBadge(self._ui.theme, link.stance, t.word("stance", link.stance))
        what = [badge(t("matrix.through_fact", number=link.fact_number))] if link.fact else []
        self._body.addWidget(row(mark, badge(t.word("weight", str(link.weight)), link.stance), *what, None))
        for cite in link.cites:
            self._body.addWidget(self._cite(link, cite))
        for name in _TEXTS:
            value = getattr(link, name)
            if not value and (link.fact or (name == "answer" and not link.objection)):
                continue
            self._body.addSpacing(4)
            self._body.addWidget(heading(t(f"link.{name}")))
            field = InlineText(t(f"link.{name}"), t("link.write"), lines=1)
            field.set_value(value)
            field.setReadOnly(self._ui.bridge.is_read_only)
            field.committed.connect(lambda text, name=name: self.link_changed.emit(link.id, name, text))
            self._body.addWidget(field)

    def _cite(self, link: LinkRow, cite: CiteRow) -> QWidget:
        t = self._ui.t
        card = Card(is_clickable=True)
        card.body.addWidget(label(f"“{cite.quote}”" if cite.quote else t("link.area"), "quote", wraps=True))
        card.body.addWidget(line())
        place: QWidget = label(t("link.page", page=cite.label or cite.page), "muted")
        if cite.state != "ok":
            place = row(place, badge(t("link.drifted"), "gap"), spacing=6)
        opener = button(t("matrix.open"), lambda: self.cite_clicked.emit(link.evidence, cite.id), "link")
        card.body.addWidget(row(place, None, opener))
        card.activated.connect(lambda: self.cite_clicked.emit(link.evidence, cite.id))
        return card
