"""Reads of proceedings, stage events, the evidence used at them, and time limits."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.domain import fuzzy_dates
from evidence_desk.domain.fuzzy_dates import Precision
from evidence_desk.profiles import Profile
from evidence_desk.profiles.deadlines import deadline_for, due
from evidence_desk.queries.claims import date_value
from evidence_desk.queries.court_rows import DeadlineRow, ProceedingRow, StageEvidenceRow, StageRow
from evidence_desk.queries.rows import StageLinkRow
from evidence_desk.store import tables as t
from evidence_desk.support.errors import UserError


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
        used[link.stage].append(
            StageEvidenceRow(link.evidence, link.exhibit, link.title, link.native_title, link.status, link.id)
        )
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
            t.EVIDENCE.c.native_title,
            t.STAGE_EVENT.c.kind.label("stage_kind"),
            t.PROCEEDING.c.court,
            t.PROCEEDING.c.court_native,
        )
        .select_from(joined)
        .order_by(t.EVIDENCE.c.exhibit_sort, t.STAGE_LINK.c.id)
    )
    if evidence is not None:
        query = query.where(t.STAGE_LINK.c.evidence_id == evidence)
    same = ("id", "stage_kind", "court", "court_native", "exhibit", "title", "native_title", "status", "note")
    return [
        StageLinkRow(stage=row["stage_id"], evidence=row["evidence_id"], **{name: row[name] for name in same})
        for row in connection.execute(query).mappings()
    ]


def deadlines(connection: Connection, profile: Profile) -> list[DeadlineRow]:
    """Return the time limits, the next one first and the open ones last; those by a rule are counted anew."""
    joined = t.DEADLINE.join(t.STAGE_EVENT, t.DEADLINE.c.stage_id == t.STAGE_EVENT.c.id).join(
        t.PROCEEDING, t.STAGE_EVENT.c.proceeding_id == t.PROCEEDING.c.id
    )
    query = select(
        t.DEADLINE,
        t.STAGE_EVENT.c.kind.label("stage_kind"),
        t.STAGE_EVENT.c.date_text,
        t.PROCEEDING.c.court,
    ).select_from(joined)
    rows = [_deadline_row(row, profile) for row in connection.execute(query).mappings()]
    return sorted(rows, key=lambda row: (row.due or date.max, row.id))


def _deadline_row(row: Any, profile: Profile) -> DeadlineRow:
    day, provisional, explanation = _counted(row, profile)
    same = ("id", "stage_kind", "court", "rule", "source", "note")
    return DeadlineRow(
        stage=row["stage_id"],
        due=day,
        explanation=explanation,
        provisional=provisional,
        **{name: row[name] for name in same},
    )


def _counted(row: Any, profile: Profile) -> tuple[date | None, bool, str]:
    """Return the due day, whether it is provisional, and how it was counted or why it cannot be."""
    if row["due"]:
        return date.fromisoformat(row["due"]), False, ""
    start = fuzzy_dates.parse(row["date_text"])
    if start.precision is not Precision.DAY or start.earliest is None:
        return None, False, f"starts when the day of {row['stage_kind'].replace('_', ' ')} is known"
    try:
        rule = deadline_for(profile, row["rule"], start.earliest)
    except UserError as error:
        return None, False, error.message
    counted = due(profile, rule, start.earliest)
    return counted.date, counted.provisional or rule.provisional, counted.explanation
