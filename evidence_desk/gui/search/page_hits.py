"""Marks the words of the query on the pages of the viewer, and goes from hit to hit across documents."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from evidence_desk.gui.search.results import Results
from evidence_desk.gui.search.searching import Searching
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.page_painter import Highlight
from evidence_desk.gui.viewer.page_store import PageStore
from evidence_desk.gui.viewer.panel import ViewerPanel
from evidence_desk.intake.geometry import quote_rects
from evidence_desk.intake.model import PageGeometry, Rect
from evidence_desk.queries.marks import hits_on_page
from evidence_desk.queries.page_hits import pages_with_hits
from evidence_desk.queries.rows import EvidenceDetail, FileRow

_MOST_KEPT = 300

PageKey = tuple[str, int]
Hit = tuple[Rect, ...]


class PageHits(QObject):
    """The hits in the item that shows.

    Signals:
        step_wanted: there is no further hit in this item; go to the next (1) or previous (-1) one.
    """

    step_wanted = Signal(int)

    def __init__(self, ui: Ui, viewer: ViewerPanel, store: PageStore, searching: Searching) -> None:
        """Mark nothing yet."""
        super().__init__(viewer)
        self._ui, self._viewer, self._store, self._searching = ui, viewer, store, searching
        self._found: dict[PageKey, list[Hit]] = {}
        self._files: tuple[FileRow, ...] = ()
        self._item, self._asked = "", 0
        self._shown: object = None
        self._pages: list[PageKey] | None = []
        self._at: tuple[PageKey, int] | None = None
        self._arrival, self._is_near = 0, False
        viewer.canvas.hits_on = self.marked
        store.ready.connect(self._on_ready)

    @property
    def place(self) -> tuple[str, int, int] | None:
        """File, page and number (from 0) of the hit that is current on it."""
        return (*self._at[0], self._at[1]) if self._at is not None else None

    def show_results(self, results: Results) -> None:
        """Mark what another query seeks."""
        shown = (results.query, results.places)
        if shown != self._shown:
            self._shown = shown
            self.look_anew()

    def look_anew(self) -> None:
        """Mark the hits as the pages and the index are now."""
        self._found.clear()
        self._at = None
        self._read_pages()
        self._viewer.canvas.viewport().update()

    def show_item(self, detail: EvidenceDetail | None) -> None:
        """Mark the hits of another item."""
        item = detail.row.id if detail else ""
        if item != self._item:
            self._item, self._at = item, None
            self._files = detail.row.files if detail else ()
            self._read_pages()

    def marked(self, file: FileRow, page: int, geometry: PageGeometry | None) -> list[tuple[Rect, bool]]:
        """Return the rectangles to mark on a page, each with whether it is of the current hit."""
        key = (file.id, page)
        current = self._at[1] if self._at is not None and self._at[0] == key else -1
        hits = self._hits(key, geometry)
        return [(rect, number == current) for number, hit in enumerate(hits) for rect in hit]

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) hit, in the next item where this one has no more."""
        if not self._searching.results.words:
            return
        if self._pages is None:
            self._arrival, self._is_near = by, True  # once it is known where they are
            return
        if self._at is None:
            self._go_first(by, near=True)
            return
        key, number = self._at
        count = len(self._hits(key, self._geometry(key)))
        if 0 <= number + by < count:
            self._go(key, number + by)
            return
        place = self._pages.index(key) + by if key in self._pages else -1
        if 0 <= place < len(self._pages):
            self._go(self._pages[place], 0 if by > 0 else -1)
        else:
            self._leave(by)

    def _leave(self, by: int) -> None:
        before = self._item
        self._arrival, self._is_near = by, False
        self.step_wanted.emit(by)
        if self._item == before:  # it is the only one
            self._arrival = 0
            if self._pages:
                self._go(self._pages[0 if by > 0 else -1], 0 if by > 0 else -1)

    def _go_first(self, by: int, *, near: bool) -> None:
        """Go to the first hit, or going back to the last; ``near`` begins at the page that shows."""
        file, page = self._viewer.canvas.file, self._viewer.canvas.page
        pages = self._pages or []
        if near and file is not None and by > 0:
            here = (file.id, page)
            order = [each.id for each in self._files]
            after = [
                each for each in pages if (order.index(each[0]), each[1]) >= (order.index(here[0]), here[1])
            ]
            pages = after or pages
        if pages:
            self._go(pages[0 if by > 0 else -1], 0 if by > 0 else -1)
        elif near:
            self._leave(by)

    def _go(self, key: PageKey, number: int) -> None:
        hits = self._hits(key, self._geometry(key))
        self._at = (key, number % len(hits) if hits else number)
        file = self._viewer.canvas.file
        if not hits or file is None or file.id != key[0]:
            self._viewer.show_page(*key)
        if hits:
            self._viewer.canvas.go_to_cite(Highlight("", key[1], hits[number][:1], "context"))
        self._viewer.canvas.viewport().update()

    def _on_ready(self, file_id: str, page: int) -> None:
        """Go on to the hit itself once it is known where on its page it stands."""
        if self._at is not None and self._at[0] == (file_id, page) and (file_id, page) not in self._found:
            hits = self._hits((file_id, page), self._geometry((file_id, page)))
            if hits:
                self._go((file_id, page), self._at[1])

    def _geometry(self, key: PageKey) -> PageGeometry | None:
        file = next((each for each in self._files if each.id == key[0]), None)
        return self._store.geometry(file, key[1]) if file is not None else None

    def _hits(self, key: PageKey, geometry: PageGeometry | None) -> list[Hit]:
        results = self._searching.results
        if not results.words or geometry is None or not geometry.char_boxes:
            return []
        if key not in self._found:
            while len(self._found) >= _MOST_KEPT:
                self._found.pop(next(iter(self._found)))
            spans = hits_on_page(geometry.text, results.node)
            self._found[key] = [tuple(quote_rects(geometry, *span)) for span in spans]
        return self._found[key]

    def _read_pages(self) -> None:
        self._asked += 1
        number, words = self._asked, self._searching.results.words
        if not words or not self._files:
            self._pages, self._arrival = [], 0
            return
        self._pages = None

        def show(pages: Any) -> None:
            if number == self._asked:
                self._pages = pages or []
                by, self._arrival = self._arrival, 0
                if by:
                    self._go_first(by, near=self._is_near)

        files = [file.id for file in self._files]
        self._ui.bridge.search_later(
            show, pages_with_hits, files, words, is_wanted=lambda: number == self._asked
        )
