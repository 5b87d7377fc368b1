"""How the words that OCR read off a page are kept in the cache: one JSON document a page."""

from __future__ import annotations

import json
from collections.abc import Sequence

from evidence_desk.intake.ocr_lines import OcrWord


def pack(words: Sequence[OcrWord], rotation: int) -> str:
    """Return words and the rotation of their page as JSON."""
    rows = [[word.text, *word.rect, word.confidence] for word in words]
    return json.dumps({"rotation": rotation, "words": rows}, ensure_ascii=False, separators=(",", ":"))


def unpack(boxes: str) -> tuple[list[OcrWord], int]:
    """Return the words and the rotation of their page; none and 0 for an empty text."""
    if not boxes:
        return [], 0
    held = json.loads(boxes)
    words = [OcrWord(text, (x0, y0, x1, y1), sure) for text, x0, y0, x1, y1, sure in held["words"]]
    return words, held["rotation"]
