"""From the bytes of a load file to its text: byte order mark, then the two ways a thorn is written."""

from __future__ import annotations

from pathlib import Path

from evidence_desk.intake.charset import decode, is_utf8, marked_charset
from evidence_desk.support.errors import UserError

MAX_BYTES = 256 << 20
_SAMPLE = 4096
_THORN_UTF8 = b"\xc3\xbe"
_THORN_SINGLE = b"\xfe"


def read_text(path: str | Path, encoding: str = "") -> tuple[str, str]:
    """Return the text of a load file, with line breaks as LF, and the encoding it was read by.

    What cannot be read becomes U+FFFD. A byte order mark decides; then ``encoding`` where it is given; then
    whether the quote character stands there as UTF-8 (C3 BE) or as a single byte (FE), which no UTF-8 text
    holds. Raises UserError ``unreadable``, ``too_large`` or ``unknown_encoding``.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UserError(
                "too_large",
                f"{path.name} has {size:,} bytes; a load file may have {MAX_BYTES:,}",
                "Split it. Nothing was imported.",
            )
        data = path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}"
        raise UserError("unreadable", message, "Check the path.") from error
    text, used = _decoded(data, encoding)
    text = text.removesuffix("\x1a")  # the end-of-file mark of old programs
    return text.replace("\r\n", "\n").replace("\r", "\n"), used


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    used = marked_charset(data) or encoding or _unmarked(data)
    if not used:
        found = decode(data)
        return found.text, found.charset
    try:
        return data.decode(used, "replace"), used
    except (LookupError, UnicodeError) as error:
        raise UserError(
            "unknown_encoding", f"There is no encoding {used!r}", "Name one such as utf-8 or cp1252."
        ) from error


def _unmarked(data: bytes) -> str:
    """Return the encoding of bytes without a mark, or an empty text where nothing speaks for one."""
    head = data[:_SAMPLE]
    half = max(1, len(head) // 2)
    if head[1::2].count(0) > half * 0.4:
        return "utf-16-le"
    if head[::2].count(0) > half * 0.4:
        return "utf-16-be"
    if is_utf8(data):
        return "utf-8"
    single, double = data.count(_THORN_SINGLE), data.count(_THORN_UTF8)
    if single or double:
        return "cp1252" if single >= double else "utf-8"
    return ""
