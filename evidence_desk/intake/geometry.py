"""Between offsets in a page's text and rectangles on the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence_desk.intake.model import PageGeometry, Rect


def displayed_size(width: float, height: float, rotation: int) -> tuple[float, float]:
    """Return the size of a page turned by ``rotation`` degrees."""
    return (height, width) if rotation % 180 else (width, height)


def to_displayed(rect: Rect, width: float, height: float, rotation: int) -> Rect:
    """Turn a rectangle with its page of this unrotated size, ``rotation`` degrees clockwise."""
    x0, y0, x1, y1 = rect
    match rotation % 360:
        case 90:
            return (height - y1, x0, height - y0, x1)
        case 180:
            return (width - x1, height - y1, width - x0, height - y0)
        case 270:
            return (y0, width - x1, y1, width - x0)
    return rect


def from_displayed(rect: Rect, width: float, height: float, rotation: int) -> Rect:
    """Undo `to_displayed`; width and height are the unrotated page's."""
    turned_width, turned_height = displayed_size(width, height, rotation)
    return to_displayed(rect, turned_width, turned_height, -rotation)


def is_drawn(box: Rect) -> bool:
    """Tell whether a character box covers anything."""
    return box[2] > box[0] and box[3] > box[1]


def _is_same_line(line: Rect, box: Rect) -> bool:
    """Tell whether a box goes on with a line: most of the lower one's height is shared, and it is near."""
    shared = min(line[3], box[3]) - max(line[1], box[1])
    lower = min(line[3] - line[1], box[3] - box[1])
    gap = max(box[0] - line[2], line[0] - box[2])
    return shared > 0.5 * lower and gap < 3 * max(line[3] - line[1], box[3] - box[1])


def merge_boxes(boxes: Iterable[Rect]) -> list[Rect]:
    """Merge character boxes in reading order into one rectangle a line."""
    lines: list[Rect] = []
    for box in boxes:
        if not is_drawn(box):
            continue
        if lines and _is_same_line(lines[-1], box):
            x0, y0, x1, y1 = lines[-1]
            lines[-1] = (min(x0, box[0]), min(y0, box[1]), max(x1, box[2]), max(y1, box[3]))
        else:
            lines.append(box)
    return lines


def quote_rects(geometry: PageGeometry, start: int, end: int) -> list[Rect]:
    """Return one rectangle for each line of ``text[start:end]``; blanks at its ends do not count."""
    text = geometry.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return merge_boxes(geometry.char_boxes[start:end])


def offsets_in_rects(geometry: PageGeometry, rects: Sequence[Rect]) -> list[int]:
    """Return the offsets of the drawn characters whose middle lies in one of the rectangles."""
    found = []
    for offset, (x0, y0, x1, y1) in enumerate(geometry.char_boxes):
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if x1 > x0 and any(rect[0] <= x <= rect[2] and rect[1] <= y <= rect[3] for rect in rects):
            found.append(offset)
    return found


def text_in_rects(geometry: PageGeometry, rects: Sequence[Rect]) -> str:
    """Return the text under the rectangles in reading order, its blanks and line ends as single spaces."""
    parts: list[str] = []
    last: int | None = None
    for offset in offsets_in_rects(geometry, rects):
        if last is not None and geometry.text[last + 1 : offset].strip() == "" and offset > last + 1:
            parts.append(" ")
        elif last is not None and offset > last + 1:
            parts.append(" … ")
        parts.append(geometry.text[offset])
        last = offset
    return " ".join("".join(parts).split())
