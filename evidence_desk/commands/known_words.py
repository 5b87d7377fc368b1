"""Checks words against those a jurisdiction knows, and those the matter has already."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, Connection, select

from evidence_desk.profiles import Profile, find
from evidence_desk.profiles.model import Named
from evidence_desk.store.tables import EVIDENCE
from evidence_desk.support.errors import CommandError


def known_word(
    connection: Connection,
    profile: Profile,
    value: str,
    terms: Iterable[Named],
    *,
    field: str,
    within: str = "",
    held: Column[str] | None = None,
) -> str:
    """Return a word as the profile writes it; its names in either language mean it too, an empty one means none.

    Args:
        connection: to the matter.
        profile: of the matter.
        value: the word given.
        terms: those of the profile.
        field: the field it was given in, which also says what it is.
        within: the field of the command where that is part of another one.
        held: a column whose words are known as well: what came in with files or under another profile stays usable.

    Raises:
        CommandError: ``unknown_FIELD``, listing the words there are.
    """
    words = tuple(terms)
    wanted = value.strip()
    found = find(words, wanted) if wanted else None
    if found is not None or not wanted:
        return found.id if found is not None else ""
    if held is not None and _is_held(connection, held, wanted):
        return wanted
    raise CommandError(
        f"unknown_{field}",
        f"The profile {profile.id} has no {field.replace('_', ' ')} {value!r}",
        f"It has: {', '.join(word.id for word in words)}.",
        field=within or field,
    )


def known_type(connection: Connection, profile: Profile, document_type: str, *, within: str = "") -> str:
    """Return a document type of the profile or of the matter, or an empty text.

    Raises:
        CommandError: there is no such type.
    """
    types = profile.document_types
    return known_word(
        connection, profile, document_type, types, field="type", within=within, held=EVIDENCE.c.type
    )


def _is_held(connection: Connection, column: Column[str], value: str) -> bool:
    query = select(column).where(column == value).limit(1)
    return connection.execute(query).first() is not None
