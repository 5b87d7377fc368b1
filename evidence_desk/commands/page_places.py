"""Where the words of a page are, for files that do not tell it themselves."""

from __future__ import annotations

from evidence_desk.intake.layout import text_geometry
from evidence_desk.intake.model import PageGeometry
from evidence_desk.intake.ocr import ocr_geometry
from evidence_desk.intake.readers.registry import CONVERTED
from evidence_desk.store import ocr_boxes
from evidence_desk.store.page_text import Page


def geometry_of(page: Page, media_type: str | None) -> PageGeometry | None:
    """Return where the characters of a page are, by what was read of it; None where the file itself tells.

    A page that was read by OCR keeps the places of its words. Of a file that was read by way of a converted copy
    there is only the text, which is laid out.
    """
    if media_type in CONVERTED:
        return text_geometry(page.text)
    if not page.boxes:
        return None
    words, rotation = ocr_boxes.unpack(page.boxes)
    return ocr_geometry(page.text, words, width=page.width, height=page.height, rotation=rotation)
