"""Picks the reader of a media type; a new format is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from evidence_desk.domain.simhash import fingerprint
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.support.errors import UserError
from evidence_desk.support.texts import storable

Reader = Callable[[Path, Limits], ReadResult]

_HERE = "evidence_desk.intake.readers"
_IMAGES = ("png", "jpeg", "gif", "webp", "bmp", "tiff", "heic", "avif", "jp2")
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."

# media type -> module that has ``read(path, limits)``; imported when first needed.
READERS: dict[str, str] = {
    "application/pdf": f"{_HERE}.pdf",
    "text/plain": f"{_HERE}.text",
    "text/html": f"{_HERE}.html",
    "message/rfc822": f"{_HERE}.mail",
    "application/mbox": f"{_HERE}.mbox",
    "application/vnd.ms-outlook": f"{_HERE}.msg",
    "application/zip": f"{_HERE}.archive",
    "application/json": f"{_HERE}.text",
    "text/csv": f"{_HERE}.table",
    "text/rtf": f"{_HERE}.rtf",
    "multipart/related": f"{_HERE}.mhtml",
    f"{_OFFICE}wordprocessingml.document": f"{_HERE}.docx",
    f"{_OFFICE}presentationml.presentation": f"{_HERE}.pptx",
    f"{_OFFICE}spreadsheetml.sheet": f"{_HERE}.sheet",
    "application/vnd.ms-excel": f"{_HERE}.sheet",
    f"{_OPEN}spreadsheet": f"{_HERE}.sheet",
    **{f"image/{kind}": f"{_HERE}.image" for kind in _IMAGES},
}
# media type -> what it is converted to where `Limits.convert_with` names a program; else it is noted.
CONVERTED: dict[str, str] = {
    "application/msword": "docx",
    f"{_OPEN}text": "docx",
    "application/vnd.ms-works": "docx",
    "application/vnd.ms-powerpoint": "pptx",
    f"{_OPEN}presentation": "pptx",
}
CONVERTER = "converter"  # among the tools of a file that was read by way of a converted copy
_DRAWN = frozenset({"application/pdf"} | {f"image/{kind}" for kind in _IMAGES})


def is_drawn(media_type: str) -> bool:
    """Tell whether pages of this media type are painted; pages of the other readers are laid-out text."""
    return media_type in _DRAWN


def read_file(
    path: str | Path,
    media_type: str,
    limits: Limits | None = None,
    *,
    readers: Mapping[str, str] = READERS,
) -> ReadResult:
    """Read the text and facts of a file, with the readers given by media type.

    What cannot be read is in `ReadResult.warnings`; a media type without a reader gives no pages and a
    warning that says why. Reading hostile files may crash or hang, so call this in a worker process; the
    fingerprint of the text is made there as well, since of a long text that takes a moment.
    """
    try:
        result = _read(Path(path), media_type, limits or Limits(), readers)
        result.mark = fingerprint(storable(page.text) for page in result.pages)
    except UserError as error:
        result = ReadResult()
        result.warn(error.code, str(error))
    return result


def _read(path: Path, media_type: str, limits: Limits, readers: Mapping[str, str]) -> ReadResult:
    module = readers.get(media_type)
    if module is not None:
        reader: Reader = import_module(module).read
        return reader(path, limits)
    if limits.convert_with and media_type in CONVERTED:
        from evidence_desk.intake.readers import convert

        return convert.read(path, limits, CONVERTED[media_type])
    from evidence_desk.intake.readers import noted

    return noted.note(path, media_type)
