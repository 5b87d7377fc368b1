"""Reads of proceedings, stage events, the evidence used at them, and time limits."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.queries.claims import date_value
from evidence_desk.queries.rows import DeadlineRow, ProceedingRow, StageEvidenceRow, StageLinkRow, StageRow
from evidence_desk.store import tables as t


def proceedings(connection: Connection) -> list[ProceedingRow]:
    """Return the proceedings, each after the one it came from."""
    rows = connection.execute(select(t.PROCEEDING).order_by(t.PROCEEDING.c.id)).mappings().all()
    ordered: list[ProceedingRow] = []
    waiting = [_proceeding_row(row) for row in rows]
    placed: set[str] = {""}
    while waiting:
        ready = [row for row in waiting if row.from_ in placed] or waiting
        ordered.extend(ready)
        placed.update(row.id for row in ready)
        waiting = [row for row in waiting if row.id not in placed]
    return ordered


def _proceeding_row(row: Any) -> ProceedingRow:
    same = ("id", "court", "court_native", "level", "case_number", "instance", "relation")
    return ProceedingRow(from_=row["from_id"] or "", **{name: row[name] for name in same})


def stages(connection: Connection) -> list[StageRow]:
    """Return the stage events: by proceeding, what happened before what is planned, in the order entered."""
    used: dict[str, list[StageEvidenceRow]] = defaultdict(list)
    for link in stage_links(connection):
        used[link.stage].append(StageEvidenceRow(link.evidence, link.exhibit, link.title, link.status, link.id))
    places = {row.id: place for place, row in enumerate(proceedings(connection))}
    joined = t.STAGE_EVENT.join(t.PROCEEDING, t.STAGE_EVENT.c.proceeding_id == t.PROCEEDING.c.id)
    query = select(t.STAGE_EVENT, t.PROCEEDING.c.court, t.PROCEEDING.c.court_native).select_from(joined)
    rows = [_stage_row(row, used[row["id"]]) for row in connection.execute(query).mappings()]
    return sorted(rows, key=lambda row: (places[row.proceeding], row.status == "planned", row.id))


def _stage_row(row: Any, used: list[StageEvidenceRow]) -> StageRow:
    same = ("id", "court", "court_native", "kind", "status", "outcome", "ground", "form", "note")
    return StageRow(
        proceeding=row["proceeding_id"],
        date=date_value(row),
        evidence=tuple(used),
        **{name: row[name] for name in same},
    )


def stage_links(connection: Connection, *, evidence: str | None = None) -> list[StageLinkRow]:
    """Return how items were used at stage events, of one item or of all, in the order of the exhibits."""
    joined = (
        t.STAGE_LINK.join(t.EVIDENCE, t.STAGE_LINK.c.evidence_id == t.EVIDENCE.c.id)
        .join(t.STAGE_EVENT, t.STAGE_LINK.c.stage_id == t.STAGE_EVENT.c.id)
        .join(t.PROCEEDING, t.STAGE_EVENT.c.proceeding_id == t.PROCEEDING.c.id)
    )
    query = (
        select(
            t.STAGE_LINK,
            t.EVIDENCE.c.exhibit,
            t.EVIDENCE.c.title,
            t.STAGE_EVENT.c.kind.label("stage_kind"),
            t.PROCEEDING.c.court,
        )
        .select_from(joined)
        .order_by(t.EVIDENCE.c.exhibit_sort, t.STAGE_LINK.c.id)
    )
    if evidence is not None:
        query = query.where(t.STAGE_LINK.c.evidence_id == evidence)
    same = ("id", "stage_kind", "court", "exhibit", "title", "status", "note")
    return [
        StageLinkRow(stage=row["stage_id"], evidence=row["evidence_id"], **{name: row[name] for name in same})
        for row in connection.execute(query).mappings()
    ]
