"""What is selected on a page, from places on it; knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from evidence_desk.gui.viewer.geometry import Point, normal_rect, offset_at, word_at
from evidence_desk.intake.geometry import quote_rects, text_in_rects
from evidence_desk.intake.model import PageGeometry, Rect

_SMALLEST_AREA = 4.0  # points; anything smaller is a click


@dataclass(frozen=True, slots=True)
class Selection:
    """A selected place: ``page`` from 1, the words in it, rectangles in page points."""

    page: int
    quote: str
    rects: tuple[Rect, ...]


def select_text(page: int, geometry: PageGeometry, start: Point, end: Point) -> Selection | None:
    """Return the words between two points of a page, or None when there are none."""
    first, last = sorted((offset_at(geometry.char_boxes, start), offset_at(geometry.char_boxes, end)))
    return select_span(page, geometry, first, last)


def select_word(page: int, geometry: PageGeometry, point: Point) -> Selection | None:
    """Return the word at a point of a page."""
    offset = offset_at(geometry.char_boxes, point)
    return select_span(page, geometry, *word_at(geometry.text, max(0, offset - 1)))


def select_area(page: int, geometry: PageGeometry | None, start: Point, end: Point) -> Selection | None:
    """Return a rectangle of a page with the words in it, or None when it is too small to mean anything."""
    rect = normal_rect(start, end)
    if rect[2] - rect[0] < _SMALLEST_AREA or rect[3] - rect[1] < _SMALLEST_AREA:
        return None
    has_places = geometry is not None and geometry.char_boxes
    return Selection(page, text_in_rects(geometry, [rect]) if geometry and has_places else "", (rect,))


def select_span(page: int, geometry: PageGeometry, start: int, end: int) -> Selection | None:
    """Return the words between two offsets of a page, or None when there are none."""
    quote = " ".join(geometry.text[start:end].split())
    rects = tuple(quote_rects(geometry, start, end))
    return Selection(page, quote, rects) if quote and rects else None
