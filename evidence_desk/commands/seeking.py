"""What a command may ask that stands beside the matter: what a query finds, and what has nearly the same text."""

from __future__ import annotations

from collections.abc import Sequence

from evidence_desk.jobs.progress import CancelToken, quiet
from evidence_desk.queries.duplicates import near_to
from evidence_desk.queries.search import matching_ids, read_query
from evidence_desk.store.indexing import catch_up, read_indexed
from evidence_desk.store.store import Store


def find(store: Store, query: str) -> list[str]:
    """Return the items a query finds in the matter as it was before the command, by exhibit.

    Raises:
        UserError: the query cannot be read.
    """
    node = read_query(query)
    catch_up(store, on_progress=quiet, token=CancelToken(), rebuild=False)
    return read_indexed(store, CancelToken(), matching_ids, node)


def near(store: Store, ids: Sequence[str]) -> list[str]:
    """Return the other items whose text is nearly that of one of some items, as far as it was read."""
    with store.read() as connection:
        return near_to(connection, ids)
