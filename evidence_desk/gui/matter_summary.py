"""What the frame of the window says about the open matter, in one read."""

from __future__ import annotations

from typing import Any

from evidence_desk.queries import facets, matter
from evidence_desk.queries.matter import Counts
from evidence_desk.queries.rows import MatterRow


def read_summary(connection: Any) -> tuple[MatterRow, Counts, tuple[int, int]]:
    """Return the matter, how much it holds, and (reviewed, all) items; a query for `Session.read`."""
    return matter.matter(connection), matter.counts(connection), facets.review_progress(connection)
