"""The inspector of Claims: fields of the claim, element or fact that is current, and the evidence linked to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.search.suggestions import Suggestions
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.views.proof_fields import Offered, Thing, field_values, proof_fields
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import Box, clear, column, heading, label, row, scroller
from evidence_desk.gui.widgets.empty_state import OrHint
from evidence_desk.gui.widgets.fields_form import FieldsForm
from evidence_desk.gui.widgets.link_cards import LinkCards
from evidence_desk.gui.widgets.proof import ProofState
from evidence_desk.queries.rows import ClaimRow, ElementRow, FactRow, LinkRow, PartyRow

Titles = Mapping[str, tuple[str, str]]


class ProofInspector(QWidget):
    """Shows one claim, element or fact.

    Attributes:
        of: the id of what shows, or an empty text.
        links: the cards of the evidence for it.

    Signals:
        field_changed: (thing, field, text).
        cite_clicked: (evidence, cite) ids.
        command_asked: a command to run.
    """

    field_changed = Signal(str, str, str)
    cite_clicked = Signal(str, str)
    command_asked = Signal(object)

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui, self.of = ui, ""
        self.setObjectName("inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._offered = Offered(ui)
        specs = proof_fields(ui, vocabulary, self._offered)
        self._forms = {kind: FieldsForm(ui, fields) for kind, fields in specs.items()}
        self._head = Box(spacing=6)
        self.links = LinkCards(ui)
        self.links.cite_clicked.connect(self.cite_clicked)
        self.links.command_asked.connect(self.command_asked)
        self._no_evidence = label(ui.t("inspector.no_evidence"), "muted", wraps=True)
        self._links_title = heading(ui.t("inspector.evidence"))
        content = QWidget()
        layout = column(content, margins=(12, 12, 12, 16), spacing=8)
        layout.addWidget(self._head)
        for form in self._forms.values():
            form.committed.connect(self.field_changed)
            layout.addWidget(form)
        layout.addSpacing(4)
        layout.addWidget(self._links_title)
        for widget in (self._no_evidence, self.links):
            layout.addWidget(widget)
        self.suggestions = Suggestions(ui, "claims")
        self.suggestions.evidence_clicked.connect(self.cite_clicked)
        layout.addWidget(self.suggestions)
        layout.addStretch(1)
        self._or_hint = OrHint(scroller(content), ui.t("proof.hint"))
        column(self).addWidget(self._or_hint)

    def offer(
        self, claims: Sequence[ClaimRow], facts: Sequence[FactRow], parties: Sequence[PartyRow]
    ) -> None:
        """Offer what there is now in the fields that name other things, from when something shows next."""
        self._offered.take(claims, facts, parties)

    def show_thing(self, thing: Thing | None, links: Sequence[LinkRow], titles: Titles) -> None:
        """Show a thing with the links to it; ``titles`` are both titles of evidence by id."""
        self._or_hint.fill(is_filled=thing is not None)
        self.of = thing.id if thing is not None else ""
        self.suggestions.show_element(thing.id if isinstance(thing, ElementRow) else "")
        if thing is None:
            return
        clear(self._head.body)
        kind = type(thing).__name__.removesuffix("Row").lower()
        self._head.body.addWidget(heading(self._ui.t(f"kind_of.{kind}")))
        if isinstance(thing, ElementRow):
            self._head.body.addWidget(row(ProofState(self._ui, thing), None))
        for row_type, form in self._forms.items():
            form.setVisible(isinstance(thing, row_type))
        form = self._forms[type(thing)]
        if self._offered.turn_to(thing):
            form.reload_choices()
        form.show_values(field_values(self._ui.t, thing, form.names), thing.id)
        self._show_links(thing, links, titles)

    def edit_first(self) -> None:
        """Put the keyboard into the words of what shows."""
        for form in self._forms.values():
            if form.isVisible():
                form.edit("title" if form is self._forms[ClaimRow] else "text").setFocus()

    def _show_links(self, thing: Thing, links: Sequence[LinkRow], titles: Titles) -> None:
        is_claim = isinstance(thing, ClaimRow)
        self._links_title.setVisible(not is_claim)
        self._no_evidence.setVisible(not is_claim and not links)
        names = self._ui.t.names
        numbered = [
            (link, link.exhibit or "—", names(*titles.get(link.evidence, ("", "")))[0]) for link in links
        ]
        self.links.show_links(thing.id, numbered, is_open=not self._ui.bridge.is_read_only)
