"""Properties of counted time limits over random days and periods."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.domain.counting import Calendar, CountingRule, Period, PeriodUnit, due_date
from evidence_desk.profiles import calendar_ids, load_calendar

DAYS = st.dates(date(2016, 1, 1), date(2024, 12, 31))
CALENDARS = st.sampled_from(calendar_ids()).map(load_calendar)
RULES = st.builds(CountingRule, st.booleans(), st.booleans(), st.integers(0, 7))
UNITS = st.sampled_from(PeriodUnit)


@given(DAYS, st.integers(1, 40), UNITS, st.booleans(), RULES, CALENDARS)
def test_a_time_limit_ends_on_the_right_side_of_its_event(
    start: date, value: int, unit: PeriodUnit, before: bool, rule: CountingRule, calendar: Calendar
) -> None:
    found = due_date(start, Period(value, unit, before), rule, calendar)
    if before:
        assert found.date <= found.nominal <= start
    else:
        assert found.date >= found.nominal >= start
    assert not any(calendar.is_working(day) for day in found.moved_over)
    if rule.roll_forward:
        assert calendar.is_working(found.date)
    else:
        assert found.date == found.nominal
    assert found.date.isoformat() in found.explanation


@given(DAYS, st.integers(1, 400), UNITS, RULES, CALENDARS)
def test_a_longer_period_never_ends_sooner(
    start: date, value: int, unit: PeriodUnit, rule: CountingRule, calendar: Calendar
) -> None:
    # Beyond the short periods that leave non-working days out: there one day more may end sooner (CPR 2.8).
    value += rule.exclude_nonworking_upto if unit in (PeriodUnit.DAYS, PeriodUnit.CLEAR_DAYS) else 0
    value = min(value, 30) if unit is PeriodUnit.YEARS else value
    shorter = due_date(start, Period(value, unit), rule, calendar)
    longer = due_date(start, Period(value + 1, unit), rule, calendar)
    assert shorter.date <= longer.date


@given(DAYS, st.integers(1, 400), CALENDARS)
def test_days_are_counted_one_by_one(start: date, value: int, calendar: Calendar) -> None:
    rule = CountingRule(roll_forward=False)
    found = due_date(start, Period(value, PeriodUnit.DAYS), rule, calendar)
    assert (found.date - start).days == value
    back = due_date(found.date, Period(value, PeriodUnit.DAYS, before=True), rule, calendar)
    assert back.date == start
