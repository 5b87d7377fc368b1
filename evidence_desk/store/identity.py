"""Which matter a folder holds: an identity all copies of it share, whatever they are called."""

from __future__ import annotations

from sqlalchemy import Connection, select

from evidence_desk.store.tables import HISTORY, META
from evidence_desk.support.ids import pair_id

MATTER_ID = "matter_id"
REPLICA = "replica"
COPY = "copy"  # what a copy knows of its taking, as JSON


def meta(connection: Connection, key: str) -> str | None:
    """Return what the program noted under a key, or None."""
    return connection.execute(select(META.c.value).where(META.c.key == key)).scalar()


def matter_id(connection: Connection) -> str:
    """Return the identity of the matter; one made before identities were noted is known by its first entry."""
    noted = meta(connection, MATTER_ID)
    if noted:
        return noted
    first = connection.execute(select(HISTORY.c.hash).order_by(HISTORY.c.seq).limit(1)).scalar()
    return pair_id("matter", first or "")
