"""Properties of quotes and rectangles over random pages."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from evidence_desk.domain.cites import cite_state, find_quote, normalise_quote
from evidence_desk.domain.geometry import PageFrame, Rect, merge_lines

TEXTS = st.text("ab -\n\r ﬁ“”升级，é\u0301\u00ad\x02１１", max_size=40)


@given(TEXTS)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise_quote(text)
    assert normalise_quote(once).strip(" -") == once.strip(" -")


WORDS = st.lists(st.text("abcdeé升级的", min_size=1, max_size=6), min_size=1, max_size=8)
BREAKS = st.sampled_from([" ", "\n", "\r\n", "  ", " \n "])


@given(WORDS, WORDS, WORDS, st.data())
def test_a_quote_is_found_whatever_the_breaks(
    before: list[str], quote: list[str], after: list[str], data: st.DataObject
) -> None:
    page = "".join(word + data.draw(BREAKS) for word in (*before, *quote, *after))
    place = find_quote(page, " ".join(quote))
    assert place is not None
    assert normalise_quote(page[slice(*place)]) == normalise_quote(" ".join(quote))
    assert cite_state(page, " ".join(quote)) == "ok"


NUMBERS = st.floats(-2000, 2000, allow_nan=False).map(lambda number: round(number, 2))
RECTS = st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS).map(Rect.of)
FRAMES = st.builds(PageFrame, RECTS, st.sampled_from([0, 90, 180, 270]))
SCALES = st.floats(0.1, 12)


@given(FRAMES, RECTS, SCALES)
def test_to_the_view_and_back_is_the_same_place(frame: PageFrame, rect: Rect, scale: float) -> None:
    back = frame.to_page(frame.to_view(rect, scale), scale)
    assert back.contains(rect, slack=1e-6)
    assert rect.contains(back, slack=1e-6)


@given(FRAMES, RECTS, SCALES)
def test_what_is_on_the_page_is_in_the_view(frame: PageFrame, rect: Rect, scale: float) -> None:
    visible = frame.crop.overlap(rect)
    assume(visible is not None)
    assert visible is not None
    width, height = frame.size
    assert Rect(0, 0, width * scale, height * scale).contains(frame.to_view(visible, scale), slack=1e-6)


@given(st.lists(RECTS, max_size=12), st.booleans())
def test_merged_lines_hold_every_box_and_are_never_more(boxes: list[Rect], is_vertical: bool) -> None:
    lines = merge_lines(boxes, is_vertical=is_vertical)
    solid = [box for box in boxes if box.width and box.height]
    assert len(lines) <= len(solid)
    assert all(any(line.contains(box) for line in lines) for box in solid)
