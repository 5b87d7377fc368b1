"""Short texts in the charsets people have: what was written comes back."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence_desk.intake.charset import decode, is_utf8
from evidence_desk.intake.short_texts import _SIMPLIFIED, _TRADITIONAL

_WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)
_ACCENTED = st.sampled_from(
    "café résumé naïve Zürich façade señor crème déjà Übergabe Île André Noël coöperate cœur Škoda über".split()
)
_QUOTED = _WORDS.map(lambda word: f"\u201c{word}\u201d") | _WORDS.map(lambda word: f"\u2018{word}\u2019")
_MARKED = _QUOTED | _WORDS.map(lambda word: f"{word}\u2019s") | st.just("\u2013") | st.just("\u2014")
_PRICED = st.just("\u00a3500") | st.just("\u00a7 12") | st.just("\u20ac20")


@st.composite
def _sentences(draw: st.DrawFn) -> str:
    words = draw(st.lists(_WORDS, min_size=4, max_size=20))
    for word in draw(st.lists(_ACCENTED | _MARKED | _PRICED, min_size=1, max_size=3)):
        words.insert(draw(st.integers(0, len(words))), word)
    return " ".join(words)


@given(_sentences())
def test_western_sentences_come_back(text: str) -> None:
    assert decode(text.encode("cp1252")).text == text


@given(st.text(sorted(_SIMPLIFIED), min_size=4, max_size=30))
def test_simplified_sentences_come_back(text: str) -> None:
    data = text.encode("gbk")
    assume(not is_utf8(data))  # some bytes are right in both, and UTF-8 comes first
    assert decode(data).text == text


@given(st.text(sorted(_TRADITIONAL), min_size=4, max_size=30))
def test_traditional_sentences_come_back(text: str) -> None:
    assert decode(text.encode("big5")).text == text


@pytest.mark.parametrize(
    "text", ["The parties\u2019 \u201cagreement\u201d \u2013 signed 2018", "café résumé naïve"]
)
def test_short_texts_people_met(text: str) -> None:
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Договор был заключён между сторонами в Москве.", "cp1251"),
        ("Η σύμβαση υπογράφηκε στην Αθήνα από τα μέρη.", "cp1253"),
        ("Umowa została zawarta pomiędzy spółką a wykonawcą, który zobowiązał się wykonać roboty.", "cp1250"),
        ("契約書に署名した日から三十日以内に支払うものとする。", "shift_jis"),
        ("계약서에 서명한 날부터 삼십일 이내에 지급하여야 한다.", "euc_kr"),
    ],
)
def test_other_languages_are_still_told(text: str, charset: str) -> None:
    assert decode(text.encode(charset)).text == text
