"""From what the OCR engine sees in a picture to lines of words in reading order; places in pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from evidence_desk.intake.model import Rect
from evidence_desk.intake.typesetting import columns

LONGEST_SIDE = 1920  # pixels; the engine makes what is longer smaller, or it would take gigabytes
_STRIP, _OVERLAP = 1920, 160  # pixels; in a long screenshot made smaller the letters could not be read
_WIDE = 2


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word of a picture: its text, its place, and how sure the reading is, 0 to 1."""

    text: str
    rect: Rect
    confidence: float


@dataclass(frozen=True, slots=True)
class OcrLine:
    """Words that stand in a row: their text, the words one after another as they stand in it, and the place."""

    text: str
    words: list[OcrWord]
    rect: Rect


def read_lines(engine: Any, picture: Any) -> list[OcrLine]:
    """Return the lines of a picture from the top, each from the left.

    Args:
        engine: a ``rapidocr.RapidOCR``.
        picture: array of rows x columns x (blue, green, red).
    """
    pieces: list[OcrLine] = []
    height, width = picture.shape[:2]
    for top, bottom, own_from, own_to in _strips(width, height):
        pieces += [
            piece
            for piece in _read_strip(engine, picture[top:bottom], top)
            if own_from <= _middle(piece.rect) < own_to
        ]
    return [_joined(row) for row in _in_rows(pieces)]


def part_evenly(text: str, rect: Rect) -> Iterator[Rect]:
    """Part a rectangle among the characters of a text from left to right; wide ones get twice as much."""
    x0, y0, x1, y1 = rect
    total = sum(columns(character) for character in text) or 1
    used = 0
    for character in text:
        begin, used = used, used + columns(character)
        yield (x0 + (x1 - x0) * begin / total, y0, x0 + (x1 - x0) * used / total, y1)


def _strips(width: int, height: int) -> list[tuple[int, int, float, float]]:
    """Return (top, bottom, own from, own to) of the strips to read; a line is the strip's its middle is in."""
    if height <= max(LONGEST_SIDE, 2 * width):
        return [(0, height, -math.inf, math.inf)]
    tops = range(0, height - _OVERLAP, _STRIP - _OVERLAP)
    half = _OVERLAP / 2
    return [
        (
            top,
            min(height, top + _STRIP),
            top + half if top else -math.inf,
            math.inf if top == tops[-1] else top + _STRIP - half,
        )
        for top in tops
    ]


def _read_strip(engine: Any, picture: Any, top: int) -> Iterator[OcrLine]:
    found = engine(picture, return_word_box=True, return_single_char_box=True)
    if found.txts is None or found.boxes is None or not found.word_results:
        return
    for text, score, corners, letters in zip(
        found.txts, found.scores, found.boxes, found.word_results, strict=True
    ):
        plain, rect = " ".join(text.split()), _bounds(corners, top)
        told = [OcrWord(str(letter), _bounds(box, top), float(sure)) for letter, sure, box in letters]
        words = list(_words(_letters(OcrWord(plain, rect, float(score)), told)))
        if words:
            yield OcrLine(plain, words, rect)


def _letters(piece: OcrWord, told: list[OcrWord]) -> list[OcrWord]:
    """Return every character of a piece with its place; parted evenly where the engine does not tell."""
    if [letter.text for letter in told] == [letter for letter in piece.text if letter != " "]:
        following = iter(told)
        blank = OcrWord(" ", piece.rect, 0.0)
        return [blank if letter == " " else next(following) for letter in piece.text]
    boxes = part_evenly(piece.text, piece.rect)
    return [OcrWord(letter, box, piece.confidence) for letter, box in zip(piece.text, boxes, strict=True)]


def _words(letters: list[OcrWord]) -> Iterator[OcrWord]:
    """Put letters together to runs of Han characters and runs of others; blanks part them."""
    for kind, run in groupby(letters, key=_kind):
        if kind != " ":
            members = list(run)
            sure = sum(member.confidence for member in members) / len(members)
            text = "".join(member.text for member in members)
            yield OcrWord(text, _around(member.rect for member in members), round(sure, 4))


def _kind(letter: OcrWord) -> str:
    if letter.text == " ":
        return " "
    return "wide" if columns(letter.text) == _WIDE else "narrow"


def _bounds(corners: Any, top: int) -> Rect:
    xs = [float(x) for x, _y in corners]
    ys = [float(y) + top for _x, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def _around(rects: Iterable[Rect]) -> Rect:
    lefts, tops, rights, bottoms = zip(*rects, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _middle(rect: Rect) -> float:
    return (rect[1] + rect[3]) / 2


def _in_rows(pieces: list[OcrLine]) -> list[list[OcrLine]]:
    """Sort pieces into rows from the top."""
    rows: list[list[OcrLine]] = []
    for piece in sorted(pieces, key=lambda one: _middle(one.rect)):
        if rows and _is_beside(rows[-1][0].rect, piece.rect):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _is_beside(row: Rect, rect: Rect) -> bool:
    """Tell whether most of the lower one's height is shared."""
    shared = min(row[3], rect[3]) - max(row[1], rect[1])
    return shared > 0.5 * min(row[3] - row[1], rect[3] - rect[1])


def _joined(row: list[OcrLine]) -> OcrLine:
    """Join pieces that stand side by side, from the left."""
    pieces = sorted(row, key=lambda piece: piece.rect[0])
    words = [word for piece in pieces for word in piece.words]
    return OcrLine(" ".join(p.text for p in pieces), words, _around(p.rect for p in pieces))
