"""Small edits keep texts near each other; different texts are far apart."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.domain.simhash import BITS, Fingerprint, distance, fingerprint

WORDS = [f"word{number}" for number in range(4000)]
VOCABULARY = [*WORDS, *map(chr, range(0x4E00, 0x9000))]


def _text(seed: int) -> list[str]:
    """Different words in English and Chinese; drawn by a seed, since to draw them one by one takes seconds."""
    random = Random(seed)
    share = random.random()
    english = random.sample(WORDS, round(400 * share))
    return random.sample(
        [*english, *random.sample(VOCABULARY[4000:], 400 - len(english))], random.randint(300, 400)
    )


TEXTS = st.integers(0, 2**64).map(_text)


@given(text=TEXTS, place=st.integers(0, 299), word=st.sampled_from(WORDS))
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
