"""Numbers of exhibits, claims and elements: how they sort, and which comes next."""

from __future__ import annotations

import re
import unicodedata

_RUN = re.compile(r"[0-9]+|[^0-9]+")
_WIDTH = 12


def natural_key(number: str) -> str:
    """Return a text by which numbers sort as people count: A-2 before A-10, 证据2 before 证据10.

    Every run of digits becomes twelve digits with leading zeros, so the text also sorts in SQL; letters are
    compared without regard to case, and full-width characters like narrow ones.
    """
    folded = unicodedata.normalize("NFKC", number).casefold().strip()
    ascii_digits = "".join(_as_ascii_digit(character) for character in folded)
    runs = _RUN.findall(ascii_digits)
    return "".join(run.lstrip("0").zfill(_WIDTH) if run[0].isdigit() else run for run in runs)


def _as_ascii_digit(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdecimal() else character


def next_number(number: str) -> str:
    """Return the number after one: "A-9" -> "A-10", "PX-001" -> "PX-002", "1.2" -> "1.3", "A" -> "A-2".

    The last run of digits goes up by one and keeps its leading zeros; what follows the digits stays. A number
    without digits is taken for the first of its series.
    """
    match = re.fullmatch(r"(?P<head>.*?)(?P<digits>\d+)(?P<tail>\D*)", number)
    if match is None:
        return f"{number}-2" if number else "1"
    width = len(match["digits"])
    return f"{match['head']}{int(match['digits']) + 1:0{width}d}{match['tail']}"
