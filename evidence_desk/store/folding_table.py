"""The one folding of the program and its tables of characters, from resources/search."""

from __future__ import annotations

import json
from functools import cache

from evidence_desk.domain.folding import Folding
from evidence_desk.support.resources import resource


@cache
def folding() -> Folding:
    """Return the folding that text is indexed with and that queries are read with."""
    table = json.loads(resource("search", "han_folding.json").read_text(encoding="utf-8"))
    return Folding(_pairs(table["radicals"]), _pairs(table["simplified"]))


@cache
def binding_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the Han characters and the Latin words that mostly bind words to one another."""
    held = json.loads(resource("search", "binding_words.json").read_text(encoding="utf-8"))
    return frozenset(held["han"]), frozenset(held["latin"].split())


def _pairs(text: str) -> dict[str, str]:
    return dict(zip(text[::2], text[1::2], strict=True))
