"""Selecting with keys: a caret in the text of the pages, or a cross on a page without text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen

from evidence_desk.gui.viewer import caret
from evidence_desk.gui.viewer.geometry import Point
from evidence_desk.gui.viewer.selection import PassedPages, Place, Selection, select_area, select_span
from evidence_desk.intake.geometry import displayed_size, from_displayed, to_displayed
from evidence_desk.intake.model import PageGeometry, Rect

if TYPE_CHECKING:
    from evidence_desk.gui.viewer.page_canvas import PageCanvas

_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Home: (-1, 0),
    Qt.Key.Key_End: (1, 0),
}
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_STEP, _SMALL_STEP = 12.0, 2.0  # points the cross moves, and with Ctrl
_NOWHERE: Place = (0, 0)


class KeyboardSelection:
    """The caret of a canvas. Arrows move it, with Shift they select; Ctrl moves by words, Home and End by lines.

    Attributes:
        is_on: whether there is a caret.
    """

    def __init__(self, canvas: PageCanvas) -> None:
        """Have no caret yet."""
        self._canvas = canvas
        self.is_on = False
        self._place = self._anchor = _NOWHERE
        self._made: Selection | None = None
        self._pages = PassedPages(canvas.geometry_of)
        self._cross = self._corner = (0.0, 0.0)  # on the page as it is shown

    def toggle(self) -> None:
        """Put the caret at the top of the page that shows, or take it away."""
        self.is_on = not self.is_on
        self.forget()
        if self.is_on:
            self._find_page(is_selecting=False)
        self._canvas.viewport().update()

    def leave(self) -> None:
        """Take the caret away."""
        self.is_on = False
        self._canvas.viewport().update()

    def forget(self) -> None:
        """Be nowhere: another file shows."""
        self.follow(_NOWHERE, _NOWHERE, None, PassedPages(self._canvas.geometry_of))

    def follow(self, anchor: Place, place: Place, made: Selection | None, pages: PassedPages) -> None:
        """Go on from what the mouse has selected on these pages: with Shift, keys stretch it."""
        self._anchor, self._place, self._made, self._pages = anchor, place, made, pages

    def takes(self, event: QKeyEvent) -> bool:
        """Return whether a key is for the caret; with Alt, arrows go back and forward."""
        held = event.modifiers()
        if held & Qt.KeyboardModifier.AltModifier:
            return False
        is_stretching = bool(held & Qt.KeyboardModifier.ShiftModifier) and self._has_words()
        return (self.is_on or is_stretching) and Qt.Key(event.key()) in _WAYS

    def press(self, event: QKeyEvent) -> None:
        """Move, or with Shift select."""
        key, held = Qt.Key(event.key()), event.modifiers()
        is_selecting = bool(held & Qt.KeyboardModifier.ShiftModifier)
        is_far = bool(held & Qt.KeyboardModifier.ControlModifier)
        self._find_page(is_selecting=is_selecting)
        found = self._canvas.geometry_of(self._page)
        if found is None:
            return
        self.is_on = True
        if self._is_crossing(found):
            self._move_cross(found, key, is_small=is_far, is_selecting=is_selecting)
        else:
            self._move_caret(key, is_far=is_far, is_selecting=is_selecting)
        self._show()

    def select_all(self) -> None:
        """Select everything on the page that shows."""
        page = self._canvas.page
        found = self._canvas.geometry_of(page)
        if found is None:
            return
        whole = (0.0, 0.0), (found.width_pt, found.height_pt)
        made = select_span(page, found, 0, len(found.text)) if found.char_boxes else None
        self._canvas.select(made or select_area(page, found, *whole))

    def paint(self, painter: QPainter, page: int, found: PageGeometry | None) -> None:
        """Draw the caret on its page."""
        if not self.is_on or page != self._page or found is None:
            return
        place = self._canvas.on_screen(page, self._rect(found))
        ink = self._canvas.caret_ink()
        if self._is_crossing(found):
            middle = place.center()
            painter.setPen(QPen(ink, 1.5))
            for across, down in ((9.0, 0.0), (0.0, 9.0)):
                reach = QPointF(across, down)
                painter.drawLine(middle - reach, middle + reach)
        else:
            painter.fillRect(QRectF(place.left() - 1, place.top(), 2, place.height()), ink)

    @property
    def _page(self) -> int:
        return self._place[0]

    def _find_page(self, *, is_selecting: bool) -> None:
        """Go to the page that shows, unless the caret is there, can be seen, or is in the middle of selecting."""
        page = self._canvas.page
        if page == self._page or (is_selecting and self._has_words()) or self._is_seen():
            return
        found = self._canvas.geometry_of(page)
        if found is not None:
            self._place = self._anchor = (page, 0)
            width, height = displayed_size(found.width_pt, found.height_pt, self._turn(found))
            self._cross = self._corner = (width / 2, height / 4)

    def _has_words(self) -> bool:
        """Return whether words are selected that the caret is at one end of."""
        is_area = self._canvas.is_selecting_area
        return self._made is not None and self._made == self._canvas.selection and not is_area

    def _is_seen(self) -> bool:
        found = self._canvas.geometry_of(self._page) if self._page else None
        area = self._canvas.viewport().rect()
        return found is not None and self._canvas.on_screen(self._page, self._rect(found)).intersects(area)

    def _show(self) -> None:
        """Scroll to the caret; the pages beside its own are measured, since it may go there next."""
        found = self._canvas.geometry_of(self._page)
        if found is not None:
            self._canvas.show_on_page(self._page, self._rect(found))
        for page in (self._page - 1, self._page + 1):
            self._canvas.geometry_of(page)

    def _move_caret(self, key: Qt.Key, *, is_far: bool, is_selecting: bool) -> None:
        across, down = _WAYS[key]
        if key in _ENDS:
            self._place = self._end(across, is_far=is_far)
        elif down:
            self._place = caret.walk_lines(self._words, self._place, down)
        else:
            self._place = caret.walk(self._words, self._place, across, is_far=is_far)
        if not is_selecting:
            self._anchor, self._pages = self._place, PassedPages(self._canvas.geometry_of)
        self._made = self._pages.between(self._anchor, self._place)
        self._canvas.select(self._made)

    def _end(self, across: int, *, is_far: bool) -> Place:
        """Return the end of the line, or of the page if it is far."""
        page, offset = self._place
        text, boxes = self._words(page) or ("", ())
        if is_far:
            return page, len(text) if across > 0 else 0
        return page, caret.line_end(boxes, offset, across)

    def _move_cross(self, found: PageGeometry, key: Qt.Key, *, is_small: bool, is_selecting: bool) -> None:
        width, height = displayed_size(found.width_pt, found.height_pt, self._turn(found))
        (across, down), length = _WAYS[key], _SMALL_STEP if is_small else _STEP
        if key in _ENDS:
            length = width
        x, y = self._cross[0] + across * length, self._cross[1] + down * length
        self._cross = min(max(x, 0.0), width), min(max(y, 0.0), height)
        if not is_selecting:
            self._corner = self._cross
        self._canvas.select(self._area(found))

    def _area(self, found: PageGeometry) -> Selection | None:
        start, end = (self._on_page(found, point) for point in (self._corner, self._cross))
        return select_area(self._page, found, start, end)

    def _rect(self, found: PageGeometry) -> Rect:
        """Return the caret on the unturned page."""
        if self._is_crossing(found):
            return self._on_page(found, self._cross) * 2
        shown = caret.caret_rect(self._boxes(found), self._place[1])
        return from_displayed(shown, found.width_pt, found.height_pt, self._turn(found))

    def _on_page(self, found: PageGeometry, point: Point) -> Point:
        return from_displayed(point * 2, found.width_pt, found.height_pt, self._turn(found))[:2]

    def _words(self, page: int) -> caret.Words | None:
        found = self._canvas.geometry_of(page)
        return (found.text, self._boxes(found)) if found is not None else None

    def _boxes(self, found: PageGeometry) -> list[Rect]:
        turn = self._turn(found)
        if not turn:
            return found.char_boxes
        return [to_displayed(box, found.width_pt, found.height_pt, turn) for box in found.char_boxes]

    def _is_crossing(self, found: PageGeometry) -> bool:
        return self._canvas.is_selecting_area or not found.char_boxes

    def _turn(self, found: PageGeometry) -> int:
        return (found.rotation + self._canvas.turn) % 360
