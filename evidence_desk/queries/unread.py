"""Which files' text is not in the cache, asked of any reader of a matter."""

from __future__ import annotations

from sqlalchemy import Connection, text

_UNREAD = text("SELECT id FROM file WHERE id NOT IN (SELECT sha256 FROM cache.read) ORDER BY imported_at, id")


def unread_files(connection: Connection) -> list[str]:
    """Return the files whose text was not read, or was lost with the cache, by SHA-256."""
    return list(connection.execute(_UNREAD).scalars())
