"""Rectangles on a page in points, and the way between a page and the view of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle with x0 <= x1 and y0 <= y1.

    On a page the unit is the point (1/72 inch) in the page's own space: origin at the bottom left, y upwards,
    before any rotation (ISO 32000-1, 8.3.2.3). In a view the unit is the view's, origin at the top left, y
    downwards.
    """

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(value) for value in self.as_list()):
            raise ValueError(f"a rectangle has four finite numbers: {self.as_list()}")
        if self.x0 > self.x1 or self.y0 > self.y1:
            raise ValueError(f"a rectangle goes from its lower to its higher corner: {self.as_list()}")

    @classmethod
    def of(cls, numbers: Sequence[float]) -> Rect:
        """Return the rectangle between two opposite corners, e.g. a command file's ``[x0, y0, x1, y1]``.

        Raises:
            ValueError: not four finite numbers.
        """
        if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
            raise ValueError(f"a rectangle has four finite numbers: {list(numbers)}")
        xa, ya, xb, yb = numbers
        return cls(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))

    @property
    def width(self) -> float:
        """Size along x."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Size along y."""
        return self.y1 - self.y0

    def as_list(self, *, digits: int | None = None) -> list[float]:
        """Return ``[x0, y0, x1, y1]``, rounded to so many decimals if asked."""
        numbers = [self.x0, self.y0, self.x1, self.y1]
        return numbers if digits is None else [round(number, digits) for number in numbers]

    def united(self, other: Rect) -> Rect:
        """Return the smallest rectangle that holds both."""
        return Rect(
            min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )

    def contains(self, other: Rect, *, slack: float = 0.0) -> bool:
        """Return whether another rectangle lies inside, give or take ``slack``."""
        low = self.x0 - slack <= other.x0 and self.y0 - slack <= other.y0
        return low and other.x1 <= self.x1 + slack and other.y1 <= self.y1 + slack

    def overlap(self, other: Rect) -> Rect | None:
        """Return the common part, or None when the two do not share an area."""
        x0, y0 = max(self.x0, other.x0), max(self.y0, other.y0)
        x1, y1 = min(self.x1, other.x1), min(self.y1, other.y1)
        return Rect(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


# Two boxes are on one line when they share half of the lower one's height and stand no further apart than
# so many heights: wide enough for justified text, too narrow to join two columns.
_SHARED = 0.5
_GAP = 3.0


def merge_lines(boxes: Iterable[Rect], *, is_vertical: bool = False) -> tuple[Rect, ...]:
    """Return one rectangle for each line of a run of character boxes in reading order.

    Args:
        boxes: the boxes of the characters; those without an area (blanks) are passed over.
        is_vertical: whether the lines run along y, as on a page that is shown turned by 90 or 270 degrees.
    """
    lines: list[Rect] = []
    for box in boxes:
        if not box.width or not box.height:
            continue
        if lines and _on_one_line(lines[-1], box, is_vertical=is_vertical):
            lines[-1] = lines[-1].united(box)
        else:
            lines.append(box)
    return tuple(lines)


def _on_one_line(line: Rect, box: Rect, *, is_vertical: bool) -> bool:
    if is_vertical:
        line, box = (Rect(rect.y0, rect.x0, rect.y1, rect.x1) for rect in (line, box))
    shared = min(line.y1, box.y1) - max(line.y0, box.y0)
    gap = max(line.x0, box.x0) - min(line.x1, box.x1)
    lower, higher = sorted((line.height, box.height))
    return shared >= _SHARED * lower and gap <= _GAP * higher


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The visible part of a page and how it is turned.

    Attributes:
        crop: the crop box in page points; its corner need not be at 0, 0.
        rotation: degrees clockwise at which the page is shown: 0, 90, 180 or 270.
    """

    crop: Rect
    rotation: int = 0

    def __post_init__(self) -> None:
        if self.rotation not in (0, 90, 180, 270):
            raise ValueError(f"a page is turned by 0, 90, 180 or 270 degrees, not {self.rotation}")

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points as shown."""
        upright = (self.crop.width, self.crop.height)
        return upright if self.rotation in (0, 180) else upright[::-1]

    def point_to_view(self, x: float, y: float, scale: float = 1.0) -> tuple[float, float]:
        """Return where a point of the page is in the view, at ``scale`` view units a point."""
        u, v = x - self.crop.x0, y - self.crop.y0
        width, height = self.crop.width, self.crop.height
        turned = {
            0: (u, height - v),
            90: (v, u),
            180: (width - u, v),
            270: (height - v, width - u),
        }[self.rotation]
        return turned[0] * scale, turned[1] * scale

    def point_to_page(self, x: float, y: float, scale: float = 1.0) -> tuple[float, float]:
        """Return which point of the page is at a place of the view."""
        a, b = x / scale, y / scale
        width, height = self.crop.width, self.crop.height
        u, v = {
            0: (a, height - b),
            90: (b, a),
            180: (width - a, b),
            270: (width - b, height - a),
        }[self.rotation]
        return u + self.crop.x0, v + self.crop.y0

    def to_view(self, rect: Rect, scale: float = 1.0) -> Rect:
        """Return a rectangle of the page in view units."""
        corners = (self.point_to_view(rect.x0, rect.y0, scale), self.point_to_view(rect.x1, rect.y1, scale))
        return Rect.of((*corners[0], *corners[1]))

    def to_page(self, rect: Rect, scale: float = 1.0) -> Rect:
        """Return a rectangle of the view in page points."""
        corners = (self.point_to_page(rect.x0, rect.y0, scale), self.point_to_page(rect.x1, rect.y1, scale))
        return Rect.of((*corners[0], *corners[1]))
