"""The page viewer's own widget: pages with cites and a selection over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QWheelEvent

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer import geometry as geo
from evidence_desk.gui.viewer import pinned
from evidence_desk.gui.viewer.keyboard_selection import KeyboardSelection
from evidence_desk.gui.viewer.mouse_selection import MouseSelection
from evidence_desk.gui.viewer.page_painter import Highlight
from evidence_desk.gui.viewer.page_store import PageStore
from evidence_desk.gui.viewer.page_view import PageView
from evidence_desk.gui.viewer.selection import Selection, select_word
from evidence_desk.intake.model import PageGeometry, Rect
from evidence_desk.queries.rows import FileRow


class PageCanvas(PageView):
    """Shows the pages of one file with what is marked and selected on them.

    Attributes:
        selection: what is selected, or None.
        table_start: returns the page (from 1) on which the table of a page begins.
        hits_on: returns of a page the rectangles of what was searched for, each with whether it is current.

    Signals:
        selected: a Selection was made, or None when it was let go.
        cite_clicked: the id of a cite that was clicked, or opened with Enter.
        left: 1 when scrolled on by the page past the end of the file, -1 past its beginning.
        cite_hovered: the id of the cite under the mouse, or an empty text once it is under none.
    """

    selected = Signal(object)
    cite_clicked = Signal(str)
    cite_hovered = Signal(str)
    left = Signal(int)

    def __init__(self, ui: Ui, store: PageStore) -> None:
        """Show nothing yet."""
        super().__init__(ui, store)
        self._highlights: tuple[Highlight, ...] = ()
        self._current_cite = self._hovered = ""
        self._awaited: Highlight | None = None
        self.keyboard = KeyboardSelection(self)
        self._mouse = MouseSelection(self)
        self.selection: Selection | None = None
        self.is_selecting_area = False
        self.table_start: Callable[[int], int] = _first
        self.hits_on: Callable[[FileRow, int, PageGeometry | None], Sequence[tuple[Rect, bool]]] = _no_hits
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(ui.t("viewer.name"))

    def show_file(self, file: FileRow | None, *, page: int = 1) -> None:
        """Show a file from a page on with nothing selected; None shows nothing."""
        self._current_cite = self._hovered = ""
        self._awaited = None
        self._mouse.drop()
        self.keyboard.forget()
        self.select(None)
        super().show_file(file, page=page)

    def renew(self, file: FileRow) -> None:
        """Know the file that shows by its row as it was read anew; what is looked at and selected stays."""
        if self._file is None or self._file.pages != file.pages:  # a password opened it
            self.show_file(file, page=self.page)
        else:
            self._file = file

    def set_highlights(self, highlights: tuple[Highlight, ...]) -> None:
        """Show cites over the pages."""
        self._highlights = highlights
        self.viewport().update()

    def go_to_cite(self, highlight: Highlight) -> None:
        """Bring a cite into view and mark it; as soon as its page is measured, where that is not known yet."""
        self._current_cite, self._awaited = highlight.cite, None
        found = self.geometry_of(highlight.page)
        places = highlight.places(found)
        if highlight.page != self.page or not places:
            self.go_to_page(highlight.page)
        if places and highlight.page <= len(self._layout.pages):
            self.bring_into_view(highlight.page, self._most_of(highlight.page, places))
        if found is None:
            self._awaited = highlight
        self.viewport().update()

    def mark_current(self, cite: str) -> None:
        """Mark a cite as the current one where it stands; an empty text is none."""
        self._current_cite = cite
        self.viewport().update()

    def _most_of(self, page: int, places: Sequence[Rect]) -> Rect:
        """Return the rectangle around all places on a page (from 1), or the first where the view does not hold all."""
        lefts, tops, rights, bottoms = zip(*places, strict=True)
        whole = min(lefts), min(tops), max(rights), max(bottoms)
        area, view = self.on_screen(page, whole), self.viewport().rect()
        return whole if area.width() <= view.width() and area.height() <= view.height() else places[0]

    def _on_ready(self, file_id: str, page: int) -> None:
        """Take in a page that arrived, and the cite on it that was gone to."""
        super()._on_ready(file_id, page)
        awaited = self._awaited
        is_here = awaited is not None and self._file is not None and self._file.id == file_id
        if awaited is not None and is_here and awaited.page == page and self.geometry_of(page) is not None:
            self.go_to_cite(awaited)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll or zoom; what was gone to and is not there yet is waited for no more."""
        self._awaited = None
        super().wheelEvent(event)

    def cite_place(self, cite: str) -> QRectF:
        """Return where the first part of a cite is in the viewport; empty where it does not show."""
        mark = next((each for each in self._highlights if each.cite == cite), None)
        places = mark.places(self.geometry_of(mark.page)) if mark is not None else ()
        return self.on_screen(mark.page, places[0]) if mark is not None and places else QRectF()

    def select(self, selection: Selection | None) -> None:
        """Select a place; None lets go."""
        if selection != self.selection:
            self.selection = selection
            self.selected.emit(selection)
            self.viewport().update()

    def stretch(self, selection: Selection | None, *, is_last: bool = False) -> None:
        """Show what is being selected; it is announced when it is the last of it."""
        self.selection = selection
        self.viewport().update()
        if is_last:
            self.selected.emit(selection)

    def selection_place(self) -> QRectF:
        """Return where the selection is in the viewport, for what floats beside it: what shows of it, if any does."""
        area = QRectF()
        for passage in self.selection.passages if self.selection is not None else ():
            for rect in passage.rects:
                area = area.united(self.on_screen(passage.page, rect))
        shown = area.intersected(QRectF(self.viewport().rect()))
        return area if shown.isEmpty() else shown

    def place_under(self, position: QPoint) -> tuple[int, geo.Point]:
        """Return the page (from 1) nearest to a position of the viewport, and the point on it in page points."""
        index, point = self._layout.to_page(self._document_point(position))
        return index + 1, point

    def point_on(self, page: int, position: QPoint) -> geo.Point:
        """Return the point of a page (from 1) that is nearest to a position of the viewport."""
        return self._layout.onto(page - 1, self._document_point(position))

    def _paint_marks(self, painter: QPainter, file: FileRow, page: int, found: PageGeometry | None) -> None:
        """Draw cites, hits and the selection over a page (from 1)."""
        for mark in (h for h in self._highlights if h.page == page):
            draw = self._painter.highlight if mark.quote else self._painter.marked_area
            for area in self._seen(page, mark.places(found)):
                draw(painter, area, mark.mark, is_current=mark.cite == self._current_cite)
        for rect, is_current in self.hits_on(file, page, found):
            for area in self._seen(page, (rect,)):
                self._painter.hit(painter, area, is_current=is_current)
        for passage in self.selection.passages if self.selection is not None else ():
            for area in self._seen(page, passage.rects if passage.page == page else ()):
                self._painter.selection(painter, area)
        self.keyboard.paint(painter, page, found)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages, and what of a table stays in view."""
        super().paintEvent(event)
        height = pinned.head_height(self.zoom)
        if self._is_table() and height and not self.turn:
            view, top = QRectF(self.viewport().rect()), self.verticalScrollBar().value()
            painter = QPainter(self.viewport())
            for index in reversed(self._layout.pages_between(top, top + view.height())):
                pinned.paint(painter, self._ui.theme, self._pinned(index + 1, height), self.zoom, view)
            painter.end()

    def _pinned(self, page: int, height: float) -> list[pinned.Pinned]:
        found, head = self.geometry_of(page), self.geometry_of(self.table_start(page))
        if found is None or head is None or not found.cells or not head.cells:
            return []
        place = partial(self.on_screen, page)
        return [*pinned.pinned_column(found, place), *pinned.pinned_head(found, head, place, height)]

    def _covered(self, page: int) -> QPointF:
        found = self.geometry_of(page)
        if found is None or not found.cells or self.turn or not pinned.head_height(self.zoom):
            return QPointF()
        width = pinned.column_width(found, partial(self.on_screen, page))
        return QPointF(min(width, self.viewport().width() / 3), pinned.head_height(self.zoom))

    def _seen(self, page: int, rects: Sequence[Rect]) -> Iterator[QRectF]:
        """Give where rectangles of a page (from 1) are in the viewport, those that can be seen."""
        view = QRectF(self.viewport().rect())
        return (area for area in (self.on_screen(page, rect) for rect in rects) if area.intersects(view))

    def caret_ink(self) -> QColor:
        """Return the colour of the caret."""
        return self._ui.theme.color("selection_border")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection."""
        if event.button() != Qt.MouseButton.LeftButton or not self._layout.pages:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._mouse.press(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stretch the selection, or tell which cite is under the mouse."""
        if not event.buttons():
            self._hover(event.position().toPoint())
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self._mouse.move(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the selection, or follow a cite that was clicked."""
        if not self._mouse.is_pressed or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        clicked = self._mouse.release(event.position().toPoint())
        if clicked is not None:
            self._click_cite(*clicked)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        if self._file is None or not self._layout.pages:
            return
        page, point = self.place_under(event.position().toPoint())
        found = self.geometry_of(page)
        if found is not None and found.char_boxes:
            self.select(select_word(page, found, point))

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the caret, and Escape while it lets go of something, from what they do elsewhere."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_leaving = event.key() == Qt.Key.Key_Escape and (
                self.selection is not None or self.keyboard.is_on
            )
            if is_leaving or self.keyboard.takes(event):
                event.accept()
                return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell when the mouse is over no cite any more because it left."""
        if event.type() == QEvent.Type.Leave and self._hovered:
            self._hovered = ""
            self.cite_hovered.emit("")
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret, select the page, let go of the selection and then of the caret, go to the ends."""
        bar = self.verticalScrollBar()
        if self.keyboard.takes(event):
            self.keyboard.press(event)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.keyboard.select_all()
        elif event.key() == Qt.Key.Key_Escape and self.selection is not None:
            self.select(None)
        elif event.key() == Qt.Key.Key_Escape and self.keyboard.is_on:
            self.keyboard.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current_cite:
            self.cite_clicked.emit(self._current_cite)
        elif event.key() == Qt.Key.Key_PageDown and bar.value() >= bar.maximum():
            self.left.emit(1)
        elif event.key() == Qt.Key.Key_PageUp and bar.value() <= bar.minimum():
            self.left.emit(-1)
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def _click_cite(self, page: int, point: geo.Point) -> None:
        cite = self._cite_at(page, point)
        if cite:
            self._current_cite = cite
            self.cite_clicked.emit(cite)
            self.viewport().update()

    def _cite_at(self, page: int, point: geo.Point) -> str:
        """Return the cite at a point of a page (from 1), or an empty text; what was found is no cite."""
        found = self.geometry_of(page)
        for mark in self._highlights:
            is_here = mark.page == page and mark.is_cite
            if is_here and any(geo.contains(rect, point) for rect in mark.places(found)):
                return mark.cite
        return ""

    def _hover(self, position: QPoint) -> None:
        if not self._layout.pages:
            return
        cite = self._cite_at(*self.place_under(position))
        if cite != self._hovered:
            self._hovered = cite
            plain = Qt.CursorShape.CrossCursor if self.is_selecting_area else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if cite else plain)
            self.cite_hovered.emit(cite)


def _first(_page: int) -> int:
    return 1


def _no_hits(_file: FileRow, _page: int, _geometry: PageGeometry | None) -> Sequence[tuple[Rect, bool]]:
    return ()
