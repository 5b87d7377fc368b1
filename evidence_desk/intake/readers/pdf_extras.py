"""What a PDF holds besides its pages: attached files, signatures, pages that are only pictures."""

from __future__ import annotations

import ctypes
import mimetypes
from pathlib import Path
from typing import Any

from evidence_desk.intake.model import ReadResult

_MOST_ATTACHMENTS = 1_000
_MOST_SIGNATURES = 200
_MOST_STAMP = 250  # characters of text that a scanned sheet may have from the stamps put on it
_MOST_OBJECTS = 200
_SHEET = 0.6  # of the page that a picture covers when the page is a scan


def note(document: Any, path: Path, password: str | None, result: ReadResult) -> None:
    """Put attached files and signatures into the facts; nothing of them is opened or verified."""
    import pypdfium2.raw as pdfium

    attachments = _attachments(document)
    if attachments:
        result.facts["attachments"] = attachments
    if pdfium.FPDF_GetSignatureCount(document) > 0:
        signatures = _signatures(path, password)
        result.facts["signatures"] = signatures
        result.tools["pikepdf"] = _pikepdf_version()


def _attachments(document: Any) -> list[dict[str, Any]]:
    import pypdfium2

    found: list[dict[str, Any]] = []
    for index in range(min(document.count_attachments(), _MOST_ATTACHMENTS)):
        try:
            attachment = document.get_attachment(index)
            name = _clean(attachment.get_name())
        except (pypdfium2.PdfiumError, UnicodeError):
            found.append({"name": "", "media_type": "application/octet-stream", "size": 0})
            continue
        kind = mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"
        found.append({"name": name, "media_type": kind, "size": _size(attachment)})
    return found


def _size(attachment: Any) -> int:
    """Return the bytes of an attached file without copying them."""
    import pypdfium2.raw as pdfium

    length = ctypes.c_ulong()
    is_known = pdfium.FPDFAttachment_GetFile(attachment, None, 0, length)
    return int(length.value) if is_known else 0


def _signatures(path: Path, password: str | None) -> list[dict[str, str]]:
    """Return field, name, date, reason and place of each signature (ISO 32000-1, section 12.8.1)."""
    import pikepdf

    found: list[dict[str, str]] = []
    try:
        with pikepdf.open(path, password=password or "", suppress_warnings=True) as document:
            for entry in document.objects:
                if len(found) >= _MOST_SIGNATURES:
                    break
                if isinstance(entry, pikepdf.Dictionary) and entry.get("/FT") == pikepdf.Name.Sig:
                    found.append(_signature(entry))
    except (pikepdf.PdfError, RuntimeError, ValueError, OSError, RecursionError):
        return found
    return found


def _signature(entry: Any) -> dict[str, str]:
    import pikepdf

    from evidence_desk.intake.readers.pdf import iso_date

    described = {"field": _words(entry.get("/T"))}
    value = entry.get("/V")
    if not isinstance(value, pikepdf.Dictionary):
        return {**described, "state": "unsigned"}
    for name, key in (("name", "/Name"), ("reason", "/Reason"), ("place", "/Location"), ("date", "/M")):
        words = _words(value.get(key))
        if words:
            described[name] = (iso_date(words) or words) if name == "date" else words
    return {**described, "state": "signed, not verified"}


def _words(value: Any) -> str:
    return _clean(str(value)) if value is not None else ""


def _clean(text: str) -> str:
    readable = "".join(character for character in text if character.isprintable())
    return " ".join(readable.split())[:500]


def _pikepdf_version() -> str:
    import pikepdf

    return str(pikepdf.__version__)


def is_picture(page: Any, text: str) -> bool:
    """Tell whether what a page says is in a picture: no text, or but a court's stamp on a scanned sheet."""
    import pypdfium2.raw as pdfium

    words = len(text.strip())
    count = pdfium.FPDFPage_CountObjects(page)
    if words > _MOST_STAMP or count == 0:
        return False
    return words == 0 or _covered(page, count) > _SHEET


def _covered(page: Any, count: int) -> float:
    """Return which part of the page its largest picture covers."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    area = 0.0
    for index in range(min(count, _MOST_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        if pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
            area = max(area, (right.value - left.value) * (top.value - bottom.value))
    width, height = page.get_size()
    return float(area / max(1.0, width * height))


def note_pictures(numbers: list[int], result: ReadResult) -> None:
    """Warn of pages whose words are in a picture, for which reading the picture may be offered."""
    if numbers:
        result.facts["pages_without_text"] = numbers
        where = ranges(numbers)
        result.warn("no_text_layer", f"pages that are pictures, without text of their own: {where}")


def ranges(numbers: list[int]) -> str:
    """Return ascending numbers as words, e.g. ``1-3, 7``; at most 20 ranges."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    words = [str(first) if first == last else f"{first}-{last}" for first, last in spans[:20]]
    return ", ".join(words) + (" ..." if len(spans) > 20 else "")
