"""Finding by words, first letters and pinyin."""

from __future__ import annotations

import pytest

from evidence_desk.domain.finding import BY_INITIALS, EXACT, NOT, fit, pinyin_initial


@pytest.mark.parametrize(
    ("char", "letter"),
    [("啊", "a"), ("不", "b"), ("合", "h"), ("同", "t"), ("通", "t"), ("知", "z"), ("证", "z"), ("据", "j")],
)
def test_common_characters_have_their_letter(char: str, letter: str) -> None:
    assert pinyin_initial(char) == letter


@pytest.mark.parametrize("char", ["a", "1", "，", "圳", "😀", "證"])
def test_others_have_none(char: str) -> None:
    assert pinyin_initial(char) == ""


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("notice", EXACT),
        ("24 NOTICE", EXACT),
        ("提前", EXACT),
        ("jk", BY_INITIALS),
        ("jkbg", BY_INITIALS),
        ("icw", BY_INITIALS),
        ("icw 提前", BY_INITIALS),
        ("zebra", NOT),
        ("notice zebra", NOT),
        ("", EXACT),
    ],
)
def test_a_text_fits_by_words_or_by_first_letters(words: str, how: int) -> None:
    assert fit("Interface changed without 24 h notice 接口变更未提前24小时通知", words) == how
