"""Matrix: which evidence proves which element, where it contradicts, and where nothing stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.links import EditLink, LinkEvidence
from evidence_desk.domain.words import Stance
from evidence_desk.gui.actions.registry import Actions
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.views.base import View
from evidence_desk.gui.views.matrix_grid import MatrixGrid
from evidence_desk.gui.views.matrix_inspector import MatrixInspector
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import Box, button, clear, column, label
from evidence_desk.gui.widgets.empty_state import EmptyState, OrEmpty
from evidence_desk.gui.widgets.splits import split
from evidence_desk.gui.widgets.view_header import ViewHeader
from evidence_desk.queries import matrix as queries
from evidence_desk.queries.rows import ElementRow, Matrix

OpenCite = Callable[[str, str], object]
_CARD_TEXTS = 4
_MOST_UNLINKED = 200  # columns without a cell; Review is where to look through more


class MatrixView(View):
    """The claim-evidence matrix."""

    name = "matrix"
    icon = "grid-3x3"
    kinds = ("claim", "element", "fact", "evidence", "link", "cite", "matter", "file")

    def __init__(self, ui: Ui, vocabulary: Vocabulary, open_cite: OpenCite, actions: Actions) -> None:
        """Build grid, gap cards and inspector; ``open_cite`` shows (evidence, cite) in Review."""
        super().__init__(ui)
        self._open_cite = open_cite
        t = ui.t
        self._gaps_button = button(t("action.only_gaps"), self.toggle_gaps)
        self._linked_button = button(t("matrix.only_linked"), self.refresh)
        for each in (self._gaps_button, self._linked_button):
            each.setCheckable(True)
        self._linked_button.setChecked(True)
        export = button(t("action.export_matrix"), actions.find("global", "export_matrix").trigger, "primary")
        self._header = ViewHeader(t("matrix.title"), self._gaps_button, self._linked_button, export)
        self.grid = MatrixGrid(ui, vocabulary)
        self.inspector = MatrixInspector(ui, vocabulary)
        self._cards_box = QWidget()
        self._cards = QHBoxLayout(self._cards_box)
        self._cards.setContentsMargins(16, 12, 16, 14)
        self._cards.setSpacing(10)
        self._build()
        self.grid.current_changed.connect(self._show_cell)
        self.grid.opened.connect(self.open_current)
        self.inspector.cite_clicked.connect(open_cite)
        self.inspector.link_changed.connect(self._edit_link)
        self.inspector.link_asked.connect(self.link_cell)

    def _build(self) -> None:
        content = QWidget()
        body = column(content)
        body.addWidget(self.grid, 100)
        body.addWidget(self._cards_box)
        body.addStretch(1)
        self._stack = OrEmpty(content, EmptyState(self.ui, "matrix", "grid-3x3", None))
        left = Box()
        left.body.addWidget(self._header)
        left.body.addWidget(self._stack, 1)
        self._splitter = split(left, self.inspector, sizes=(980, 280))
        self.inspector.setMinimumWidth(230)
        column(self).addWidget(self._splitter)

    def add_actions(self, actions: Actions) -> None:
        """Make the actions of the matrix."""
        handlers: dict[str, Callable[[], object]] = {
            "only_gaps": self.toggle_gaps,
            "open_cite": self.open_current,
        }
        for stance in Stance:
            handlers[f"link_cell_{stance}"] = partial(self.link_cell, stance)
        handlers["unlink_cell"] = self.unlink_cell
        handlers["link_suggested"] = self.inspector.suggestions.link
        handlers["next_suggestion"] = lambda: self.inspector.suggestions.choose(1)
        actions.add_all("matrix", self, handlers)

    def clear(self) -> None:
        """Show nothing."""
        self.grid.show_matrix(None)
        self._stack.forget()

    def refresh(self) -> None:
        """Read the matrix on the reader thread."""
        unlinked = 0 if self._linked_button.isChecked() else _MOST_UNLINKED
        self.ui.bridge.read_later(self._show, queries.matrix, unlinked=unlinked)

    def state(self) -> dict[str, Any]:
        """Remember the current cell and the width of the inspector."""
        element, evidence = self.grid.element, self.grid.evidence
        return {
            "element": element.id if element else "",
            "evidence": evidence.id if evidence else "",
            "sizes": self._splitter.sizes(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Take up the current cell again."""
        self._wanted = (str(state.get("element", "")), str(state.get("evidence", "")))
        sizes = state.get("sizes")
        if sizes and sum(sizes):
            self._splitter.setSizes([int(size) for size in sizes])

    _wanted: tuple[str, str] = ("", "")

    def take_focus(self) -> None:
        """Put the keyboard on the grid."""
        self.grid.setFocus()

    def toggle_inspector(self) -> None:
        """Hide or show the inspector."""
        self.inspector.setVisible(not self.inspector.isVisible())

    def toggle_gaps(self) -> None:
        """Show only elements with a gap, or all."""
        self.grid.only_gaps = not self.grid.only_gaps
        self._gaps_button.setChecked(self.grid.only_gaps)
        self.grid.lay_out()

    def open_current(self) -> None:
        """Show the first cite of the current cell in Review."""
        cell, evidence = self.grid.cell, self.grid.evidence
        if evidence is not None:
            self._open_cite(evidence.id, cell.cites[0].id if cell is not None and cell.cites else "")

    def link_cell(self, stance: str) -> None:
        """Link the current cell, or give its link another stance."""
        element, evidence, cell = self.grid.element, self.grid.evidence, self.grid.cell
        if element is None or evidence is None:
            return
        own = [link for link in cell.links if link.element] if cell is not None else []
        if own:
            self.ui.bridge.run(EditLink(link=own[0].id, stance=Stance(stance)))
        else:
            self.ui.bridge.run(LinkEvidence(evidence=evidence.id, element=element.id, stance=Stance(stance)))

    def unlink_cell(self) -> None:
        """Remove the link of the current cell; its cites stay."""
        cell = self.grid.cell
        own = [link for link in cell.links if link.element] if cell is not None else []
        if own:
            self.ui.bridge.run(Delete(what=own[0].id))

    def _edit_link(self, link: str, field: str, value: Any) -> None:
        self.ui.bridge.run_values(EditLink, {"link": link, field: value})

    def _show(self, matrix: Matrix) -> None:
        t = self.ui.t
        elements = [element for claim in matrix.claims for element in claim.elements]
        counts = (
            t.count("claims.claims", len(matrix.claims)),
            t.count("claims.elements", len(elements)),
            t.count("review.items", len(matrix.columns)),
        )
        self._header.set_note(" · ".join(counts))
        self._stack.fill(is_filled=bool(elements))
        self.grid.show_matrix(matrix)
        if any(self._wanted):
            self.grid.go_to(*self._wanted)
            self._wanted = ("", "")
        self._show_gaps(elements)

    def _show_cell(self) -> None:
        self.inspector.show_cell(self.grid.element, self.grid.evidence, self.grid.cell)

    def _show_gaps(self, elements: Sequence[ElementRow]) -> None:
        clear(self._cards)
        for state, name in (("unproven", "gapCard"), ("contradicted", "card"), ("single_source", "card")):
            found = [element for element in elements if element.state == state]
            if found:
                self._cards.addWidget(self._gap_card(state, name, found), 1, Qt.AlignmentFlag.AlignTop)
        self._cards_box.setVisible(self._cards.count() > 0)

    def _gap_card(self, state: str, name: str, found: Sequence[ElementRow]) -> QWidget:
        card = QFrame()
        card.setObjectName(name)
        body = column(card, margins=(12, 10, 12, 11), spacing=3)
        body.addWidget(label(self.ui.t.count(f"gaps.{state}", len(found)), "strong", wraps=True))
        listed = " · ".join(
            f"{each.number} {self.ui.t.names(each.text, each.native_text)[0]}" for each in found[:_CARD_TEXTS]
        )
        more = len(found) - _CARD_TEXTS
        body.addWidget(label(listed + (f" · +{more}" if more > 0 else ""), "secondary", wraps=True))
        return card
