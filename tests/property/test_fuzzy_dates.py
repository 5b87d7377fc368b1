"""Properties of fuzzy dates over random words."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.domain.fuzzy_dates import FuzzyDate, FuzzyDateError, Precision, parse

DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
MONTHS = DAYS.map(lambda day: f"{day:%Y-%m}")
PARTS = st.sampled_from(
    [f"{part} " for part in ("early", "mid", "late", "spring", "summer", "autumn", "winter")]
    + ["first half of ", "second half of "]
)
YEARS = st.integers(1000, 2999).map(str)
PLAIN = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: f"{day.day} {day:%B %Y}"),
    DAYS.map(lambda day: f"{day.year}年{day.month}月{day.day}日"),
    MONTHS,
    DAYS.map(lambda day: f"{day:%b} {day.year}"),
    YEARS,
    st.builds(lambda year, quarter: f"{year} Q{quarter}", YEARS, st.integers(1, 4)),
    st.builds(lambda part, year: part + year, PARTS, YEARS),
    st.builds(lambda part, month: f"{part} {month}", st.sampled_from(["early", "mid", "late"]), MONTHS),
)
QUALIFIED = st.builds(
    lambda word, plain: f"{word} {plain}",
    st.sampled_from(["before", "by", "after", "since", "about", "circa"]),
    PLAIN,
)
RANGES = st.builds(lambda ends: "..".join(sorted(ends)), st.tuples(MONTHS, MONTHS))
OPEN = st.one_of(MONTHS.map(lambda month: f"{month}.."), DAYS.map(lambda day: f"..{day}"))
ANY = st.one_of(PLAIN, QUALIFIED, RANGES, OPEN, st.sampled_from(["unknown", "", "不详"]))


@given(ANY)
def test_the_canonical_spelling_reads_back_to_the_same_date(text: str) -> None:
    read = parse(text)
    again = parse(read.canonical)
    assert (again.earliest, again.latest, again.precision) == (read.earliest, read.latest, read.precision)
    assert again.canonical == read.canonical
    assert again.sort_key == read.sort_key


def _anchor(read: FuzzyDate) -> date:
    return read.earliest or read.latest or date.max


@given(ANY, ANY)
def test_the_sort_order_agrees_with_the_earliest_day(one: str, two: str) -> None:
    first, second = parse(one), parse(two)
    if _anchor(first) < _anchor(second):
        assert first.sort_key < second.sort_key
    if first.precision is not Precision.UNKNOWN and second.precision is Precision.UNKNOWN:
        assert first.sort_key < second.sort_key


@given(PLAIN)
def test_about_and_by_are_never_narrower_than_the_plain_words(text: str) -> None:
    plain, near, latest, earliest = (
        parse(form) for form in (text, f"about {text}", f"by {text}", f"since {text}")
    )
    assert plain.earliest is not None
    assert plain.latest is not None
    assert near.earliest is not None
    assert near.latest is not None
    assert near.earliest < plain.earliest <= plain.latest < near.latest
    assert latest.latest == plain.latest
    assert earliest.earliest == plain.earliest


@given(DAYS)
def test_every_spelling_of_a_day_allows_that_day_and_no_other(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day.day} {day:%B %Y}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day:%Y年%m月%d日}",
    ):
        read = parse(text)
        assert (read.earliest, read.latest, read.precision) == (day, day, Precision.DAY)


@given(DAYS, st.integers(1, 400))
def test_before_and_after_exclude_the_day_named(day: date, days: int) -> None:
    earlier = day - timedelta(days=days)
    assert not parse(f"before {day}").overlaps(day, None)
    assert parse(f"before {day}").overlaps(earlier, earlier)
    assert not parse(f"after {day}").overlaps(None, day)


@given(st.one_of(st.text(max_size=24), st.text("0123456789年月日-./ ~.至前后约jan5thq十二", max_size=16)))
def test_any_text_is_read_or_refused_with_a_place_inside_it(text: str) -> None:
    try:
        canonical = parse(text).canonical
    except FuzzyDateError as refused:
        place = refused.position
    else:
        parse(canonical)
        place = 0
    assert 0 <= place <= len(text)
