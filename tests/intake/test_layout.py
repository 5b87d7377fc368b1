"""Laid-out text: nothing is lost, lines fit, and one page's text gives the same lines again."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evidence_desk.intake import table_layout
from evidence_desk.intake.geometry import quote_rects, text_in_rects
from evidence_desk.intake.layout import page_layout, paginate, prepare, text_geometry
from evidence_desk.intake.typesetting import COLUMNS, HEIGHT, LINES, MARGIN, WIDTH, columns

words = st.text(st.sampled_from("ab c,\n合同，\u0301\U0001f600\f\t\r\xa0"), max_size=800)
anything = st.text(max_size=200)


@given(words | anything)
def test_pages_hold_all_the_text_in_order(text: str) -> None:
    ready = prepare(text)
    joined = "".join(page.text for page in paginate(ready))
    assert joined.replace("\n", "") == ready.replace("\f", "").replace("\n", "")


@given(words | anything)
def test_each_page_lays_out_the_same_again(text: str) -> None:
    for page in paginate(prepare(text)):
        geometry = text_geometry(page.text)
        assert len(geometry.lines) <= LINES
        assert [again.text for again in paginate(page.text)] == [page.text]
        for line in geometry.lines:
            assert page.text[line.start : line.start + len(line.text)] == line.text
            assert sum(map(columns, line.text.rstrip(" "))) <= COLUMNS


@given(words | anything)
def test_boxes_lie_on_the_page_line_by_line(text: str) -> None:
    for page in paginate(prepare(text)):
        geometry = text_geometry(page.text)
        assert len(geometry.char_boxes) == len(page.text)
        for line in geometry.lines:
            for box in geometry.char_boxes[line.start : line.start + len(line.text)]:
                assert MARGIN <= box[0] <= box[2] <= WIDTH - MARGIN
                assert line.rect[1] == box[1] < box[3] <= HEIGHT - MARGIN


def test_long_line_breaks_at_a_space_and_han_anywhere() -> None:
    lines = text_geometry("word " * 30).lines
    assert lines[0].text == "word " * 15
    han = text_geometry("合" * 100).lines
    assert [len(line.text) for line in han] == [38, 38, 24]
    endless = text_geometry("x" * 200).lines
    assert [len(line.text) for line in endless] == [76, 76, 48]


def test_quote_over_two_lines_has_two_rectangles_that_give_it_back() -> None:
    geometry = text_geometry("The parties agree:\nClause 5 甲方应付款。")
    start, end = geometry.text.index("agree"), geometry.text.index("应")
    rects = quote_rects(geometry, start, end)
    assert rects == [(100.0, 40.0, 130.0, 54.0), (40.0, 54.0, 105.0, 68.0)]
    assert text_in_rects(geometry, rects) == "agree: Clause 5 甲方"


def test_form_feed_begins_a_page_and_the_limit_holds() -> None:
    assert [page.text for page in paginate("one\ftwo")] == ["one", "two"]
    assert [page.number for page in paginate("x\n" * 500, first=3, limit=4)] == [3, 4, 5, 6]


@pytest.mark.parametrize(
    ("given_text", "ready"), [("a\r\nb\rc", "a\nb\nc"), ("a\tb", "a   b"), ("a\x00\x1bb", "ab")]
)
def test_prepare(given_text: str, ready: str) -> None:
    assert prepare(given_text) == ready


cells = st.text("abc 甲乙\U0001f600", max_size=90).map(lambda text: " ".join(text.split()))
tables = st.lists(st.lists(cells, min_size=1, max_size=6), min_size=1, max_size=70)


@given(tables)
@example([["", "a" * 10 + "乙" * 13 + " a"]])  # a blank follows the last column of a line
def test_cells_of_a_table_stand_in_columns_and_hold_their_characters(rows: list[list[str]]) -> None:
    text = "\n".join(map(table_layout.join, rows))
    if not table_layout.is_table(text):
        return
    pages = paginate(prepare(text, is_table=True))
    assert "\n".join(page.text for page in pages) == text
    for page in pages:
        if not table_layout.is_table(page.text):
            continue
        found = page_layout(page.text, "text/csv", 1)
        assert (found.width_pt, found.height_pt) == (page.width_pt, page.height_pt)
        assert len(found.char_boxes) == len(found.text)
        lefts = sorted({cell[0] for cell in found.cells})
        for line in found.lines:
            (cell,) = [c for c in found.cells if _holds(c, line.rect)]
            assert cell[2] <= found.width_pt
            assert cell[3] <= found.height_pt
            assert cell[0] in lefts
            column = page.text.rfind("\n", 0, line.start) + 1
            assert page.text.count("\t", column, line.start) == lefts.index(cell[0])
            assert found.text[line.start : line.start + len(line.text)] == line.text


def _holds(cell: tuple[float, ...], rect: tuple[float, ...]) -> bool:
    return cell[0] < rect[0] and rect[2] <= cell[2] and cell[1] <= rect[1] and rect[3] <= cell[3]


def test_columns_beyond_the_bound_stand_in_the_last_one() -> None:
    row = [f"v{number}" for number in range(table_layout.MOST_COLUMNS + 44)]
    text = "\n".join([table_layout.join(row)] * 3)
    pages = paginate(prepare(text, is_table=True))
    assert "\n".join(page.text for page in pages) == text
    for page in pages:
        found = page_layout(page.text, "text/csv", page.number)
        assert (found.width_pt, found.height_pt) == (page.width_pt, page.height_pt)
        assert len({cell[0] for cell in found.cells}) == table_layout.MOST_COLUMNS
        assert max(cell[2] for cell in found.cells) <= found.width_pt
        assert "".join(line.text for line in found.lines).count("v299") == page.text.count("v299")
        start = page.text.index("v299")
        for box in found.char_boxes[start : start + 4]:
            assert _holds(found.cells[table_layout.MOST_COLUMNS - 1], box)


def test_the_fields_of_a_mail_are_known_from_its_words() -> None:
    text = "From: a@example.org\nSubject: Notice\n\nTo: nobody in particular"
    assert page_layout(text, "message/rfc822", 1).head == 2
    assert page_layout(text, "message/rfc822", 2).head == 0
    assert page_layout(text, "text/plain", 1).head == 0
