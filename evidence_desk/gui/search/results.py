"""What the evidence list shows of a query: the items in order, where the first hit of each is, and the facets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from evidence_desk.domain.search_grammar import parse
from evidence_desk.domain.search_language import Node, QueryError, Term, terms
from evidence_desk.gui.models.arrangement import Arrangement, Listed, arranged
from evidence_desk.queries.evidence import evidence_ids
from evidence_desk.queries.facets import Facets, facets
from evidence_desk.queries.found import Found
from evidence_desk.queries.hit_rows import Place
from evidence_desk.queries.search import matching_ids

RELEVANCE = "relevance"
_MOST_RANKED = 2000


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query.

    Attributes:
        query: as it was typed.
        node: what it was read as.
        listed: the evidence items, in order.
        facets: counts under the query.
        hits: how many pages and items' own words fit; 0 where no word is sought.
        places: the first or best hit of each item.
        words: the words that are marked.
        is_ranked: False where relevance was asked for and there are too many hits to rank.
    """

    query: str
    node: Node
    listed: Listed
    facets: Facets
    hits: int = 0
    places: dict[str, Place] = field(default_factory=dict)
    words: tuple[Term, ...] = ()
    is_ranked: bool = True


def find(
    connection: Connection,
    node: Node,
    query: str,
    order: str,
    arrangement: Arrangement,
    counted: Facets | None,
) -> Results:
    """Return what a query finds; a query for `Session.search`.

    Args:
        connection: of a reader.
        node: the query as read.
        query: as it was typed.
        order: ``relevance``, or what `queries.listing.ordering` takes.
        arrangement: groups and families; what stands in the order of relevance is not put into families.
        counted: the facets where they are known already.
    """
    counted = counted or facets(connection, node)
    wanted = tuple(dict.fromkeys(terms(node)))
    plain = "exhibit" if order == RELEVANCE else order
    if not wanted:
        ids = matching_ids(connection, node, order=plain)
        return Results(query, node, arranged(connection, ids, arrangement), counted)
    found = Found(connection, node, wanted, is_ranked=order == RELEVANCE)
    is_ranked = order == RELEVANCE and found.is_ranked
    places = _firsts(found.by_rank(_MOST_RANKED) if is_ranked else found.by_item(plain))
    ids = list(places)
    if is_ranked:  # what is not among the best hits follows by exhibit
        left = found.items() - places.keys()
        ids += [each for each in evidence_ids(connection) if each in left] if left else []
    return Results(
        query,
        node,
        arranged(connection, ids, replace(arrangement, families=False) if is_ranked else arrangement),
        counted,
        found.total,
        places,
        wanted,
        is_ranked=is_ranked or order != RELEVANCE,
    )


def has_words(query: str) -> bool:
    """Return whether a query seeks words; False for one that cannot be read."""
    try:
        return next(terms(parse(query)), None) is not None
    except QueryError:
        return False


def _firsts(places: Iterable[Place]) -> dict[str, Place]:
    firsts: dict[str, Place] = {}
    for place in places:
        firsts.setdefault(place.evidence, place)
    return firsts
