"""The views of an open matter: made when first needed, kept up to date, found by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from evidence_desk.gui.actions.registry import Actions
from evidence_desk.gui.copies.bring_view import BringBackView
from evidence_desk.gui.dialogs.palette import Entry, Take, fitting
from evidence_desk.gui.trail import Spot, Trail
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.element_picker import Target
from evidence_desk.gui.viewer.page_store import PageStore
from evidence_desk.gui.viewer.worker_pages import WorkerPages
from evidence_desk.gui.views.base import View
from evidence_desk.gui.views.claims import ClaimsView
from evidence_desk.gui.views.matrix import MatrixView
from evidence_desk.gui.views.parties import PartiesView
from evidence_desk.gui.views.review import ReviewView
from evidence_desk.gui.views.stages import StagesView
from evidence_desk.gui.views.targets import named_for, read_claims, read_targets
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.queries import matter as matter_queries
from evidence_desk.queries.evidence import evidence_with_words
from evidence_desk.queries.rows import EvidenceRow, PartyRow

_MOST_FOUND = 12


class Workspace(QStackedWidget):
    """All views, one of them showing.

    Attributes:
        views: the views by name.
    """

    def __init__(self, ui: Ui, actions: Actions) -> None:
        """Make the views, empty."""
        super().__init__()
        self._ui = ui
        self._vocabulary = vocabulary = Vocabulary(ui.bridge, ui.t)
        pages = WorkerPages(ui.bridge, ui.desk.pool, ui.t("copy.no_original"), self)
        pages.warm_up()
        store = PageStore(pages, self)
        self.review = ReviewView(ui, vocabulary, store, actions)
        self.claims = ClaimsView(ui, vocabulary, self.open_cite)
        self.matrix = MatrixView(ui, vocabulary, self.open_cite, actions)
        self.stages = StagesView(ui, vocabulary, self.open_cite)
        self.parties = PartiesView(ui, vocabulary, self.open_proof, self._search_for)
        self.bring_back = BringBackView(ui)
        self.views: dict[str, View] = {}
        self._trail = Trail()
        for view in (self.review, self.claims, self.matrix, self.stages, self.parties, self.bring_back):
            self.addWidget(view)
            self.views[view.name] = view
            view.add_actions(actions)
            view.leaving.connect(self._note_place)
            view.stepping.connect(partial(self._note_step, view))
            ui.bridge.committed.connect(view.on_committed)
        self.review.viewer.cites.opened.connect(self.open_proof)
        self.review.inspector.party_wanted.connect(self._add_party)

    @property
    def current(self) -> View:
        """The view that shows."""
        view = self.currentWidget()
        assert isinstance(view, View)
        return view

    def on_opened(self, state: dict[str, Any]) -> None:
        """Show another matter as it was left."""
        for name, view in self.views.items():
            view.on_opened()
            view.restore(state.get(name, {}))

    def on_closing(self) -> dict[str, Any]:
        """Let go of the matter and return what to remember of it."""
        state = {name: view.state() for name, view in self.views.items()}
        for view in self.views.values():
            view.clear()
        return state

    def back(self) -> None:
        """Go back to where one was before; what is not there any more is passed over."""
        self._travel(self._trail.back(self._here, self._is_there), "trail.none_behind")

    def forward(self) -> None:
        """Go again to where one was before going back."""
        self._travel(self._trail.forward(self._here, self._is_there), "trail.none_ahead")

    def begin_trail(self) -> None:
        """Let the way back begin here."""
        self._trail.clear()

    @property
    def _here(self) -> Spot:
        return self.current.name, self.current.place()

    def _is_there(self, spot: Spot) -> bool:
        name, place = spot
        return self.views[name].is_there(place)

    def _travel(self, spot: Spot | None, none: str) -> None:
        window: Any = self.window()
        if spot is None:
            window.toast.note(self._ui.t(none))
            return
        name, place = spot
        window.rail.select(name)
        self._show(name)
        self.views[name].return_to(place)

    def open_proof(self, target: str) -> None:
        """Show a claim, an element or a fact with its links in Claims."""
        self._jump("claims")
        self.claims.go_to(target)

    def _jump(self, name: str) -> None:
        self._note_place()
        self.window().show_view(name)  # type: ignore[attr-defined]

    def _add_party(self) -> None:
        self._jump("parties")
        self.parties.add_party()

    def _note_place(self) -> None:
        """Remember where one is, to come back to it from where one goes now."""
        self._trail.leave(self._here)

    def _note_step(self, view: View) -> None:
        if view is self.current:  # else it only catches up behind another one
            self._trail.step(self._here)

    def show_view(self, name: str) -> None:
        """Show a view and put the keyboard into it."""
        self.bring(name)
        self.current.take_focus()

    def bring(self, name: str) -> None:
        """Show a view and leave the keyboard where it is; the way back leads to the one that showed."""
        if name != self.current.name:
            self._note_place()
        self._show(name)

    def _show(self, name: str) -> None:
        view = self.views[name]
        self.setCurrentWidget(view)
        view.on_shown()

    def open_cite(self, evidence: str, cite: str) -> None:
        """Show an item in Review, and a cite of it."""
        self._jump("review")
        self.review.go_to(evidence, cite)

    def search_later(self, words: str, take: Take) -> None:
        """Give claims, elements, facts, evidence and people that fit words typed in the palette to ``take``."""
        if len(words.strip()) < 2 or self._ui.bridge.session is None:  # one letter finds everything
            take(())
            return

        def show(found: tuple[list[Target], list[EvidenceRow], list[PartyRow]]) -> None:
            targets = [
                self._proof_entry(each, partial(self.open_proof, each.id))
                for each in named_for(self._ui.t, found[0])
            ]
            items = [self._item_entry(row, partial(self.open_cite, row.id, "")) for row in found[1]]
            people = [self._person_entry(each, partial(self._search_for, each.name)) for each in found[2]]
            take([*fitting(targets, words)[:_MOST_FOUND], *items, *fitting(people, words)[:_MOST_FOUND]])

        self._ui.bridge.read_later(show, _read_found, words)

    def _search_for(self, name: str) -> None:
        """Show the evidence that names a person."""
        self._jump("review")
        self.review.ask(f'party:"{name}"')

    def _proof_entry(self, target: Target, act: Callable[[], object]) -> Entry:
        text = f"{self._number(target)} {target.text}"
        return Entry(text, target.groups[0], act, (target.text, target.native, text))

    def _item_entry(self, row: EvidenceRow, act: Callable[[], object]) -> Entry:
        title, other = self._ui.t.names(row.title, row.native_title)
        text = f"{row.exhibit} {title}"
        return Entry(text, other, act, (row.title, row.native_title, text))

    def _person_entry(self, row: PartyRow, act: Callable[[], object]) -> Entry:
        names = self._ui.t.names(row.name, row.native_name)
        return Entry(" ".join(names).strip(), self._vocabulary.role_name(row.role), act, names)

    def _number(self, target: Target) -> str:
        is_fact = target.kind == "fact"
        return self._ui.t("link.fact_number", number=target.number) if is_fact else target.number


def _read_found(connection: Any, words: str) -> tuple[list[Target], list[EvidenceRow], list[PartyRow]]:
    return (
        [*read_claims(connection), *read_targets(connection)],
        evidence_with_words(connection, words),
        matter_queries.parties(connection),
    )
