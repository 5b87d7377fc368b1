"""From bytes to text: byte order mark, strict UTF-8, a declared charset, then an estimate."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from evidence_desk.intake.short_texts import chinese_charset, is_western, share_of_high

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A subset is read by its superset, so that the rare character beyond it is not lost.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
}
_SAMPLE = 1 << 18
_SURE = 0.14  # of chardet's confidence, from which it knows the language, given _ENOUGH bytes beyond ASCII
_ENOUGH = 8
_FOREIGN = 0.2  # a text in another script has more bytes beyond ASCII than this share
_OTHER_LETTERS = re.compile(r"mac|koi8|kz|ptcp|iso8859-[57]$|cp(125[13]|737|855|866|869|1125)$")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the charset it was read by, and whether that was an estimate."""

    text: str
    charset: str
    is_guess: bool


def marked_charset(data: bytes) -> str | None:
    """Return the charset that a byte order mark names, if there is one."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def is_utf8(data: bytes, *, is_whole: bool = True) -> bool:
    """Tell whether bytes are strict UTF-8; a sample may end within a character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=is_whole)
    except UnicodeDecodeError:
        return False
    return True


def known_charset(name: str | None) -> str | None:
    """Return a codec's name for a declared charset, or None for none or an unknown one."""
    try:
        canonical = codecs.lookup((name or "").strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(canonical, canonical)


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Return the text of bytes; what cannot be read becomes U+FFFD.

    A byte order mark decides, then strict UTF-8, then ``declared`` if it fits, then an estimate.
    """
    marked = marked_charset(data)
    if marked:
        return Decoded(data.decode(marked, "replace"), marked, is_guess=False)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", is_guess=False)
    except UnicodeDecodeError:
        pass
    charset = known_charset(declared)
    if charset:
        try:
            return Decoded(data.decode(charset), charset, is_guess=False)
        except (UnicodeError, LookupError):  # a wrong declaration, or a codec that is not for text
            pass
    return _estimate(data)


def _likely(data: bytes) -> str:
    """Return the likeliest charset: Chinese by its common characters, Western by its shape, else by frequency."""
    chinese = chinese_charset(data)
    if chinese:
        return chinese
    import chardet

    found = chardet.detect(data)
    charset = known_charset(found.get("encoding")) or "cp1252"
    high = share_of_high(data)
    is_sure = found["confidence"] >= _SURE and high * len(data) >= _ENOUGH
    if not is_sure and (is_western(data) or (high < _FOREIGN and _OTHER_LETTERS.match(charset))):
        return "cp1252"
    return charset


def _estimate(data: bytes) -> Decoded:
    charset = _likely(data[:_SAMPLE])
    try:
        return Decoded(data.decode(charset, "replace"), charset, is_guess=True)
    except LookupError:
        return Decoded(data.decode("latin-1"), "latin-1", is_guess=True)
