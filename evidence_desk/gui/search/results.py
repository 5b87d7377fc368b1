"""What the evidence list shows of a query: the best items at once, then all of them and the facets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from evidence_desk.domain.search_grammar import parse
from evidence_desk.domain.search_language import Everything, Node, Term, terms
from evidence_desk.domain.search_problems import QueryError
from evidence_desk.gui.models.arrangement import Arrangement, Listed, arranged
from evidence_desk.queries.evidence import evidence_rows
from evidence_desk.queries.facets import Facets, facets
from evidence_desk.queries.found import Found
from evidence_desk.queries.hit_rows import Place, SearchHit, hit_rows
from evidence_desk.queries.item_hits import ItemHits
from evidence_desk.queries.rows import EvidenceRow
from evidence_desk.queries.search import matching_ids
from evidence_desk.queries.unknown_values import QueryNotice, unknown_values

RELEVANCE = "relevance"
_NOTHING = Listed.of([])
_PLAIN = Arrangement(families=False)
# Hits are ranked by the page, a list has a line for each item: enough for some screens of it.
_MOST_RANKED = 500


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query.

    Attributes:
        query: as it was typed.
        node: what it was read as.
        listed: the evidence items, in order; while ``facets`` is None perhaps only the best.
        facets: counts under the query; None while they are not counted yet.
        hits: how many pages and items' own words fit; 0 where no word is sought, -1 while they are not counted.
        places: the best hit of each of the best items; of the others it is looked up when they show.
        words: the words that are marked.
        arrangement: how the items are laid out.
        is_ranked: False where relevance was asked for and there are too many hits to rank.
        notices: what the query asks for and the matter does not have; told with the facets.
        rows: the items of the first page of lines, which shows most often.
    """

    query: str
    node: Node
    listed: Listed
    facets: Facets | None = None
    hits: int = 0
    places: dict[str, Place] = field(default_factory=dict)
    words: tuple[Term, ...] = ()
    is_ranked: bool = True
    arrangement: Arrangement = _PLAIN
    notices: tuple[QueryNotice, ...] = ()
    rows: Sequence[EvidenceRow] = ()


def find(
    connection: Connection, node: Node, query: str, order: str, arrangement: Arrangement = _PLAIN
) -> Results:
    """Return what a query finds, as much as shows first; a query for `Session.search`.

    Args:
        connection: of a reader.
        node: the query as read.
        query: as it was typed.
        order: ``relevance``, or what `queries.listing.ordering` takes.
        arrangement: groups and families; what stands in the order of relevance is not put into families.
    """
    wanted = tuple(dict.fromkeys(terms(node)))
    if not wanted:
        plain = "exhibit" if order == RELEVANCE else order
        ids = matching_ids(connection, node, order=plain)
        return _laid_out(connection, Results(query, node, _NOTHING, arrangement=arrangement), ids)
    found = Found(connection, node, wanted)
    known = found.with_all(_MOST_RANKED) if order == RELEVANCE else []
    best = known or (found.best(_MOST_RANKED) if order == RELEVANCE else None)
    if best is None:
        plain, is_ranked = ("exhibit", False) if order == RELEVANCE else (order, True)
        ids, places = matching_ids(connection, node, order=plain), {}
    else:
        places, is_ranked = _firsts(best), True
        ids = list(places)
    if places:
        arrangement = replace(arrangement, families=False)
    hits = -1 if known else found.total
    made = Results(query, node, _NOTHING, hits=hits, places=places, words=wanted, is_ranked=is_ranked)
    return _laid_out(connection, replace(made, arrangement=arrangement), ids)


def _laid_out(connection: Connection, results: Results, ids: Sequence[str]) -> Results:
    """Return results with items in lines, and the rows of those that show first."""
    listed = arranged(connection, ids, results.arrangement)
    return replace(results, listed=listed, rows=evidence_rows(connection, listed.page(0)))


def complete(connection: Connection, results: Results) -> Results:
    """Return results with all items, facets and notices; what is not among the best follows by exhibit."""
    results = replace(results, notices=unknown_values(connection, results.node))
    if isinstance(results.node, Everything):
        return replace(results, facets=facets(connection))
    if not results.places:
        return replace(results, facets=facets(connection, results.listed.evidence))
    every = matching_ids(connection, results.node)
    if results.hits < 0:
        results = replace(results, hits=Found(connection, results.node, results.words).total)
    ids = [*results.places, *(each for each in every if each not in results.places)]
    return replace(_laid_out(connection, results, ids), facets=facets(connection, every))


def find_all(
    connection: Connection, node: Node, query: str, order: str, arrangement: Arrangement = _PLAIN
) -> Results:
    """Return what a query finds, whole."""
    return complete(connection, find(connection, node, query, order, arrangement))


def _firsts(places: Iterable[Place]) -> dict[str, Place]:
    """Return the first place of each item, in the order of the places."""
    firsts: dict[str, Place] = {}
    for place in places:
        firsts.setdefault(place.evidence, place)
    return firsts


def lines(
    connection: Connection, items: Sequence[str], places: Mapping[str, Place], wanted: Sequence[Term]
) -> tuple[SearchHit, ...]:
    """Return items' best hits, or their first ones where ``places`` names none, with a line of text."""
    others = ItemHits(connection, wanted).firsts([each for each in items if each not in places])
    return hit_rows(connection, [*(places[each] for each in items if each in places), *others], wanted)


def has_words(query: str) -> bool:
    """Return whether a query seeks words; False for one that cannot be read."""
    try:
        return next(terms(parse(query)), None) is not None
    except QueryError:
        return False
