"""The holiday lists, day for day, against the sources they name."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from dateutil.easter import easter
from dateutil.rrule import MO, MONTHLY, TH, YEARLY, rrule

from evidence_desk.domain.counting import Calendar
from evidence_desk.profiles import load_calendar


def _days(calendar: Calendar) -> list[date]:
    first, last = date(calendar.first_year, 1, 1), date(calendar.last_year, 12, 31)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_every_day_of_the_prc_list_agrees_with_chinese_calendar() -> None:
    calendar = load_calendar("cn")
    assert (calendar.first_year, calendar.last_year) == (2004, 2026)
    wrong = [day for day in _days(calendar) if calendar.is_working(day) != chinese_calendar.is_workday(day)]
    assert wrong == []


def test_make_up_working_days_of_the_prc_list_are_weekends() -> None:
    calendar = load_calendar("cn")
    assert calendar.working_weekends
    assert {day.weekday() for day in calendar.working_weekends} == {5, 6}
    assert not calendar.working_weekends & calendar.holidays


def test_floating_us_holidays_fall_where_the_statute_puts_them() -> None:
    calendar = load_calendar("us_federal")
    start = date(calendar.first_year, 1, 1)
    end = date(calendar.last_year, 12, 31)
    rules = [(1, MO(3)), (2, MO(3)), (5, MO(-1)), (9, MO(1)), (10, MO(2)), (11, TH(4))]
    expected = {
        moment.date()
        for month, weekday in rules
        for moment in rrule(YEARLY, dtstart=start, until=end, bymonth=month, byweekday=weekday)
    }
    assert expected <= calendar.holidays
    fixed = calendar.holidays - expected
    # What remains is a fixed date, the Friday before it or the Monday after it.
    dates = {(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)}
    near = {0: timedelta(days=-1), 4: timedelta(days=1)}
    for day in fixed:
        lieu = day + near.get(day.weekday(), timedelta())
        assert (day.month, day.day) in dates or (lieu.month, lieu.day) in dates, day
    for year in range(calendar.first_year, calendar.last_year + 1):
        for month, day in dates - ({(6, 19)} if year < 2021 else set()):
            assert not calendar.is_working(date(year, month, day))


@pytest.mark.parametrize(
    "day",
    [
        "2020-05-08",
        "2022-06-02",
        "2022-06-03",
        "2022-09-19",
        "2023-05-08",
        "2021-12-27",
        "2021-12-28",
        "2022-01-03",
    ],
)
def test_english_days_moved_or_added_are_listed(day: str) -> None:
    assert not load_calendar("england_wales").is_working(date.fromisoformat(day))


def test_english_bank_holidays_follow_easter_and_the_act() -> None:
    calendar = load_calendar("england_wales")
    for year in range(calendar.first_year, calendar.last_year + 1):
        sunday = easter(year)
        days = {sunday - timedelta(days=2), sunday + timedelta(days=1)}
        start, end = date(year, 1, 1), date(year, 12, 31)
        rules = [(5, MO(1)), (5, MO(-1)), (8, MO(-1))]
        for month, weekday in rules:
            moments = rrule(MONTHLY, dtstart=start, until=end, bymonth=month, byweekday=weekday)
            days |= {moment.date() for moment in moments}
        missing = {day.isoformat() for day in days - calendar.holidays}
        assert missing == {2020: {"2020-05-04"}, 2022: {"2022-05-30"}}.get(year, set())
        usual = {2020: 8, 2022: 9, 2023: 9}.get(year, 8)
        weekdays = [day for day in calendar.holidays if day.year == year and day.weekday() < 5]
        assert len(weekdays) == (usual + 1 if year == 2022 else usual), year
