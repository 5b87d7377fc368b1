"""Finds a few evidence items by words, for the palette and for pickers; also among a hundred thousand."""

from __future__ import annotations

from typing import Any

from evidence_desk.queries import evidence as queries
from evidence_desk.queries.rows import EvidenceRow

_MOST_FOUND = 12


def read_items(connection: Any, words: str) -> list[EvidenceRow]:
    """Return the first items with all the words, by exhibit; a query for the reader thread."""
    ids = queries.evidence_ids(connection, filter=queries.EvidenceFilter(text=words))
    return queries.evidence_rows(connection, ids[:_MOST_FOUND])
