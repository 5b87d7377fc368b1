"""Where a caret goes in the text of the pages when keys move it; knows no Qt.

Boxes are those of the characters as the page is shown, so that up is up on a page that is turned.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evidence_desk.gui.viewer.geometry import word_at
from evidence_desk.gui.viewer.selection import Place
from evidence_desk.intake.geometry import is_drawn
from evidence_desk.intake.model import Rect

_WIDTH = 1.5  # points

Words = tuple[str, Sequence[Rect]]  # the text of a page and the boxes of its characters
WordsOf = Callable[
    [int], Words | None
]  # those of a page (from 1); None where it is not known or there is none


def walk(words_of: WordsOf, place: Place, by: int, *, is_far: bool = False) -> Place:
    """Return the place one character on (1) or back (-1), or a word if it is far; beyond a page is the next one."""
    page, offset = place
    words = words_of(page)
    if words is None:
        return place
    there = step_word(words[0], offset, by) if is_far else step(*words, offset, by)
    if there != offset:
        return page, there
    page, (text, _) = _beyond(words_of, page, by) or (page, words)
    return (page, 0 if by > 0 else len(text)) if page != place[0] else place


def walk_lines(words_of: WordsOf, place: Place, by: int) -> Place:
    """Return the place below (1) or above (-1) in the nearest line, which may be on another page."""
    page, offset = place
    words = words_of(page)
    if words is None:
        return place
    there = step_line(words[1], offset, by)
    beyond = _beyond(words_of, page, by) if there == offset else None
    if beyond is None:
        return page, there
    page, (_, boxes) = beyond
    middles = {(box[1] + box[3]) * by: box for box in boxes if is_drawn(box)}
    return page, _nearest(boxes, caret_rect(words[1], offset)[0], middles[min(middles)])


def _beyond(words_of: WordsOf, page: int, by: int) -> tuple[int, Words] | None:
    """Return the next page with words, as far as the pages are known."""
    while (words := words_of(page := page + by)) is not None:
        if any(map(is_drawn, words[1])):
            return page, words
    return None


def caret_rect(boxes: Sequence[Rect], offset: int) -> Rect:
    """Return the line a caret before the character at an offset is; empty where nothing is drawn nearby."""
    after = boxes[offset] if offset < len(boxes) else None
    if after is not None and is_drawn(after):
        return after[0], after[1], after[0] + _WIDTH, after[3]
    before = next((boxes[place] for place in range(offset - 1, -1, -1) if is_drawn(boxes[place])), None)
    if before is not None:
        return before[2], before[1], before[2] + _WIDTH, before[3]
    return next(((box[0], box[1], box[0] + _WIDTH, box[3]) for box in boxes if is_drawn(box)), (0, 0, 0, 0))


def step(text: str, boxes: Sequence[Rect], offset: int, by: int) -> int:
    """Return the offset one character on (1) or back (-1); what is not drawn between two lines is one step."""
    offset = min(max(offset + by, 0), len(text))
    while 0 < offset < len(text) and not is_drawn(boxes[offset - 1]) and not is_drawn(boxes[offset]):
        offset += by
    return offset


def step_word(text: str, offset: int, by: int) -> int:
    """Return the start of the next word, or going back of this or the one before."""
    if by > 0:
        offset = word_at(text, offset)[1] if offset < len(text) and not text[offset].isspace() else offset
        while offset < len(text) and text[offset].isspace():
            offset += 1
        return offset
    while offset > 0 and text[offset - 1].isspace():
        offset -= 1
    return word_at(text, offset - 1)[0] if offset > 0 else 0


def step_line(boxes: Sequence[Rect], offset: int, by: int) -> int:
    """Return the offset below (1) or above (-1) in the nearest line, or the same where there is none."""
    x, top, _, bottom = caret_rect(boxes, offset)
    middle = (top + bottom) / 2
    lines = [
        box for box in boxes if is_drawn(box) and ((box[1] + box[3]) / 2 - middle) * by > (bottom - top) / 2
    ]
    if not lines:
        return offset
    nearest = min(lines, key=lambda box: abs((box[1] + box[3]) / 2 - middle))
    return _nearest(boxes, x, nearest)


def line_end(boxes: Sequence[Rect], offset: int, by: int) -> int:
    """Return the offset at the end (1) or the start (-1) of the line a caret is in."""
    line = caret_rect(boxes, offset)
    if by < 0:
        while offset > 0 and _is_beside(line, boxes[offset - 1]):
            offset -= 1
    else:
        while offset < len(boxes) and _is_beside(line, boxes[offset]):
            offset += 1
    return offset


def _nearest(boxes: Sequence[Rect], x: float, line: Rect) -> int:
    """Return the offset in a line that is nearest to a place across the page."""
    best, least = 0, float("inf")
    for offset, box in enumerate(boxes):
        if is_drawn(box) and _is_beside(line, box):
            for place, edge in ((offset, box[0]), (offset + 1, box[2])):
                if abs(edge - x) < least:
                    best, least = place, abs(edge - x)
    return best


def _is_beside(line: Rect, box: Rect) -> bool:
    """Return whether a drawn box shares most of its height with a line."""
    shared = min(line[3], box[3]) - max(line[1], box[1])
    return is_drawn(box) and shared > 0.5 * min(line[3] - line[1], box[3] - box[1])
