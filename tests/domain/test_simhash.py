"""Simhash: what counts as the same words, and which of many texts are put together."""

from __future__ import annotations

import random
import time

import pytest

from evidence_desk.domain.simhash import (
    distance,
    fingerprint,
    near_groups,
    percent,
    shingles,
    simhash,
    similarity,
)


def test_words_and_single_han_characters_are_paired() -> None:
    assert shingles("Her Face+ 疯狂变脸, 2019") == {
        "her face",
        "face 疯",
        "疯 狂",
        "狂 变",
        "变 脸",
        "脸 2019",
    }
    assert shingles("word") == shingles("") == set()


def test_case_width_punctuation_and_breaks_do_not_count() -> None:
    assert fingerprint(["The Contract, 第一条:\n２０１８年"]) == fingerprint(["the contract 第一条 2018年"])


def test_the_order_of_words_counts() -> None:
    assert simhash(shingles("the buyer pays the seller")) != simhash(shingles("the seller pays the buyer"))


def test_more_hashes_than_fit_a_lane_are_counted_right() -> None:
    features = [f"feature {number}" for number in range(1000)]
    whole = simhash(features)
    assert whole == simhash(reversed(features))
    assert distance(whole, simhash(features[:990])) <= 8


def test_similarity_falls_from_one_to_nothing() -> None:
    values = [similarity(bits) for bits in range(33)]
    assert values[0] == 1.0
    assert values == sorted(values, reverse=True)
    assert values[32] == pytest.approx(0.0, abs=1e-9)
    assert similarity(64) == 0.0


def test_only_the_same_words_are_a_hundred_per_cent() -> None:
    assert [percent(round(similarity(bits), 4)) for bits in range(5)] == [100, 99, 99, 98, 98]


def test_a_group_is_what_is_near_its_head() -> None:
    head = 0xFFFF0000FFFF0000
    values = [head, 1, head ^ 0b111, head ^ (0b11 << 40), 1 ^ (1 << 63)]
    assert near_groups(values, 3) == [[(0, 0), (2, 3), (3, 2)], [(1, 0), (4, 1)]]
    assert near_groups(values, 0) == [[(place, 0)] for place in range(5)]
    assert near_groups([], 8) == []


@pytest.mark.parametrize("wrong", [-1, 13, 64])
def test_a_distance_that_tells_nothing_is_refused(wrong: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 12"):
        near_groups([1, 2], wrong)


def test_no_near_value_is_missed_by_the_bands() -> None:
    chance = random.Random(7)
    head = chance.getrandbits(64)
    for bits in range(9):
        for _ in range(50):
            other = head
            for place in chance.sample(range(64), bits):
                other ^= 1 << place
            assert near_groups([head, other], 8) == [[(0, 0), (1, bits)]]


def test_ten_thousand_versions_of_one_form_take_no_longer_than_ten_thousand_texts() -> None:
    chance = random.Random(7)
    strangers = [chance.getrandbits(64) for _ in range(10_000)]
    form = strangers[0]
    alike = [form ^ (1 << chance.randrange(64)) ^ (1 << chance.randrange(64)) for _ in range(10_000)]
    begin = time.process_time()
    assert len(near_groups(strangers, 8)) > 9_990
    middle = time.process_time()
    assert len(near_groups(alike, 8)) == 1
    assert time.process_time() - middle < middle - begin
