"""Review: filters, evidence list, page viewer with cites, inspector; linking from the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from evidence_desk.commands.evidence import EditEvidence
from evidence_desk.gui.actions.reading_pictures import read_pictures
from evidence_desk.gui.actions.registry import Actions
from evidence_desk.gui.bridge import touches
from evidence_desk.gui.search.page_hits import PageHits
from evidence_desk.gui.search.results import Results
from evidence_desk.gui.search.saved import SavedSearches
from evidence_desk.gui.search.searching import Searching
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.element_picker import Target
from evidence_desk.gui.viewer.page_store import PageStore
from evidence_desk.gui.viewer.panel import ViewerPanel
from evidence_desk.gui.viewer.place import ViewerPlace
from evidence_desk.gui.views.code_keys import CodeKeys
from evidence_desk.gui.views.coding import Coder
from evidence_desk.gui.views.coding_bar import CodingBar
from evidence_desk.gui.views.evidence_list import EvidenceList
from evidence_desk.gui.views.facets import FacetPanel
from evidence_desk.gui.views.inspector import Inspector
from evidence_desk.gui.views.item_files import ItemFiles
from evidence_desk.gui.views.item_forms import ItemForms
from evidence_desk.gui.views.item_menu import ItemMenu
from evidence_desk.gui.views.item_reading import ItemReader, items_ahead
from evidence_desk.gui.views.linker import Linker
from evidence_desk.gui.views.review_batches import ReviewBatches
from evidence_desk.gui.views.review_panes import ReviewPanes
from evidence_desk.gui.views.searched import SearchedView
from evidence_desk.gui.views.targets import named_for, read_targets
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.empty_state import EmptyState
from evidence_desk.queries import labels as label_queries
from evidence_desk.queries.evidence import unreviewed
from evidence_desk.queries.rows import EvidenceDetail, PresetRow, TagRow
from evidence_desk.queries.things import is_there

_PAUSE_MS = 80  # the rest of the desk follows when the hands pause, so that the next document comes first
_NOWHERE = ("", ViewerPlace())  # an item and the place in it

Codes = tuple[list[TagRow], list[PresetRow]]


def _codes(connection: Any) -> Codes:
    return label_queries.tags(connection), label_queries.presets(connection)


class ReviewView(SearchedView):
    """The view where evidence is read, tagged and linked."""

    name = "review"
    icon = "file-text"
    kinds = (
        "evidence", "file", "tag", "cite", "link", "claim", "element", "fact", "stage", "stage_link",
        "assessment", "proceeding", "party", "group", "preset", "search", "note", "review_batch",
    )  # fmt: skip

    def __init__(self, ui: Ui, vocabulary: Vocabulary, store: PageStore, actions: Actions) -> None:
        """Build all four columns, empty."""
        super().__init__(ui)
        self._actions = actions
        self._detail: EvidenceDetail | None = None
        self._targets: dict[str, Target] = {}
        self._text = ""
        self._wanted = _NOWHERE
        self._is_filling = False
        self._shown: object = None
        self.facets = FacetPanel(ui, vocabulary)
        start = actions.find("global", "import_files").trigger
        empty = EmptyState(ui, "evidence", "inbox", start, key=ui.key("global", "import_files"))
        self.coding_bar = CodingBar(ui)
        self.searching = Searching(ui.bridge, self)
        self.list = EvidenceList(ui, vocabulary, empty, self.searching, store=store, footer=self.coding_bar)
        self.coder = Coder(ui, vocabulary, self, self.list, self.coding_bar)
        self.viewer = ViewerPanel(ui, store)
        self.hits = PageHits(ui, self.viewer, store, self.searching)
        self.saved = SavedSearches(ui, self)
        self.inspector = Inspector(ui, vocabulary)
        self.files = ItemFiles(ui, self, self.viewer, self.inspector.files)
        self.linker = Linker(ui, vocabulary, self, self.viewer)
        self.batches = ReviewBatches(ui, self, self.list)
        self.forms = ItemForms(ui, self)
        self.reader = ItemReader(ui.bridge, self)
        self.reader.arrived.connect(self.viewer.prefetch)
        self._catching_up = QTimer(self)
        self._catching_up.setSingleShot(True)
        self._catching_up.timeout.connect(self.refresh)
        self._panes = ReviewPanes(self.facets, self.list, self.viewer, self.inspector)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._panes, 1)
        self._connect()

    def _connect(self) -> None:
        self._connect_search()
        self.list.current_changed.connect(self._on_stepped)
        self.list.order_changed.connect(self._read_list)
        self.list.opened.connect(lambda _id: self.viewer.canvas.setFocus())
        self.list.renamed.connect(self._edit_field)
        self.viewer.stance_chosen.connect(self.linker.ask)
        self.viewer.beside.wanted.connect(self._go_beside)
        self.viewer.leaving.connect(self.leaving)
        self.viewer.copy_asked.connect(self.viewer.copy_selection)
        self.viewer.more_asked.connect(lambda name: self._actions.find("review", name).trigger())
        self.linker.linked.connect(self.coder.note)
        inspector = self.inspector
        self._connect_coding()
        inspector.link_asked.connect(lambda: self.linker.ask("supports"))
        inspector.cite_clicked.connect(self._on_cite_clicked)
        inspector.field_changed.connect(self._edit_field)
        inspector.command_asked.connect(self.ui.bridge.run)
        self.batches.query_wanted.connect(self._take_up)

    def _connect_coding(self) -> None:
        inspector, coder = self.inspector, self.coder
        inspector.tag_toggled.connect(coder.toggle_tag)
        inspector.preset_applied.connect(lambda preset: coder.apply_preset(preset, moves=True))
        inspector.tag_wanted.connect(coder.add_tag)
        inspector.preset_wanted.connect(coder.save_preset)
        inspector.preset_edited.connect(coder.edit_preset)
        inspector.tag_edited.connect(coder.edit_tag)
        for deleted in (inspector.preset_deleted, inspector.tag_deleted):
            deleted.connect(coder.delete)
        self.coding_bar.edit_asked.connect(coder.edit_items)
        self.list.choice.changed.connect(self.coding_bar.show_chosen)

    def add_actions(self, actions: Actions) -> None:
        """Make the actions of the review loop."""
        coder = self.coder
        coder.keys = CodeKeys(self.ui, actions, self, coder)
        self.menu = ItemMenu(self.ui, actions, coder, self.list)
        handlers: dict[str, Any] = {
            **self.viewer.handlers(),
            **self.files.handlers(),
            **self.menu.handlers(),
            "next_item": lambda: self.list.step(1),
            "previous_item": lambda: self.list.step(-1),
            "mark_reviewed": coder.mark_reviewed,
            "second_look": coder.second_look,
            "next_unreviewed": coder.next_unreviewed,
            "repeat": lambda: coder.repeat(moves=True),
            "repeat_stay": lambda: coder.repeat(moves=False),
            "add_tag": coder.add_tag,
            "save_preset": coder.save_preset,
            "edit_items": coder.edit_items,
            "queue_order": lambda: self.list.set_order("review"),
            "link": lambda: self.linker.ask("supports"),
            "add_evidence": lambda: self.forms.add_evidence(self._go_to_made),
            "add_group": lambda: self.forms.add_group(self.list.chosen),
            "edit_group": lambda: self.linker.with_item(self.forms.edit_group),
            "cite_fact": lambda: self.linker.ask("supports", kind="fact"),
            "cite_stage": self.linker.ask_stage,
            "cite_note": self.write_note,
            "cite_supports": lambda: self.linker.ask("supports"),
            "cite_contradicts": lambda: self.linker.ask("contradicts"),
            "cite_context": lambda: self.linker.ask("context"),
            "rename": self.list.rename,
            "next_hit": lambda: self.hits.step(1),
            "previous_hit": lambda: self.hits.step(-1),
            "read_pictures": self.read_pictures,
            "my_batch": self.batches.take_mine,
            "batches": self.batches.choose,
            "split_review": self.batches.split,
            "save_search": lambda: self.saved.save(self._text),
            "clear_filters": lambda: self.query_wanted.emit(""),
        }
        for key in "1234567890":
            handlers[f"search_{key}"] = lambda key=key: self.ask(self.saved.query_of(key) or self._text)
        actions.add_all("review", self, handlers)
        self.list.add_actions(actions)

    def on_opened(self) -> None:
        """Offer the words of the matter that was opened."""
        super().on_opened()
        self.inspector.on_opened()
        self.coder.on_opened()

    def clear(self) -> None:
        """Show nothing."""
        self._detail, self._wanted, self._text = None, _NOWHERE, ""
        self._shown = None
        self._catching_up.stop()
        self.reader.forget()
        self.searching.clear()
        self.list.clear()
        self.viewer.show_detail(None)
        self.inspector.show_detail(None, ((), ()), {})
        self.files.show_detail(None)
        self.coder.detail = self.linker.detail = None
        self.coder.take_codes((), ())

    def refresh(self) -> None:
        """Read codes, targets, the queue, the list and the facets beside the window, then show them."""
        bridge = self.ui.bridge
        bridge.read_soon(lambda codes: self.coder.take_codes(*codes), _codes)
        bridge.read_later(self._take_targets, read_targets)
        bridge.read_later(self.coder.queue.take, unreviewed)
        self.saved.read()
        self.batches.read()
        self._read_list()

    def on_committed(self, changes: Any) -> None:
        """Show the item and the lines as they are now; whether they are the right ones is read in a moment."""
        if not self.isVisible():
            super().on_committed(changes)
        elif touches(changes, self.kinds):
            self.list.refresh_rows()
            self._read_again()
            if not self._catching_up.isActive():
                self._catching_up.start(_PAUSE_MS)

    def _read_list(self) -> None:
        """Read what the query finds, and the facets under it."""
        order = self._order()
        self.searching.run(self._text, order, self._show_results, self.list.layout_.arrangement)

    def _show_results(self, results: Results) -> None:
        """Show the lines at once, and what stands beside them after that."""
        (wanted, place), self._wanted = self._wanted, _NOWHERE
        self._is_filling = True
        # Where nothing is wanted, as it is now: one may have gone on meanwhile.
        self.list.show_results(results, current=wanted or self.list.current)
        self._is_filling = False
        self.facets.show_results(results)
        self.hits.show_results(results)
        self.batches.show_query(results.query)
        then = partial(self.viewer.go_to, place) if wanted and wanted == self.list.current else None
        if self.list.current and (self._detail is None or self._detail.row.id == self.list.current):
            self._read_again(then)  # on a thread: where nothing showed before, the list comes first
        else:
            if not wanted:
                self._note_step()
            self._show_current()
            if then is not None:
                then()

    def write_note(self) -> None:
        """Put the keyboard into a new note on the item; what is selected is quoted in it with its pages."""
        if self._detail is not None and not self.ui.bridge.is_read_only:
            self.inspector.write_note(self.viewer.quoted())

    def read_pictures(self) -> None:
        """Read the text in pictures of the chosen items."""
        toast = self.window().toast  # type: ignore[attr-defined]
        read_pictures(self.ui, toast, self.list.chosen, self.viewer.forget_pages)

    def _on_cite_clicked(self, evidence: str, cite: str) -> None:
        self.leaving.emit()
        if cite:
            self.viewer.show_cite(cite)
        else:
            self.go_to(evidence)

    def _go_beside(self, evidence: str) -> None:
        self.leaving.emit()
        self.go_to(evidence)

    def go_to(self, evidence: str, cite: str = "", *, page: int = 0) -> None:
        """Show an item, and a cite or a page (from 1) of it; a query that hides the item is cleared."""
        self._go_to_place(evidence, ViewerPlace(page, cite))

    def _go_to_place(self, evidence: str, place: ViewerPlace) -> None:
        self._wanted = (evidence, place)
        if self.list.reveal(evidence):
            self._wanted = _NOWHERE
            self.viewer.go_to(place)
        else:
            self._drop_query()
            self.refresh()

    def place(self) -> tuple[str, ViewerPlace]:
        """Return item and place in it, to come back to them."""
        shown = self._detail.row.id if self._detail is not None else self.list.current
        return shown, self.viewer.place()

    def is_there(self, place: Any) -> bool:
        """Tell whether the item of a place is there still."""
        return bool(self.ui.bridge.read(is_there, place[0], "evidence"))

    def return_to(self, place: Any) -> None:
        """Show an item again as it was looked at."""
        self._go_to_place(*place)
        self.viewer.canvas.setFocus()

    def state(self) -> dict[str, Any]:
        """Remember item, place in it, query, order and column widths."""
        return {
            "query": self.searching.results.query,
            "item": self.list.current,
            "place": self.viewer.place().as_state(),
            "list": self.list.state(),
            "sizes": self._panes.widths(),
            "viewer": self.viewer.state(),
            "spread": [str(each) for each in self.coding_bar.spread],
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Take up item, order and column widths again."""
        self._wanted = (str(state.get("item", "")), ViewerPlace.of_state(state.get("place")))
        self.viewer.restore(state.get("viewer", {}))
        self.list.restore(state.get("list", {}))
        self._text = str(state.get("query", ""))
        self.query_wanted.emit(self._text)
        self.coding_bar.set_spread(list(state.get("spread", ())))
        self._panes.restore(state.get("sizes"))

    def take_focus(self) -> None:
        """Put the keyboard on the list."""
        self.list.take_focus()

    def toggle_inspector(self) -> None:
        """Hide or show the inspector."""
        self.inspector.setVisible(not self.inspector.isVisible())

    def _go_to_made(self, outcome: Any) -> None:
        if outcome.created:
            self.leaving.emit()
            self.go_to(outcome.created[0].id)

    def _on_stepped(self, _item: str) -> None:
        if not self._is_filling:
            if self._wanted == _NOWHERE:
                self._note_step()
            self._show_current()

    def _note_step(self) -> None:
        if self._detail is not None:
            self.stepping.emit()

    def _show_current(self) -> None:
        current = self.list.current
        was_known = self.reader.knows(current)
        self._show_detail(self.reader.now(current) if current else None)
        if was_known:
            self._read_again()
        if current:
            self.reader.fetch_soon(partial(items_ahead, self.list, self.coder.queue))

    def _read_again(self, then: Callable[[], None] | None = None) -> None:
        """Show the current item as it is now, if anything of it changed; do ``then`` what waits for it."""
        current = self.list.current

        def show(detail: EvidenceDetail | None) -> None:
            if current == self.list.current:
                self._show_detail(detail)
                if then is not None:
                    then()

        if current:
            self.reader.again(current, show)

    def _show_detail(self, detail: EvidenceDetail | None) -> None:
        tags, presets = self.coder.tags, self.coder.presets
        named = [(tag.key, tag.name) for tag in tags]  # how often each is used does not show here
        shown = (detail, named, list(presets), self._targets)
        if shown == self._shown:
            return  # nothing of it changed
        self._shown = shown
        self._detail = self.coder.detail = self.linker.detail = detail
        self.viewer.show_detail(detail)
        self.hits.show_item(detail)
        self.inspector.show_detail(detail, (tags, presets), self._targets)
        self.files.show_detail(detail)

    def _take_targets(self, targets: list[Target]) -> None:
        self._targets = {target.id: target for target in named_for(self.ui.t, targets)}
        self.coder.targets = self.linker.targets = self.viewer.cites.targets = self._targets
        if self._detail is not None:  # which may have come first
            self._show_detail(self._detail)

    def _edit_field(self, item: str, field: str, text: str) -> None:
        self.ui.bridge.run_values(EditEvidence, {"evidence": item, field: text})

    def _take_up(self, query: str) -> None:
        """Show a review batch, what is unreviewed first, and begin with that."""
        self._wanted = _NOWHERE
        self.list.set_order("review")
        self.ask(query)
        self.take_focus()

    def code(self, key: str) -> None:
        """Toggle the tag of a key, or apply the preset of a key and go on to the next item."""
        self.coder.code(key)
