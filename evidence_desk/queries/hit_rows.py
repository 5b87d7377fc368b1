"""The hits of a search as rows to show: whose, on which page, with a line of text around the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, text

from evidence_desk.domain.search_language import Term
from evidence_desk.queries.marks import Snippet, Span, marks, snippet
from evidence_desk.store import tables as t
from evidence_desk.store.index_items import documents

_PART = 500
_PAGE = text("SELECT label, text FROM cache.page WHERE sha256 = :sha256 AND page = :page").bindparams(
    bindparam("sha256"), bindparam("page")
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hit is: an item as a whole, or a page of one of its files."""

    evidence: str
    file: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One hit. ``file`` and ``page`` (from 1) are empty and 0 when the item's own words were found.

    ``marks`` are the spans of ``snippet`` that were looked for, first and past-the-last offset.
    """

    evidence: str
    exhibit: str
    title: str
    native_title: str
    file: str
    page: int
    label: str
    snippet: str
    marks: tuple[Span, ...]


def hit_rows(
    connection: Connection, places: Sequence[Place], wanted: Sequence[Term]
) -> tuple[SearchHit, ...]:
    """Return hits as rows, in the order of their places."""
    items = _items(connection, list(dict.fromkeys(place.evidence for place in places)))
    shown = _page_snippets(connection, places, [term for term in wanted if term.place in ("", "text")])
    shown |= _item_snippets(connection, [place for place in places if not place.file], wanted)
    return tuple(
        _hit(place, items[place.evidence], *shown[place]) for place in places if place.evidence in items
    )


def _hit(place: Place, item: tuple[str, str, str], label: str, line: Snippet) -> SearchHit:
    return SearchHit(place.evidence, *item, place.file, place.page, label, line.text, line.marks)


def _items(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, str, str]]:
    item = t.EVIDENCE.c
    found = {}
    for start in range(0, len(ids), _PART):
        query = select(item.id, item.exhibit, item.title, item.native_title)
        for row in connection.execute(query.where(item.id.in_(ids[start : start + _PART]))):
            found[row.id] = (row.exhibit, row.title, row.native_title)
    return found


def _page_snippets(
    connection: Connection, places: Sequence[Place], wanted: Sequence[Term]
) -> dict[Place, tuple[str, Snippet]]:
    pages: dict[Place, tuple[str, str]] = {}
    for place in places:
        if place.file:
            row = connection.execute(_PAGE, {"sha256": place.file, "page": place.page}).first()
            pages[place] = (row.label, row.text) if row is not None else ("", "")
    found = marks([words for _label, words in pages.values()], wanted)
    return {
        place: (label, snippet(words, spans))
        for (place, (label, words)), spans in zip(pages.items(), found, strict=True)
    }


def _item_snippets(
    connection: Connection, places: Sequence[Place], wanted: Sequence[Term]
) -> dict[Place, tuple[str, Snippet]]:
    """Return of each item the first of its own texts in which a word was found."""
    texts: list[tuple[str, str]] = []
    for evidence, columns in documents(connection, [place.evidence for place in places]):
        texts += [(evidence, words) for part in columns.values() for words in part if words]
    found: dict[str, Snippet] = {}
    for (evidence, words), spans in zip(texts, marks([words for _id, words in texts], wanted), strict=True):
        if spans and evidence not in found:
            found[evidence] = snippet(words, spans)
    return {place: ("", found.get(place.evidence, Snippet("", ()))) for place in places}
