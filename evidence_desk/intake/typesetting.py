"""The type of pages of text, and where its lines break: by arithmetic alone, so that it is the same on every machine.

The type is 10 pt with fixed pitch: wide characters (Han, kana, Hangul, full-width forms, emoji) take 1 em,
all others half an em, combining ones nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence_desk.intake.model import Rect

# Of A4's shape, but small: 76 columns fill the width of a viewer at a size people can read.
WIDTH, HEIGHT = 460.0, 650.0
MARGIN = 40.0
FONT_SIZE = 10.0
LINE_HEIGHT = 14.0
HALF = FONT_SIZE / 2
COLUMNS = int((WIDTH - 2 * MARGIN) // HALF)
LINES = int((HEIGHT - 2 * MARGIN) // LINE_HEIGHT)

# Fixed ranges instead of unicodedata, whose tables change with the interpreter.
_WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
_WIDE += "\U0001f300-\U0001faff\U00020000-\U0003fffd"
_NOTHING = "\u0300-\u036f\u200b-\u200f\ufe00-\ufe0f\ufeff"
_is_wide = re.compile(f"[{_WIDE}]").match
_is_nothing = re.compile(f"[{_NOTHING}]").match
NO_BOX: Rect = (0.0, 0.0, 0.0, 0.0)


def columns(character: str) -> int:
    """Return how many half-em columns a character takes: 0, 1 or 2."""
    if character.isascii():
        return 1
    if _is_wide(character):
        return 2
    return 0 if _is_nothing(character) else 1


def set_line(text: str, left: float, top: float, width: int = COLUMNS) -> tuple[list[Rect], Rect]:
    """Return where the characters of a line are that begins at a point of the page, and where the line is.

    The blanks a full line ends with take no room beyond its ``width`` in columns.
    """
    boxes: list[Rect] = []
    x, right, bottom = left, left + width * HALF, top + LINE_HEIGHT
    for character in text:
        after = min(x + columns(character) * HALF, right)
        boxes.append((x, top, after, bottom))
        x = after
    return boxes, (left, top, x, bottom)


def spans(text: str, width: int = COLUMNS) -> list[tuple[int, int]]:
    """Return (start, end) of every line of a text set ``width`` columns wide."""
    found: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        if len(paragraph) * 2 <= width or (paragraph.isascii() and len(paragraph) <= width):
            found.append((start, start + len(paragraph)))
        else:
            found.extend((start + begin, start + end) for begin, end in _wrap(paragraph, width))
        start += len(paragraph) + 1
    return found


def _wrap(paragraph: str, width: int) -> Iterator[tuple[int, int]]:
    begin = 0
    while begin < len(paragraph) or begin == 0:
        end = _full_line(paragraph, begin, width)
        if end < len(paragraph):
            end = _break_before(paragraph, begin, end)
            while end < len(paragraph) and paragraph[end] == " ":
                end += 1
        yield begin, end
        begin = end


def _full_line(paragraph: str, begin: int, width: int) -> int:
    """Return how far a line goes that is filled to the last column."""
    if paragraph[begin : begin + width + 1].isascii():
        return min(begin + width, len(paragraph))
    used = 0
    for index in range(begin, len(paragraph)):
        used += columns(paragraph[index])
        if used > width:
            return index
    return len(paragraph)


def _break_before(paragraph: str, begin: int, end: int) -> int:
    """Return the last place up to ``end`` where a line may break: at a space or beside a wide character."""
    if paragraph[begin : end + 1].isascii():
        space = paragraph.rfind(" ", begin, end + 1)
        return end if space < 0 else min(space + 1, end)
    for place in range(end, begin, -1):
        before, after = paragraph[place - 1], paragraph[place]
        if _is_nothing(after):
            continue
        if before == " " or after == " " or _is_wide(before) or _is_wide(after):
            return place
    return end
