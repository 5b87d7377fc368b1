"""Where an item comes from: files, places, run, tools, problems; its family; items of nearly the same text; guesses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.queries.duplicates import NearGroup
from evidence_desk.queries.evidence import evidence_rows
from evidence_desk.queries.provenance import Provenance, provenance
from evidence_desk.queries.relatives import containers, contents
from evidence_desk.queries.rows import EvidenceRow
from evidence_desk.store import tables as t


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of where an item comes from.

    Attributes:
        files: the provenance of each of its files.
        parents: the items it was found in.
        children: the items found in it.
        near: the items of nearly the same text; ``similarity`` is that of the least alike, 0 to 1.
        guesses: field -> where its guessed value was taken from, for values nobody entered.
    """

    files: tuple[Provenance, ...]
    parents: tuple[EvidenceRow, ...]
    children: tuple[EvidenceRow, ...]
    near: tuple[EvidenceRow, ...]
    similarity: float
    guesses: dict[str, str]


def origin(connection: Connection, evidence: str, groups: list[NearGroup] | None = None) -> Origin | None:
    """Return where an item comes from, or None when it is gone; a query for `Session.read`.

    Args:
        connection: of a reader.
        evidence: the item.
        groups: what `near_duplicates` said; none are shown when None.
    """
    found = list(evidence_rows(connection, [evidence]))
    if not found:
        return None
    row = found[0]
    item = t.EVIDENCE.c
    group = next((each for each in groups or () if evidence in each.evidence), None)
    near = [each for each in group.evidence if each != evidence] if group is not None else []
    guesses: Any = connection.execute(select(item.guesses).where(item.id == evidence)).scalar()
    return Origin(
        files=tuple(provenance(connection, file.id) for file in row.files),
        parents=tuple(evidence_rows(connection, containers(connection, evidence))),
        children=tuple(evidence_rows(connection, contents(connection, evidence))),
        near=tuple(evidence_rows(connection, near)),
        similarity=group.similarity if group is not None else 0.0,
        guesses=dict(guesses or {}),
    )
