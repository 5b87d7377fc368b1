"""Dates of load files: ISO, compact, and the numeric ones whose order the set itself has to give away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Order = Literal["month_first", "day_first", ""]
_EARLIEST = 1900  # the zero dates of programs are 0001, 1601 and 1899
_LATEST = 2100

_TAIL = r"(?:[T\s].*)?"
_YEAR_FIRST = re.compile(
    rf"(?P<y>\d{{4}})(?P<s>[-/.]?)(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}}){_TAIL}", re.DOTALL
)
_YEAR_LAST = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<s>[-/.])(?P<b>\d{{1,2}})(?P=s)(?P<y>\d{{4}}){_TAIL}", re.DOTALL
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMED = (
    re.compile(
        rf"(?P<d>\d{{1,2}})[-\s](?P<m>[a-z]{{3}})[a-z]*\.?,?[-\s](?P<y>\d{{4}}){_TAIL}",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        rf"(?P<m>[a-z]{{3}})[a-z]*\.?\s(?P<d>\d{{1,2}}),?\s(?P<y>\d{{4}}){_TAIL}", re.IGNORECASE | re.DOTALL
    ),
)
_EMPTY = re.compile(r"[0\s:/.-]*")


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What a text says: the day as YYYY-MM-DD, or why there is none.

    Attributes:
        iso: the day, or empty.
        problem: ``impossible_date``, ``ambiguous_date``, ``unreadable_date``, or empty.
    """

    iso: str = ""
    problem: str = ""


def order_of(texts: Iterable[str]) -> Order:
    """Return the order of day and month that most unambiguous dates of a set speak for; empty for none."""
    votes = 0
    for text in texts:
        found = _YEAR_LAST.fullmatch(text.strip())
        if found:
            first, second = int(found["a"]), int(found["b"])
            votes += (first <= 12 < second <= 31) - (second <= 12 < first <= 31)
    if not votes:
        return ""
    return "month_first" if votes > 0 else "day_first"


def read_date(text: str, order: Order) -> ReadDate:
    """Read one date; nothing is ever guessed.

    A date of zeros or blanks is no date. Without an ``order``, a numeric date is read only if it is the same
    either way or possible in one way only.
    """
    text = text.strip()
    if _EMPTY.fullmatch(text):
        return ReadDate()
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        return _day(found["y"], found["m"], found["d"])
    found = _YEAR_LAST.fullmatch(text)
    if found:
        return _numeric(found["a"], found["b"], found["y"], order)
    for pattern in _NAMED:
        found = pattern.fullmatch(text)
        if found and found["m"].lower() in _MONTHS:
            return _day(found["y"], _MONTHS.index(found["m"].lower()) + 1, found["d"])
    return ReadDate(problem="unreadable_date")


def _numeric(first: str, second: str, year: str, order: Order) -> ReadDate:
    month_first, day_first = _day(year, first, second), _day(year, second, first)
    if order:
        return month_first if order == "month_first" else day_first
    if month_first.iso and day_first.iso and month_first.iso != day_first.iso:
        return ReadDate(problem="ambiguous_date")
    return month_first if month_first.iso else day_first


def _day(year: str, month: str | int, day: str) -> ReadDate:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return ReadDate(problem="impossible_date")
    if not _EARLIEST <= made.year <= _LATEST:
        return ReadDate(problem="impossible_date")
    return ReadDate(made.isoformat())
