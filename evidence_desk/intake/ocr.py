"""Reads the words off a picture of text (OCR), with their places; runs in a worker process, without network.

Needs the extra ``ocr``: rapidocr with onnxruntime, whose models for Chinese and English lie in its package.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from evidence_desk.intake.geometry import displayed_size, from_displayed, to_displayed
from evidence_desk.intake.model import Limits, PageGeometry, Rect
from evidence_desk.intake.ocr_lines import LONGEST_SIDE, OcrWord, part_evenly, read_lines
from evidence_desk.intake.pages import page_geometry, render_page
from evidence_desk.intake.readers.registry import is_drawn
from evidence_desk.support.errors import UserError

_PDF_DPI = 200.0
_MOST_PIXELS = 25_000_000.0
_NO_BOX: Rect = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What was read off a page.

    Attributes:
        text: its words in reading order; a line of the picture is a line, words are parted by a space or
            nothing.
        words: the words as they stand in ``text``, one after another. Their rectangles are in points of the
            unrotated page, as everywhere in intake.
        confidence: mean of the words', weighed by length; 0 when nothing was found.
        rotation: degrees clockwise to show the page upright.
    """

    text: str
    words: list[OcrWord] = field(default_factory=list)
    confidence: float = 0.0
    rotation: int = 0


def is_available() -> bool:
    """Tell whether the extra is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def check_available() -> None:
    """Raise UserError ``ocr_missing`` where the extra is not installed."""
    if not is_available():
        raise UserError(
            "ocr_missing",
            "Reading text off pictures needs the extra 'ocr', which is not installed",
            "Run in the folder of the program's source: python3 -m pip install '.[ocr]'.",
        )


def can_hold_pictures(media_type: str) -> bool:
    """Tell whether files of a kind have pages that OCR can look at."""
    return is_drawn(media_type)


def ocr_page(path: str, media_type: str, page: int, limits: Limits | None = None) -> OcrPage:
    """Read the words off page ``page`` (1-based) of a PDF or picture.

    Raises UserError: ``ocr_missing``, ``not_drawn`` for kinds without pictures, and what the readers raise.
    """
    check_available()
    if not is_drawn(media_type):
        raise UserError("not_drawn", f"pages of {media_type} are no pictures")
    width, height, rotation, dpi = _page_size(path, media_type, page, limits or Limits())
    shown_width, shown_height = displayed_size(width, height, rotation)
    scale = min(dpi / 72, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
    rendered = render_page(path, media_type, page, scale=scale)
    if rendered is None:
        raise UserError("page_unreadable", f"page {page} cannot be painted")
    across, down = shown_width / rendered.width, shown_height / rendered.height
    lines = read_lines(_engine(), _pixels(rendered.pixels, rendered.width, rendered.height, rendered.stride))
    words = [
        OcrWord(word.text, _on_page(word.rect, across, down, (width, height, rotation)), word.confidence)
        for line in lines
        for word in line.words
    ]
    return OcrPage("\n".join(line.text for line in lines), words, _mean(words), rotation)


def ocr_geometry(
    text: str, words: Sequence[OcrWord], *, width: float, height: float, rotation: int = 0
) -> PageGeometry:
    """Return where the characters of a page read by OCR are, each within the box of its word.

    Args:
        text: the text of the page, from `OcrPage.text`.
        words: its words, from `OcrPage.words`.
        width: of the unrotated page in points.
        height: of the unrotated page in points.
        rotation: degrees clockwise to show it upright.
    """
    boxes = [_NO_BOX] * len(text)
    cursor = 0
    for word in words:
        start = text.find(word.text, cursor)
        if start < 0:
            continue
        cursor = start + len(word.text)
        boxes[start:cursor] = _letter_boxes(word, (width, height, rotation))
    return PageGeometry(width, height, rotation, text, boxes)


def _letter_boxes(word: OcrWord, page: tuple[float, float, int]) -> Iterator[Rect]:
    """Part the box of a word among its characters, along the line as it is read."""
    for box in part_evenly(word.text, to_displayed(word.rect, *page)):
        yield from_displayed(box, *page)


def _page_size(path: str, media_type: str, page: int, limits: Limits) -> tuple[float, float, int, float]:
    """Return width and height in points unrotated, rotation, and the dots an inch worth looking at."""
    if media_type == "application/pdf":
        geometry = page_geometry(path, media_type, page, limits)
        return geometry.width_pt, geometry.height_pt, geometry.rotation, _PDF_DPI
    from evidence_desk.intake.readers import image as pictures

    with pictures.opened(Path(path), limits, page - 1) as image:
        width, height = pictures.size_in_points(image)
        return width, height, 0, max(pictures.resolution(image))


@cache  # one a process: loading the models takes half a second
def _engine() -> Any:
    import rapidocr

    # Named files, so that nothing looks for them on the network.
    models = Path(rapidocr.__file__).parent / "models"
    parameters: dict[str, Any] = {
        "Global.log_level": "critical",
        "Global.max_side_len": LONGEST_SIDE,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,  # several processes use several cores
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    for part, pattern in (("Det", "*_det_*.onnx"), ("Cls", "*_cls_*.onnx"), ("Rec", "*_rec_*.onnx")):
        model = next(iter(sorted(models.glob(pattern))), None)
        if model is None:
            raise UserError("ocr_missing", f"The models of rapidocr are not in {models}", "Install it again.")
        parameters[f"{part}.model_path"] = str(model)
    return rapidocr.RapidOCR(params=parameters)


def _pixels(pixels: bytes, width: int, height: int, stride: int) -> Any:
    """Return painted pixels as the rows x columns x (blue, green, red) array the engine takes."""
    import numpy as np

    rows = np.frombuffer(pixels, np.uint8).reshape(height, stride)
    return rows[:, : 4 * width].reshape(height, width, 4)[:, :, :3].copy()


def _on_page(rect: Rect, across: float, down: float, page: tuple[float, float, int]) -> Rect:
    """Return a rectangle of the painted picture in points of the unrotated page."""
    x0, y0, x1, y1 = rect
    placed = from_displayed((x0 * across, y0 * down, x1 * across, y1 * down), *page)
    return (round(placed[0], 2), round(placed[1], 2), round(placed[2], 2), round(placed[3], 2))


def _mean(words: Sequence[OcrWord]) -> float:
    letters = sum(len(word.text) for word in words)
    weighed = sum(word.confidence * len(word.text) for word in words)
    return round(weighed / letters, 4) if letters else 0.0
