"""Where pages, points, characters and rectangles are on the screen; knows no Qt.

Rectangles on a page are page points of the unrotated page from its top left, as `evidence_desk.intake.model`
has them. View pixels are those of the whole scrolled document.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from evidence_desk.intake.geometry import displayed_size, from_displayed, is_drawn, to_displayed
from evidence_desk.intake.model import Rect

Point = tuple[float, float]

MIN_ZOOM = 0.1
MAX_ZOOM = 8.0
LOOKED_AT = 1 / 3  # of the height of the view: what stands there is what one reads
_STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0)


def clamp_zoom(zoom: float) -> float:
    """Keep a zoom (1.0 is a screen pixel a page point) within what the viewer shows."""
    return min(MAX_ZOOM, max(MIN_ZOOM, zoom))


def next_zoom(zoom: float, *, is_larger: bool) -> float:
    """Return the next step of zoom up or down."""
    if is_larger:
        return next((step for step in _STEPS if step > zoom * 1.01), MAX_ZOOM)
    return next((step for step in reversed(_STEPS) if step < zoom * 0.99), _STEPS[0])


@dataclass(frozen=True, slots=True)
class PageBox:
    """Size of an unrotated page in points, and how many degrees clockwise it is shown turned."""

    width: float
    height: float
    rotation: int = 0

    @property
    def shown(self) -> Point:
        """Width and height in points as shown."""
        return displayed_size(self.width, self.height, self.rotation)

    def turned(self, degrees: int) -> PageBox:
        """Return the same page turned further."""
        return PageBox(self.width, self.height, (self.rotation + degrees) % 360)


def normal_rect(first: Point, second: Point) -> Rect:
    """Return the rectangle between two corners."""
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[0], second[0]),
        max(first[1], second[1]),
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """Pages one below the other, centred, with gaps.

    Attributes:
        pages: size and turn of each page.
        zoom: view pixels a page point.
        view_width: width of the visible area in pixels; pages are centred in it.
        margin: free pixels around the document; gap: pixels between pages.
    """

    pages: tuple[PageBox, ...]
    zoom: float = 1.0
    view_width: float = 0.0
    margin: float = 20.0
    gap: float = 16.0
    _tops: tuple[float, ...] = field(init=False, default=())
    _widest: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        shown = [page.shown for page in self.pages]  # once: they are thousands, and asked for by every mark
        heights = (height * self.zoom + self.gap for _width, height in shown)
        object.__setattr__(self, "_tops", tuple(accumulate(heights, initial=self.margin)))
        object.__setattr__(self, "_widest", max((width for width, _height in shown), default=0.0))

    @property
    def width(self) -> float:
        """Width of the whole document in pixels, margins included."""
        return self._widest * self.zoom + 2 * self.margin

    @property
    def height(self) -> float:
        """Height of the whole document in pixels, margins included."""
        return self._tops[-1] - self.gap + self.margin if self.pages else 0.0

    def page_rect(self, index: int) -> Rect:
        """Return where page ``index`` (from 0) is in view pixels."""
        width, height = self.pages[index].shown
        left = max(self.margin, (max(self.view_width, self.width) - width * self.zoom) / 2)
        top = self._tops[index]
        return left, top, left + width * self.zoom, top + height * self.zoom

    def reach(self, view_height: float, *, is_middle: bool) -> tuple[int, int]:
        """Return the least and the greatest place a view may begin at; the end pages may stand in its middle."""
        least, most = 0.0, max(0.0, self.height - view_height)
        if is_middle and self.pages:
            (_, first, _, end), (_, begin, _, last) = self.page_rect(0), self.page_rect(len(self.pages) - 1)
            least, most = (
                min(0.0, (first + end - view_height) / 2),
                max(most, (begin + last - view_height) / 2),
            )
        return round(least), round(most)

    def pages_between(self, top: float, bottom: float) -> range:
        """Return the pages that show between two heights of the document."""
        first = max(0, bisect_left(self._tops, top + self.gap) - 1)
        return range(first, min(len(self.pages), bisect_right(self._tops, bottom)))

    def page_at(self, y: float) -> int:
        """Return the page nearest to a height of the document, or -1 when there are no pages."""
        return min(len(self.pages) - 1, max(0, bisect_right(self._tops, y + self.gap / 2) - 1))

    def to_page(self, point: Point) -> tuple[int, Point]:
        """Return the page nearest to a view point, and the point on it in page points (kept on the page)."""
        index = self.page_at(point[1])
        return index, self.onto(index, point)

    def onto(self, index: int, point: Point) -> Point:
        """Return the point of page ``index`` (from 0), in page points, that is nearest to a view point."""
        page = self.pages[index]
        left, top, _, _ = self.page_rect(index)
        x = min(max((point[0] - left) / self.zoom, 0.0), page.shown[0])
        y = min(max((point[1] - top) / self.zoom, 0.0), page.shown[1])
        return from_displayed((x, y, x, y), page.width, page.height, page.rotation)[:2]

    def to_view(self, index: int, rect: Rect) -> Rect:
        """Return a rectangle of page points in view pixels."""
        page = self.pages[index]
        left, top, _, _ = self.page_rect(index)
        x0, y0, x1, y1 = to_displayed(rect, page.width, page.height, page.rotation)
        return left + x0 * self.zoom, top + y0 * self.zoom, left + x1 * self.zoom, top + y1 * self.zoom


@dataclass(frozen=True, slots=True)
class Anchor:
    """The place looked at, which stays in the view while the pages change their sizes and places.

    Attributes:
        page: from 0.
        down: part of the height of the page, 0 to 1.
        at: part of the height of the view at which it stands; pixels: how much further down.
        across: part of the width of the page in the middle of a view that is narrower than the page.
    """

    page: int = 0
    down: float = 0.0
    at: float = 0.0
    pixels: float = 10.0
    across: float = 0.0

    @classmethod
    def seen(cls, layout: Layout, top: float, view_height: float, across: float) -> Anchor:
        """Return what is looked at when the view begins at ``top``: the top of the page if it shows."""
        line = top + view_height * LOOKED_AT
        page = layout.page_at(line)
        _, upper, _, lower = layout.page_rect(page)
        if top <= upper:
            return cls(page, pixels=upper - top, across=across)
        down = min(1.0, (line - upper) / max(1.0, lower - upper))
        return cls(page, down, LOOKED_AT, 0.0, across)

    @property
    def is_middle(self) -> bool:
        """Return whether a page stands in the middle of the view."""
        return self.at == self.down == 0.5

    def offset(self, layout: Layout, view: Point) -> tuple[int, int]:
        """Return where a view of width and height begins, across and down; it shows the page at any zoom."""
        left, top, right, bottom = layout.page_rect(self.page)
        y = top + self.down * (bottom - top) - self.at * view[1] - self.pixels
        x = left + self.across * (right - left) - view[0] / 2
        if right - left > view[0]:
            x = min(max(x, left - layout.margin), right + layout.margin - view[0])
        else:
            x = (left + right - view[0]) / 2
        return round(x), round(y)


def fit_width(page: PageBox, view_width: float, margin: float) -> float:
    """Return the zoom at which a page fills the width."""
    width = page.shown[0]
    return clamp_zoom((view_width - 2 * margin) / width) if width else 1.0


def fit_page(page: PageBox, view: Point, margin: float) -> float:
    """Return the zoom at which a whole page is visible in a view of width and height."""
    width, height = page.shown
    if not width or not height:
        return 1.0
    return clamp_zoom(min((view[0] - 2 * margin) / width, (view[1] - 2 * margin) / height))


def offset_at(boxes: Sequence[Rect], point: Point) -> int:
    """Return the offset of the character boundary nearest to a page point, 0 to len(boxes).

    A point on the right half of a character gives the offset after it. Points beside or between lines
    belong to the nearest line.
    """
    nearest = _nearest_box(boxes, point)
    if nearest < 0:
        return 0
    box = boxes[nearest]
    return nearest + (point[0] > (box[0] + box[2]) / 2)


def _nearest_box(boxes: Sequence[Rect], point: Point) -> int:
    """Return the index of the nearest character; lines count more than columns, since one reads along lines."""
    x, y = point
    best, best_distance = -1, float("inf")
    for index, box in enumerate(boxes):
        if not is_drawn(box):
            continue
        across = max(box[0] - x, 0.0, x - box[2])
        down = max(box[1] - y, 0.0, y - box[3])
        distance = down * 1000.0 + across
        if distance < best_distance:
            best, best_distance = index, distance
    return best


def contains(rect: Rect, point: Point) -> bool:
    """Return whether a point is in a rectangle, edges included."""
    return rect[0] <= point[0] <= rect[2] and rect[1] <= point[1] <= rect[3]


def word_at(text: str, offset: int) -> tuple[int, int]:
    """Return start and end of the word around an offset; a Han character is a word of its own."""
    if not text:
        return 0, 0
    at = min(max(offset, 0), len(text) - 1)
    if not text[at].isalnum() or _is_han(text[at]):
        return at, at + 1
    start, end = at, at + 1
    while start > 0 and _is_letter(text[start - 1]):
        start -= 1
    while end < len(text) and _is_letter(text[end]):
        end += 1
    return start, end


def _is_letter(char: str) -> bool:
    return char.isalnum() and not _is_han(char)


def _is_han(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"
