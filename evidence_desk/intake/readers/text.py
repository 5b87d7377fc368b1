"""Reads plain text, and lays out the text that other readers found."""

from __future__ import annotations

from pathlib import Path

from evidence_desk.intake.charset import Decoded, decode, marked_charset
from evidence_desk.intake.layout import paginate, prepare
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.support.errors import UserError


def check_size(path: Path, limits: Limits) -> None:
    """Raise UserError ``text_too_large`` for a text-like file beyond the limit."""
    if path.stat().st_size > 4 * limits.characters:
        raise UserError("text_too_large", "the file is too large to be read as text")


def read_bytes(path: Path, limits: Limits) -> bytes:
    """Return the bytes of a text-like file; raises UserError ``text_too_large`` beyond the limit."""
    check_size(path, limits)
    return path.read_bytes()


def read_beginning(path: Path, limits: Limits, result: ReadResult) -> bytes:
    """Return the bytes of a text, of one too large its beginning, which is then in the warnings."""
    size, most = path.stat().st_size, 4 * limits.characters
    if size <= most:
        return path.read_bytes()
    with path.open("rb") as file:
        data = file.read(most)
    result.warn("text_truncated", f"only the first {most:,} of {size:,} bytes were read")
    if not marked_charset(data):
        # The end may lie within a character, which must not make the rest look like another charset.
        data = data[: len(data) - _cut_off(data)]
    return data


def _cut_off(data: bytes) -> int:
    """Return how many bytes at the end begin a UTF-8 character without ending it."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return back if back < length else 0
        if byte < 0x80:
            return 0
    return 0


def add_pages(
    result: ReadResult, text: str, limits: Limits, *, label: str | None = None, is_table: bool = False
) -> None:
    """Lay text out after the pages a result already has, within the limits; tabs part the cells of a table."""
    used = sum(len(page.text) for page in result.pages)
    if used + len(text) > limits.characters:
        text = text[: max(0, limits.characters - used)]
        result.warn("text_truncated", "only the first part of the text was kept")
    room = limits.pages - len(result.pages)
    pages = paginate(
        prepare(text, is_table=is_table), first=len(result.pages) + 1, label=label, limit=room + 1
    )
    if len(pages) > room:
        result.warn("text_truncated", "only the first part of the text was kept")
    result.pages.extend(pages[:room])


def note_charset(result: ReadResult, decoded: Decoded) -> None:
    """Record how bytes were read as text, and warn where that was an estimate or lost something."""
    result.facts["charset"] = decoded.charset
    if decoded.is_guess:
        result.warn(
            "charset_estimated", f"the file does not say its character set; read as {decoded.charset}"
        )
    if "\ufffd" in decoded.text:
        result.warn("characters_lost", "some characters could not be read")


def read(path: Path, limits: Limits) -> ReadResult:
    """Read a plain text file; of one beyond the limits its beginning."""
    result = ReadResult(tools={"text": "1"})
    decoded = decode(read_beginning(path, limits, result))
    note_charset(result, decoded)
    add_pages(result, decoded.text, limits)
    if not decoded.text.strip():
        result.warn("empty", "there is no text in the file")
    return result
