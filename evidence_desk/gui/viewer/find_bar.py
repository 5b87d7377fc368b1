"""Finds words in all files of the item that shows: a bar over the pages with next, previous and how many."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.page_painter import Highlight
from evidence_desk.gui.viewer.page_store import PageStore
from evidence_desk.gui.widgets.basics import button, column, label, row
from evidence_desk.gui.widgets.own_keys import claims
from evidence_desk.intake.geometry import quote_rects
from evidence_desk.intake.model import PageGeometry, Rect
from evidence_desk.jobs.progress import CancelToken
from evidence_desk.queries.rows import FileRow

_PAUSE_MS = 120
_MOST = 5_000  # places; whoever finds more looks for something else


@dataclass(frozen=True, slots=True)
class Place:
    """The n-th place, from 0, on a page, from 1, of the file of that id."""

    file: str
    page: int
    nth: int


def spans(text: str, words: str) -> list[tuple[int, int]]:
    """Return where words stand in the text of a page, whatever their case, and however lines are broken."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return []
    return [match.span() for match in re.finditer(r"\s+".join(parts), text, re.IGNORECASE)]


def find_places(
    _connection: object,
    page_text: Callable[[str, int], str | None],
    files: Sequence[FileRow],
    words: str,
    token: CancelToken,
) -> list[Place]:
    """Return the places of words in files whose text was read, in their order; a query for `Session.read`.

    Raises:
        Cancelled: the token asked to stop.
    """
    found: list[Place] = []
    for file in files:
        for page in range(1, max(1, file.pages) + 1):
            token.raise_if_cancelled()
            count = len(spans(page_text(file.id, page) or "", words))
            found += [Place(file.id, page, nth) for nth in range(count)]
            if len(found) >= _MOST:
                return found[:_MOST]
    return found


class FindBar(QWidget):
    """The bar. It knows the places; the viewer shows them.

    Signals:
        moved: the id of a file and a Highlight in it to go to.
        marks_changed: other places are to be marked.
        closed: the bar was closed.
    """

    moved = Signal(str, object)
    marks_changed = Signal()
    closed = Signal()

    def __init__(self, ui: Ui, store: PageStore) -> None:
        """Stay hidden until `ask`."""
        super().__init__()
        self._ui, self._store = ui, store
        self._file: FileRow | None = None
        self._files: tuple[FileRow, ...] = ()
        self._page = 1
        self.places: list[Place] = []
        self.at = -1
        self._known: dict[tuple[str, int], tuple[PageGeometry, list[Highlight]]] = {}
        self._is_awaited = False
        self._token: CancelToken | None = None
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
        self.field.textChanged.connect(self._on_typed)
        store.ready.connect(self._on_ready)
        ui.bridge.closing.connect(self._stop_reading)
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
        self._stop_reading()
        self.hide()
        self._take([])
        self.closed.emit()

    def show_file(self, file: FileRow | None, files: tuple[FileRow, ...], page: int) -> None:
        """Mark the places in a file; those of another item are looked for, from a page on, since the words stay."""
        self._file, before, self._files = file, self._files, files
        if [(each.id, each.pages) for each in files] != [(each.id, each.pages) for each in before]:
            self._page = page
            self.places, self.at = [], -1
            if not self.isHidden():
                self._search()

    def step(self, by: int) -> None:
        """Go to the next or the previous place, round the ends."""
        if self.places:
            self.at = (self.at + by) % len(self.places)
            self._show_place()

    def marks(self) -> tuple[Highlight, ...]:
        """Return the places on the pages of the file that shows that are known well enough to show them."""
        file = self._file.id if self._file is not None else ""
        pages = dict.fromkeys(place.page for place in self.places if place.file == file)
        return tuple(mark for page in pages for mark in self._marks(file, page))

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

    def _on_typed(self) -> None:
        self._stop_reading()
        self._timer.start(_PAUSE_MS)

    def _search(self) -> None:
        self._stop_reading()
        session, words = self._ui.bridge.session, self.field.text().strip()
        if session is None or not self._files or not words:
            self._take([])
            return
        self._token = CancelToken()
        then = partial(self._on_found, self._token)
        read = self._ui.bridge.read_later
        read(then, find_places, session.page_text, self._files, words, self._token)

    def _stop_reading(self) -> None:
        """Look no further for what is not wanted any more; other reads wait behind it."""
        self._timer.stop()
        if self._token is not None:
            self._token.cancel()
            self._token = None

    def _on_found(self, token: CancelToken, places: list[Place]) -> None:
        if token is self._token:
            order = {file.id: place for place, file in enumerate(self._files)}
            here = (order.get(self._file.id, 0) if self._file is not None else 0, self._page)
            self._take(places)
            ahead = (at for at, each in enumerate(places) if (order[each.file], each.page) >= here)
            self.at = next(ahead, 0) - 1
            self.step(1)

    def _take(self, places: list[Place]) -> None:
        self.places, self.at = places, -1
        self._known.clear()
        self._say()
        self.marks_changed.emit()

    def _show_place(self) -> None:
        self._say()
        place = self.places[self.at]
        marks = self._marks(place.file, place.page)
        self.marks_changed.emit()
        self._is_awaited = not marks
        self.moved.emit(place.file, marks[place.nth] if place.nth < len(marks) else self._mark(place, ()))

    def _say(self) -> None:
        t, has_words = self._ui.t, bool(self.field.text().strip())
        none = t("find.none") if has_words else ""
        self._count.setText(t("find.count", at=self.at + 1, n=len(self.places)) if self.places else none)

    def _marks(self, file_id: str, page: int) -> list[Highlight]:
        """Return the marks of the places on a page, none while the page is not measured."""
        file = next((each for each in self._files if each.id == file_id), None)
        if file is None or not self._store.is_measured(file, page):
            return []
        found: PageGeometry | None = self._store.geometry(file, page)
        if found is None or not found.char_boxes:
            return []
        known = self._known.get((file_id, page))
        if known is None or known[0] is not found:  # it may have been read anew
            rects = [
                tuple(quote_rects(found, *span)) for span in spans(found.text, self.field.text().strip())
            ]
            marks = [self._mark(Place(file_id, page, nth), each) for nth, each in enumerate(rects)]
            known = self._known[file_id, page] = (found, marks)
        return known[1]

    def _mark(self, place: Place, rects: tuple[Rect, ...]) -> Highlight:
        name, words = f"found-{place.file}-{place.page}-{place.nth}", self.field.text()
        return Highlight(name, place.page, rects, "gap", words, is_cite=False)

    def _on_ready(self, file_id: str, page: int) -> None:
        """Show the places on a page that is measured now, and the one that was gone to before that."""
        if self.isHidden() or self._file is None or file_id != self._file.id or not self.places:
            return
        place = self.places[self.at] if self.at >= 0 else None
        before = self._known.get((file_id, page))
        self._marks(file_id, page)
        is_new = self._known.get((file_id, page)) is not before
        if self._is_awaited and place is not None and (place.file, place.page) == (file_id, page):
            self._show_place()
        elif is_new:
            self.marks_changed.emit()
