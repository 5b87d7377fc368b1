"""Tells how a table is written, from its first lines: Concordance characters, or one of the plainer variants."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from evidence_desk.intake.loadfiles.model import Dialect

SEPARATOR = "\x14"
QUOTE = "þ"
NEWLINE = "®"
_SEPARATORS = (SEPARATOR, "|", "\t", ";", ",")
_USUAL_QUOTE = {SEPARATOR: QUOTE, "|": "^"}
_QUOTES = (QUOTE, "^", '"', "~")
_LINES = 20

# What stands in data rather than in the name of a column: a path, a mail address, a date, a long number.
_VALUE_LIKE = re.compile(r"[\\@]|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{4,}|^[\d.,]+$|\.\w{2,4}$")


def fold_name(name: str) -> str:
    """Return a column's name without case, blanks and punctuation: ``MD5 Hash`` and ``MD5HASH`` are one."""
    return "".join(
        character for character in unicodedata.normalize("NFKC", name).casefold() if character.isalnum()
    )


def detect_dialect(text: str, encoding: str, separator: str = "", quote: str = "") -> Dialect:
    """Return how a table is written; ``separator`` and ``quote`` are taken where they are given."""
    lines = [line for line in text[: 1 << 18].split("\n") if line][:_LINES]
    first = lines[0] if lines else ""
    separator = separator or _separator(first)
    quote = quote or _quote(lines, separator)
    has_newline = quote in (QUOTE, "^") or separator in (SEPARATOR, "|")
    return Dialect(encoding, separator, quote, NEWLINE if has_newline else "")


def _separator(line: str) -> str:
    if SEPARATOR in line:
        return SEPARATOR
    if len(line) > 1 and line[0] == line[-1] == QUOTE:
        # Between the first and the last quote only a separator has a quote on either side.
        inner = line[1:-1]
        return next((one for one in _SEPARATORS if f"{QUOTE}{one}{QUOTE}" in inner), SEPARATOR)
    counts = {separator: line.count(separator) for separator in _SEPARATORS}
    best = max(counts, key=lambda separator: counts[separator])
    return best if counts[best] else SEPARATOR


def _quote(lines: list[str], separator: str) -> str:
    """Return the usual quote of a separator where any value bears it, else the one that most values bear."""
    seen: Counter[str] = Counter()
    for line in lines:
        for value in line.split(separator):
            if len(value) > 1 and value[0] in _QUOTES and value[-1] == value[0]:
                seen[value[0]] += 1
    usual = _USUAL_QUOTE.get(separator, '"')
    return usual if seen[usual] or not seen else seen.most_common(1)[0][0]


def is_header(values: tuple[str, ...], known: frozenset[str]) -> bool:
    """Tell whether the first record names columns.

    Args:
        values: the record.
        known: the names of columns we know, folded as by `fold_name`.
    """
    named = [value.strip() for value in values]
    if not any(named):
        return False
    folded = [fold_name(value) for value in named]
    if sum(name in known for name in folded) * 2 >= len(named):
        return True
    while named and not named[-1]:
        named.pop()
    is_distinct = len(set(named)) == len(named)
    return all(named) and is_distinct and not any(_VALUE_LIKE.search(value) for value in named)
