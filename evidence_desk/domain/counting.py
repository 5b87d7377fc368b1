"""Count the days of a time limit by a court's rule and a calendar of working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from evidence_desk.domain.date_spans import add_months

_A_DAY = timedelta(days=1)


class PeriodUnit(StrEnum):
    """What a period is counted in."""

    DAYS = "days"
    CLEAR_DAYS = "clear_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time after an event, or before it.

    Attributes:
        value: how many units, 1 or more.
        unit: days, clear days, working days, months or years.
        before: whether it is counted backwards from the event, as "three days before the hearing".
    """

    value: int
    unit: PeriodUnit
    before: bool = False

    def __post_init__(self) -> None:
        if self.value < 1:
            raise ValueError(f"a period has at least one unit, not {self.value}")


@dataclass(frozen=True, slots=True)
class CountingRule:
    """How a system of procedure counts.

    Attributes:
        start_excluded: whether the day of the event is not counted.
        roll_forward: whether a period that ends on a non-working day runs on to the next working day (for a
            period counted backwards: to the working day before).
        exclude_nonworking_upto: periods of at most so many days do not count non-working days; 0 for none.
    """

    start_excluded: bool = True
    roll_forward: bool = True
    exclude_nonworking_upto: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are working days, and for which years that is known.

    Attributes:
        id: name of the calendar.
        holidays: days off, beside the weekend.
        working_weekends: days of a weekend that are worked to make up for a holiday.
        first_year: the first year the lists cover.
        last_year: the last year the lists cover.
        weekend: weekdays off, Monday being 0.
    """

    id: str
    holidays: frozenset[date]
    working_weekends: frozenset[date]
    first_year: int
    last_year: int
    weekend: frozenset[int] = frozenset((5, 6))

    def is_working(self, day: date) -> bool:
        """Return whether a day is a working day; outside the covered years only weekends are known."""
        if day in self.holidays:
            return False
        return day.weekday() not in self.weekend or day in self.working_weekends

    def covers(self, day: date) -> bool:
        """Return whether the lists of the day's year are known."""
        return self.first_year <= day.year <= self.last_year


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a time limit.

    Attributes:
        date: the day on which the act is still in time.
        provisional: whether it rests on a year whose holidays are not known yet.
        explanation: one English line for a log or a tooltip.
        nominal: the last day before it was moved off non-working days.
        moved_over: the non-working days it was moved over, in the order they were passed.
    """

    date: dt.date
    provisional: bool
    explanation: str
    nominal: dt.date
    moved_over: tuple[dt.date, ...]


def due_date(start: date, period: Period, rule: CountingRule, calendar: Calendar) -> Due:
    """Return the last day of a period.

    Args:
        start: the day of the event the period runs from, or before which it is counted.
        period: the length.
        rule: the counting rule of the procedure.
        calendar: the working days; a result outside its years is provisional.
    """
    step = -_A_DAY if period.before else _A_DAY
    skips = _skips_nonworking(period, rule)
    nominal = _nominal(start, period, rule, calendar)
    moved: list[date] = []
    last = nominal
    while rule.roll_forward and not calendar.is_working(last):
        moved.append(last)
        last += step
    depends_on_start = skips and not calendar.covers(start)
    provisional = not calendar.covers(last) or not calendar.covers(nominal) or depends_on_start
    explanation = _explain(start, period, rule, nominal=nominal, last=last, skips=skips)
    return Due(last, provisional, explanation, nominal, tuple(moved))


def _skips_nonworking(period: Period, rule: CountingRule) -> bool:
    if period.unit is PeriodUnit.WORKING_DAYS:
        return True
    in_days = period.unit in (PeriodUnit.DAYS, PeriodUnit.CLEAR_DAYS)
    return in_days and period.value <= rule.exclude_nonworking_upto


def _nominal(start: date, period: Period, rule: CountingRule, calendar: Calendar) -> date:
    excluded = rule.start_excluded or period.unit is PeriodUnit.CLEAR_DAYS
    step = -_A_DAY if period.before else _A_DAY
    if period.unit in (PeriodUnit.MONTHS, PeriodUnit.YEARS):
        months = period.value * (12 if period.unit is PeriodUnit.YEARS else 1)
        end = add_months(start, -months if period.before else months)
        return end if excluded else end - step
    counted = _counted_days(start if not excluded else start + step, step)
    if _skips_nonworking(period, rule):
        counted = (day for day in counted if calendar.is_working(day))
    last = next(day for number, day in enumerate(counted, 1) if number == period.value)
    # Clear days before an event must lie wholly between the act and the event, so the act is one day earlier.
    return last + step if period.before and period.unit is PeriodUnit.CLEAR_DAYS else last


def _counted_days(first: date, step: timedelta) -> Iterator[date]:
    day = first
    while True:
        yield day
        day += step


def _explain(
    start: date, period: Period, rule: CountingRule, *, nominal: date, last: date, skips: bool
) -> str:
    excluded = rule.start_excluded or period.unit is PeriodUnit.CLEAR_DAYS
    unit = period.unit.value.replace("_", " ")
    unit = unit.removesuffix("s") if period.value == 1 else unit
    text = f"{period.value} {unit} {'before' if period.before else 'from'} {start}"
    text += f", that day {'not ' if excluded else ''}counted"
    if skips and period.unit is not PeriodUnit.WORKING_DAYS:
        text += ", non-working days not counted"
    text += f": {nominal}"
    return text if nominal == last else f"{text}, not a working day; moved to {last}"
