"""Numbers sort as people count, and the next one is found."""

from __future__ import annotations

import pytest

from evidence_desk.domain.numbering import natural_key, next_number


@pytest.mark.parametrize(
    "ordered",
    [
        ["A-2", "A-10", "B-1"],
        ["1", "1.2", "1.10", "2", "10"],
        ["证据2", "证据10"],
        ["1-2", "1-10", "2-1"],
        ["PX-009", "PX-010", "PX-100"],
        ["证据２", "证据3", "证据１０"],
        ["a-1", "A-2", "a-3"],
    ],
)
def test_numbers_sort_as_people_count(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=natural_key) == ordered


def test_spellings_of_one_number_share_a_key() -> None:
    assert natural_key("Ａ－１０") == natural_key("a-10") == natural_key("A-010")


@pytest.mark.parametrize(
    ("number", "following"),
    [
        ("A-9", "A-10"),
        ("PX-001", "PX-002"),
        ("PX-999", "PX-1000"),
        ("1.2", "1.3"),
        ("1-9", "1-10"),
        ("证据9", "证据10"),
        ("12a", "13a"),
        ("A", "A-2"),
        ("", "1"),
    ],
)
def test_the_next_number(number: str, following: str) -> None:
    assert next_number(number) == following
