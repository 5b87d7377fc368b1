"""Finds texts by words, by the first letters of their words, and by the first letters of their pinyin."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

# GB/T 2312-1980 orders its 3755 commonest characters by pinyin; these are the codes at which each first letter begins.
_STARTS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_CODES = [code for code, _letter in _STARTS]
_LAST = 0xD7F9
_FEWEST = 2  # letters; one initial finds nearly everything
_WORD = re.compile(r"[^\W\d_]+|\d+")

EXACT, BY_INITIALS, NOT = 0, 1, 2


def pinyin_initial(char: str) -> str:
    """Return the first letter of the usual pinyin of a Chinese character, or an empty text when it is not known.

    Known are the 3755 characters of level 1 of GB/T 2312, which is nearly all of what modern texts are written in;
    of several readings one counts.
    """
    try:
        code = int.from_bytes(char.encode("gb2312"))
    except UnicodeEncodeError:
        return ""
    return _STARTS[bisect_right(_CODES, code) - 1][1] if _CODES[0] <= code <= _LAST else ""


@lru_cache(maxsize=20_000)
def _forms(text: str) -> tuple[str, str]:
    folded = text.casefold()
    initials = "".join(word[0] for word in _WORD.findall(folded))
    runs = ("".join(map(pinyin_initial, run)) for run in re.findall(r"[\u4e00-\u9fff]+", text))
    return folded, " ".join((initials, *runs))


def fit(text: str, words: str) -> int:
    """Return how well a text fits what was typed.

    EXACT when it holds every word, BY_INITIALS when some only stand as first letters in it, else NOT.
    """
    folded, initials = _forms(text)
    worst = EXACT
    for part in words.casefold().split():
        if part in folded:
            continue
        if len(part) < _FEWEST or part not in initials:
            return NOT
        worst = BY_INITIALS
    return worst
