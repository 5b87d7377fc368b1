"""Rectangles: turning them, merging them, finding quotes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.intake.geometry import (
    from_displayed,
    merge_boxes,
    quote_rects,
    text_in_rects,
    to_displayed,
)
from evidence_desk.intake.layout import text_geometry
from evidence_desk.intake.model import PageGeometry

whole = st.integers(0, 600).map(float)


@given(whole, whole, whole, whole, st.sampled_from([0, 90, 180, 270]))
def test_turning_there_and_back(x0: float, y0: float, width: float, height: float, rotation: int) -> None:
    rect = (x0, y0, x0 + width, y0 + height)
    turned = to_displayed(rect, 1200, 1300, rotation)
    assert turned[0] <= turned[2]
    assert turned[1] <= turned[3]
    assert from_displayed(turned, 1200, 1300, rotation) == rect


def test_quarter_turn_moves_the_top_left_corner_to_the_top_right() -> None:
    assert to_displayed((0, 0, 10, 20), 100, 200, 90) == (180, 0, 200, 10)
    assert to_displayed((0, 0, 10, 20), 100, 200, 270) == (0, 90, 20, 100)


def test_merging_keeps_columns_apart_and_drops_empty_boxes() -> None:
    left, right = (10.0, 10.0, 20.0, 20.0), (21.0, 11.0, 30.0, 19.0)
    column, below = (300.0, 10.0, 310.0, 20.0), (10.0, 30.0, 20.0, 40.0)
    nothing = (0.0, 0.0, 0.0, 0.0)
    assert merge_boxes([left, nothing, right, column, below]) == [(10, 10, 30, 20), column, below]


def test_text_in_rects_marks_what_is_left_out() -> None:
    geometry = text_geometry("one two three")
    rects = quote_rects(geometry, 0, 3) + quote_rects(geometry, 8, 13)
    assert text_in_rects(geometry, rects) == "one … three"


def test_page_whose_text_has_no_place_has_no_rectangles() -> None:
    assert quote_rects(PageGeometry(100, 100, 0, "text", []), 0, 4) == []
