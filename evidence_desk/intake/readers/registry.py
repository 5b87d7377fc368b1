"""Picks the reader of a media type; a new format is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.support.errors import UserError

Reader = Callable[[Path, Limits], ReadResult]

_HERE = "evidence_desk.intake.readers"
_IMAGES = ("png", "jpeg", "gif", "webp", "bmp", "tiff")
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# media type -> module that has ``read(path, limits)``; imported when first needed.
READERS: dict[str, str] = {
    "application/pdf": f"{_HERE}.pdf",
    "text/plain": f"{_HERE}.text",
    "text/html": f"{_HERE}.html",
    "message/rfc822": f"{_HERE}.mail",
    "application/mbox": f"{_HERE}.text",
    _SHEET: f"{_HERE}.sheet",
    **{f"image/{kind}": f"{_HERE}.image" for kind in _IMAGES},
}
_DRAWN = frozenset({"application/pdf"} | {f"image/{kind}" for kind in _IMAGES})


def has_reader(media_type: str) -> bool:
    """Tell whether files of this media type can be read."""
    return media_type in READERS


def is_drawn(media_type: str) -> bool:
    """Tell whether pages of this media type are painted; pages of the other readers are laid-out text."""
    return media_type in _DRAWN


def read_file(path: str | Path, media_type: str, limits: Limits | None = None) -> ReadResult:
    """Read the text and facts of a file.

    What cannot be read is in `ReadResult.warnings`; a media type without a reader gives no pages and
    the warning ``no_reader``. Reading hostile files may crash or hang, so call this in a worker process.
    """
    module = READERS.get(media_type)
    if module is None:
        result = ReadResult()
        result.warn("no_reader", f"the text of {media_type} files cannot be read")
        return result
    reader: Reader = import_module(module).read
    try:
        return reader(Path(path), limits or Limits())
    except UserError as error:
        result = ReadResult()
        result.warn(error.code, error.message)
        return result
