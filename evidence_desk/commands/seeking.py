"""What a command may ask that stands beside the matter: what a query finds, and what has nearly the same text."""

from __future__ import annotations

from collections.abc import Sequence

from evidence_desk.jobs.progress import CancelToken
from evidence_desk.queries.duplicates import near_to
from evidence_desk.queries.search import matching_ids, read_query
from evidence_desk.store.indexing import read_indexed
from evidence_desk.store.store import Store


def find(store: Store, query: str) -> list[str]:
    """Return the items a query finds in the matter as it was before the change, by exhibit.

    The words of pages and items are sought in the index as it is: a change that is open does not wait for it.

    Raises:
        UserError: the query cannot be read.
    """
    return read_indexed(store, CancelToken(), matching_ids, read_query(query))


def near(store: Store, ids: Sequence[str]) -> list[str]:
    """Return the other items whose text is nearly that of one of some items, as far as it was read."""
    with store.read() as connection:
        return near_to(connection, ids)
