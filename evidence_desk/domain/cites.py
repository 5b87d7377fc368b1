"""Find a quote in the text of a page, however the lines were broken, and say whether it is still there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from evidence_desk.domain.words import CiteState

_SAME = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»「」『』〝〞", '"'),
    # PDFium writes U+0002 or U+FFFE for a hyphen at the end of a line, other readers a soft one.
    **dict.fromkeys("‐‑‒–—―−\u00ad\x02\ufffe", "-"),
}
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\x00")
# Han, kana, hangul and their punctuation are written without blanks; a blank beside one is only a line break.
_UNSPACED = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f]")

# A quote counts as changed rather than gone when this share of its four-letter runs is still close together.
_RUN = 4
_SIMILAR = 0.6


class _Folded(NamedTuple):
    """Folded text, and for each of its characters the original offsets it came from."""

    text: str
    starts: list[int]
    ends: list[int]


def normalise_quote(text: str) -> str:
    """Return text without what differs between two readings of the same words.

    Compatibility forms are folded (NFKC), quotation marks and dashes made one, invisible characters dropped.
    A run of blanks and line breaks is one blank, and none beside Chinese characters. Hyphens between letters
    go, with the line break after them, so that "inter-" and "face" are "interface". Case is kept.
    """
    return _fold(text).text


def find_quote(page_text: str, quote: str, *, near: int | None = None) -> tuple[int, int] | None:
    """Return where a quote stands in a page's text.

    Args:
        page_text: the text of the page as extracted.
        quote: the words to find.
        near: of several places take the one that starts closest to this offset; None takes the first.

    Returns:
        First and past-the-last offset in ``page_text`` itself, or None when the quote is empty or not there.
    """
    wanted = normalise_quote(quote)
    # A selection may end at the hyphen of a broken word.
    wanted = wanted.rstrip("-") or wanted
    if not wanted:
        return None
    page = _fold(page_text)
    places = [
        (page.starts[at], page.ends[at + len(wanted) - 1])
        for at in (match.start() for match in re.finditer(f"(?={re.escape(wanted)})", page.text))
    ]
    if not places:
        return None
    return places[0] if near is None else min(places, key=lambda place: abs(place[0] - near))


def cite_state(page_text: str | None, quote: str, *, other_pages: Iterable[str] = ()) -> CiteState:
    """Return whether the quoted words are still where a cite says.

    On the page: ok. On another page, or on this one in changed words: drifted. Else missing. A cite without a
    quote (a rectangle only) is ok as long as its page is there.

    Args:
        page_text: the text of the cited page; None when the file or the page is gone.
        quote: the quoted words, or an empty string.
        other_pages: the texts of the file's other pages, if they are to be searched.
    """
    if not normalise_quote(quote):
        return CiteState.MISSING if page_text is None else CiteState.OK
    if page_text is not None and find_quote(page_text, quote):
        return CiteState.OK
    moved = any(find_quote(other, quote) for other in other_pages)
    if moved or (page_text is not None and _has_similar(page_text, quote)):
        return CiteState.DRIFTED
    return CiteState.MISSING


def _has_similar(page_text: str, quote: str) -> bool:
    page, wanted = normalise_quote(page_text), normalise_quote(quote)
    runs = _runs(wanted)
    if not runs:
        return False
    size = 2 * len(wanted)
    windows = (page[start : start + size] for start in range(0, max(len(page), 1), len(wanted)))
    return any(len(runs & _runs(window)) >= _SIMILAR * len(runs) for window in windows)


def _runs(text: str) -> set[str]:
    return {text[at : at + _RUN] for at in range(len(text) - _RUN + 1)}


class _Mark(NamedTuple):
    text: str
    start: int
    end: int


def _fold(text: str) -> _Folded:
    marks = list(_marks(text))
    kept = [mark for place, mark in enumerate(marks) if not _is_dropped(marks, place)]
    return _Folded("".join(mark.text for mark in kept), [m.start for m in kept], [m.end for m in kept])


def _marks(text: str) -> Iterator[_Mark]:
    """Yield folded characters one by one, every run of blanks as one blank."""
    blank: _Mark | None = None
    for start, end in _clusters(text):
        for character in _folded_cluster(text[start:end]):
            if character.isspace():
                blank = _Mark(" ", blank.start if blank else start, end)
                continue
            if blank:
                yield blank
            blank = None
            yield _Mark(character, start, end)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ends of each character with the accents that follow it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            yield start, at
            start = at


def _folded_cluster(cluster: str) -> str:
    visible = "".join(_SAME.get(character, character) for character in cluster if character not in _INVISIBLE)
    narrow = unicodedata.normalize("NFKC", visible)
    return "".join(_SAME.get(character, character) for character in narrow)


def _is_dropped(marks: list[_Mark], place: int) -> bool:
    """Return whether a blank or hyphen is only there because of a line break."""
    mark = marks[place].text
    if mark not in (" ", "-"):
        return False
    before = marks[place - 1].text if place else ""
    after = marks[place + 1].text if place + 1 < len(marks) else ""
    if mark == " ":
        hyphenated = before == "-" and place > 1 and _is_joined(marks[place - 2].text) and _is_joined(after)
        return not before or hyphenated or bool(_UNSPACED.match(before) or _UNSPACED.match(after))
    if after == " ":
        after = marks[place + 2].text if place + 2 < len(marks) else ""
    return _is_joined(before) and _is_joined(after)


def _is_joined(character: str) -> bool:
    """Return whether words of this letter are broken with a hyphen."""
    return character.isalpha() and not _UNSPACED.match(character)
