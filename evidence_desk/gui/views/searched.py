"""What a view has that shows what the search box finds: the query, its order, and the parts that change it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from evidence_desk.gui.search.page_hits import PageHits
from evidence_desk.gui.search.results import RELEVANCE, has_words
from evidence_desk.gui.search.saved import SavedSearches
from evidence_desk.gui.search.searching import Searching
from evidence_desk.gui.views.base import View
from evidence_desk.gui.views.evidence_list import EvidenceList
from evidence_desk.gui.views.facets import FacetPanel


class SearchedView(View):
    """A view of what a query finds.

    Signals:
        query_wanted: this query shall be in the search box.
    """

    query_wanted = Signal(str)

    searching: Searching
    list: EvidenceList
    facets: FacetPanel
    hits: PageHits
    saved: SavedSearches
    _text: str = ""

    def _read_list(self) -> None:
        """Read what the query finds; the view says what it does with it."""
        raise NotImplementedError

    def _connect_search(self) -> None:
        self.facets.query_wanted.connect(self.ask)
        self.facets.saved_edited.connect(self.saved.edit)
        self.list.chips.query_wanted.connect(self.ask)
        self.list.chips.save_asked.connect(lambda: self.saved.save(self._text))
        self.saved.changed.connect(self.facets.show_saved)
        self.hits.step_wanted.connect(self.list.step_round)

    def set_text(self, text: str) -> None:
        """Show only what a query finds."""
        if text != self._text:
            self._text = text
            self._read_list()

    def ask(self, query: str) -> None:
        """Put a query into the search box, and show what it finds."""
        self.query_wanted.emit(query)
        self.set_text(query)

    def _drop_query(self) -> None:
        """Show all items, since the query hides one that is wanted; say so, and offer the query again."""
        query, self._text = self._text, ""
        self.query_wanted.emit("")
        if query:
            t, toast = self.ui.t, self.window().toast  # type: ignore[attr-defined]
            said = t("review.query_cleared", query=query)
            toast.note(said, action=t("review.query_again"), act=lambda: self.ask(query))

    def on_indexed(self) -> None:
        """Search again, since more can be found now."""
        if self.searching.results.words:
            self.searching.forget_lines()
            self.hits.look_anew()
            self.refresh()

    def _order(self) -> str:
        """Return the order that holds for the query: words are sought by relevance, unless told otherwise."""
        self.list.set_searching(is_searching=has_words(self._text))
        is_plain = self.list.order == RELEVANCE and not has_words(self._text)
        return "exhibit" if is_plain else self.list.order
