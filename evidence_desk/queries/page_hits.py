"""On which pages of an item's files the words of a query stand, asked of the text index."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from evidence_desk.domain.search_language import Term
from evidence_desk.queries.item_hits import ItemHits


def pages_with_hits(
    connection: Connection, files: Sequence[str], wanted: Sequence[Term]
) -> list[tuple[str, int]]:
    """Return file and page (from 1) of every page with one of the words or more, in the order of the files.

    Args:
        connection: of a reader.
        files: by id.
        wanted: the words, from ``search_language.terms``.
    """
    hits = ItemHits(connection, wanted)
    return [(sha256, page) for sha256 in dict.fromkeys(files) for page in hits.pages(sha256)]
