"""Selecting with keys: a caret in the text of a page, or a cross on a page without text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen

from evidence_desk.gui.viewer import caret
from evidence_desk.gui.viewer.geometry import Point
from evidence_desk.gui.viewer.selection import Selection, select_area, select_span
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


class KeyboardSelection:
    """The caret of a canvas. Arrows move it, with Shift they select; Ctrl moves by words, Home and End by lines.

    Attributes:
        is_on: whether there is a caret.
    """

    def __init__(self, canvas: PageCanvas) -> None:
        """Have no caret yet."""
        self._canvas = canvas
        self.is_on = False
        self._page = 0
        self._offset = self._anchor = 0
        self._cross = self._corner = (0.0, 0.0)  # on the page as it is shown

    def toggle(self) -> None:
        """Put the caret at the top of the page that shows, or take it away."""
        self.is_on = not self.is_on
        self._page = 0
        if self.is_on:
            self._find_page()
        self._canvas.viewport().update()

    def leave(self) -> None:
        """Take the caret away."""
        self.is_on = False
        self._canvas.viewport().update()

    def takes(self, event: QKeyEvent) -> bool:
        """Return whether a key is for the caret."""
        return self.is_on and Qt.Key(event.key()) in _WAYS

    def press(self, event: QKeyEvent) -> None:
        """Move, or with Shift select."""
        self._find_page()
        found, key, held = self._geometry(), Qt.Key(event.key()), event.modifiers()
        is_selecting = bool(held & Qt.KeyboardModifier.ShiftModifier)
        is_far = bool(held & Qt.KeyboardModifier.ControlModifier)
        if found is None:
            return
        if self._is_crossing(found):
            self._move_cross(found, key, is_small=is_far, is_selecting=is_selecting)
        else:
            self._move_caret(found, key, is_far=is_far, is_selecting=is_selecting)
        self._canvas.show_on_page(self._page, self._rect(found))

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

    def _find_page(self) -> None:
        """Go to the page that shows, unless the caret is there."""
        page = self._canvas.page
        found = self._canvas.geometry_of(page)
        if page == self._page or found is None:
            return
        self._page, self._offset, self._anchor = page, 0, 0
        width, height = displayed_size(found.width_pt, found.height_pt, self._turn(found))
        self._cross = self._corner = (width / 2, height / 4)

    def _move_caret(self, found: PageGeometry, key: Qt.Key, *, is_far: bool, is_selecting: bool) -> None:
        boxes, (across, down) = self._boxes(found), _WAYS[key]
        if key in _ENDS:
            ends = 0 if across < 0 else len(found.text)
            self._offset = ends if is_far else caret.line_end(boxes, self._offset, across)
        elif down:
            self._offset = caret.step_line(boxes, self._offset, down)
        elif is_far:
            self._offset = caret.step_word(found.text, self._offset, across)
        else:
            self._offset = caret.step(found.text, boxes, self._offset, across)
        if is_selecting:
            first, last = sorted((self._anchor, self._offset))
            self._canvas.select(select_span(self._page, found, first, last))
        else:
            self._anchor = self._offset
            self._canvas.select(None)

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
        shown = caret.caret_rect(self._boxes(found), self._offset)
        return from_displayed(shown, found.width_pt, found.height_pt, self._turn(found))

    def _on_page(self, found: PageGeometry, point: Point) -> Point:
        return from_displayed(point * 2, found.width_pt, found.height_pt, self._turn(found))[:2]

    def _boxes(self, found: PageGeometry) -> list[Rect]:
        turn = self._turn(found)
        if not turn:
            return found.char_boxes
        return [to_displayed(box, found.width_pt, found.height_pt, turn) for box in found.char_boxes]

    def _is_crossing(self, found: PageGeometry) -> bool:
        return self._canvas.is_selecting_area or not found.char_boxes

    def _turn(self, found: PageGeometry) -> int:
        return (found.rotation + self._canvas.turn) % 360

    def _geometry(self) -> PageGeometry | None:
        return self._canvas.geometry_of(self._page)
