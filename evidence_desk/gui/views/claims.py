"""Claims: the tree of claims and elements with their proof state, the facts, and an inspector."""

from __future__ import annotations

from functools import partial
from typing import Any

from evidence_desk.commands.base import Command
from evidence_desk.commands.claims import AddClaim, AddElement
from evidence_desk.commands.command_files import Step
from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.facts import AddFact
from evidence_desk.commands.links import LinkEvidence
from evidence_desk.domain.words import Stance
from evidence_desk.gui.actions.registry import Actions
from evidence_desk.gui.dialogs.form import Field, FormDialog, Send, command_of, filled
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.views.base import View
from evidence_desk.gui.views.claims_tree import ClaimsTree
from evidence_desk.gui.views.facts_panel import FactsPanel
from evidence_desk.gui.views.proof_fields import Thing, field_change
from evidence_desk.gui.views.proof_inspector import ProofInspector, Titles
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import Box, button, column
from evidence_desk.gui.widgets.empty_state import EmptyState, OrEmpty
from evidence_desk.gui.widgets.splits import split
from evidence_desk.gui.widgets.view_header import ViewHeader
from evidence_desk.queries import claims as queries
from evidence_desk.queries import evidence as evidence_queries
from evidence_desk.queries import links as link_queries
from evidence_desk.queries import matter as matter_queries
from evidence_desk.queries.rows import ClaimRow, ElementRow, FactRow, LinkRow, PartyRow
from evidence_desk.queries.things import is_there
from evidence_desk.support.wording import counted


class ClaimsView(View):
    """What is asked for, what must be proved for it, and how far that is.

    Signals of the inspector lead to commands; a click on a cite goes to Review.
    """

    name = "claims"
    icon = "scale"
    kinds = ("claim", "element", "fact", "link", "cite", "evidence", "party", "matter")

    def __init__(self, ui: Ui, vocabulary: Vocabulary, open_cite: Any) -> None:
        """Build tree, facts and inspector; ``open_cite`` shows (evidence, cite) in Review."""
        super().__init__(ui)
        self._claims: list[ClaimRow] = []
        self._facts: list[FactRow] = []
        self._current = ""
        t = ui.t
        self._header = ViewHeader(
            t("view.claims"),
            button(t("action.add_fact"), self.add_fact),
            button(t("action.add_element"), self.add_element),
            button(t("action.add_claim"), self.add_claim, "primary"),
        )
        self.tree = ClaimsTree(ui, vocabulary)
        none = EmptyState(ui, "claims", "scale", self.add_claim, key=ui.key("claims", "add_claim"))
        self._tree_stack = OrEmpty(self.tree, none)
        self._facts_header = ViewHeader(t("facts.title"), height=40)
        empty = EmptyState(ui, "facts", "clock", self.add_fact, key=ui.key("claims", "add_fact"))
        self.facts = FactsPanel(ui, empty)
        self.inspector = ProofInspector(ui, vocabulary)
        self._build()
        self.tree.current_row_changed.connect(self._on_current)
        self.tree.evidence_dropped.connect(self._link_dropped)
        self.facts.chosen.connect(self._on_current)
        self.inspector.field_changed.connect(self._edit)
        self.inspector.cite_clicked.connect(open_cite)
        self.inspector.command_asked.connect(ui.bridge.run)

    def _build(self) -> None:
        upper, lower = Box(), Box()
        for box, header, under in (
            (upper, self._header, self._tree_stack),
            (lower, self._facts_header, self.facts),
        ):
            box.body.addWidget(header)
            box.body.addWidget(under, 1)
        self._rows = split(upper, lower, sizes=(520, 330), is_vertical=True, grows=None)
        self._columns = split(self._rows, self.inspector, sizes=(950, 310))
        self.inspector.setMinimumWidth(250)
        column(self).addWidget(self._columns)

    def add_actions(self, actions: Actions) -> None:
        """Make the actions of claims and facts."""
        handlers: dict[str, Any] = {
            "add_claim": self.add_claim,
            "add_element": self.add_element,
            "add_fact": self.add_fact,
            "edit_selected": self.inspector.edit_first,
            "delete_selected": self.delete_selected,
            "link_suggested": self.inspector.suggestions.link,
            "next_suggestion": lambda: self.inspector.suggestions.choose(1),
        }
        actions.add_all("claims", self, handlers)

    def on_opened(self) -> None:
        """Forget what was current in another matter."""
        super().on_opened()
        self._current = ""

    def clear(self) -> None:
        """Show nothing."""
        self._claims, self._facts, self._current = [], [], ""
        self.tree.show_claims([], "")
        self._tree_stack.forget()
        self.facts.show_facts([])
        self.inspector.show_thing(None, (), {})

    def refresh(self) -> None:
        """Read claims and facts."""
        self.ui.bridge.read_later(self._take, _read_all)

    def state(self) -> dict[str, Any]:
        """Remember what is current and the sizes."""
        return {"current": self._current, "rows": self._rows.sizes(), "columns": self._columns.sizes()}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up again what was current."""
        self._current = str(state.get("current", ""))
        for splitter, name in ((self._rows, "rows"), (self._columns, "columns")):
            sizes = state.get(name)
            if sizes and sum(sizes):
                splitter.setSizes([int(size) for size in sizes])

    def place(self) -> str:
        """Return the claim, element or fact that is current."""
        return self._current

    def is_there(self, place: Any) -> bool:
        """Tell whether a claim, element or fact is there still."""
        return not place or bool(self.ui.bridge.read(is_there, place, "claim", "element", "fact"))

    def return_to(self, place: Any) -> None:
        """Make what was current so again."""
        if place:
            self.go_to(place)

    def take_focus(self) -> None:
        """Put the keyboard on the tree."""
        self.tree.setFocus()

    def toggle_inspector(self) -> None:
        """Hide or show the inspector."""
        self.inspector.setVisible(not self.inspector.isVisible())

    def go_to(self, thing: str) -> None:
        """Make a claim, element or fact current."""
        self._current = thing
        if self._thing(thing) is not None:  # else it is found once what there is has been read
            self._show()

    def add_claim(self) -> None:
        """Ask for a claim."""
        t = self.ui.t
        fields = (
            Field("number", t("field.number"), value=str(len(self._claims) + 1), is_required=True),
            Field("title", t("field.title"), is_required=True),
            Field("native_title", t("field.native_title")),
            Field("amount", t("field.amount")),
        )
        FormDialog.ask(self.ui, self, t("claim.new"), fields, self._adding(AddClaim))

    def add_element(self) -> None:
        """Ask for an element of the current claim."""
        claim = self._current_claim()
        if claim is None:
            self.add_claim()
            return
        t = self.ui.t
        fields = (
            Field(
                "number",
                t("field.number"),
                value=f"{claim.number}.{len(claim.elements) + 1}",
                is_required=True,
            ),
            Field("text", t("field.text"), is_required=True, is_long=True),
            Field("native_text", t("field.native_text")),
        )
        title = t("element.new", claim=f"{claim.number} {t.names(claim.title, claim.native_title)[0]}")
        FormDialog.ask(self.ui, self, title, fields, self._adding(AddElement, claim=claim.id))

    def add_fact(self) -> None:
        """Ask for a fact."""
        t = self.ui.t
        rivals = tuple((fact.id, f"{fact.number} {fact.text}"[:80]) for fact in self._facts)
        fields = (
            Field("text", t("field.text"), is_required=True, is_long=True),
            Field("date", t("field.date"), hint=t("field.date_hint")),
            Field("status", t("field.status"), value="disputed", choices=tuple(t.words("fact_status"))),
            Field("competes_with", t("field.competes_with"), choices=(("", "—"), *rivals)),
        )
        FormDialog.ask(self.ui, self, t("fact.new"), fields, self._adding(AddFact))

    def delete_selected(self) -> None:
        """Delete what is current; refused with a reason while something hangs on it."""
        if self._current:
            self.ui.bridge.run(Delete(what=self._current))

    def _adding(self, command: type[Command], **more: str) -> Send:
        def go(outcome: Any) -> None:
            self._current = outcome.created[0].id if outcome.created else self._current
            self.refresh()  # the news of the commit may have been shown already, before this was known

        return command_of(self.ui, command, lambda values: {**filled(values), **more}, go)

    def _edit(self, of: str, field: str, text: str) -> None:
        thing = self._thing(of)
        if thing is not None:
            self.ui.bridge.run_values(*field_change(thing, field, text))

    def _link_dropped(self, element: str, evidence: list[str]) -> None:
        self.ui.bridge.read_later(
            partial(self._link_others, element, evidence), link_queries.links, element=element
        )

    def _link_others(self, element: str, evidence: list[str], links: list[LinkRow] | None) -> None:
        """Link the items that do not support an element yet; where all do, the command says so."""
        if links is None:
            return  # the matter was closed meanwhile
        held = {link.evidence for link in links if link.stance == Stance.SUPPORTS}
        others = [each for each in evidence if each not in held] or evidence[:1]
        steps = [
            Step(LinkEvidence(evidence=each, element=element, stance=Stance.SUPPORTS)) for each in others
        ]
        self.ui.bridge.run_steps(steps, f"Link {counted(len(steps), 'item')}")

    def _take(self, found: tuple[list[ClaimRow], list[FactRow], list[PartyRow]]) -> None:
        self._claims, self._facts, parties = found
        self.inspector.offer(self._claims, self._facts, parties)
        self._show()

    def _show(self) -> None:
        elements = [element for claim in self._claims for element in claim.elements]
        gaps = sum(element.state == "unproven" for element in elements)
        t = self.ui.t
        parts = [t.count("claims.claims", len(self._claims)), t.count("claims.elements", len(elements))]
        if gaps:
            parts.append(t("claims.gaps", n=gaps))
        self._header.set_note(" · ".join(parts))
        pairs = sum(bool(fact.competes_with) for fact in self._facts)
        note = t.count("claims.facts", len(self._facts))
        self._facts_header.set_note(f"{note} · {t('claims.competing', n=pairs)}" if pairs else note)
        self._tree_stack.fill(is_filled=bool(self._claims))
        current = self._current
        thing = self._thing(current)
        self.tree.show_claims(self._claims, current, is_elsewhere=isinstance(thing, FactRow))
        self.facts.show_facts(self._facts)
        thing = thing or self.tree.current_row
        self._on_current(thing)

    def _on_current(self, thing: Thing | None) -> None:
        is_same = thing is not None and thing.id == self.inspector.of
        self._current = thing.id if thing is not None else ""
        self.facts.mark(self._current)
        if isinstance(thing, FactRow):
            self.tree.clearSelection()
        if thing is None:
            self.inspector.show_thing(None, (), {})
            return

        def show(found: tuple[list[LinkRow], Titles]) -> None:
            if self._current == thing.id:
                self.inspector.show_thing(thing, *found)

        if not is_same:  # else its links stay until those of now are read
            self.inspector.show_thing(thing, (), {})
        self.ui.bridge.read_later(show, read_links, thing)

    def _thing(self, thing: str) -> Thing | None:
        things: list[Thing] = [*self._claims, *(e for c in self._claims for e in c.elements), *self._facts]
        return next((each for each in things if each.id == thing), None)

    def _current_claim(self) -> ClaimRow | None:
        thing = self._thing(self._current)
        if isinstance(thing, ElementRow):
            return next((claim for claim in self._claims if claim.id == thing.claim), None)
        return thing if isinstance(thing, ClaimRow) else (self._claims[0] if self._claims else None)


def _read_all(connection: Any) -> tuple[list[ClaimRow], list[FactRow], list[PartyRow]]:
    return queries.claims(connection), queries.facts(connection), matter_queries.parties(connection)


def read_links(connection: Any, thing: Thing) -> tuple[list[LinkRow], Titles]:
    """Return the links to an element or a fact, and both titles of their evidence by id; for `Session.read`."""
    if isinstance(thing, ClaimRow):
        return [], {}
    if isinstance(thing, ElementRow):
        links = link_queries.links(connection, element=thing.id)
    else:
        links = [link for link in link_queries.links(connection) if link.fact == thing.id]
    rows = evidence_queries.evidence_rows(connection, list(dict.fromkeys(link.evidence for link in links)))
    return links, {row.id: (row.title, row.native_title) for row in rows}
