"""What is selected in a document, from places on its pages; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evidence_desk.gui.viewer.geometry import Point, normal_rect, offset_at, word_at
from evidence_desk.intake.geometry import is_drawn, quote_rects, text_in_rects, to_displayed
from evidence_desk.intake.model import PageGeometry, Rect

_SMALLEST_AREA = 4.0  # points; anything smaller is a click

Place = tuple[int, int]  # a page (from 1) and an offset in its text
PageOf = Callable[[int], PageGeometry | None]  # the geometry of a page (from 1), while it is known


@dataclass(frozen=True, slots=True)
class Passage:
    """What is selected of one page: ``page`` from 1, the words in it, rectangles in page points."""

    page: int
    quote: str
    rects: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """A selected place: a passage of each of its pages, in their order."""

    passages: tuple[Passage, ...]

    @property
    def quote(self) -> str:
        """The words of all pages."""
        return " ".join(each.quote for each in self.passages if each.quote)

    @property
    def pages(self) -> tuple[int, int]:
        """The first and the last page."""
        return self.passages[0].page, self.passages[-1].page


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
    quote = text_in_rects(geometry, [rect]) if geometry and has_places else ""
    return Selection((Passage(page, quote, (rect,)),))


def select_span(page: int, geometry: PageGeometry, start: int, end: int) -> Selection | None:
    """Return the words between two offsets of a page, or None when there are none."""
    made = _passage(page, geometry, start, end)
    return Selection((made,)) if made is not None else None


class PassedPages:
    """The pages that a selection goes over while it is made; what was passed once stays known."""

    def __init__(self, page_of: PageOf) -> None:
        """Know none yet."""
        self._page_of = page_of
        self._known: dict[int, PageGeometry] = {}
        self._whole: dict[int, Passage | None] = {}

    def page(self, page: int) -> PageGeometry | None:
        """Return the geometry of a page (from 1), or None while it is not known."""
        found = self._known.get(page) or self._page_of(page)
        if found is not None:
            self._known[page] = found
        return found

    def between(self, start: Place, end: Place) -> Selection | None:
        """Return the words from one place to another, which may come before it, or None when there are none.

        Pages without words are passed over. A page that is not known yet ends the selection, as seen from ``start``.
        """
        first, last = sorted((start, end))
        step = 1 if start <= end else -1
        made = []
        for page in range(start[0], end[0] + step, step):
            found = self.page(page)
            if found is None:
                break
            if first[0] < page < last[0]:
                made.append(self._whole_page(page, found))
            else:
                begin = first[1] if page == first[0] else 0
                made.append(_passage(page, found, begin, last[1] if page == last[0] else len(found.text)))
        passages = tuple(each for each in made[::step] if each is not None)
        return Selection(passages) if passages else None

    def _whole_page(self, page: int, found: PageGeometry) -> Passage | None:
        if page not in self._whole:
            self._whole[page] = _passage(page, found, 0, len(found.text))
        return self._whole[page]


def _passage(page: int, geometry: PageGeometry, start: int, end: int) -> Passage | None:
    quote = " ".join(geometry.text[start:end].split())
    rects = tuple(quote_rects(geometry, start, end))
    return Passage(page, quote, rects) if quote and rects else None


def offset_from_elsewhere(geometry: PageGeometry, point: Point, turn: int) -> int:
    """Return the offset at a point of a page that a selection came to from another page.

    Above the first line nothing of the page is reached yet, below the last all of it. ``turn`` is how many degrees
    the page is shown turned.
    """
    boxes = [box for box in geometry.char_boxes if is_drawn(box)]
    if not boxes:
        return 0
    around = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    size = geometry.width_pt, geometry.height_pt
    _, top, _, bottom = to_displayed(around, *size, turn)
    _, y, _, _ = to_displayed((*point, *point), *size, turn)
    if y < top:
        return 0
    return len(geometry.text) if y > bottom else offset_at(geometry.char_boxes, point)
