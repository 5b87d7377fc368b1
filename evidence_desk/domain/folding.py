"""Index folding: one spelling for all that mean the same to a search, and where each folded character came from.

Radical characters become ordinary ones, compatibility forms the plain ones (NFKC), traditional characters the
simplified ones, capitals small; Han and kana stand one by one between blanks; a word broken by a hyphen at the
end of a line is joined, and its halves stand once more behind the text. Page and query are folded alike.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

# Between a text and the halves behind it: a token that nobody types, so that no phrase runs over it.
GAP = "\ue000"

_LETTER = r"[A-Za-z\u00c0-\u024f\u0370-\u052f\uff21-\uff3a\uff41-\uff5a]"
# PDFium writes U+0002 or U+FFFE for a hyphen at the end of a line.
_BREAK = rf"(?<={_LETTER})(?:[-‐‑\u00ad][^\S\n]*\n\s*|[\x02\ufffe]\s*)(?={_LETTER})"
# A character with marks that belong to it, and Hangul written in parts: composed before it is folded.
_MARKS = "\u0300-\u036f\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a\ufe20-\ufe2f\u1160-\u11ff"
_SPECIAL = re.compile(rf"(?P<hyphen>{_BREAK})|[^\s{_MARKS}][{_MARKS}]+")
# A half goes to the next blank, so that "well-known" and an address are found whole after a hyphen, too.
_WORD_BEFORE = re.compile(rf"\S*{_LETTER}$")
_WORD_AFTER = re.compile(rf"{_LETTER}\S*")
_LONGEST_HALF = 40
_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")
_INVISIBLE = frozenset("\x00\x02\ufffe\ufeff")


def is_unspaced(character: str) -> bool:
    """Say whether a character stands alone in the index: Han or kana."""
    code = ord(character)
    return (
        0x3005 <= code <= 0x3007
        or 0x3041 <= code <= 0x30FF
        or 0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
    )


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that knows where it came from.

    Attributes:
        text: the folded text.
        begins: where in ``text`` each piece of the original begins, ascending.
        starts: of each piece, its first offset in the original.
        ends: of each piece, its past-the-last offset in the original.
    """

    text: str
    begins: list[int]
    starts: list[int]
    ends: list[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that a span of the folded text came from."""
        first = bisect_right(self.begins, start) - 1
        last = bisect_right(self.begins, max(start, end - 1)) - 1
        return self.starts[first], max(self.ends[first], self.ends[last])


class _Table(dict[int, str]):
    """What each character becomes; filled as characters are met."""

    def __init__(self, radicals: Mapping[str, str], simplified: Mapping[str, str]) -> None:
        super().__init__()
        self._radicals = radicals
        self._simplified = simplified

    def __missing__(self, code: int) -> str:
        self[code] = folded = self._folded(chr(code))
        return folded

    def _folded(self, character: str) -> str:
        if character in _INVISIBLE or unicodedata.category(character) == "Cf":
            return ""
        plain = unicodedata.normalize("NFKC", self._radicals.get(character, character))
        small = "".join(self._simplified.get(one, one) for one in plain).casefold()
        return "".join(f" {one} " if is_unspaced(one) else _visible(one) for one in small)


def _visible(character: str) -> str:
    return (
        " " if character == GAP or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character
    )


class _Pieces(NamedTuple):
    """What pieces of a text became, and where each began and ended in it."""

    pieces: list[str]
    starts: list[int]
    ends: list[int]


class Folding:
    """Folds texts with one pair of tables."""

    def __init__(self, radicals: Mapping[str, str], simplified: Mapping[str, str]) -> None:
        """Take the tables: radical character to ordinary one, traditional character to simplified one."""
        self._table = _Table(radicals, simplified)

    def fold(self, text: str) -> str:
        """Return a text as the index holds it."""
        special = list(_SPECIAL.finditer(text))
        if not special:
            return text.translate(self._table)
        plain = _SPECIAL.sub(_replacement, text).translate(self._table)
        halves = "".join(
            f" {GAP} {self.fold(before)} {self.fold(after)}" for before, after, *_at in _halves(text, special)
        )
        return plain + halves

    def fold_mapped(self, text: str) -> Folded:
        """Return a text as the index holds it, with the places its characters came from."""
        special = list(_SPECIAL.finditer(text))
        made = _Pieces([], [], [])
        self._map_main(text, special, made)
        for before, after, start, middle, end in _halves(text, special):
            made.pieces.extend((f" {GAP} ", self.fold(before), " ", self.fold(after)))
            made.starts.extend((start, start, middle, middle))
            made.ends.extend((start, start + len(before), middle, end))
        begins = list(accumulate(map(len, made.pieces), initial=0))
        return Folded("".join(made.pieces), begins[:-1] or [0], made.starts or [0], made.ends or [0])

    def _map_main(self, text: str, special: list[re.Match[str]], made: _Pieces) -> None:
        become: Callable[[int], str] = self._table.__getitem__
        at = 0
        for match in [*special, None]:
            until = match.start() if match else len(text)
            made.pieces.extend(map(become, map(ord, text[at:until])))
            made.starts.extend(range(at, until))
            made.ends.extend(range(at + 1, until + 1))
            if match is not None:
                made.pieces.append(_replacement(match).translate(self._table))
                made.starts.append(match.start())
                made.ends.append(match.end())
                at = match.end()

    def variants(self, text: str) -> list[str]:
        """Return the folded spellings to look for: as written, and with words at a hyphen joined."""
        found = [text]
        places = [match.span() for match in _HYPHEN.finditer(text)]
        if places:
            found += [text[:start] + text[end:] for start, end in places[:_MOST_JOINED]]
            found.append(_HYPHEN.sub("", text))
        return list(dict.fromkeys(" ".join(self.fold(one).split()) for one in found))


_MOST_JOINED = 8


def _replacement(match: re.Match[str]) -> str:
    return "" if match["hyphen"] is not None else unicodedata.normalize("NFC", match[0])


def _halves(text: str, special: list[re.Match[str]]) -> Iterator[tuple[str, str, int, int, int]]:
    """Yield of each broken word its halves, and where the first begins, the second begins, and the second ends."""
    for match in special:
        if match["hyphen"] is not None:
            before = _WORD_BEFORE.search(text[max(0, match.start() - _LONGEST_HALF) : match.start()])
            after = _WORD_AFTER.match(text, match.end(), match.end() + _LONGEST_HALF)
            if before and after:
                yield before[0], after[0], match.start() - len(before[0]), after.start(), after.end()
