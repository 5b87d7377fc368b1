"""What an open matter asks its database for itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.store import history
from evidence_desk.store.tables import FILE, MATTER


def label(connection: Connection, target: Callable[[Connection], int | None]) -> str | None:
    """Return what an entry did, in words, without saying that it was taken back or done again."""
    seq = target(connection)
    if seq is None:
        return None
    summary = history.entry(connection, seq).summary
    return summary.removeprefix("Undo: ").removeprefix("Redo: ")


def extension(connection: Connection, file_id: str) -> str | None:
    """Return the extension a file is kept under, or None when the matter has no such file."""
    return connection.execute(select(FILE.c.extension).where(FILE.c.id == file_id)).scalar()


def media_type(connection: Connection, file_id: str) -> str | None:
    """Return what a file is, or None when the matter has no such file."""
    return connection.execute(select(FILE.c.media_type).where(FILE.c.id == file_id)).scalar()


def file_ids(connection: Connection) -> list[str]:
    """Return the ids of the files, in the order they came in."""
    return list(connection.execute(select(FILE.c.id).order_by(FILE.c.imported_at, FILE.c.id)).scalars())


def files_with_ocr(connection: Connection) -> list[str]:
    """Return the files whose pictures of text are to be read."""
    query = select(FILE.c.id).where(FILE.c.ocr).order_by(FILE.c.imported_at, FILE.c.id)
    return list(connection.execute(query).scalars())


def profile_id(connection: Connection) -> Any:
    """Return the jurisdiction of the matter."""
    return connection.execute(select(MATTER.c.profile)).scalar()
