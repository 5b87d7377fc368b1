"""Searches: hits page by page in an order, the items that fit, counts of a list of terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection

from evidence_desk.domain.search_grammar import parse
from evidence_desk.domain.search_language import ORDERS, Everything, Node, terms
from evidence_desk.domain.search_problems import QueryError
from evidence_desk.queries.evidence import evidence_ids
from evidence_desk.queries.found import Found
from evidence_desk.queries.hit_rows import Place, SearchHit, hit_rows
from evidence_desk.queries.search_sql import condition
from evidence_desk.queries.unknown_values import QueryNotice, unknown_values
from evidence_desk.support.errors import UserError

__all__ = [
    "ORDERS",
    "SearchHit",
    "SearchResult",
    "TermRow",
    "matching_ids",
    "read_query",
    "search",
    "term_report",
]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found.

    Attributes:
        query: as it was asked.
        total: how many hits there are: pages, items whose own words fit, or items where no word is sought.
        hits: those asked for, in order.
        is_ranked: False when relevance was asked for and there were too many hits to rank.
        notices: what the query asks for and the matter does not have.
    """

    query: str
    total: int
    hits: tuple[SearchHit, ...]
    is_ranked: bool = True
    notices: tuple[QueryNotice, ...] = ()


@dataclass(frozen=True, slots=True)
class TermRow:
    """A line of a term report: how many hits a term has, and in how many evidence items; or why it cannot be read."""

    term: str
    hits: int
    documents: int
    problem: str = ""


def read_query(query: str) -> Node:
    """Read a query; the one way from typed text to what the other functions take.

    Raises:
        UserError: ``bad_query``, with the 0-based ``position`` among its details.
    """
    try:
        return parse(query)
    except QueryError as error:
        message = f"{error.message} (at character {error.position + 1} of the query)"
        raise UserError("bad_query", message, error.remedy, **error.details) from error


def matching_ids(connection: Connection, node: Node, *, order: str = "exhibit") -> list[str]:
    """Return the evidence items a query finds, in an order of ``queries.evidence.ORDERS``."""
    if isinstance(node, Everything):
        return evidence_ids(connection, order=order)
    return evidence_ids(connection, order=order, where=condition(connection, node))


def search(
    connection: Connection,
    node: Node,
    *,
    query: str = "",
    order: str = "relevance",
    limit: int = 50,
    offset: int = 0,
) -> SearchResult:
    """Return the hits of a query.

    Args:
        connection: of a reader.
        node: the query, from `read_query`.
        query: its text, for the answer.
        order: one of ``ORDERS``.
        limit: how many hits at most.
        offset: how many to pass over.
    """
    wanted, notices = list(dict.fromkeys(terms(node))), unknown_values(connection, node)
    if not wanted:
        ids = matching_ids(connection, node, order="exhibit" if order == "relevance" else order)
        places = [Place(evidence) for evidence in ids[offset : offset + limit]]
        return SearchResult(query, len(ids), hit_rows(connection, places, []), notices=notices)
    found = Found(connection, node, wanted)
    best = found.best(offset + limit) if order == "relevance" else None
    ordered = found.by_item("exhibit" if order == "relevance" else order) if best is None else best
    shown = hit_rows(connection, list(islice(ordered, offset, offset + limit)), wanted)
    is_ranked = best is not None or order != "relevance"
    return SearchResult(query, found.total, shown, is_ranked=is_ranked, notices=notices)


def term_report(connection: Connection, wanted: Iterable[str]) -> list[TermRow]:
    """Return hits and items for each of a list of terms; a term is anything a query may be.

    A term that cannot be read has no hits and says why. Empty lines and those that begin with # are none.
    """
    found = dict.fromkeys(line.strip() for line in wanted)
    return [_term_row(connection, term) for term in found if term and not term.startswith("#")]


def _term_row(connection: Connection, term: str) -> TermRow:
    try:
        node = parse(term)
    except QueryError as error:
        return TermRow(term, 0, 0, str(error))
    wanted, items = list(dict.fromkeys(terms(node))), len(matching_ids(connection, node))
    return TermRow(term, Found(connection, node, wanted).total if wanted else items, items)
