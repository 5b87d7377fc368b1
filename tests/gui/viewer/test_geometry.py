"""The way from a place on the page to the screen and back loses nothing."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.gui.viewer import geometry as geo
from evidence_desk.gui.viewer.selection import select_area, select_span, select_word
from evidence_desk.intake.layout import text_geometry

sizes = st.floats(50, 2000)
boxes = st.builds(geo.PageBox, sizes, sizes, st.sampled_from([0, 90, 180, 270]))
layouts = st.builds(
    geo.Layout,
    st.lists(boxes, min_size=1, max_size=8).map(tuple),
    st.floats(0.1, 8.0),
    st.floats(0.0, 4000.0),
)
parts = st.floats(0, 1)


@given(layouts, st.data())
def test_a_place_on_a_page_survives_the_way_to_the_view_and_back(
    layout: geo.Layout, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(layout.pages) - 1))
    page = layout.pages[index]
    point = (data.draw(parts) * page.width, data.draw(parts) * page.height)
    x, y, _, _ = layout.to_view(index, (*point, *point))
    back_index, back = layout.to_page((x, y))
    assert back_index == index
    assert abs(back[0] - point[0]) < 1e-6 * max(1, page.width)
    assert abs(back[1] - point[1]) < 1e-6 * max(1, page.height)


@given(layouts)
def test_pages_do_not_overlap_and_lie_inside_the_document(layout: geo.Layout) -> None:
    rects = [layout.page_rect(index) for index in range(len(layout.pages))]
    for above, below in pairwise(rects):
        assert below[1] - above[3] >= layout.gap - 1e-6
    assert rects[0][1] >= layout.margin - 1e-6
    assert rects[-1][3] <= layout.height - layout.margin + 1e-6
    assert all(left >= layout.margin - 1e-6 for left, *_ in rects)


@given(layouts, parts, st.floats(1, 3000))
def test_the_pages_between_two_heights_are_those_that_show(
    layout: geo.Layout, part: float, tall: float
) -> None:
    top = part * layout.height
    shown = layout.pages_between(top, top + tall)
    for index in range(len(layout.pages)):
        _, page_top, _, page_bottom = layout.page_rect(index)
        if page_bottom > top + 0.01 and page_top < top + tall - 0.01:
            assert index in shown


@given(boxes, st.floats(200, 3000))
def test_a_fitted_page_fills_the_width(page: geo.PageBox, width: float) -> None:
    zoom = geo.fit_width(page, width, 20)
    shown = page.shown[0] * zoom
    assert zoom in (geo.MIN_ZOOM, geo.MAX_ZOOM) or abs(shown + 40 - width) < 1e-6


@given(boxes, st.floats(200, 3000), st.floats(200, 3000))
def test_a_fitted_page_is_wholly_visible(page: geo.PageBox, width: float, height: float) -> None:
    zoom = geo.fit_page(page, (width, height), 20)
    assert zoom == geo.MIN_ZOOM or (
        page.shown[0] * zoom <= width - 40 + 1e-6 and page.shown[1] * zoom <= height - 40 + 1e-6
    )


@given(st.floats(0.1, 8.0))
def test_zoom_steps_go_up_and_down_within_bounds(zoom: float) -> None:
    assert geo.next_zoom(zoom, is_larger=True) >= min(zoom, geo.MAX_ZOOM)
    assert geo.next_zoom(zoom, is_larger=False) <= max(zoom, 0.25)


TEXT = "The interface was upgraded.\nNotice: none sent to 她拍."
PAGE = text_geometry(TEXT)


def _middle(offset: int) -> geo.Point:
    x0, y0, x1, y1 = PAGE.char_boxes[offset]
    return (x0 + x1) / 2 - 0.5, (y0 + y1) / 2


@given(st.integers(0, len(TEXT) - 1), st.integers(0, len(TEXT) - 1))
def test_dragging_between_two_characters_selects_the_words_between(first: int, last: int) -> None:
    start, end = sorted((first, last))
    if "\n" in (TEXT[start], TEXT[end]):
        return
    made = select_span(3, PAGE, *sorted(geo.offset_at(PAGE.char_boxes, _middle(at)) for at in (first, last)))
    quote = " ".join(TEXT[start:end].split())
    assert (made.quote if made else "") == quote
    if made:
        assert made.pages == (3, 3)
        assert len(made.passages[0].rects) == 1 + TEXT[start:end].strip().count("\n")


def test_a_double_click_selects_a_word_or_a_han_character() -> None:
    word = select_word(1, PAGE, _middle(TEXT.index("upgraded") + 3))
    assert word is not None
    assert word.quote == "upgraded"
    han = select_word(1, PAGE, _middle(TEXT.index("拍")))
    assert han is not None
    assert han.quote in "她拍"


def test_a_rectangle_takes_the_words_under_it_and_a_click_selects_nothing() -> None:
    made = select_area(1, PAGE, (0, 0), (PAGE.width_pt, PAGE.height_pt))
    assert made is not None
    assert made.quote.startswith("The interface was upgraded.")
    assert made.passages[0].rects == ((0, 0, PAGE.width_pt, PAGE.height_pt),)
    assert select_area(1, PAGE, (10, 10), (11, 11)) is None


def test_a_place_beside_a_line_belongs_to_that_line() -> None:
    _, top, _, bottom = PAGE.char_boxes[0]
    assert geo.offset_at(PAGE.char_boxes, (590.0, (top + bottom) / 2)) == TEXT.index("\n")
    assert geo.offset_at([], (1.0, 1.0)) == 0
