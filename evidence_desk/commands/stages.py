"""Commands for proceedings, what happens in them, how evidence is used there, and time limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from evidence_desk.commands.base import (
    Command,
    Text,
    Work,
    fuzzy_columns,
    given,
    required_text,
    required_texts,
    same_named,
)
from evidence_desk.commands.known_words import known_word
from evidence_desk.domain.date_spans import Precision
from evidence_desk.domain.stages import unexpected
from evidence_desk.domain.words import DeadlineSource, Relation, StageLinkStatus, StageStatus
from evidence_desk.store import tables as t
from evidence_desk.support.errors import CommandError
from evidence_desk.support.unset import UNSET, UnsetType

_DAY_LETTERS = len("2019-01-05")


@dataclass(frozen=True, kw_only=True)
class _ProceedingFields(Command):
    court_native: Text = UNSET
    level: Text = UNSET
    case_number: Text = UNSET
    instance: Text = UNSET
    from_: Text = UNSET
    relation: Relation | UnsetType = UNSET

    def columns(self, work: Work) -> dict[str, Any]:
        """Return the given fields as columns."""
        return {
            **same_named(self, "court_native", "level", "case_number", "instance", "relation"),
            **given(from_id=work.resolve_optional("proceeding", self.from_, "from")),
        }


def _check_case_number(work: Work, values: Mapping[str, Any], *, besides: str | None = None) -> None:
    """Refuse the number of another proceeding; one that the courts would write otherwise is taken with a warning."""
    work.check_unique(t.PROCEEDING, "case_number", values, besides=besides)
    number, usual = values.get("case_number"), work.profile.case_numbers
    if number and usual is not None and not usual.fits(number):
        work.warnings.append(f"{number} is no usual case number; one looks like {usual.example}")


@dataclass(frozen=True, kw_only=True)
class AddProceeding(_ProceedingFields):
    """Add one case at one court, or one attempt to file it there."""

    court: str

    def apply(self, work: Work) -> str:
        """Insert the proceeding."""
        court = required_text(self.court, "court")
        values = {**self.columns(work), "court": court}
        _check_case_number(work, values)
        work.create("proceeding", t.PROCEEDING, values)
        return f"Add proceeding at {court}"


@dataclass(frozen=True, kw_only=True)
class EditProceeding(_ProceedingFields):
    """Change a proceeding."""

    proceeding: str
    court: Text = UNSET

    def apply(self, work: Work) -> str:
        """Update the proceeding."""
        row_id = work.resolve("proceeding", self.proceeding, "proceeding")
        values = {**self.columns(work), **required_texts(self, "court")}
        _check_case_number(work, values, besides=row_id)
        refusal = CommandError("cycle", "A proceeding cannot come from itself", field="from")
        work.check_above(t.PROCEEDING, "from_id", values.get("from_id"), row_id, refusal)
        work.recorder.update(t.PROCEEDING, row_id, values)
        return f"Edit proceeding at {work.row(t.PROCEEDING, row_id)['court']}"


@dataclass(frozen=True, kw_only=True)
class _StageEventFields(Command):
    date: Text = UNSET
    status: StageStatus | UnsetType = UNSET
    outcome: Text = UNSET
    ground: Text = UNSET
    form: Text = UNSET
    note: Text = UNSET

    def columns(self) -> dict[str, Any]:
        """Return the given fields as columns."""
        return {**same_named(self, "status", "outcome", "ground", "form", "note"), **fuzzy_columns(self.date)}


def _known_stage(work: Work, kind: str) -> str:
    given_kind, stages = required_text(kind, "kind"), work.profile.stages
    return known_word(work.connection, work.profile, given_kind, stages, field="stage", within="kind")


@dataclass(frozen=True, kw_only=True)
class AddStageEvent(_StageEventFields):
    """Add what happened, or is planned, in a proceeding. A surprising order is taken with a warning."""

    proceeding: str
    kind: str

    def apply(self, work: Work) -> str:
        """Insert the event."""
        proceeding_id = work.resolve("proceeding", self.proceeding, "proceeding")
        kind = _known_stage(work, self.kind)
        self._warn_if_unexpected(work, kind, proceeding_id)
        defaults = {"status": "occurred", **fuzzy_columns("")}
        values = {**defaults, **self.columns(), "proceeding_id": proceeding_id, "kind": kind}
        work.create("stage", t.STAGE_EVENT, values)
        return f"Add court stage {kind} at {work.row(t.PROCEEDING, proceeding_id)['court']}"

    def _warn_if_unexpected(self, work: Work, kind: str, proceeding_id: str) -> None:
        """Say when the profile does not expect this stage now; courts surprise, so it is never refused."""
        found = unexpected(work.profile.stage_rules, self._last_kind(work, proceeding_id), kind)
        if found is not None:
            usual = ", ".join(found.usual) or "nothing"
            if found.previous is None:
                said = f"{found.kind} is unusual at the beginning; a proceeding usually begins with: {usual}"
            else:
                said = f"{found.kind} is unusual after {found.previous}; it usually comes after: {usual}"
            work.warnings.append(said)

    def _last_kind(self, work: Work, proceeding_id: str) -> str | None:
        """Return the kind of the latest event; what was entered later comes later where dates say nothing."""
        query = (
            select(t.STAGE_EVENT.c.kind)
            .where(t.STAGE_EVENT.c.proceeding_id == proceeding_id)
            .order_by(t.STAGE_EVENT.c.id.desc())
        )
        return work.connection.execute(query.limit(1)).scalar()


@dataclass(frozen=True, kw_only=True)
class EditStageEvent(_StageEventFields):
    """Change a stage event."""

    stage: str
    proceeding: Text = UNSET
    kind: Text = UNSET

    def apply(self, work: Work) -> str:
        """Update the event."""
        stage_id = work.resolve("stage", self.stage, "stage")
        proceeding_id = work.resolve_given("proceeding", self.proceeding, "proceeding")
        values = {**self.columns(), **given(proceeding_id=proceeding_id)}
        if isinstance(self.kind, str):
            values["kind"] = _known_stage(work, self.kind)
        work.recorder.update(t.STAGE_EVENT, stage_id, values)
        return f"Edit court stage {work.row(t.STAGE_EVENT, stage_id)['kind']}"


@dataclass(frozen=True, kw_only=True)
class LinkStage(Command):
    """Say how an evidence item was used at a stage event: filed, exchanged, objected to, admitted."""

    stage: str
    evidence: str
    status: StageLinkStatus
    note: Text = UNSET

    def apply(self, work: Work) -> str:
        """Insert the stage link."""
        stage_id = work.resolve("stage", self.stage, "stage")
        evidence_id = work.resolve("evidence", self.evidence, "evidence")
        _check_new_use(work, stage_id, evidence_id, str(self.status))
        values = {**same_named(self, "status", "note"), "stage_id": stage_id, "evidence_id": evidence_id}
        work.create("stage_link", t.STAGE_LINK, values)
        row = work.row(t.EVIDENCE, evidence_id)
        kind = work.row(t.STAGE_EVENT, stage_id)["kind"]
        return f"Mark {row['exhibit'] or row['title']} {self.status} at {kind}"


@dataclass(frozen=True, kw_only=True)
class EditStageLink(Command):
    """Change how an evidence item was used at a stage event."""

    stage_link: str
    stage: Text = UNSET
    evidence: Text = UNSET
    status: StageLinkStatus | UnsetType = UNSET
    note: Text = UNSET

    def apply(self, work: Work) -> str:
        """Update the stage link."""
        row_id = work.resolve("stage_link", self.stage_link, "stage_link")
        values = {
            **same_named(self, "status", "note"),
            **given(
                stage_id=work.resolve_given("stage", self.stage, "stage"),
                evidence_id=work.resolve_given("evidence", self.evidence, "evidence"),
            ),
        }
        after = {**work.row(t.STAGE_LINK, row_id), **values}
        _check_new_use(work, after["stage_id"], after["evidence_id"], after["status"], besides=row_id)
        work.recorder.update(t.STAGE_LINK, row_id, values)
        return f"Edit use at a court stage: {after['status']}"


def _check_new_use(work: Work, stage_id: str, evidence_id: str, status: str, *, besides: str = "") -> None:
    link = t.STAGE_LINK.c
    query = select(link.id).where(
        link.stage_id == stage_id, link.evidence_id == evidence_id, link.status == status, link.id != besides
    )
    if work.has(query):
        raise CommandError(
            "taken",
            f"The item is marked {status} at this stage already",
            "Choose another status.",
            field="status",
        )


@dataclass(frozen=True, kw_only=True)
class SetDeadline(Command):
    """Set a time limit that runs from a stage event: by a rule of the profile, or on a day someone set."""

    stage: str
    source: DeadlineSource
    rule: Text = UNSET
    due: Text = UNSET
    note: Text = UNSET

    def apply(self, work: Work) -> str:
        """Insert the deadline."""
        stage_id = work.resolve("stage", self.stage, "stage")
        has_rule, has_due = bool(given(rule=self.rule).get("rule")), bool(given(due=self.due).get("due"))
        if has_rule == has_due:
            raise CommandError(
                "one_of", "A time limit has either a rule or a due date", "Give one of the two.", field="rule"
            )
        values = {**same_named(self, "rule", "note"), "stage_id": stage_id, "source": str(self.source)}
        if has_rule:
            self._check_rule(work, work.row(t.STAGE_EVENT, stage_id)["kind"])
        else:
            values["due"] = _iso_day(str(self.due))
        work.create("deadline", t.DEADLINE, values)
        return f"Set time limit {self.rule if has_rule else values['due']}"

    def _check_rule(self, work: Work, kind: str) -> None:
        known = sorted({rule.id for rule in work.profile.deadlines})
        fitting = sorted({rule.id for rule in work.profile.deadlines if kind in rule.from_stages})
        if self.rule not in known:
            raise CommandError(
                "unknown_rule",
                f"The profile {work.profile.id} has no time limit rule {self.rule!r}",
                f"It has: {', '.join(known)}.",
                field="rule",
            )
        if self.rule not in fitting:
            raise CommandError(
                "rule_of_other_stage",
                f"The time limit rule {self.rule!r} does not run from the stage {kind!r}",
                f"From it run: {', '.join(fitting)}."
                if fitting
                else "No rule runs from it: give the due date.",
                field="rule",
            )


def _iso_day(text: str) -> str:
    """Return the one day that words name, such as "2019-01-05" or "2019年1月5日"; raises CommandError."""
    columns = fuzzy_columns(text, "due")
    if columns.get("date_precision") != Precision.DAY:
        raise CommandError("bad_date", f"{text!r} is not a full day", "Write it as 2019-01-05.", field="due")
    return columns["date_sort"][:_DAY_LETTERS]
