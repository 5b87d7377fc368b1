"""Finds words in the document that shows: a bar over the pages with next, previous and how many."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.page_painter import Highlight
from evidence_desk.gui.viewer.page_store import PageStore
from evidence_desk.gui.widgets.basics import button, column, label, row
from evidence_desk.gui.widgets.own_keys import claims
from evidence_desk.intake.geometry import quote_rects
from evidence_desk.intake.model import PageGeometry
from evidence_desk.queries.rows import FileRow

_PAUSE_MS = 120
_MOST = 5_000  # places; whoever finds more looks for something else


@dataclass(frozen=True, slots=True)
class Place:
    """The n-th place, from 0, on a page, from 1."""

    page: int
    nth: int


def spans(text: str, words: str) -> list[tuple[int, int]]:
    """Return where words stand in the text of a page, whatever their case, and however lines are broken."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return []
    return [match.span() for match in re.finditer(r"\s+".join(parts), text, re.IGNORECASE)]


def find_places(
    _connection: object, page_text: Callable[[str, int], str | None], file: FileRow, words: str
) -> list[Place]:
    """Return the places of words in a file whose text was read; a query for `Session.read`."""
    found: list[Place] = []
    for page in range(1, max(1, file.pages) + 1):
        found += [Place(page, nth) for nth in range(len(spans(page_text(file.id, page) or "", words)))]
        if len(found) >= _MOST:
            break
    return found[:_MOST]


class FindBar(QWidget):
    """The bar. It knows the places; the viewer shows them.

    Signals:
        moved: a Highlight to go to.
        marks_changed: other places are to be marked.
        closed: the bar was closed.
    """

    moved = Signal(object)
    marks_changed = Signal()
    closed = Signal()

    def __init__(self, ui: Ui, store: PageStore) -> None:
        """Stay hidden until `ask`."""
        super().__init__()
        self._ui, self._store = ui, store
        self._file: FileRow | None = None
        self._page = 1
        self.places: list[Place] = []
        self.at = -1
        self.setObjectName("viewHeader")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(36)
        self.field = QLineEdit()
        self.field.setPlaceholderText(ui.t("find.hint"))
        self.field.setAccessibleName(ui.t("find.hint"))
        self.field.installEventFilter(self)
        self._count = label(role="small")
        before = button("▲", lambda: self.step(-1), "flat", tip=ui.t("find.previous"))
        after = button("▼", lambda: self.step(1), "flat", tip=ui.t("find.next"))
        shut = button("✕", self.shut, "flat", tip=ui.t("form.close"))
        line = row(self.field, self._count, before, after, shut, spacing=6, margins=(12, 4, 8, 4))
        column(self).addWidget(line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._search)
        self.field.textChanged.connect(lambda _text: self._timer.start(_PAUSE_MS))
        store.ready.connect(self._on_ready)
        self.hide()

    def ask(self, page: int) -> None:
        """Open, ready to type; words that still stand there are looked for again, from a page (from 1) on."""
        is_new, self._page = self.isHidden(), page
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        if is_new:
            self._search()

    def shut(self) -> None:
        """Close, and mark nothing any more."""
        self.hide()
        self._take([])
        self.closed.emit()

    def show_file(self, file: FileRow | None, page: int) -> None:
        """Look in another file from a page on; the words stay."""
        if file != self._file:
            self._file, self._page = file, page
            self.places, self.at = [], -1
            if not self.isHidden():
                self._search()

    def step(self, by: int) -> None:
        """Go to the next or the previous place, round the ends."""
        if self.places:
            self.at = (self.at + by) % len(self.places)
            self._show_place()

    def marks(self) -> tuple[Highlight, ...]:
        """Return the places on the pages that are known well enough to show them."""
        shown = {place.page for place in self.places}
        made: list[Highlight] = []
        for page in shown:
            made += [self._mark(Place(page, nth), rects) for nth, rects in enumerate(self._rects(page))]
        return tuple(made)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter go on, Shift+Enter back, and Escape close."""
        if claims(event, Qt.Key.Key_Escape):  # it is not meant for what Escape stops elsewhere
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.shut()
                return True
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        session, words = self._ui.bridge.session, self.field.text().strip()
        if session is None or self._file is None or not words:
            self._take([])
            return
        then = partial(self._on_found, self._file, words)
        self._ui.bridge.read_later(then, find_places, session.page_text, self._file, words)

    def _on_found(self, file: FileRow, words: str, places: list[Place]) -> None:
        if file == self._file and words == self.field.text().strip() and not self.isHidden():
            self._take(places)
            self.at = next((at for at, place in enumerate(places) if place.page >= self._page), 0) - 1
            self.step(1)

    def _take(self, places: list[Place]) -> None:
        self.places, self.at = places, -1
        self._say()
        self.marks_changed.emit()

    def _show_place(self) -> None:
        self._say()
        place = self.places[self.at]
        rects = self._rects(place.page)
        self.marks_changed.emit()
        self.moved.emit(self._mark(place, rects[place.nth] if place.nth < len(rects) else ()))

    def _say(self) -> None:
        t, has_words = self._ui.t, bool(self.field.text().strip())
        none = t("find.none") if has_words else ""
        self._count.setText(t("find.count", at=self.at + 1, n=len(self.places)) if self.places else none)

    def _rects(self, page: int) -> list[Any]:
        """Return the rectangles of each place on a page, or none while the page is not measured."""
        if self._file is None or not self._store.is_measured(self._file, page):
            return []
        found: PageGeometry | None = self._store.geometry(self._file, page)
        if found is None or not found.char_boxes:
            return []
        words = self.field.text().strip()
        return [tuple(quote_rects(found, start, end)) for start, end in spans(found.text, words)]

    def _mark(self, place: Place, rects: Any) -> Highlight:
        return Highlight(
            f"found-{place.page}-{place.nth}", place.page, rects, "gap", self.field.text(), is_cite=False
        )

    def _on_ready(self, file_id: str, page: int) -> None:
        """Show the place that was gone to before its page was known."""
        if self.isHidden() or self._file is None or file_id != self._file.id or not self.places:
            return
        if self.at >= 0 and self.places[self.at].page == page:
            self._show_place()
        else:
            self.marks_changed.emit()
