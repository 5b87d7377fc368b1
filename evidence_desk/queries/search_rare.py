"""Several words of which one is rare: the items of that one are looked at one by one for the others.

To collect all items that hold a frequent word, only to keep the few that hold the rare one, would cost most of the
time of such a search.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, bindparam, false, or_, text
from sqlalchemy.sql.elements import ColumnElement

from evidence_desk.domain.search_language import Term
from evidence_desk.queries.search_terms import items_match, pages_match
from evidence_desk.store.index_file import SHEAF_BITS

_RARE = 500  # hits
_PAGES = "SELECT count(*) FROM (SELECT 1 FROM idx.page_fts WHERE page_fts MATCH :match LIMIT :most)"
_ITEMS = "SELECT count(*) FROM (SELECT 1 FROM idx.item_fts WHERE item_fts MATCH :match LIMIT :most)"
# The order of the joins is written down, since the planner takes a match for the rarest of all conditions.
_ON_PAGES = (
    "EXISTS (SELECT 1 FROM evidence_file held CROSS JOIN idx.sheaf s CROSS JOIN idx.page_fts"  # noqa: S608
    " WHERE held.evidence_id = evidence.id AND s.sha256 = held.file_id AND page_fts MATCH :match"
    f" AND page_fts.rowid BETWEEN s.no << {SHEAF_BITS} AND ((s.no + 1) << {SHEAF_BITS}) - 1)"
)
_IN_OWN_WORDS = (
    "EXISTS (SELECT 1 FROM idx.item i CROSS JOIN idx.item_fts"
    " WHERE i.evidence = evidence.id AND item_fts.rowid = i.no AND item_fts MATCH :match)"
)


def is_rare(connection: Connection, term: Term) -> bool:
    """Return whether a term has few hits."""
    left = _RARE + 1
    for query, match in ((_PAGES, pages_match([term])), (_ITEMS, items_match([term]))):
        if match and left > 0:
            left -= connection.execute(text(query), {"match": match, "most": left}).scalar_one()
    return left > 0


def fits_here(terms: Sequence[Term]) -> ColumnElement[bool]:
    """Return the condition that an item has one of some terms, to be looked up for each item that is asked about."""
    found = []
    for query, match in ((_ON_PAGES, pages_match(terms)), (_IN_OWN_WORDS, items_match(terms))):
        if match:
            found.append(and_(text(query).bindparams(bindparam("match", match, unique=True))))
    return or_(false(), *found)
