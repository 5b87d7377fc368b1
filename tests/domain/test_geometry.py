"""Rectangles, lines of characters, and turned pages."""

from __future__ import annotations

import math

import pytest

from evidence_desk.domain.geometry import PageFrame, Rect, merge_lines


def _characters(x: float, y: float, text: str) -> list[Rect]:
    return [
        Rect(x + 6 * place, y, x + 6 * place + (0 if mark == " " else 5.5), y + 10)
        for place, mark in enumerate(text)
    ]


def test_characters_become_one_rectangle_a_line() -> None:
    boxes = _characters(72, 700, "two words") + _characters(72, 686, "next line")
    assert merge_lines(boxes) == (Rect(72, 700, 125.5, 710), Rect(72, 686, 125.5, 696))


def test_two_columns_are_not_joined() -> None:
    assert len(merge_lines(_characters(72, 100, "left") + _characters(320, 100, "right"))) == 2


def test_vertical_lines_are_joined_along_y() -> None:
    boxes = [Rect(100, y, 110, y + 5) for y in range(0, 50, 6)]
    assert merge_lines(boxes, is_vertical=True) == (Rect(100, 0, 110, 53),)


@pytest.mark.parametrize(
    ("rotation", "expected"),
    [
        (0, Rect(10, 750, 60, 780)),
        (90, Rect(20, 10, 50, 60)),
        (180, Rect(540, 20, 590, 50)),
        (270, Rect(750, 540, 780, 590)),
    ],
)
def test_a_mark_near_the_bottom_left_in_four_turns(rotation: int, expected: Rect) -> None:
    frame = PageFrame(Rect(5, 7, 605, 807), rotation)
    rect = Rect(15, 27, 65, 57)
    assert frame.to_view(rect) == expected
    assert frame.to_view(rect, 2).as_list() == [2 * number for number in expected.as_list()]
    assert frame.to_page(expected) == rect
    assert frame.size == ((600, 800) if rotation in (0, 180) else (800, 600))


def test_corners_in_any_order_make_the_same_rectangle() -> None:
    assert Rect.of([60, 80, 10, 20]) == Rect(10, 20, 60, 80)
    assert Rect.of([0.123, 1, 2, 3]).as_list(digits=1) == [0.1, 1, 2, 3]


@pytest.mark.parametrize("numbers", [[1, 2, 3], [1, 2, 3, math.nan], [1, 2, 3, math.inf]])
def test_what_is_no_rectangle_is_refused(numbers: list[float]) -> None:
    with pytest.raises(ValueError, match="rectangle"):
        Rect.of(numbers)


def test_a_page_is_turned_by_quarters() -> None:
    with pytest.raises(ValueError, match="45"):
        PageFrame(Rect(0, 0, 1, 1), 45)
