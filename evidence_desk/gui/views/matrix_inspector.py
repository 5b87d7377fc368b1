"""The inspector of the matrix: what one item says about one element, with its quotes."""

from __future__ import annotations

from collections import Counter
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.search.suggestions import Suggestions
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.views.cell_link import CellLink
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import (
    Box,
    button,
    clear,
    column,
    heading,
    key_cap,
    label,
    row,
    scroller,
)  # fmt: skip
from evidence_desk.gui.widgets.empty_state import OrHint
from evidence_desk.gui.widgets.keyed import show_keyed
from evidence_desk.gui.widgets.marks import MarkBadge
from evidence_desk.queries.rows import ElementRow, EvidenceRow, LinkRow, MatrixCell

_STANCES = ("supports", "contradicts", "context")


class MatrixInspector(QWidget):
    """Shows a cell of the matrix.

    Attributes:
        links: what shows of each link of the cell, by id.

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
        self._of: object = None
        self.links: dict[str, CellLink] = {}
        self.setObjectName("groundInspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        content = QWidget()
        whole = column(content, margins=(14, 14, 14, 16), spacing=7)
        self._head, self._links = Box(spacing=7), Box(spacing=7)
        self.suggestions = Suggestions(ui, "matrix")
        self.suggestions.evidence_clicked.connect(self.cite_clicked)
        for widget in (self._head, self._links, self.suggestions):
            whole.addWidget(widget)
        whole.addStretch(1)
        self._or_hint = OrHint(scroller(content), ui.t("matrix.hint"))
        column(self).addWidget(self._or_hint)
        ui.bridge.failed.connect(self._on_failed)

    def show_cell(
        self, element: ElementRow | None, evidence: EvidenceRow | None, cell: MatrixCell | None
    ) -> None:
        """Show where an element and an item meet; what is typed about another cell is kept as that one's."""
        of = (element.id, evidence.id) if element is not None and evidence is not None else None
        if of != self._of:
            for each in self.links.values():
                each.commit()
        self._of = of
        self._or_hint.fill(is_filled=element is not None)
        clear(self._head.body)
        self.suggestions.show_element(element.id if element is not None else "")
        if element is not None and evidence is not None:
            self._show_head(element, evidence)
        if of is not None and cell is None:
            self._show_empty()
        self._show_links(list(cell.links) if of is not None and cell is not None else [])

    def _show_head(self, element: ElementRow, evidence: EvidenceRow) -> None:
        names, body = self._ui.t.names, self._head.body
        body.addWidget(heading(f"{element.number} × {evidence.exhibit or '—'}"))
        body.addWidget(label(names(evidence.title, evidence.native_title)[0], "strong", wraps=True))
        body.addWidget(label(self._about(evidence), "muted", wraps=True))
        body.addWidget(label(names(element.text, element.native_text)[0], "secondary", wraps=True))

    def _about(self, evidence: EvidenceRow) -> str:
        pages = sum(file.pages for file in evidence.files)
        parts = [
            self._vocabulary.type_name(evidence.type or evidence.kind),
            self._ui.t.date(evidence.date.text),
        ]
        parts.append(self._ui.t("review.pages", n=pages) if pages else "")
        return " · ".join(part for part in parts if part)

    def _show_empty(self) -> None:
        t, body = self._ui.t, self._head.body
        body.addSpacing(4)
        body.addWidget(label(t("matrix.no_link"), "muted", wraps=True))
        if self._ui.bridge.is_read_only:
            return
        for stance in _STANCES:
            ask = button(t.word("stance", stance), partial(self.link_asked.emit, stance))
            cap = key_cap(self._ui.key("matrix", f"link_cell_{stance}"))
            body.addWidget(row(MarkBadge(self._ui.theme, stance), ask, cap, None))

    def _show_links(self, links: list[LinkRow]) -> None:
        shown = {link.id: link for link in sorted(links, key=lambda link: (not link.element, -link.weight))}
        show_keyed(self._links.body, self.links, list(shown), self._made)
        seen: Counter[str] = Counter()
        for link in shown.values():
            number = link.element_number or self._ui.t("link.fact_number", number=link.fact_number)
            seen[number] += 1
            called = number if seen[number] == 1 else f"{number} ({seen[number]})"
            self.links[link.id].show_link(link, called)

    def _made(self, link: str) -> CellLink:
        made = CellLink(self._ui)
        made.cite_clicked.connect(self.cite_clicked)
        made.changed.connect(partial(self.link_changed.emit, link))
        return made

    def _on_failed(self, _error: object) -> None:
        for each in self.links.values():
            each.on_refused()
