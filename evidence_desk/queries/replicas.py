"""Reads about copies of a matter: whether this is one, of what, since when, and what was given to whom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.store import identity
from evidence_desk.store.replica_tables import COPY_GIVEN


@dataclass(frozen=True, slots=True)
class CopyInfo:
    """What a copy knows of its taking.

    Attributes:
        copy: its identity.
        matter: the identity of the matter.
        title: what the matter was called.
        replica: the desk (or copy) it was taken from.
        taken_at: when, RFC 3339.
        taken_by: who took it.
        recipient: whom it was made for, or an empty text.
        scope: the words of the search it was reduced to, or an empty text.
        with_files: whether the original files are in it.
        evidence_left: how many evidence items are not in it.
        files_left: the SHA-256 of the files that are listed in it and whose bytes are not in it.
        head_seq: the number of the last entry of the history it was taken at.
        head: the hash of that entry.
        origins: the copies it was taken of, the nearest first; none for one taken at the desk.
    """

    copy: str
    matter: str
    title: str
    replica: str
    taken_at: str
    taken_by: str
    recipient: str
    scope: str
    with_files: bool
    evidence_left: int
    files_left: tuple[str, ...]
    head_seq: int
    head: str
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A copy that was given out; ``brought_at`` is when it last came back, or an empty text."""

    id: str
    at: str
    actor: str
    recipient: str
    name: str
    scope: str
    with_files: bool
    head_seq: int
    head_hash: str
    brought_at: str


def copy_info(connection: Connection) -> CopyInfo | None:
    """Return what this copy knows of its taking; None for a matter that is no copy."""
    noted = identity.meta(connection, identity.COPY)
    if noted is None:
        return None
    return copy_info_of(json.loads(noted))


def copy_info_of(values: Mapping[str, Any]) -> CopyInfo:
    """Return what a copy or its manifest says of the taking.

    Raises:
        KeyError, TypeError: something is missing or of another kind.
    """
    known = {field.name: values[field.name] for field in fields(CopyInfo) if field.name in values}
    lists = {"files_left": tuple(values["files_left"]), "origins": tuple(values.get("origins", ()))}
    return CopyInfo(**{**known, **lists})


def matter_identity(connection: Connection) -> str:
    """Return the identity of the matter, which all its copies share."""
    return identity.matter_id(connection)


def copies_given(connection: Connection) -> list[GivenRow]:
    """Return the copies that were given out, the last first."""
    query = select(COPY_GIVEN).order_by(COPY_GIVEN.c.at.desc(), COPY_GIVEN.c.id)
    return [GivenRow(**row) for row in connection.execute(query).mappings()]
