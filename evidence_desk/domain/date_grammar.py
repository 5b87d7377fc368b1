"""The grammar that reads one span of days, such as "early 2018" or 2018年8月上旬, from words."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import NamedTuple

from dateutil import parser as dateutil_parser

from evidence_desk.domain.date_spans import (
    FIRST_YEAR,
    LAST_YEAR,
    FuzzyDateError,
    Span,
    day_span,
    month_end,
    month_part_span,
    month_span,
    quarter_span,
    year_part_span,
    year_span,
)


class Piece(NamedTuple):
    """Folded words and where they start in the whole text."""

    text: str
    at: int

    def cut(self, start: int, end: int | None = None) -> Piece:
        """Return a part of the words without the blanks around it."""
        part = self.text[start:end]
        return Piece(part.strip(), self.at + start + len(part) - len(part.lstrip()))

    def group(self, match: re.Match[str], name: str) -> Piece:
        """Return what a named group of a match on these words took."""
        return self.cut(*match.span(name))


def fold(text: str) -> Piece:
    """Return words with full-width forms narrowed and small letters, every character at its place."""
    narrow = (unicodedata.normalize("NFKC", character) for character in text)
    same = "".join(new if len(new) == 1 else old for new, old in zip(narrow, text, strict=True))
    lower = "".join(new if len(new := character.lower()) == 1 else character for character in same)
    return Piece(lower, 0).cut(0)


_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_NUMERAL = "[〇零○一二三四五六七八九]"

_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?:(?P<sep>[-/.])(?P<month>\d{1,2})(?:(?P=sep)(?P<day>\d{1,2}))?)?|"
    r"(?P<cyear>\d{4})(?P<cmonth>\d{2})(?P<cday>\d{2})"
)
_CHINESE = re.compile(
    rf"(?P<year>\d{{4}}|{_NUMERAL}{{4}})\s*年"
    r"(?:\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})\s*月"
    r"(?:\s*份)?(?:\s*(?P<day>\d{1,2}|[一二三四五六七八九十廿卅]{1,4})\s*[日号])?)?"
    r"\s*(?P<part>.*)"
)
_CHINESE_YEAR_PARTS = {
    **dict.fromkeys(("年初", "初"), "early"),
    **dict.fromkeys(("年中", "中"), "mid"),
    **dict.fromkeys(("年底", "年末", "底", "末"), "late"),
    "上半年": "first half",
    "下半年": "second half",
    **dict.fromkeys(("春", "春季", "春天"), "spring"),
    **dict.fromkeys(("夏", "夏季", "夏天"), "summer"),
    **dict.fromkeys(("秋", "秋季", "秋天"), "autumn"),
    **dict.fromkeys(("冬", "冬季", "冬天"), "winter"),
}
_CHINESE_MONTH_PARTS = {
    **dict.fromkeys(("初", "上旬"), "early"),
    **dict.fromkeys(("中", "中旬"), "mid"),
    **dict.fromkeys(("底", "末", "下旬"), "late"),
}
_CHINESE_QUARTER = re.compile(r"(?:第?\s*(?P<number>[1-4一二三四])\s*季度?|q(?P<short>[1-4]))")
_QUARTER = re.compile(
    r"(?P<year>\d{4})[\s-]?q(?P<number>[1-4])|q(?P<number2>[1-4])\s*,?\s*(?P<year2>\d{4})|"
    r"(?:the\s+)?(?P<word>first|second|third|fourth|last|[1-4](?:st|nd|rd|th))\s+quarter\s+(?:of\s+)?(?P<year3>\d{4})"
)
_QUARTER_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_HALF = re.compile(
    r"(?P<year>\d{4})[\s-]?h(?P<number>[12])|h(?P<number2>[12])\s*(?P<year2>\d{4})|"
    r"(?:the\s+)?(?P<word>first|second)\s+half\s+of\s+(?P<year3>\d{4})"
)
_SEASON = re.compile(
    r"(?:the\s+)?(?P<season>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<year>\d{4})|"
    r"(?P<year2>\d{4})\s+(?P<season2>spring|summer|autumn|fall|winter)"
)
_PART = re.compile(
    r"(?:the\s+)?(?:(?P<plain>early|mid|late)(?:\s+in)?[\s-]+|"
    r"(?P<long>beginning|start|middle|end)\s+of\s+)(?P<rest>.+)"
)
_LONG_PARTS = {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}
_ENGLISH = re.compile(r"[a-z0-9 ,.]*[a-z]{3}[a-z0-9 ,.]*")
_YEAR_LAST = re.compile(r"(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})[/.-](?P<year>\d{4}|\d{2})")
_MONTHS = 12


def read_span(words: Piece) -> Span:
    """Read a plain span: a day, a month, a year, a quarter or a part of one.

    Raises:
        FuzzyDateError: the words name no span, or may name two.
    """
    for reader in (_year_last, _year_first, _chinese, _quarter, _half, _season, _part, _english):
        span = reader(words)
        if span is not None:
            return span
    raise FuzzyDateError(f'"{words.text}" names no date', words.at)


def _year_last(words: Piece) -> Span | None:
    """Read a day with its year last, where only one order is possible: there are twelve months.

    Raises:
        FuzzyDateError: day and month, or the year too, may each be read in another order.
    """
    match = _YEAR_LAST.fullmatch(words.text)
    if match is None:
        return None
    year, one, two = (words.group(match, name) for name in ("year", "one", "two"))
    is_clear = len(year.text) == len("2019") and (
        one.text.zfill(2) == two.text.zfill(2) or max(int(one.text), int(two.text)) > _MONTHS
    )
    if not is_clear:
        message = f'"{words.text}" may be read day first or month first'
        raise FuzzyDateError(message, words.at, ("2019-01-05", "5 January 2019"))
    day, month = (one, two) if int(one.text) > _MONTHS else (two, one)
    return _span_of(year, month, day)


def _year_first(words: Piece) -> Span | None:
    match = _YEAR_FIRST.fullmatch(words.text)
    if match is None:
        return None
    prefix = "c" if match["cyear"] else ""
    parts = [words.group(match, prefix + name) for name in ("year", "month", "day") if match[prefix + name]]
    return _span_of(*parts)


def _span_of(year: Piece, month: Piece | None = None, day: Piece | None = None) -> Span:
    """Return the span of a year, month or day, refusing what the calendar has not."""
    number = _year(year)
    if month is None:
        return year_span(number)
    of_year = _month(month)
    if day is None:
        return month_span(number, of_year)
    last = month_end(number, of_year).day
    if not 1 <= _number(day) <= last:
        message = f'"{day.text}" is no day of {number:04d}-{of_year:02d}: it has days 1 to {last}'
        raise FuzzyDateError(message, day.at, ("2019-01-05",))
    return day_span(date(number, of_year, _number(day)))


def _year(piece: Piece) -> int:
    year = _number(piece)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = f'the year "{piece.text}" is not between {FIRST_YEAR} and {LAST_YEAR}'
        raise FuzzyDateError(message, piece.at, ("2019-01-05", "2018-08", "2018"))
    return year


def _month(piece: Piece) -> int:
    month = _number(piece)
    if not 1 <= month <= 12:
        message = f'"{piece.text}" is no month: months are 1 to 12'
        raise FuzzyDateError(message, piece.at, ("2019-01-05", "2018-08", "2018..2019"))
    return month


def _number(piece: Piece) -> int:
    """Read 2018, 〇八, 二〇一九, 十二, 二十三 or 廿三."""
    text = piece.text.replace("廿", "二十").replace("卅", "三十")
    if "十" not in text:
        return int("".join(str(_DIGITS.get(character, character)) for character in text))
    tens, _, units = text.partition("十")
    if len(tens) > 1 or len(units) > 1 or "十" in units:
        raise FuzzyDateError(f'"{piece.text}" is no number', piece.at, ("2019年1月5日", "二〇一九年一月五日"))
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(units, 0)


def _chinese(words: Piece) -> Span | None:
    match = _CHINESE.fullmatch(words.text)
    if match is None:
        return None
    parts = [words.group(match, name) for name in ("year", "month", "day") if match[name]]
    whole = _span_of(*parts)
    rest = words.group(match, "part")
    if not rest.text:
        return whole
    span = _chinese_part(rest.text, year=_year(parts[0]), month=_month(parts[1]) if len(parts) == 2 else None)
    if span is None or len(parts) == 3:
        raise FuzzyDateError(f'"{rest.text}" is not understood', rest.at)
    return span


def _chinese_part(text: str, *, year: int, month: int | None) -> Span | None:
    if month is not None:
        part = _CHINESE_MONTH_PARTS.get(text)
        return month_part_span(year, month, part) if part else None
    if quarter := _CHINESE_QUARTER.fullmatch(text):
        return quarter_span(year, _number(Piece(quarter["number"] or quarter["short"], 0)))
    part = _CHINESE_YEAR_PARTS.get(text)
    return year_part_span(year, part) if part else None


def _first(words: Piece, match: re.Match[str], name: str) -> Piece | None:
    """Return the first of the groups ``name``, ``name2``, ``name3`` that took something."""
    found = (key for key, value in match.groupdict().items() if key.rstrip("23") == name and value)
    key = next(found, None)
    return words.group(match, key) if key else None


def _quarter(words: Piece) -> Span | None:
    match = _QUARTER.fullmatch(words.text)
    if match is None:
        return None
    year = _first(words, match, "year")
    number = _first(words, match, "number") or Piece("", 0)
    word = match["word"] or number.text
    return quarter_span(_year(year or words), _QUARTER_WORDS.get(word) or int(word[0]))


def _half(words: Piece) -> Span | None:
    match = _HALF.fullmatch(words.text)
    if match is None:
        return None
    year = _first(words, match, "year")
    number = _first(words, match, "number")
    word = match["word"] or ("first" if number and number.text == "1" else "second")
    return year_part_span(_year(year or words), f"{word} half")


def _season(words: Piece) -> Span | None:
    match = _SEASON.fullmatch(words.text)
    if match is None:
        return None
    season = match["season"] or match["season2"]
    return year_part_span(
        _year(_first(words, match, "year") or words), "autumn" if season == "fall" else season
    )


def _part(words: Piece) -> Span | None:
    match = _PART.fullmatch(words.text)
    if match is None:
        return None
    part = match["plain"] or _LONG_PARTS[match["long"]]
    whole = read_span(words.group(match, "rest"))
    start = whole.earliest
    if start is not None and whole == year_span(start.year):
        return year_part_span(start.year, part)
    if start is not None and whole == month_span(start.year, start.month):
        return month_part_span(start.year, start.month, part)
    raise FuzzyDateError(
        f'"{part}" goes with a year or a month', words.at, ("early 2018", "late August 2018")
    )


# Two defaults that differ in every part: a part that comes out the same both times was in the words.
_DEFAULTS = (datetime(2000, 1, 1), datetime(2003, 2, 2))  # noqa: DTZ001 - calendar days have no zone


def _english(words: Piece) -> Span | None:
    """Read "5 January 2019" and "August 2018"; a part that is missing is never filled in."""
    numbers = [len(number) for number in re.findall(r"\d+", words.text)]
    if not _ENGLISH.fullmatch(words.text) or len(numbers) > 2 or len([n for n in numbers if n > 2]) > 1:
        return None
    readings = []
    for default in _DEFAULTS:
        try:
            readings.append(dateutil_parser.parse(words.text.removeprefix("the "), default=default))
        except (dateutil_parser.ParserError, OverflowError):
            raise FuzzyDateError(f'"{words.text}" names no date', words.at) from None
    one, two = readings
    if one.time() != two.time() or one.time() != _DEFAULTS[0].time() or one.month != two.month:
        raise FuzzyDateError(f'"{words.text}" names no month and year', words.at, ("August 2018",))
    if one.year != two.year or 4 not in numbers:
        message = f'"{words.text}" has no year of four digits'
        raise FuzzyDateError(message, words.at, ("5 January 2019", "August 2018"))
    _year(Piece(str(one.year), words.at))
    return _english_span(words, one.date(), has_day=len(numbers) == 2 and one.day == two.day)


def _english_span(words: Piece, day: date, *, has_day: bool) -> Span:
    weekday = re.search(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", words.text)
    if weekday and not (has_day and day.strftime("%a").lower() == weekday[1]):
        message = f'"{weekday[0]}" is not the weekday of this date'
        raise FuzzyDateError(message, words.at + weekday.start(), ("5 January 2019",))
    return day_span(day) if has_day else month_span(day.year, day.month)
