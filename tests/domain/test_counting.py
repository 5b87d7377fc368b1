"""Time limits: the golden vectors of three systems of procedure."""

from __future__ import annotations

from datetime import date

import pytest

from evidence_desk.domain.counting import Calendar, CountingRule, Period, PeriodUnit, due_date
from evidence_desk.profiles import load_calendar

CN, US, EW = (load_calendar(name) for name in ("cn", "us_federal", "england_wales"))
PLAIN = CountingRule()
CPR = CountingRule(exclude_nonworking_upto=5)


def _due(
    start: str, value: int, unit: str, rule: CountingRule, calendar: Calendar, *, before: bool = False
) -> str:
    period = Period(value, PeriodUnit(unit), before=before)
    return due_date(date.fromisoformat(start), period, rule, calendar).date.isoformat()


@pytest.mark.parametrize(
    ("start", "value", "unit", "expected"),
    [
        ("2019-01-18", 15, "days", "2019-02-02"),  # a Saturday worked to make up for the Spring Festival
        ("2019-01-19", 15, "days", "2019-02-03"),
        ("2019-01-21", 15, "days", "2019-02-11"),
        ("2019-01-24", 10, "days", "2019-02-03"),
        ("2019-01-25", 10, "days", "2019-02-11"),
        ("2018-12-22", 7, "days", "2018-12-29"),
        ("2019-04-18", 10, "days", "2019-04-28"),
        ("2018-08-31", 6, "months", "2019-02-28"),
        ("2019-04-02", 6, "months", "2019-10-08"),
        ("2019-08-31", 6, "months", "2020-03-02"),
        ("2019-03-14", 2, "years", "2021-03-15"),
    ],
)
def test_prc_time_limits(start: str, value: int, unit: str, expected: str) -> None:
    assert _due(start, value, unit, PLAIN, CN) == expected


@pytest.mark.parametrize(
    ("start", "value", "unit", "before", "expected"),
    [
        ("2018-10-02", 14, "clear_days", False, "2018-10-16"),  # CPR 2.8(3), first example
        (
            "2017-10-20",
            3,
            "clear_days",
            True,
            "2017-10-16",
        ),  # CPR 2.8(3): notice before a hearing on a Friday
        ("2025-10-20", 3, "clear_days", True, "2025-10-14"),  # CPR 2.8(4): before a hearing on a Monday
        ("2019-04-17", 5, "days", False, "2019-04-26"),  # over Easter, nothing of it counted
        ("2019-04-17", 6, "days", False, "2019-04-23"),
        ("2018-12-13", 14, "days", False, "2018-12-27"),
        ("2018-12-11", 14, "days", False, "2018-12-27"),
    ],
)
def test_england_and_wales_time_limits(
    start: str, value: int, unit: str, before: bool, expected: str
) -> None:
    assert _due(start, value, unit, CPR, EW, before=before) == expected


@pytest.mark.parametrize(
    ("start", "value", "before", "expected"),
    [
        ("2018-12-14", 21, False, "2019-01-04"),
        ("2018-12-11", 21, False, "2019-01-02"),  # New Year's Day
        ("2019-02-01", 14, False, "2019-02-15"),
        ("2019-02-04", 14, False, "2019-02-19"),  # Washington's Birthday
        ("2015-07-18", 14, True, "2015-07-02"),  # Rule 6(a)(5): backwards over 4 July and its day in lieu
    ],
)
def test_us_federal_time_limits(start: str, value: int, before: bool, expected: str) -> None:
    assert _due(start, value, "days", PLAIN, US, before=before) == expected


def test_working_days_pass_over_weekends_and_holidays_but_count_made_up_saturdays() -> None:
    assert _due("2019-02-01", 3, "working_days", PLAIN, CN) == "2019-02-11"


def test_a_period_that_counts_its_first_day_ends_a_day_earlier() -> None:
    counted = CountingRule(start_excluded=False, roll_forward=False)
    assert _due("2019-03-01", 10, "days", counted, CN) == "2019-03-10"
    assert _due("2019-03-01", 1, "months", counted, CN) == "2019-03-31"


def test_a_date_past_the_covered_years_is_provisional() -> None:
    period = Period(15, PeriodUnit.DAYS)
    last = CN.last_year
    assert due_date(date(last, 12, 20), period, PLAIN, CN).provisional
    assert not due_date(date(last, 6, 1), period, PLAIN, CN).provisional
    assert due_date(date(CN.first_year - 1, 6, 1), period, PLAIN, CN).provisional


def test_the_answer_says_how_it_was_reached() -> None:
    due = due_date(date(2019, 1, 21), Period(15, PeriodUnit.DAYS), PLAIN, CN)
    assert due.nominal == date(2019, 2, 5)
    assert due.moved_over == tuple(date(2019, 2, day) for day in range(5, 11))
    assert due.explanation == (
        "15 days from 2019-01-21, that day not counted: 2019-02-05, not a working day; moved to 2019-02-11"
    )


def test_a_period_of_nothing_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one unit"):
        Period(0, PeriodUnit.DAYS)
