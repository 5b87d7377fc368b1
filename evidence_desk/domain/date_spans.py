"""Spans of days that words such as "early 2018" name, and what goes wrong when words name none."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1000, 2999

ACCEPTED_FORMS = (
    "2019-01-05",
    "2018-08",
    "2018",
    "5 January 2019",
    "August 2018",
    "early 2018",
    "2018 Q3",
    "2018-09..2018-12",
    "2018-09..",
    "before 2019-01",
    "after 2019-01",
    "by 2019-01",
    "about 2018-08",
    "2019年1月5日",
    "2018年8月上旬",
    "2018年底",
    "unknown",
)

_A_DAY = timedelta(days=1)

# Thirds and halves of a year, as first and last month. A season takes the widest of the meteorological, the
# astronomical and the Chinese reckoning, and the winter "of 2018" may be either end of that year.
YEAR_PARTS = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "first half": (1, 6),
    "second half": (7, 12),
    "spring": (2, 6),
    "summer": (5, 9),
    "autumn": (8, 12),
    "winter": (1, 15),
}
# Thirds of a month, as first and last day; 31 stands for the last day of the month.
MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


class Precision(StrEnum):
    """How exact the words of a date are."""

    DAY = "day"
    PART_OF_MONTH = "part_of_month"
    MONTH = "month"
    QUARTER = "quarter"
    PART_OF_YEAR = "part_of_year"
    YEAR = "year"
    RANGE = "range"
    BEFORE = "before"
    AFTER = "after"
    ABOUT = "about"
    UNKNOWN = "unknown"


class FuzzyDateError(ValueError):
    """Words that name no date, or may name two.

    Attributes:
        message: one line that names what is wrong.
        position: 0-based place in the text where it is wrong.
        accepted: examples of the forms that are read.
    """

    def __init__(self, message: str, position: int, accepted: tuple[str, ...] = ACCEPTED_FORMS) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.accepted = accepted

    @property
    def remedy(self) -> str:
        """What to write instead, on one line."""
        return f"Write it like one of: {', '.join(self.accepted)}"

    def __str__(self) -> str:
        """Return message, place and accepted forms on one line."""
        return f"{self.message} (at character {self.position + 1}). {self.remedy}"


class Span(NamedTuple):
    """First and last possible day, both included, and how exact the words were."""

    earliest: date | None
    latest: date | None
    precision: Precision


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def months_span(year: int, first: int, last: int, precision: Precision) -> Span:
    """Return the span from a month to a month of a year; ``last`` may run past 12 into the next year."""
    over, index = divmod(last - 1, 12)
    return Span(date(year, first, 1), month_end(year + over, index + 1), precision)


def day_span(day: date) -> Span:
    """Return the span of one day."""
    return Span(day, day, Precision.DAY)


def month_span(year: int, month: int) -> Span:
    """Return the span of one month."""
    return months_span(year, month, month, Precision.MONTH)


def quarter_span(year: int, quarter: int) -> Span:
    """Return the span of a calendar quarter, 1 to 4."""
    return months_span(year, quarter * 3 - 2, quarter * 3, Precision.QUARTER)


def year_span(year: int) -> Span:
    """Return the span of one year."""
    return months_span(year, 1, 12, Precision.YEAR)


def year_part_span(year: int, part: str) -> Span:
    """Return the span of a part of a year; ``part`` is a key of YEAR_PARTS."""
    return months_span(year, *YEAR_PARTS[part], Precision.PART_OF_YEAR)


def month_part_span(year: int, month: int, part: str) -> Span:
    """Return the span of a third of a month; ``part`` is a key of MONTH_PARTS."""
    first, last = MONTH_PARTS[part]
    last = min(last, month_end(year, month).day)
    return Span(date(year, month, first), date(year, month, last), Precision.PART_OF_MONTH)


def add_months(day: date, months: int) -> date:
    """Return the corresponding day some months on, or the end of that month where it has no such day."""
    over, index = divmod(day.month - 1 + months, 12)
    last = month_end(day.year + over, index + 1)
    return last if day.day > last.day else last.replace(day=day.day)


# How far "about" reaches on either side, by what was named: whole months, or days.
_ABOUT_MONTHS = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.PART_OF_YEAR: 3, Precision.YEAR: 12}
_ABOUT_DAYS = {Precision.DAY: 7, Precision.PART_OF_MONTH: 10}


def about(span: Span) -> Span:
    """Return a span widened on either side by about its own size.

    A week for a day, ten days for a third of a month, a month for a month, three months for a quarter or a
    part of a year, a year for a year: the words "about August" do not promise August.
    """
    earliest, latest = closed(span)
    if span.precision in _ABOUT_DAYS:
        days = timedelta(days=_ABOUT_DAYS[span.precision])
        return Span(earliest - days, latest + days, Precision.ABOUT)
    months = _ABOUT_MONTHS[span.precision]
    # The day after the end moves by whole months, so that an end of month stays one.
    return Span(add_months(earliest, -months), add_months(latest + _A_DAY, months) - _A_DAY, Precision.ABOUT)


def before(span: Span) -> Span:
    """Return everything up to the day before a span."""
    return Span(None, closed(span)[0] - _A_DAY, Precision.BEFORE)


def by(span: Span) -> Span:
    """Return everything up to the last day of a span."""
    return Span(None, closed(span)[1], Precision.BEFORE)


def after(span: Span) -> Span:
    """Return everything from the day after a span."""
    return Span(closed(span)[1] + _A_DAY, None, Precision.AFTER)


def since(span: Span) -> Span:
    """Return everything from the first day of a span."""
    return Span(closed(span)[0], None, Precision.AFTER)


def closed(span: Span) -> tuple[date, date]:
    """Return both ends of a span that has both.

    Raises:
        ValueError: an end is open.
    """
    if span.earliest is None or span.latest is None:
        raise ValueError(f"an open span has no two ends: {span}")
    return span.earliest, span.latest
