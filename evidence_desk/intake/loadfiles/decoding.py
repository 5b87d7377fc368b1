"""From the bytes of a load file to its text: byte order mark, then the two ways a thorn is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from evidence_desk.intake.charset import decode, is_utf8, marked_charset
from evidence_desk.support.errors import UserError

# Programs that write CR LF over a CR LF make CR CR LF of it, which is one break of a line.
_BREAK = re.compile("\r+\n|\r")
MAX_BYTES = 256 << 20
_SAMPLE = 4096
# The quote character where a value begins: Chinese text holds the same bytes elsewhere.
_THORN_UTF8 = re.compile(b"(?:^|[\\x14|,;\t\n])\xc3\xbe")
_THORN_SINGLE = re.compile(b"(?:^|[\\x14|,;\t\n])\xfe")


@dataclass(frozen=True, slots=True)
class ReadText:
    """The text of a load file.

    Attributes:
        text: with line breaks as LF; what does not fit the encoding is U+FFFD.
        encoding: what it was read by; ``is_marked`` whether a byte order mark names it.
    """

    text: str
    encoding: str
    is_marked: bool


def read_text(path: str | Path, encoding: str = "") -> ReadText:
    """Return the text of a load file.

    A byte order mark decides; then ``encoding`` where it is given; then
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
    marked = marked_charset(data)
    text, used = _decoded(data, marked or encoding)
    text = text.removesuffix("\x1a")  # the end-of-file mark of old programs
    return ReadText(_BREAK.sub("\n", text), used, bool(marked))


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    used = encoding or _unmarked(data)
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
    single, double = (len(thorn.findall(data)) for thorn in (_THORN_SINGLE, _THORN_UTF8))
    if single or double:
        return "cp1252" if single >= double else "utf-8"
    return ""
