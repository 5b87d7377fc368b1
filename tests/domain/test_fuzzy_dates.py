"""Fuzzy dates: every accepted form, what it allows, how it sorts, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from evidence_desk.domain.fuzzy_dates import FuzzyDateError, Precision, parse


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


FORMS = [
    ("2019-01-05", "2019-01-05", "2019-01-05", "day"),
    ("2019/1/5", "2019-01-05", "2019-01-05", "day"),
    ("20190105", "2019-01-05", "2019-01-05", "day"),
    ("5 January 2019", "2019-01-05", "2019-01-05", "day"),
    ("Jan 5, 2019", "2019-01-05", "2019-01-05", "day"),
    ("the 5th of January, 2019", "2019-01-05", "2019-01-05", "day"),
    ("Saturday 5 January 2019", "2019-01-05", "2019-01-05", "day"),
    ("2019年1月5日", "2019-01-05", "2019-01-05", "day"),
    ("2019年1月5号", "2019-01-05", "2019-01-05", "day"),
    ("２０１９年１月５日", "2019-01-05", "2019-01-05", "day"),
    ("二〇一九年一月五日", "2019-01-05", "2019-01-05", "day"),
    ("二零一九年十二月二十三日", "2019-12-23", "2019-12-23", "day"),
    ("二〇一九年十月三十日", "2019-10-30", "2019-10-30", "day"),
    ("2018-08", "2018-08-01", "2018-08-31", "month"),
    ("August 2018", "2018-08-01", "2018-08-31", "month"),
    ("Sept 2018", "2018-09-01", "2018-09-30", "month"),
    ("2018年8月", "2018-08-01", "2018-08-31", "month"),
    ("2016年2月", "2016-02-01", "2016-02-29", "month"),
    ("2018", "2018-01-01", "2018-12-31", "year"),
    ("2018年", "2018-01-01", "2018-12-31", "year"),
    ("2018 Q3", "2018-07-01", "2018-09-30", "quarter"),
    ("Q3 2018", "2018-07-01", "2018-09-30", "quarter"),
    ("third quarter of 2018", "2018-07-01", "2018-09-30", "quarter"),
    ("2018年第三季度", "2018-07-01", "2018-09-30", "quarter"),
    ("early 2018", "2018-01-01", "2018-04-30", "part_of_year"),
    ("Early 2018", "2018-01-01", "2018-04-30", "part_of_year"),
    ("mid-2018", "2018-05-01", "2018-08-31", "part_of_year"),
    ("late 2018", "2018-09-01", "2018-12-31", "part_of_year"),
    ("2018年初", "2018-01-01", "2018-04-30", "part_of_year"),
    ("2018年中", "2018-05-01", "2018-08-31", "part_of_year"),
    ("2018年底", "2018-09-01", "2018-12-31", "part_of_year"),
    ("2018年上半年", "2018-01-01", "2018-06-30", "part_of_year"),
    ("2018年下半年", "2018-07-01", "2018-12-31", "part_of_year"),
    ("first half of 2018", "2018-01-01", "2018-06-30", "part_of_year"),
    ("summer 2018", "2018-05-01", "2018-09-30", "part_of_year"),
    ("2018年冬", "2018-01-01", "2019-03-31", "part_of_year"),
    ("2018年8月上旬", "2018-08-01", "2018-08-10", "part_of_month"),
    ("2018年8月中旬", "2018-08-11", "2018-08-20", "part_of_month"),
    ("2018年2月下旬", "2018-02-21", "2018-02-28", "part_of_month"),
    ("end of August 2018", "2018-08-21", "2018-08-31", "part_of_month"),
    ("before 2019-01", "", "2018-12-31", "before"),
    ("by 2019-01", "", "2019-01-31", "before"),
    ("2019年1月前", "", "2018-12-31", "before"),
    ("2019年1月之前", "", "2018-12-31", "before"),
    ("截至2018年9月", "", "2018-09-30", "before"),
    ("after 2019-01", "2019-02-01", "", "after"),
    ("since 2019-01", "2019-01-01", "", "after"),
    ("2019年1月之后", "2019-02-01", "", "after"),
    ("自2018年9月起", "2018-09-01", "", "after"),
    ("2018-09..2018-12", "2018-09-01", "2018-12-31", "range"),
    ("2018-09..", "2018-09-01", "", "range"),
    ("..2018-12", "", "2018-12-31", "range"),
    ("from 2018-09 to 2018-12", "2018-09-01", "2018-12-31", "range"),
    ("between 2018-09 and 2018-12", "2018-09-01", "2018-12-31", "range"),
    ("September to December 2018", "2018-09-01", "2018-12-31", "range"),
    ("2018–2019", "2018-01-01", "2019-12-31", "range"),
    ("2018年9月至12月", "2018-09-01", "2018-12-31", "range"),
    ("自2018年9月5日至8日", "2018-09-05", "2018-09-08", "range"),
    ("2018年12月到2019年1月", "2018-12-01", "2019-01-31", "range"),
    ("about 2018-08", "2018-07-01", "2018-09-30", "about"),
    ("约2018年8月", "2018-07-01", "2018-09-30", "about"),
    ("2018年8月左右", "2018-07-01", "2018-09-30", "about"),
    ("c. 2018", "2017-01-01", "2019-12-31", "about"),
    ("25/12/2018", "2018-12-25", "2018-12-25", "day"),
    ("12/25/2018", "2018-12-25", "2018-12-25", "day"),
    ("5.5.2018", "2018-05-05", "2018-05-05", "day"),
    ("unknown", "", "", "unknown"),
    ("not known", "", "", "unknown"),
    ("", "", "", "unknown"),
    ("不详", "", "", "unknown"),
    ("未知", "", "", "unknown"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "precision"), FORMS)
def test_a_form_allows_exactly_the_days_of_its_words(
    text: str, earliest: str, latest: str, precision: str
) -> None:
    read = parse(text)
    assert (read.earliest, read.latest, read.precision) == (_day(earliest), _day(latest), precision)
    assert read.text == text


@pytest.mark.parametrize(
    ("text", "position", "named"),
    [
        ("05/01/2019", 0, "day first or month first"),
        ("5.1.19", 0, "day first or month first"),
        ("25/12/18", 0, "day first or month first"),
        ("25/13/2018", 3, '"13" is no month'),
        ("32/12/2018", 0, "days 1 to 31"),
        ("2018-13", 5, '"13" is no month'),
        ("2013-13", 5, '"13" is no month'),
        ("  2018-13", 7, '"13" is no month'),
        ("2018-02-30", 8, "days 1 to 28"),
        ("2018-09..2018-13", 14, '"13" is no month'),
        ("before 2018-00", 12, '"00" is no month'),
        ("2018年13月", 5, '"13" is no month'),
        ("2018年8月5日上旬", 9, "上旬"),
        ("2018-12..2018-09", 9, "ends before it starts"),
        ("Monday 5 January 2019", 0, "not the weekday"),
        ("January 5", 0, "no year"),
        ("5 Jan 19", 0, "no year"),
        ("31 June 2019", 0, "names no date"),
        ("3019", 0, "not between"),
        ("yesterday", 0, "names no date"),
        ("early 2018-08-05", 0, "goes with a year or a month"),
        ("12月", 0, "names no date"),
        ("..", 0, "at least one end"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_place_and_a_remedy(
    text: str, position: int, named: str
) -> None:
    with pytest.raises(FuzzyDateError) as refused:
        parse(text)
    assert refused.value.position == position
    assert named in refused.value.message
    assert refused.value.accepted
    assert "\n" not in str(refused.value)


def test_every_accepted_example_is_indeed_accepted() -> None:
    with pytest.raises(FuzzyDateError) as refused:
        parse("someday")
    for example in refused.value.accepted:
        parse(example)


def test_dates_sort_as_a_chronology_reads() -> None:
    expected = ["2017", "before 2018", "2018-01-01", "2018-01", "early 2018", "2018", "2018-08-03", "2018-09"]
    expected += ["late 2018", "2018-09..2018-12", "after 2018-12", "unknown"]
    keys = [parse(text).sort_key for text in expected]
    assert keys == sorted(keys)
    assert parse("unknown").sort_key > parse("2999-12-31").sort_key


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("2018-08", "2018-08-31", "2018-09-30", True),
        ("2018-08", "2018-09-01", "", False),
        ("before 2019-01", "", "2010-01-01", True),
        ("before 2019-01", "2019-01-01", "", False),
        ("after 2019-01", "2019-01-01", "2019-01-31", False),
        ("unknown", "", "", False),
    ],
)
def test_overlap_asks_whether_the_date_may_lie_between_two_days(
    text: str, start: str, end: str, expected: bool
) -> None:
    assert parse(text).overlaps(_day(start), _day(end)) is expected


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2018年9月至12月", "2018-09..2018-12"),
        ("2018–2019", "2018..2019"),
        ("2018年9月5日至12月", "2018-09-05..2018-12-31"),
        ("2018年8月上旬", "early 2018-08"),
        ("2019年1月前", "before 2019-01"),
        ("约2018年8月", "about 2018-08"),
        ("Jan 5, 2019", "2019-01-05"),
        ("2018年下半年", "second half of 2018"),
        ("", "unknown"),
    ],
)
def test_the_canonical_spelling_is_one_for_both_languages(text: str, canonical: str) -> None:
    assert parse(text).canonical == canonical


def test_only_a_day_is_no_guess() -> None:
    assert not parse("2019年1月5日").is_guess
    assert parse("2019-01").is_guess
    assert parse("2019-01").precision is Precision.MONTH
