"""Selecting with the mouse: words, over the end of a page too, or a rectangle of one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer

from evidence_desk.gui.viewer.geometry import Point, offset_at
from evidence_desk.gui.viewer.selection import (
    PassedPages,
    Place,
    Selection,
    offset_from_elsewhere,
    select_area,
)

if TYPE_CHECKING:
    from evidence_desk.gui.viewer.page_canvas import PageCanvas

_TICK_MS = 30
_FASTEST = 60  # pixels a tick that the pages are scrolled by while the mouse is held beyond them


class MouseSelection:
    """The mouse on a canvas, from when its button is pressed until it is let go."""

    def __init__(self, canvas: PageCanvas) -> None:
        """Have no button pressed."""
        self._canvas = canvas
        self._anchor: tuple[int, Point] | None = None
        self._position = QPoint()
        self._pages = PassedPages(canvas.geometry_of)
        self._timer = QTimer(canvas)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._scroll)

    def press(self, position: QPoint) -> None:
        """Begin at a position of the viewport."""
        self._pages = PassedPages(self._canvas.geometry_of)
        self._anchor = self._canvas.place_under(position)
        self._canvas.select(None)

    def move(self, position: QPoint) -> None:
        """Stretch the selection to a position; beyond the viewport the pages are scrolled."""
        self._position = position
        if self._anchor is not None:
            made = self._stretched()
            if made is not None:
                self._canvas.stretch(made)
            if self._overshoot():
                self._timer.start()
            else:
                self._timer.stop()

    def release(self, position: QPoint) -> tuple[int, Point] | None:
        """End the selection; return the page and the point on it that was clicked when nothing is selected."""
        self._position = position
        made, anchor = self._stretched(), self._anchor
        self.drop()
        self._canvas.stretch(made, is_last=True)
        return anchor if made is None else None

    def drop(self) -> None:
        """Let go of the button without more ado; another file shows."""
        self._timer.stop()
        self._anchor = None

    @property
    def is_pressed(self) -> bool:
        """Whether the button is held."""
        return self._anchor is not None

    def _stretched(self) -> Selection | None:
        if self._anchor is None:
            return None
        page, start = self._anchor
        found = self._pages.page(page)
        if self._canvas.is_selecting_area or found is None or not found.char_boxes:
            return select_area(page, found, start, self._canvas.point_on(page, self._position))
        anchor = page, offset_at(found.char_boxes, start)
        place = self._reached(page)
        made = self._pages.between(anchor, place)
        self._canvas.keyboard.follow(anchor, place, made, self._pages)
        return made

    def _reached(self, start: int) -> Place:
        """Return the place under the mouse."""
        page, point = self._canvas.place_under(self._position)
        found = self._pages.page(page)
        if found is None:
            return page, 0
        if page == start:
            return page, offset_at(found.char_boxes, point)
        return page, offset_from_elsewhere(found, point, found.rotation + self._canvas.turn)

    def _overshoot(self) -> int:
        """Return how many pixels the mouse is below (positive) or above (negative) the viewport."""
        y, height = self._position.y(), self._canvas.viewport().height()
        return min(y, 0) + max(y - height + 1, 0)

    def _scroll(self) -> None:
        bar = self._canvas.verticalScrollBar()
        bar.setValue(bar.value() + max(-_FASTEST, min(_FASTEST, self._overshoot())))
        self.move(self._position)
