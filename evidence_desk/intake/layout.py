"""Lays plain text out on small pages by arithmetic alone, so that an offset is a rectangle on every machine.

The type is 10 pt with fixed pitch: wide characters (Han, kana, Hangul, full-width forms, emoji) take 1 em,
all others half an em, combining ones nothing. Laying out one page's text again gives the same lines, so a
viewer needs no more than the text of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence_desk.intake.model import Line, PageGeometry, PageText, Rect

# Of A4's shape, but small: 76 columns fill the width of a viewer at a size people can read.
WIDTH, HEIGHT = 460.0, 650.0
MARGIN = 40.0
FONT_SIZE = 10.0
LINE_HEIGHT = 14.0
_HALF = FONT_SIZE / 2
COLUMNS = int((WIDTH - 2 * MARGIN) // _HALF)
LINES = int((HEIGHT - 2 * MARGIN) // LINE_HEIGHT)

# Fixed ranges instead of unicodedata, whose tables change with the interpreter.
_WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
_WIDE += "\U0001f300-\U0001faff\U00020000-\U0003fffd"
_NOTHING = "\u0300-\u036f\u200b-\u200f\ufe00-\ufe0f\ufeff"
_is_wide = re.compile(f"[{_WIDE}]").match
_is_nothing = re.compile(f"[{_NOTHING}]").match
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NO_BOX: Rect = (0.0, 0.0, 0.0, 0.0)


def columns(character: str) -> int:
    """Return how many half-em columns a character takes: 0, 1 or 2."""
    if character.isascii():
        return 1
    if _is_wide(character):
        return 2
    return 0 if _is_nothing(character) else 1


def prepare(text: str) -> str:
    """Return text fit for laying out: line feeds, plain spaces for tabs, nothing unprintable.

    A form feed stays; it begins a new page.
    """
    text = re.sub("\r\n?|\x0b|\x85|\u2028|\u2029", "\n", text).replace("\xa0", " ")
    return _UNPRINTABLE.sub("", text).expandtabs(4)


def paginate(text: str, *, first: int = 1, label: str | None = None, limit: int = 20_000) -> list[PageText]:
    """Lay prepared text out and return its pages, numbered from ``first``, at most ``limit`` of them.

    The page texts, put together, are the text without form feeds and the line breaks between pages.
    """
    pages: list[PageText] = []
    for sheet in text.split("\f"):
        spans = _spans(sheet)
        for begin in range(0, len(spans), LINES):
            if len(pages) == limit:
                return pages
            part = sheet[spans[begin][0] : spans[min(begin + LINES, len(spans)) - 1][1]]
            pages.append(PageText(first + len(pages), label, part, WIDTH, HEIGHT))
    return pages


def text_geometry(text: str) -> PageGeometry:
    """Return where the lines and characters of one page are; ``text`` is a page's text from `paginate`."""
    lines: list[Line] = []
    boxes: list[Rect] = []
    for row, (start, end) in enumerate(_spans(text)):
        boxes.extend([_NO_BOX] * (start - len(boxes)))
        y0 = MARGIN + row * LINE_HEIGHT
        x = MARGIN
        for character in text[start:end]:
            x1 = x + columns(character) * _HALF
            boxes.append((x, y0, x1, y0 + LINE_HEIGHT))
            x = x1
        lines.append(Line(text[start:end], start, (MARGIN, y0, x, y0 + LINE_HEIGHT)))
    boxes.extend([_NO_BOX] * (len(text) - len(boxes)))
    return PageGeometry(WIDTH, HEIGHT, 0, text, boxes, lines)


def _spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of every laid-out line."""
    spans: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        if len(paragraph) * 2 <= COLUMNS or (paragraph.isascii() and len(paragraph) <= COLUMNS):
            spans.append((start, start + len(paragraph)))
        else:
            spans.extend((start + begin, start + end) for begin, end in _wrap(paragraph))
        start += len(paragraph) + 1
    return spans


def _wrap(paragraph: str) -> Iterator[tuple[int, int]]:
    begin = 0
    while begin < len(paragraph) or begin == 0:
        end = _full_line(paragraph, begin)
        if end < len(paragraph):
            end = _break_before(paragraph, begin, end)
            while end < len(paragraph) and paragraph[end] == " ":
                end += 1
        yield begin, end
        begin = end


def _full_line(paragraph: str, begin: int) -> int:
    """Return how far a line goes that is filled to the last column."""
    if paragraph[begin : begin + COLUMNS + 1].isascii():
        return min(begin + COLUMNS, len(paragraph))
    used = 0
    for index in range(begin, len(paragraph)):
        used += columns(paragraph[index])
        if used > COLUMNS:
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
