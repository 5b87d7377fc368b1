"""Find evidence for an element: unlinked items ranked by the element's own words and names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select, text

from evidence_desk.domain.han_words import han_words
from evidence_desk.domain.search_language import Term
from evidence_desk.queries.search_sql import fits_terms
from evidence_desk.queries.search_terms import items_match, pages_match
from evidence_desk.store import tables as t
from evidence_desk.store.folding_table import binding_words, folding
from evidence_desk.store.index_file import SHEAF_BITS
from evidence_desk.support.errors import UserError

_WORD = re.compile(r"[a-z0-9]{3,}|[^\W\d_a-z]{3,}")
_HAN_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff](?:\s*[\u3400-\u9fff\U00020000-\U0003ffff])+")
_MOST_WORDS = 40
# A word that stands in more of the items than this says nothing about any of them.
_TOO_COMMON = 0.5
_FEW_ITEMS = 3
_PAGES_RANKED = 3000
_PAGES = text(
    "SELECT s.sha256, min(r.rank) AS best FROM (SELECT rowid, rank FROM idx.page_fts WHERE page_fts MATCH :match"
    " ORDER BY rank LIMIT :most) r JOIN idx.sheaf s ON s.no = r.rowid >> :bits GROUP BY s.sha256"
).bindparams(bindparam("most", _PAGES_RANKED), bindparam("bits", SHEAF_BITS))
_HELD = text(
    "SELECT (SELECT count(*) FROM (SELECT 1 FROM idx.page_fts WHERE page_fts MATCH :match LIMIT 1000))"
    " + (SELECT count(*) FROM (SELECT 1 FROM idx.item_fts WHERE item_fts MATCH :match LIMIT 1000))"
)
_ITEMS = text(
    "SELECT i.evidence, bm25(item_fts, 10, 4, 4, 2, 2) FROM idx.item_fts JOIN idx.item i ON i.no = item_fts.rowid"
    " WHERE item_fts MATCH :match"
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item that may prove an element.

    Attributes:
        evidence: the item.
        exhibit: its number.
        title: its title.
        native_title: its title in its own language.
        score: how well it fits; higher is better, comparable within one answer only.
        why: the words and names of the element that were found in it, the rarest first.
    """

    evidence: str
    exhibit: str
    title: str
    native_title: str
    score: float
    why: tuple[str, ...]


def suggest(connection: Connection, element_id: str, limit: int = 10) -> list[Suggestion]:
    """Return items that are linked to nothing yet, those that fit an element best first.

    Words come from the element and its facts, names from the parties those speak of, with all they are called.

    Args:
        connection: of a reader.
        element_id: the element.
        limit: how many at most.

    Raises:
        UserError: there is no such element (any more).
    """
    items = _unlinked(connection)
    holders = _telling(connection, [Term(word, False, "") for word in _words(connection, element_id)], items)
    if not holders:
        return []
    scores = _scores(connection, [Term(word, False, "") for word in holders], items)
    best = sorted(scores, key=lambda item: (scores[item], items[item]))[:limit]
    return [
        Suggestion(
            item, *items[item], -scores[item], tuple(word for word in holders if item in holders[word])
        )
        for item in best
    ]


def _unlinked(connection: Connection) -> dict[str, tuple[str, str, str]]:
    item = t.EVIDENCE.c
    query = select(item.id, item.exhibit, item.title, item.native_title).where(
        item.id.not_in(select(t.PROOF_LINK.c.evidence_id))
    )
    return {row.id: (row.exhibit, row.title, row.native_title) for row in connection.execute(query)}


def _words(connection: Connection, element_id: str) -> list[str]:
    texts = _texts(connection, element_id)
    if not texts:
        raise UserError("no_such_thing", "This element is not in the matter any more")
    found = [*_names(connection, texts)]
    for one in texts:
        found += _words_of(connection, one)
    return list(dict.fromkeys(found))[:_MOST_WORDS]


def _texts(connection: Connection, element_id: str) -> list[str]:
    element, fact, of = t.ELEMENT.c, t.FACT.c, t.FACT_ELEMENT.c
    held = connection.execute(
        select(element.text, element.native_text).where(element.id == element_id)
    ).first()
    if held is None:
        return []
    query = select(fact.text).join_from(t.FACT_ELEMENT, t.FACT).where(of.element_id == element_id)
    return [*held, *connection.execute(query.order_by(fact.number_sort)).scalars()]


def _names(connection: Connection, texts: Sequence[str]) -> Iterable[str]:
    """Yield every name of each party that a text calls by one of its names."""
    said = " ".join(texts).casefold()
    for row in connection.execute(select(t.PARTY.c.name, t.PARTY.c.native_name, t.PARTY.c.aliases)):
        called = [name for name in (row.name, row.native_name, *row.aliases) if any(map(str.isalnum, name))]
        if any(name.casefold() in said for name in called):
            yield from called


def _words_of(connection: Connection, words: str) -> list[str]:
    """Return the words of a text: Latin ones of three letters or more, Chinese ones as the matter has them."""
    folded = folding().fold(words)
    binding, latin = binding_words()
    found = [word for word in _WORD.findall(folded) if word not in latin]
    for run in _HAN_RUN.findall(folded):
        plain = "".join(run.split())
        found += han_words(plain, lambda part: _held(connection, part), binding)
    return found


def _held(connection: Connection, characters: str) -> int:
    """Return how many pages and items hold characters one after another; no more than 1,000 are counted."""
    counted = connection.execute(_HELD, {"match": f'"{" ".join(characters)}"'}).scalar_one()
    return int(counted)


def _telling(
    connection: Connection, terms: Sequence[Term], items: Mapping[str, tuple[str, ...]]
) -> dict[str, set[str]]:
    """Return the words that tell items apart, the rarest first, each with the unlinked items that hold it."""
    found = {}
    total = connection.execute(select(func.count()).select_from(t.EVIDENCE)).scalar_one()
    for term in terms:
        held = list(connection.execute(select(t.EVIDENCE.c.id).where(fits_terms([term]))).scalars())
        unlinked = {item for item in held if item in items}
        if unlinked and len(held) <= max(_FEW_ITEMS, total * _TOO_COMMON):
            found[term.text] = unlinked
    return dict(sorted(found.items(), key=lambda pair: len(pair[1])))


def _scores(
    connection: Connection, terms: Sequence[Term], items: Mapping[str, tuple[str, ...]]
) -> dict[str, float]:
    """Return the BM25 of each item: of its best page, and of its own words; less is better."""
    found: dict[str, float] = defaultdict(float)
    best = connection.execute(_PAGES, {"match": pages_match(terms)})
    ranks: dict[str, float] = {row.sha256: row.best for row in best}
    held = select(t.EVIDENCE_FILE.c.evidence_id, t.EVIDENCE_FILE.c.file_id)
    for evidence, sha256 in connection.execute(held):
        if evidence in items and sha256 in ranks:
            found[evidence] = min(found[evidence], ranks[sha256])
    for evidence, rank in connection.execute(_ITEMS, {"match": items_match(terms)}):
        if evidence in items:
            found[evidence] += rank
    return found
