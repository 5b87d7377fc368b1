"""Takes files in as they are, without what is in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from evidence_desk.intake.ingest import Intake, Pool
from evidence_desk.intake.one_file import Ingested


def ingest_many(
    pool: Pool,
    paths: Iterable[str],
    files_folder: str,
    *,
    known_hashes: Collection[str] = (),
    token: Any = None,
) -> Iterator[Ingested]:
    """Yield each file, no content twice as new."""
    intake = Intake(list(paths), files_folder, known_hashes=known_hashes, is_opening=False)
    for family in intake.run(pool, token):
        yield from family
