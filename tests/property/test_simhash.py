"""Small edits keep texts near each other; different texts are far apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.domain.simhash import BITS, Fingerprint, distance, fingerprint

WORDS = st.integers(0, 4000).map(lambda number: f"word{number}")
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x8FFF)
TEXTS = st.lists(st.one_of(WORDS, HAN), min_size=300, max_size=400, unique=True)


@given(text=TEXTS, place=st.integers(0, 299), word=WORDS)
def test_one_word_changed_in_three_hundred_leaves_texts_near(text: list[str], place: int, word: str) -> None:
    edited = [*text[:place], word, *text[place + 1 :]]
    assert distance(fingerprint([" ".join(text)]).value, fingerprint([" ".join(edited)]).value) <= 12


@given(text=TEXTS)
def test_the_same_words_reversed_are_another_text(text: list[str]) -> None:
    forward, backward = fingerprint([" ".join(text)]), fingerprint([" ".join(reversed(text))])
    assert forward.shingles == backward.shingles == len(text) - 1
    assert distance(forward.value, backward.value) > 12


@given(pages=st.lists(st.text(max_size=200), max_size=5))
def test_any_text_has_a_fingerprint_of_64_bits(pages: list[str]) -> None:
    mark = fingerprint(pages)
    assert 0 <= mark.value < 1 << BITS
    assert mark.shingles or mark == Fingerprint(0, 0)
