"""Bates numbers: prefix, counter of fixed width, rarely a suffix; their ranges, gaps and overlaps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_PARTS = re.compile(r"(?P<prefix>.*?)(?P<counter>\d{1,18})(?P<suffix>\D*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Bates:
    """A number in its parts; ``prefix`` and ``suffix`` name its series."""

    prefix: str
    counter: int
    width: int
    suffix: str = ""

    def __str__(self) -> str:
        """Return the number as it is printed."""
        return f"{self.prefix}{self.counter:0{self.width}d}{self.suffix}"

    @property
    def series(self) -> tuple[str, str]:
        """Return what two numbers share that count on from one another."""
        return self.prefix, self.suffix

    def plus(self, pages: int) -> Bates:
        """Return the number so many pages on."""
        return Bates(self.prefix, self.counter + pages, self.width, self.suffix)


@dataclass(frozen=True, slots=True)
class Numbered:
    """The numbers of one document: first and last, and where they are declared."""

    begin: Bates
    end: Bates
    line: int


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers without a gap: how many documents, from where to where."""

    begin: str
    end: str
    documents: int


def parse_bates(text: str) -> Bates | None:
    """Return a number in its parts, or None for a text without digits at its end (before a suffix)."""
    found = _PARTS.fullmatch(text.strip())
    if found is None:
        return None
    return Bates(found["prefix"], int(found["counter"]), len(found["counter"]), found["suffix"])


def span(begin: str, end: str, line: int) -> Numbered | None:
    """Return the numbers of a document, or None when they are no numbers or not of one series."""
    first, last = parse_bates(begin), parse_bates(end or begin)
    if first is None or last is None or first.series != last.series or last.counter < first.counter:
        return None
    return Numbered(first, last, line)


def pages_between(numbered: Numbered) -> int:
    """Return how many page numbers a document has."""
    return numbered.end.counter - numbered.begin.counter + 1


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that no document bears: the first and the last of them, and the documents before and after."""

    first: str
    last: str
    before: Numbered
    after: Numbered


@dataclass(frozen=True, slots=True)
class Ranges:
    """What the numbers of a production amount to.

    Attributes:
        ranges: the runs without a gap.
        gaps: the first and the last missing number, and the documents before and after the gap.
        overlaps: (one document, another that shares numbers with it).
    """

    ranges: list[Range]
    gaps: list[Gap]
    overlaps: list[tuple[Numbered, Numbered]]


def ranges_of(numbers: Iterable[Numbered]) -> Ranges:
    """Join the numbers of documents to ranges, series by series, and name gaps and overlaps."""
    series: dict[tuple[str, str], list[Numbered]] = defaultdict(list)
    for one in numbers:
        series[one.begin.series].append(one)
    result = Ranges([], [], [])
    for members in series.values():
        members.sort(key=lambda one: (one.begin.counter, one.end.counter))
        result.ranges.extend(_join(members, result))
    return result


def _join(members: list[Numbered], result: Ranges) -> Iterator[Range]:
    first = last = members[0]
    count = 1
    for one in members[1:]:
        if one.begin.counter <= last.end.counter:
            result.overlaps.append((last, one))
        elif one.begin.counter > last.end.counter + 1:
            result.gaps.append(Gap(str(last.end.plus(1)), str(one.begin.plus(-1)), last, one))
            yield Range(str(first.begin), str(last.end), count)
            first, count = one, 0
        count += 1
        last = max(last, one, key=lambda each: each.end.counter)
    yield Range(str(first.begin), str(last.end), count)
