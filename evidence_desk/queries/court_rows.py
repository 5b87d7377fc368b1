"""Rows about the path through the courts; as in `rows`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evidence_desk.queries.rows import DateValue


@dataclass(frozen=True, slots=True)
class ProceedingRow:
    """One case at one court. ``from_`` (JSON: ``from``) is the proceeding it came from, by ``relation``."""

    id: str
    court: str
    court_native: str
    level: str
    case_number: str
    instance: str
    from_: str
    relation: str


@dataclass(frozen=True, slots=True)
class StageEvidenceRow:
    """One evidence item of a stage event, as the stage lists it."""

    evidence: str
    exhibit: str
    title: str
    native_title: str
    status: str
    link: str


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage event of a proceeding, with the evidence used at it."""

    id: str
    proceeding: str
    court: str
    court_native: str
    kind: str
    date: DateValue
    status: str
    outcome: str
    ground: str
    form: str
    note: str
    evidence: tuple[StageEvidenceRow, ...]


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A time limit: set by hand, or computed from its stage event by a rule of the profile.

    ``due`` is None while the event has no full date. ``provisional`` is true past the last year the
    holiday data covers.
    """

    id: str
    stage: str
    stage_kind: str
    court: str
    rule: str
    due: date | None
    source: str
    note: str
    explanation: str
    provisional: bool
