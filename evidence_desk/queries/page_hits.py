"""On which pages of an item's files the words of a query stand, asked of the text index."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, text

from evidence_desk.domain.search_language import Term
from evidence_desk.queries.search_terms import pages_match
from evidence_desk.store.index_file import SHEAF_BITS

_PAGES = text(
    "SELECT s.start + (f.rowid & :mask) + 1 AS page FROM idx.page_fts f"
    " JOIN idx.sheaf s ON s.no = f.rowid >> :bits"
    " WHERE page_fts MATCH :match AND s.sha256 = :sha256 ORDER BY page"
).bindparams(bindparam("bits", SHEAF_BITS), bindparam("mask", (1 << SHEAF_BITS) - 1))


def pages_with_hits(
    connection: Connection, files: Sequence[str], wanted: Sequence[Term]
) -> list[tuple[str, int]]:
    """Return file and page (from 1) of every page with one of the words or more, in the order of the files.

    Args:
        connection: of a reader.
        files: by SHA-256.
        wanted: the words, from ``search_language.terms``.
    """
    match = pages_match(wanted)
    if not match:
        return []
    return [
        (sha256, page)
        for sha256 in dict.fromkeys(files)
        for page in connection.execute(_PAGES, {"match": match, "sha256": sha256}).scalars()
    ]
