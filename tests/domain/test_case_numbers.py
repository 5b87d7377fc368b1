"""Case numbers of the Chinese courts."""

from __future__ import annotations

import pytest

from evidence_desk.domain.case_numbers import CaseNumber, parse_case_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（2019）京01民初123号", CaseNumber(2019, "京01", "", "民初", 123)),
        ("(2019)京01民初123号", CaseNumber(2019, "京01", "", "民初", 123)),
        ("〔2019〕粤0305民初1号", CaseNumber(2019, "粤0305", "", "民初", 1)),
        (" （ 2019 ） 京民终 45 号 ", CaseNumber(2019, "京", "", "民终", 45)),
        ("（2020）最高法知民终123号", CaseNumber(2020, "最高法", "知", "民终", 123)),
        ("（2019）京73知民初9号", CaseNumber(2019, "京73", "知", "民初", 9)),
        ("（２０１９）京01民初123号", CaseNumber(2019, "京01", "", "民初", 123)),
        ("（2019）京01民初123号之一", CaseNumber(2019, "京01", "", "民初", 123, "一")),
        ("（2019）京01财保7号", CaseNumber(2019, "京01", "", "财保", 7)),
    ],
)
def test_case_numbers_are_read(text: str, expected: CaseNumber) -> None:
    read = parse_case_number(text)
    assert read == expected
    assert parse_case_number(str(read)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "（2019）京01民初____号",
        "2019京01民初123号",
        "（2019）京1民初123号",
        "（1819）京01民初123号",
        "（2019）京01民初123",
        "（2019）英01民初123号",
        "1:19-cv-00123",
    ],
)
def test_other_texts_are_no_case_numbers(text: str) -> None:
    assert parse_case_number(text) is None


def test_the_spelling_is_the_official_one() -> None:
    assert str(parse_case_number("[2019] 京01 民初 0123 号之二")) == "（2019）京01民初123号之二"
