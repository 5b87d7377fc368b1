"""Lays text out on small pages, so that an offset is a rectangle on every machine.

Laying out one page's text again gives the same lines, so a viewer needs no more than the text of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from evidence_desk.intake import table_layout
from evidence_desk.intake.model import Line, PageGeometry, PageText, Rect
from evidence_desk.intake.typesetting import (
    HEIGHT,
    LINE_HEIGHT,
    LINES,
    MARGIN,
    NO_BOX,
    WIDTH,
    set_line,
    spans,
)

_MAILS = ("message/rfc822", "application/vnd.ms-outlook")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def prepare(text: str, *, is_table: bool = False) -> str:
    """Return text fit for laying out: line feeds, plain spaces for tabs, nothing unprintable.

    A form feed stays; it begins a new page. The tabs of a table stay; they part its cells.
    """
    text = re.sub("\r\n?|\x0b|\x85|\u2028|\u2029", "\n", text).replace("\xa0", " ")
    text = _UNPRINTABLE.sub("", text)
    return text if is_table else text.expandtabs(4)


def paginate(text: str, *, first: int = 1, label: str | None = None, limit: int = 20_000) -> list[PageText]:
    """Lay prepared text out and return its pages, numbered from ``first``, at most ``limit`` of them.

    The page texts, put together, are the text without form feeds and the line breaks between pages.
    """
    pages: list[PageText] = []
    for sheet in text.split("\f"):
        for start, end in table_layout.parts(sheet) if table_layout.is_table(sheet) else _parts(sheet):
            if len(pages) == limit:
                return pages
            part = sheet[start:end]
            size = table_layout.size(part) if table_layout.is_table(part) else (WIDTH, HEIGHT)
            pages.append(PageText(first + len(pages), label, part, *size))
    return pages


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each page of a text begins and ends."""
    lines = spans(text)
    for begin in range(0, len(lines), LINES):
        yield lines[begin][0], lines[min(begin + LINES, len(lines)) - 1][1]


def page_layout(text: str, media_type: str, page: int) -> PageGeometry:
    """Return where the lines and characters of one page (from 1) are; ``text`` is a page's text from `paginate`."""
    if table_layout.is_table(text):
        return table_layout.geometry(text)
    found = text_geometry(text)
    if page == 1 and media_type in _MAILS:
        blank = next((place for place, line in enumerate(found.lines) if not line.text.strip()), 0)
        found = replace(found, head=blank)
    return found


def text_geometry(text: str) -> PageGeometry:
    """Return where the lines and characters of a page that is no table are."""
    lines: list[Line] = []
    boxes: list[Rect] = []
    for row, (start, end) in enumerate(spans(text)):
        boxes.extend([NO_BOX] * (start - len(boxes)))
        placed, whole = set_line(text[start:end], MARGIN, MARGIN + row * LINE_HEIGHT)
        boxes += placed
        lines.append(Line(text[start:end], start, whole))
    boxes.extend([NO_BOX] * (len(text) - len(boxes)))
    return PageGeometry(WIDTH, HEIGHT, 0, text, boxes, lines)
