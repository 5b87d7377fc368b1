"""Picks the reader of a media type; a new format is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    "application/mbox": f"{_HERE}.mbox",
    "application/vnd.ms-outlook": f"{_HERE}.msg",
    "application/zip": f"{_HERE}.archive",
    _SHEET: f"{_HERE}.sheet",
    **{f"image/{kind}": f"{_HERE}.image" for kind in _IMAGES},
}
# Archives that are recognised and not opened.
_CLOSED = {
    "application/x-7z-compressed": "7Z",
    "application/x-rar-compressed": "RAR",
    "application/x-tar": "TAR",
    "application/gzip": "GZ",
    "application/x-bzip2": "BZ2",
    "application/x-xz": "XZ",
}
_DRAWN = frozenset({"application/pdf"} | {f"image/{kind}" for kind in _IMAGES})


def has_reader(media_type: str) -> bool:
    """Tell whether files of this media type can be read."""
    return media_type in READERS


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

    What cannot be read is in `ReadResult.warnings`; a media type without a reader gives no pages and
    the warning ``no_reader``. Reading hostile files may crash or hang, so call this in a worker process.
    """
    module = readers.get(media_type)
    if module is None:
        return _unread(media_type)
    reader: Reader = import_module(module).read
    try:
        return reader(Path(path), limits or Limits())
    except UserError as error:
        result = ReadResult()
        result.warn(error.code, error.message)
        return result


def _unread(media_type: str) -> ReadResult:
    result = ReadResult()
    if media_type in _CLOSED:
        name = _CLOSED[media_type]
        result.warn("needs_unpacking", f"a {name} archive is not opened here: unpack it, import the folder")
    else:
        result.warn("no_reader", f"the text of {media_type} files cannot be read")
    return result
