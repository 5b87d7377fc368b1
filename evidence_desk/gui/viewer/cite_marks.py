"""The cites of the item that shows: their marks on the pages, the card over them, and the way from one to the next."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.cite_card import CiteCard
from evidence_desk.gui.viewer.element_picker import Target
from evidence_desk.gui.viewer.page_canvas import PageCanvas
from evidence_desk.gui.viewer.page_painter import Highlight
from evidence_desk.queries.rows import CiteRow, EvidenceDetail, FileRow

_PAUSE_MS = 250


class CiteMarks(QObject):
    """Knows the cites.

    Attributes:
        targets: what can be proved, by id.
        current: the id of the cite that was gone to last, or an empty text.

    Signals:
        wanted: the id of a cite that shall be gone to.
        opened: the id of an element or fact that a cite proves, whose link shall be shown.
    """

    wanted = Signal(str)
    opened = Signal(str)

    def __init__(self, ui: Ui, canvas: PageCanvas) -> None:
        """Mark nothing yet."""
        super().__init__(canvas)
        self._canvas = canvas
        self._detail: EvidenceDetail | None = None
        self._under = ""
        self.targets: Mapping[str, Target] = {}
        self.current = ""
        self.card = CiteCard(ui, canvas.viewport())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self._show_card(self._under))
        canvas.cite_hovered.connect(self._on_hovered)
        canvas.cite_clicked.connect(self.open)
        canvas.verticalScrollBar().valueChanged.connect(lambda _value: self.card.leave())

    def show_detail(self, detail: EvidenceDetail | None) -> None:
        """Know the cites of another item."""
        before = self._detail.row.id if self._detail else ""
        self._detail = detail
        if detail is None or detail.row.id != before:
            self.current = ""
            self.card.leave()

    def of_file(self, file: FileRow) -> tuple[Highlight, ...]:
        """Return the marks of the cites of a file."""
        detail = self._detail
        if detail is None:
            return ()
        stances = {cite.id: link.stance for link in detail.links for cite in link.cites}
        return tuple(
            Highlight(cite.id, cite.page, cite.rects, stances.get(cite.id, "context"), cite.quote)
            for cite in detail.cites
            if cite.file == file.id
        )

    def return_to(self, cite: str) -> None:
        """Make a cite current again without going to it; an empty text is none."""
        self.current = cite
        self._canvas.mark_current(cite)

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) cite of the item, round the ends."""
        ids = [cite.id for cite in self._in_order()]
        if ids:
            at = ids.index(self.current) + by if self.current in ids else min(by, 0)
            self.current = ids[at % len(ids)]
            self.wanted.emit(self.current)
            self._show_card(self.current)

    def open(self, cite: str = "") -> None:
        """Show the link of a cite, or of the current one."""
        cite = cite or self.current
        found = self._detail.links if self._detail else ()
        links = [link for link in found if any(each.id == cite for each in link.cites)]
        link = min(links, key=lambda link: not link.element, default=None)
        if link is not None:
            self.current = cite
            self.card.leave()
            self.opened.emit(link.element or link.fact)

    def _in_order(self) -> list[CiteRow]:
        if self._detail is None:
            return []
        files = {file.id: place for place, file in enumerate(self._detail.row.files)}
        cites = [cite for cite in self._detail.cites if cite.page and cite.file in files]
        return sorted(
            cites, key=lambda cite: (files[cite.file], cite.page, cite.rects[0][1] if cite.rects else 0.0)
        )

    def _on_hovered(self, cite: str) -> None:
        self._under = cite
        if cite:
            self._timer.start(_PAUSE_MS)
        else:
            self._timer.stop()
            self.card.leave()

    def _show_card(self, cite: str) -> None:
        detail, area = self._detail, self._canvas.cite_place(cite)
        found = next((each for each in detail.cites if each.id == cite), None) if detail else None
        if detail is not None and found is not None and not area.isEmpty():
            links = [link for link in detail.links if any(each.id == cite for each in link.cites)]
            self.card.show_cite(found, links, self.targets, area)
