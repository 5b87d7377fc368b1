"""Reads plain text, and lays out the text that other readers found."""

from __future__ import annotations

from pathlib import Path

from evidence_desk.intake.charset import Decoded, decode
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


def add_pages(result: ReadResult, text: str, limits: Limits, *, label: str | None = None) -> None:
    """Lay text out after the pages a result already has, within the limits."""
    used = sum(len(page.text) for page in result.pages)
    if used + len(text) > limits.characters:
        text = text[: max(0, limits.characters - used)]
        result.warn("text_truncated", "only the first part of the text was kept")
    room = limits.pages - len(result.pages)
    pages = paginate(prepare(text), first=len(result.pages) + 1, label=label, limit=room + 1)
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
    """Read a plain text file."""
    result = ReadResult(tools={"text": "1"})
    decoded = decode(read_bytes(path, limits))
    note_charset(result, decoded)
    add_pages(result, decoded.text, limits)
    if not decoded.text.strip():
        result.warn("empty", "there is no text in the file")
    return result
