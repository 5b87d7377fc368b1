"""Reads PDF: pdfium first, a re-saved copy for damaged files, pypdf for what is left."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence_desk.intake.model import Limits, PageGeometry, PageText, ReadResult, Rect
from evidence_desk.intake.readers import pdf_extras
from evidence_desk.support.errors import UserError

_ENCRYPTED = 4  # FPDF_ERR_PASSWORD of fpdfview.h
_TAIL = 4096  # bytes in which the mark of the end stands, whatever a mail program put after it
_A4 = (595.0, 842.0)
_NO_BOX: Rect = (0.0, 0.0, 0.0, 0.0)
# pdfium puts U+FFFE for a hyphen at a line end, where the page shows a hyphen.
_REPLACED = {0xFFFE: "-", 0xA0: " ", 0x0D: "\n", 0x0C: "\n", 0xFFFF: "\ufffd", 0x09: " "}
_REPLACED |= dict.fromkeys((*range(55296, 57344), *range(9), 11, *range(14, 32)), "�")
_PDF_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d'?\d\d)?")


@dataclass(slots=True)
class OpenPdf:
    """An open document.

    Attributes:
        document: pdfium's document.
        is_repaired: it is a repaired copy that was made in memory.
        password: what unlocked it; None where nothing was needed.
    """

    document: Any
    is_repaired: bool
    password: str | None = None


def _open_pdfium(source: Path | bytes, password: str | None = None) -> Any:
    import pypdfium2

    document = pypdfium2.PdfDocument(source, password)
    if len(document) == 0:
        document.close()
        raise pypdfium2.PdfiumError("the document has no pages")
    return document


def _resaved(path: Path, password: str | None) -> bytes | None:
    """Return the document written anew, which mends broken tables and trees, or None."""
    import pikepdf

    output = io.BytesIO()
    try:
        with pikepdf.open(path, password=password or "", suppress_warnings=True) as document:
            document.save(output)
    except (pikepdf.PdfError, RuntimeError, ValueError, OSError, RecursionError):
        return None
    return output.getvalue()


def _open(path: Path, password: str | None = None) -> OpenPdf | None:
    """Open with one password; raises UserError ``encrypted`` when it does not fit."""
    import pypdfium2

    try:
        return OpenPdf(_open_pdfium(path, password), is_repaired=False, password=password)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _ENCRYPTED:
            raise _locked() from error
    data = _resaved(path, password)
    if data is None:
        return None
    try:
        return OpenPdf(_open_pdfium(data), is_repaired=True, password=password)
    except pypdfium2.PdfiumError:
        return None


def _locked() -> UserError:
    return UserError(
        "encrypted", "the document is locked with a password", "Read it again with the password."
    )


def _open_with_any(path: Path, passwords: tuple[str, ...]) -> OpenPdf | None:
    for password in (None, *passwords):
        try:
            return _open(path, password)
        except UserError as error:
            if error.code != "encrypted":
                raise
    raise _locked()


@contextmanager
def opened(path: Path, passwords: tuple[str, ...] = ()) -> Iterator[OpenPdf | None]:
    """Open a document, repaired if need be; None when pdfium cannot read it at all.

    Raises UserError ``encrypted`` when it is locked and none of the passwords fits.
    """
    opened_pdf = _open_with_any(path, passwords)
    try:
        yield opened_pdf
    finally:
        if opened_pdf is not None:
            opened_pdf.document.close()


@contextmanager
def page_of(document: Any, number: int) -> Iterator[Any]:
    """Open a page by its 1-based number; raises pypdfium2.PdfiumError if it is damaged."""
    page = document[number - 1]
    try:
        yield page
    finally:
        page.close()


def _raw_text(text_page: Any) -> str:
    """Return the text with unpaired surrogates kept, so that UTF-16 units count pdfium's characters."""
    return str(text_page.get_text_range(errors="surrogatepass"))


def clean(raw: str) -> str:
    """Return a page's text as it is kept: line feeds only, plain spaces, no control characters."""
    return raw.replace("\r\n", "\n").translate(_REPLACED)


def crop_box(page: Any) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of what the page shows, in PDF user space."""
    left, bottom, right, top = page.get_bbox()
    if right - left < 1 or top - bottom < 1:
        return (0.0, 0.0, *_A4)
    return left, bottom, right, top


def page_text(page: Any) -> str:
    """Return the text of an open page."""
    text_page = page.get_textpage()
    try:
        return clean(_raw_text(text_page))
    finally:
        text_page.close()


def geometry(page: Any) -> PageGeometry:
    """Return the text of an open page with the box of every character."""
    left, bottom, right, top = crop_box(page)
    text_page = page.get_textpage()
    try:
        raw = _raw_text(text_page)
        boxes = _char_boxes(text_page, raw, left=left, top=top)
    finally:
        text_page.close()
    return PageGeometry(right - left, top - bottom, page.get_rotation(), clean(raw), boxes)


def _char_boxes(text_page: Any, raw: str, *, left: float, top: float) -> list[Rect]:
    """Return a box for every character that `clean` keeps of the raw text."""
    import pypdfium2.raw as pdfium

    boxes: list[Rect] = []
    unit = 0
    box = pdfium.FS_RECTF()
    for index, character in enumerate(raw):
        place = pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, unit)
        unit += 2 if character > "\uffff" else 1
        if character == "\r" and raw[index + 1 : index + 2] == "\n":
            continue
        if character in "\r\n" or place < 0 or not pdfium.FPDFText_GetLooseCharBox(text_page, place, box):
            boxes.append(_NO_BOX)
        else:
            boxes.append((box.left - left, top - box.top, box.right - left, top - box.bottom))
    return boxes


def pypdf_texts(
    path: Path, numbers: list[int] | None, limits: Limits, password: str | None = None
) -> Iterator[tuple[int, PageText | None]]:
    """Yield (number, page, or None if pypdf cannot read it) for these pages, or for all of them."""
    import pypdf
    from pypdf.errors import PyPdfError

    # pypdf meets damage with whatever its code happens to raise there.
    broken = (
        PyPdfError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        OSError,
        RuntimeError,  # with RecursionError and NotImplementedError
        AssertionError,
    )
    try:
        with pypdf.PdfReader(path, strict=False, password=password) as reader:
            for number in numbers or range(1, min(len(reader.pages), limits.pages) + 1):
                try:
                    yield number, _pypdf_page(reader.pages[number - 1], number)
                except broken:
                    yield number, None
    except broken:
        return


def _pypdf_page(page: Any, number: int) -> PageText:
    box = page.cropbox
    width, height = float(box.width), float(box.height)
    if width < 1 or height < 1:
        width, height = _A4
    text = clean(page.extract_text() or "").encode("utf-8", "replace").decode()
    return PageText(number, None, text, width, height, int(page.rotation or 0) % 360)


def read(path: Path, limits: Limits) -> ReadResult:
    """Read the pages and metadata of a document; ``limits.passwords`` are tried on a locked one."""
    import pypdfium2

    result = ReadResult(tools={"pdfium": f"{pypdfium2.PDFIUM_INFO} (pypdfium2 {pypdfium2.PYPDFIUM_INFO})"})
    with opened(path, limits.passwords) as pdf:
        if pdf is None:
            _read_all_with_pypdf(path, result, limits)
            return result
        if pdf.password is not None:
            result.facts["encrypted"] = True
        _read_metadata(pdf.document, result)
        pdf_extras.note(pdf.document, path, pdf.password, result)
        missing = _read_pages(pdf.document, result, limits)
        if pdf.is_repaired or not _is_ended(path):
            _note_repair(result, "a repaired copy was read" if pdf.is_repaired else "its end is missing")
    if missing:
        _fill_missing(path, missing, result, limits, pdf.password)
    return result


def _read_pages(document: Any, result: ReadResult, limits: Limits) -> list[int]:
    """Read all pages; return the numbers of those that pdfium cannot read, which hold no text yet."""
    import pypdfium2

    missing: list[int] = []
    pictures: list[int] = []  # pages that show something, but no text
    used = 0
    count = len(document)
    if count > limits.pages:
        result.warn("pages_truncated", f"only the first {limits.pages} of {count} pages were read")
    for number in range(1, min(count, limits.pages) + 1):
        label = document.get_page_label(number - 1) or None
        try:
            with page_of(document, number) as page:
                left, bottom, right, top = crop_box(page)
                text = page_text(page) if used < limits.characters else ""
                entry = PageText(number, label, text, right - left, top - bottom, page.get_rotation())
                if used < limits.characters and pdf_extras.is_picture(page, text):
                    pictures.append(number)
        except pypdfium2.PdfiumError:
            missing.append(number)
            entry = PageText(number, label, "", *_A4)
        used += len(entry.text)
        result.pages.append(entry)
    if used >= limits.characters:
        result.warn("text_truncated", "only the first part of the text was kept")
    pdf_extras.note_pictures(pictures, result)
    return missing


def _is_ended(path: Path) -> bool:
    """Tell whether the mark of the end is there; pdfium reads what was cut short without a word."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        return b"%%EOF" in file.read()


def _note_repair(result: ReadResult, how: str) -> None:
    """Say before all else that a document is damaged, and which of its pages hold no text."""
    bare = [str(page.number) for page in result.pages if not page.text.strip()]
    some = f"{', '.join(bare[:10])}{', …' * (len(bare) > 10)}"
    message = f"the document is damaged; {how}"
    result.warnings.insert(0, ("repaired", f"{message}; pages without text: {some}" if bare else message))


def _fill_missing(
    path: Path, missing: list[int], result: ReadResult, limits: Limits, password: str | None
) -> None:
    texts = pypdf_texts(path, missing, limits, password)
    found = {number: page for number, page in texts if page is not None}
    for number, page in found.items():
        result.pages[number - 1] = page
    _note_pypdf(result)
    lost = [str(number) for number in missing if number not in found]
    if lost:
        result.warn("pages_unreadable", f"{len(lost)} pages cannot be read: {', '.join(lost[:10])}")


def _read_all_with_pypdf(path: Path, result: ReadResult, limits: Limits) -> None:
    for number, page in pypdf_texts(path, None, limits):
        result.pages.append(page or PageText(number, None, "", *_A4))
        if page is None:
            result.warn("pages_unreadable", f"page {number} cannot be read")
    _note_pypdf(result)
    if result.pages:
        result.warn("repaired", "the document is damaged; its pages cannot be shown, only their text")
    else:
        result.warn("damaged", "the document is damaged and no page of it can be read")


def _note_pypdf(result: ReadResult) -> None:
    import pypdf

    result.tools["pypdf"] = pypdf.__version__


def _read_metadata(document: Any, result: ReadResult) -> None:
    found = {key: _one_line(document.get_metadata_value(key)) for key in document.METADATA_KEYS}
    result.title = found.get("Title") or None
    result.people = [found["Author"]] if found.get("Author") else []
    for key, source in (("CreationDate", "document_created"), ("ModDate", "document_modified")):
        date = iso_date(found.get(key, ""))
        if date:
            result.dates.append((source, date))
    for key in ("Subject", "Keywords", "Creator", "Producer"):
        if found.get(key):
            result.facts[key.lower()] = found[key]


def _one_line(text: str) -> str:
    return " ".join(clean(text).replace("\ufffd", "").split())[:1000]


def iso_date(text: str) -> str | None:
    """Return a PDF date (ISO 32000-1, section 7.9.4) as ISO 8601 with as much as it says, or None."""
    match = _PDF_DATE.match(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    parts = [year]
    for part, top in ((month, 12), (day, 31)):
        if part is None or not 1 <= int(part) <= top:
            return "-".join(parts)
        parts.append(part)
    date = "-".join(parts)
    if hour is None or int(hour) > 23 or int(minute) > 59:
        return date
    offset = re.sub(r"([+-]\d\d)'?(\d\d)", r"\1:\2", zone or "")
    offset = offset if offset in ("", "Z") or offset[1:] < "15:00" else ""
    return f"{date}T{hour}:{minute}:{second or '00'}{offset}"
