"""Fills the matter's template: hashes for file names, rectangles for quotes and for regions of a screenshot.

In the template a file is ``"file:{{name}}"``. A cite on a PDF gives ``quote`` and ``page`` (from 1); its
``rects`` are measured. A cite on a screenshot names a ``region`` of the drawing, which becomes its ``rects``.
Rectangles are in page points, origin at the top left, y downwards, one for each line of the quote.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pypdfium2

PLACEHOLDER = re.compile(r"\{\{(?P<name>[^{}]+)\}\}")
PAD = 1.2  # points added above and below the ink, so that a highlight does not cut the letters

Rect = list[float]


class TemplateError(ValueError):
    """The template names something that the documents do not have."""


def fill(template: str, documents: Path, regions: dict[str, dict[str, Rect]]) -> str:
    """Return the command file's text for a template; one command a line."""
    commands: list[dict[str, Any]] = json.loads(template)["commands"]
    for command in commands:
        if command["do"] == "AddCite":
            _place(command, documents, regions)
    lines = ",\n".join(json.dumps(command, ensure_ascii=False) for command in commands)
    text = f'{{"commands": [\n{lines}\n]}}\n'
    return PLACEHOLDER.sub(lambda match: _sha256(documents / match["name"]), text)


def _sha256(path: Path) -> str:
    if not path.is_file():
        raise TemplateError(f"the template names {path.name}, and no such document is made")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _place(cite: dict[str, Any], documents: Path, regions: dict[str, dict[str, Rect]]) -> None:
    match = PLACEHOLDER.search(cite["file"])
    if match is None:
        raise TemplateError(f"a cite without a document: {cite}")
    name = match["name"]
    region = cite.pop("region", None)
    if region is not None:
        if region not in regions.get(name, {}):
            raise TemplateError(f"{name} has no region {region}")
        cite["rects"] = [regions[name][region]]
    elif name.endswith(".pdf"):
        cite["rects"] = quote_rects(documents / name, cite["page"], cite["quote"])


def quote_rects(path: Path, page_number: int, quote: str) -> list[Rect]:
    """Find a quote on a page (from 1) and return one rectangle for each of its lines.

    White space is left out of the comparison, since a line's end may or may not count as a space.

    Raises:
        TemplateError: the page does not hold the quote, or holds it more than once.
    """
    with pypdfium2.PdfDocument(path) as document:
        page = document[page_number - 1]
        height = page.get_height()
        boxes = _glyphs(page)
    wanted = "".join(quote.split())
    whole = "".join(glyph for glyph, _ in boxes)
    if not wanted or whole.count(wanted) != 1:
        raise TemplateError(f"{path.name} page {page_number}: {whole.count(wanted)} times “{quote}”")
    start = whole.index(wanted)
    return _lines([box for _, box in boxes[start : start + len(wanted)]], height)


def _glyphs(page: pypdfium2.PdfPage) -> list[tuple[str, tuple[float, float, float, float]]]:
    text = page.get_textpage()
    found = []
    for index in range(text.count_chars()):
        glyph = text.get_text_range(index, 1)
        if glyph.strip():
            found.append((glyph, text.get_charbox(index)))
    return found


def _lines(boxes: list[tuple[float, float, float, float]], height: float) -> list[Rect]:
    rows: list[list[tuple[float, float, float, float]]] = []
    for box in boxes:
        is_new = not rows or box[0] < rows[-1][-1][0]
        if is_new:
            rows.append([box])
        else:
            rows[-1].append(box)
    return [_union(row, height) for row in rows]


def _union(row: list[tuple[float, float, float, float]], height: float) -> Rect:
    """Join the glyph boxes of one line (left, bottom, right, top; y upwards), and turn y downwards."""
    left, right = min(box[0] for box in row), max(box[2] for box in row)
    bottom, top = min(box[1] for box in row), max(box[3] for box in row)
    return [round(edge, 2) for edge in (left, height - top - PAD, right, height - bottom + PAD)]
