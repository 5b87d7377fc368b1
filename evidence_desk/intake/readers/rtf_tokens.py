"""Cuts Rich Text Format 1.9.1 into tokens, and bytes into text by the code page that holds where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evidence_desk.intake.charset import known_charset

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
# \\fcharset -> code page (specification, "Font Table").
_CHARSETS = {
    0: "cp1252",
    77: "mac-roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``kind`` is ``word``, ``hex``, ``symbol``, ``open``, ``close``, ``text`` or ``binary``.

    Attributes:
        kind: what it is.
        value: the name of a control word, the sign of a symbol; otherwise empty.
        number: the parameter of a control word.
        data: the bytes of text.
    """

    kind: str
    value: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """Yield the tokens of a file; never raises, whatever the bytes."""
    place = 0
    while match := _TOKEN.match(data, place):
        place = match.end()
        word, number, code, symbol, brace, text = match.groups()
        if word:
            value = int(number) if number else None
            yield Token("word", word.decode("ascii"), value)
            if word == b"bin" and value and value > 0:
                place += value
        elif code:
            yield Token("hex", data=bytes.fromhex(code.decode("ascii")))
        elif symbol:
            yield Token("symbol", symbol.decode("latin-1"))
        elif brace:
            yield Token("open" if brace == b"{" else "close")
        elif text:
            yield Token("text", data=text)


def font_charset(number: int | None) -> str | None:
    """Return the code page of a font's character set, None for the document's own."""
    return _CHARSETS.get(number) if number is not None else None


def code_page(number: int | None) -> str:
    """Return the code page that the word ``ansicpg`` names; Western if Python does not know it."""
    if number == 65001:
        return "utf-8"
    return known_charset("gb18030" if number == 936 else f"cp{number}") or "cp1252"
