"""Choose the version of a deadline rule that was in force, and count it."""

from __future__ import annotations

from datetime import date

from evidence_desk.domain.counting import Due, due_date
from evidence_desk.profiles.holidays import load_calendar
from evidence_desk.profiles.model import DeadlineRule, Profile
from evidence_desk.support.errors import UserError


def deadline_for(profile: Profile, rule_id: str, on_date: date) -> DeadlineRule:
    """Return the version of a deadline rule in force on a day.

    Raises:
        UserError: ``unknown_deadline``, or ``no_deadline_in_force`` when no version covers the day.
    """
    versions = [rule for rule in profile.deadlines if rule.id == rule_id]
    if not versions:
        known = ", ".join(dict.fromkeys(rule.id for rule in profile.deadlines))
        raise UserError("unknown_deadline", f'There is no time limit rule "{rule_id}"', f"Known are: {known}")
    found = next((rule for rule in versions if rule.is_in_force(on_date)), None)
    if found is None:
        message = f'No version of time limit rule "{rule_id}" was in force on {on_date}'
        raise UserError("no_deadline_in_force", message, "Set the due date by hand")
    return found


def deadlines_from(profile: Profile, stage_kind: str, on_date: date) -> tuple[DeadlineRule, ...]:
    """Return the deadline rules that run from a kind of stage, in the versions in force on a day."""
    return tuple(
        rule for rule in profile.deadlines if stage_kind in rule.from_stages and rule.is_in_force(on_date)
    )


def due(profile: Profile, rule: DeadlineRule, start: date) -> Due:
    """Return the last day of a deadline that runs from a day, or is counted back from it."""
    counting = rule.counting or profile.counting
    return due_date(start, rule.period, counting, load_calendar(profile.calendar))
