"""What may come next in a query that is being typed: names of fields, and values after a colon."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence_desk.domain.search_language import FIELDS, FIXED_FIELDS, quoted

_ENDS = " \t\n\u3000(（)）"
_QUOTES = '"＂“”'


@dataclass(frozen=True, slots=True)
class Completions:
    """What may stand in place of a span of the query.

    Attributes:
        start: first offset of what is replaced.
        end: past-the-last offset of what is replaced.
        options: the texts that may stand there, the likeliest first.
    """

    start: int
    end: int
    options: tuple[str, ...]


def completions(
    query: str,
    cursor: int,
    *,
    fields: Sequence[str] = FIELDS,
    values: Mapping[str, Sequence[str]] | None = None,
) -> Completions:
    """Return what may come at the cursor.

    Args:
        query: the text as typed so far; it need not be a whole query.
        cursor: where the cursor is, 0 to ``len(query)``.
        fields: the fields to offer.
        values: the values of the free fields, e.g. ``{"tag": ["Key document"]}``.
    """
    start = _start(query, cursor)
    typed = unicodedata.normalize("NFKC", query[start:cursor])
    sign, typed = ("-", typed[1:]) if typed.startswith("-") else ("", typed)
    start += len(sign)
    name, colon, value = typed.partition(":")
    if not colon:
        wanted = name.lower()
        found = [f"{field}:" for field in fields if wanted and field.startswith(wanted)]
        return Completions(start, cursor, tuple(found))
    name = name.lower()
    known = FIXED_FIELDS.get(name) or (values or {}).get(name, ())
    wanted = value.lstrip(_QUOTES).casefold()
    fitting = [one for one in known if wanted in unicodedata.normalize("NFKC", one).casefold()]
    fitting.sort(key=lambda one: not one.casefold().startswith(wanted))
    return Completions(start, cursor, tuple(f"{name}:{quoted(one)}" for one in fitting))


def _start(query: str, cursor: int) -> int:
    """Return where the word at the cursor begins; a value in quotation marks may hold blanks."""
    start, opened = 0, False
    for at, character in enumerate(query[:cursor]):
        if character in _QUOTES:
            opened = not opened
            if opened and (at == 0 or query[at - 1] not in ":："):
                start = at
        elif not opened and character in _ENDS:
            start = at + 1
    return start
