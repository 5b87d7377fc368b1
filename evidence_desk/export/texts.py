"""Makes text safe for a format: characters it forbids, cells it would run, lengths and names it refuses."""

from __future__ import annotations

import re
import unicodedata

from evidence_desk.support.texts import unturned

# What XML 1.0 has no place for (section 2.2, production 2), lone halves of UTF-16 pairs among them.
_ILLEGAL = re.compile("[^\\t\\n\\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What a spreadsheet may take for the start of a formula, the full-width forms included.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_SHEET_NAME_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_SHEET_NAME_LENGTH = 31


def legal(text: str) -> str:
    """Return the text without characters that XML forbids, its line ends as line feeds."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean(text: str) -> str:
    """Return the text as people read it: as by `legal`, and with what would turn its letters shown instead."""
    return unturned(legal(text))


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units a text has: the way office programs count."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def cut(text: str, limit: int, mark: str) -> str:
    """Return the text, or as much of it as leaves room for the mark that says it was cut.

    Args:
        text: any text.
        limit: the most UTF-16 units there may be.
        mark: what a cut text ends with.
    """
    if len(text) * 2 <= limit or utf16_length(text) <= limit:
        return text
    room = limit - utf16_length(mark)
    kept = text[:room]
    while (over := utf16_length(kept) - room) > 0:
        kept = kept[: -((over + 1) // 2)]
    return kept + mark


def without_formula(text: str) -> str:
    """Return the text with an apostrophe before it where a spreadsheet would take it for a formula.

    Source: OWASP, "CSV Injection": cells that begin with = + - @, tab or a line end; we also count those that
    begin so after blanks.
    """
    is_risky = text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if is_risky else text


def display_width(text: str) -> int:
    """Return how many columns a text is wide, a Chinese character taking two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def sheet_name(title: str, taken: set[str]) -> str:
    """Return a name a spreadsheet accepts for a sheet, different from those taken, and take it.

    Args:
        title: what the sheet should be called.
        taken: names in use, in lower case; the new one is added.
    """
    base = _SHEET_NAME_FORBIDDEN.sub(" ", clean(title)).replace("\n", " ").strip(" '")
    base = cut(base, _SHEET_NAME_LENGTH, "")
    # A spreadsheet keeps the name "History" for itself.
    base = base.strip(" '") if base.lower() not in ("", "history") else f"{base} sheet".strip()
    name, number = base, 2
    while name.lower() in taken:
        ending = f" {number}"
        name, number = cut(base, _SHEET_NAME_LENGTH - len(ending), "") + ending, number + 1
    taken.add(name.lower())
    return name
