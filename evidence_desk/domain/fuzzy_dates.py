"""Dates as people know them: "2018", "early 2018", "before 2019-01", 2019年1月5日, "unknown"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from evidence_desk.domain import date_spans
from evidence_desk.domain.date_grammar import Piece, fold, read_span
from evidence_desk.domain.date_spans import FuzzyDateError, Precision, Span

__all__ = ["FuzzyDate", "FuzzyDateError", "Precision", "parse"]

_A_DAY = timedelta(days=1)
_NEVER = "9999-12-31"

_UNKNOWN = frozenset(
    (
        "",
        "unknown",
        "not known",
        "undated",
        "no date",
        "n.d.",
        "?",
        "不详",
        "未知",
        "不明",
        "日期不详",
        "时间不详",
    )
)
_RANGE = re.compile(r"\s*(?:\.\.|\s(?:to|until|through|-)\s|(?<!截)[至到–—~]+)\s*")
_RANGE_PREFIX = re.compile(r"(?:from\s+|自|从)(?=.*(?:\sto\s|\suntil\s|\sthrough\s|至|到))")
_BETWEEN = re.compile(r"between\s+(?P<start>.+?)\s+and\s+(?P<end>.+)")
_CHINESE_YEAR = re.compile(r".{4}\s*年")
_CHINESE_MONTH = re.compile(rf"{_CHINESE_YEAR.pattern}\s*[^月]+月")

# What stands before or after a plain date, and what it makes of it. The longer words come first.
_QUALIFIERS: tuple[tuple[re.Pattern[str], Callable[[Span], Span]], ...] = (
    (re.compile(r"(?:about|around|circa|approximately|roughly)\s+(?P<rest>.+)"), date_spans.about),
    (re.compile(r"(?:ca?\.|approx\.|~)\s*(?P<rest>.+)"), date_spans.about),
    (re.compile(r"(?:大约|大概|约)\s*(?P<rest>.+?)(?:左右|前后)?"), date_spans.about),
    (re.compile(r"(?P<rest>.+?)\s*(?:左右|前后)"), date_spans.about),
    (
        re.compile(r"(?:by|until|on or before|no later than|not later than|up to)\s+(?P<rest>.+)"),
        date_spans.by,
    ),
    (re.compile(r"(?:截至|不晚于|最迟)\s*(?P<rest>.+?)(?:为止)?"), date_spans.by),
    (re.compile(r"before\s+(?P<rest>.+)|(?P<rest2>.+?)\s*(?:之前|以前|前)"), date_spans.before),
    (re.compile(r"(?:since|from|on or after)\s+(?P<rest>.+)"), date_spans.since),
    (re.compile(r"(?:自|从)?\s*(?P<rest>.+?)\s*(?:以来|开始|起)"), date_spans.since),
    (re.compile(r"after\s+(?P<rest>.+)|(?P<rest2>.+?)\s*(?:之后|以后|后)"), date_spans.after),
)


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date as it was entered, with the days it allows.

    Attributes:
        text: the words as entered, without blanks around them.
        earliest: the first day the words allow, or None when they set none.
        latest: the last day the words allow, or None when they set none.
        precision: how exact the words are.
    """

    text: str
    earliest: date | None
    latest: date | None
    precision: Precision

    @property
    def sort_key(self) -> str:
        """A text that sorts by date, also in SQL: ``<anchor>/<rank>/<latest>``, each date as YYYY-MM-DD.

        The anchor is the earliest day, or the latest where no earliest is known ("before 2019" stands at the
        end of 2018). Rank 0 is a mere upper bound, 1 a date with an earliest day, 2 unknown, which sorts
        last. Of two dates with the same earliest day the more exact one comes first.
        """
        anchor = self.earliest or self.latest
        if anchor is None:
            return f"{_NEVER}/2/{_NEVER}"
        latest = self.latest.isoformat() if self.latest else _NEVER
        return f"{anchor.isoformat()}/{0 if self.earliest is None else 1}/{latest}"

    @property
    def canonical(self) -> str:
        """The same days and precision in one fixed spelling that `parse` reads back."""
        return _canonical(Span(self.earliest, self.latest, self.precision))

    @property
    def is_guess(self) -> bool:
        """Whether the words leave more than one day open."""
        return self.precision is not Precision.DAY

    def overlaps(self, start: date | None, end: date | None) -> bool:
        """Return whether the date may lie between two days, both included; None leaves that side open.

        An unknown date overlaps nothing.
        """
        if self.precision is Precision.UNKNOWN:
            return False
        begins_in_time = end is None or self.earliest is None or self.earliest <= end
        ends_in_time = start is None or self.latest is None or self.latest >= start
        return begins_in_time and ends_in_time


def parse(text: str) -> FuzzyDate:
    """Read a date as people write it, in English or Chinese.

    Args:
        text: e.g. "2018-08", "early 2018", "2018-09..2018-12", "2019年1月5日", "unknown", "".

    Raises:
        FuzzyDateError: the words name no date, an impossible one, or may be read in two ways.
    """
    words = fold(text)
    span = _read(words)
    return FuzzyDate(text.strip(), *span)


def _read(words: Piece) -> Span:
    if words.text in _UNKNOWN:
        return Span(None, None, Precision.UNKNOWN)
    span = _range(words)
    if span is not None:
        return span
    for pattern, make in _QUALIFIERS:
        match = pattern.fullmatch(words.text)
        if match is not None:
            inner = "rest" if match["rest"] else "rest2"
            return make(read_span(words.group(match, inner)))
    return read_span(words)


def _range(words: Piece) -> Span | None:
    """Read "2018-09..2018-12", "between A and B", "2018年9月至12月", and open ends as in "2018-09.."."""
    between = _BETWEEN.fullmatch(words.text)
    if between is not None:
        return _joined(words.group(between, "start"), words.group(between, "end"))
    prefix = _RANGE_PREFIX.match(words.text)
    words = words.cut(prefix.end()) if prefix else words
    match = _RANGE.search(words.text)
    is_about = match is not None and match.start() == 0 and match.group().strip() == "~"
    if match is None or is_about:
        return None
    start, end = words.cut(0, match.start()), words.cut(match.end())
    if not start.text and not end.text:
        raise FuzzyDateError("a range needs at least one end", words.at, ("2018-09..2018-12", "2018-09.."))
    return _joined(start, end)


def _joined(start: Piece, end: Piece) -> Span:
    first = _range_start(start, end).earliest if start.text else None
    last = _range_end(start, end).latest if end.text else None
    if first is not None and last is not None and first > last:
        raise FuzzyDateError("the range ends before it starts", end.at, ("2018-09..2018-12",))
    return Span(first, last, Precision.RANGE)


def _range_start(start: Piece, end: Piece) -> Span:
    """Read the first end; in "September to December 2018" the year is said once, at the second end."""
    year = re.search(r"\d{4}$", end.text)
    if year and re.fullmatch(r"[a-z. ]+", start.text):
        start = Piece(f"{start.text} {year[0]}", start.at)
    return read_span(start)


def _range_end(start: Piece, end: Piece) -> Span:
    """Read the second end; in 2018年9月至12月 the year is said once, at the first end."""
    for said, rest in ((_CHINESE_YEAR, r"[^年]+月.*"), (_CHINESE_MONTH, r"[^年月]+[日号]|[上中下]旬")):
        shared = said.match(start.text)
        if shared and re.fullmatch(rest, end.text):
            return read_span(Piece(shared.group() + end.text, end.at - shared.end()))
    return read_span(end)


def _canonical(span: Span) -> str:
    writers: dict[Precision, Callable[[Span], str]] = {
        Precision.RANGE: _range_text,
        Precision.BEFORE: _before_text,
        Precision.AFTER: _after_text,
        Precision.ABOUT: _about_text,
        Precision.UNKNOWN: lambda _: "unknown",
    }
    return writers.get(span.precision, _plain_text)(span)


def _month_text(day: date) -> str:
    return f"{day:%Y-%m}"


def _start_text(day: date) -> str:
    """Write a first day as short as its place in the month allows: 2018-09 or 2018-09-05."""
    return _month_text(day) if day.day == 1 else day.isoformat()


def _end_text(day: date) -> str:
    """Write a last day as short as its place in the month allows: 2018-09 or 2018-09-05."""
    return _month_text(day) if (day + _A_DAY).day == 1 else day.isoformat()


def _range_text(span: Span) -> str:
    ends = (
        _start_text(span.earliest) if span.earliest else "",
        _end_text(span.latest) if span.latest else "",
    )
    if span.earliest and span.latest and len(ends[0]) != len(ends[1]):
        ends = (span.earliest.isoformat(), span.latest.isoformat())
    elif all(end.endswith(month) or not end for end, month in zip(ends, ("-01", "-12"), strict=True)):
        ends = (ends[0][:4], ends[1][:4]) if max(map(len, ends)) == len("2018-09") else ends
    return "..".join(ends)


def _before_text(span: Span) -> str:
    latest = span.latest or date.max
    if latest.year >= date_spans.LAST_YEAR:
        return f"by {_end_text(latest)}"
    return f"before {_start_text(latest + _A_DAY)}"


def _after_text(span: Span) -> str:
    earliest = span.earliest or date.min
    if earliest.year <= date_spans.FIRST_YEAR:
        return f"since {_start_text(earliest)}"
    return f"after {_end_text(earliest - _A_DAY)}"


def _about_text(span: Span) -> str:
    """Find the plain date that "about" was said of: it lies around the middle."""
    earliest, latest = date_spans.closed(span)
    middle = earliest + (latest - earliest) / 2
    found = (text for text, plain in _around(middle) if date_spans.about(plain) == span)
    return f"about {next(found)}"


def _plain_text(span: Span) -> str:
    return next(text for text, plain in _around(date_spans.closed(span)[0]) if plain == span)


def _around(day: date) -> Iterator[tuple[str, Span]]:
    """Yield every plain date near a day, with its spelling."""
    yield day.isoformat(), date_spans.day_span(day)
    for part in date_spans.MONTH_PARTS:
        yield f"{part} {day:%Y-%m}", date_spans.month_part_span(day.year, day.month, part)
    for year in (day.year, day.year - 1):
        for month in range(1, 13):
            yield f"{year:04d}-{month:02d}", date_spans.month_span(year, month)
        for quarter in range(1, 5):
            yield f"{year:04d} Q{quarter}", date_spans.quarter_span(year, quarter)
        for part in date_spans.YEAR_PARTS:
            join = " of " if part.endswith("half") else " "
            yield f"{part}{join}{year:04d}", date_spans.year_part_span(year, part)
        yield f"{year:04d}", date_spans.year_span(year)
