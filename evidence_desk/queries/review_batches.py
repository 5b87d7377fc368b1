"""Reads of review batches: who has which, how far each is, and what belongs together when they are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from evidence_desk.domain.splitting import members_by, units
from evidence_desk.queries.listing import parents
from evidence_desk.store import tables as t


@dataclass(frozen=True, slots=True)
class ReviewBatchRow:
    """A review batch: ``items`` it holds, of which so many are ``reviewed`` and so many need a ``second_look``."""

    id: str
    name: str
    number: int
    reviewer: str
    query: str
    at: str
    items: int
    reviewed: int
    second_look: int

    @property
    def open(self) -> int:
        """How many items nobody has looked at yet."""
        return self.items - self.reviewed - self.second_look


def review_batches(connection: Connection) -> list[ReviewBatchRow]:
    """Return the batches with their progress, by name and number."""
    batch, item, evidence = t.REVIEW_BATCH.c, t.REVIEW_ITEM.c, t.EVIDENCE.c
    joined = t.REVIEW_BATCH.outerjoin(t.REVIEW_ITEM, item.batch_id == batch.id).outerjoin(
        t.EVIDENCE, item.evidence_id == evidence.id
    )
    query = (
        select(
            t.REVIEW_BATCH,
            func.count(evidence.id).label("items"),
            func.count().filter(evidence.review == "reviewed").label("reviewed"),
            func.count().filter(evidence.review == "needs_second_look").label("second_look"),
        )
        .select_from(joined)
        .group_by(batch.id)
        .order_by(batch.name, batch.number, batch.id)
    )
    return [ReviewBatchRow(**row) for row in connection.execute(query).mappings()]


def kept_together(connection: Connection, ids: Sequence[str]) -> list[list[str]]:
    """Return items in groups: a family, and items that hold the same files, are one."""
    above = parents(connection)
    tops = {}
    for each in ids:
        chain = dict.fromkeys([each])
        while (parent := above.get(next(reversed(chain)), "")) and parent not in chain:
            chain[parent] = None
        tops[each] = next(reversed(chain))
    held: dict[str, list[str]] = {}
    pairs = select(t.EVIDENCE_FILE.c.evidence_id, t.EVIDENCE_FILE.c.file_id).order_by(
        t.EVIDENCE_FILE.c.file_id
    )
    wanted = set(ids)
    for evidence, file in connection.execute(pairs):
        if evidence in wanted:
            held.setdefault(evidence, []).append(file)
    copies = members_by({evidence: tuple(files) for evidence, files in held.items()})
    return units(ids, [*members_by(tops), *copies])
