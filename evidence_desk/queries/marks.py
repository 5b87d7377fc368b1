"""Where the words of a query stand in a text, and a line of text around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evidence_desk.domain.search_language import Node, Term, terms
from evidence_desk.queries.search_terms import any_match
from evidence_desk.store.folding_table import folding
from evidence_desk.store.word_tables import hits

Span = tuple[int, int]
_BEFORE, _WIDTH = 40, 160
_BLANKS = re.compile("  +")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A line of text, and the spans of it that were looked for."""

    text: str
    marks: tuple[Span, ...]


def hits_on_page(text: str, node: Node) -> list[Span]:
    """Return where the words of a query are on a page, as offsets in its text, in order.

    Args:
        text: of the page as extracted.
        node: the query; words that take out, and words sought in titles or notes only, mark nothing.
    """
    wanted = [term for term in terms(node) if term.place in ("", "text")]
    return marks([text], wanted)[0]


def marks(texts: Sequence[str], wanted: Sequence[Term]) -> list[list[Span]]:
    """Return for each text the spans in which one of the terms was found."""
    match = any_match(wanted)
    if not match:
        return [[] for _text in texts]
    folded = [folding().fold_mapped(text) for text in texts]
    found = hits([one.text for one in folded], match)
    return [
        _merged(sorted({one.source(*span) for span in spans}))
        for one, spans in zip(folded, found, strict=True)
    ]


def _merged(spans: list[Span]) -> list[Span]:
    """Join spans that touch: a word broken at a line's end is found whole and by its halves."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def snippet(text: str, spans: Sequence[Span]) -> Snippet:
    """Return about a line of a text around the first span, blanks and breaks as one blank."""
    first = spans[0][0] if spans else 0
    start = max(0, first - _BEFORE)
    if start:
        blank = text.find(" ", start, first)
        start = blank + 1 if blank >= 0 else start
    end = min(len(text), start + _WIDTH)
    shown = text[start:end]
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
    lead = "…" if start else ""
    return Snippet(
        lead + _one_line(shown) + ("…" if end < len(text) else ""),
        tuple((len(lead + _one_line(shown[:a])), len(lead + _one_line(shown[:b]))) for a, b in inside),
    )


def _one_line(text: str) -> str:
    """Return a text with each run of blanks, and of what has no shape, as one blank."""
    if not text.isprintable():
        text = "".join(one if one.isprintable() else " " for one in text)
    return _BLANKS.sub(" ", text)
