"""Selecting words and rectangles with keys, on the page as it is turned, and making a cite of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from evidence_desk.gui.viewer import caret
from evidence_desk.gui.viewer.page_canvas import PageCanvas
from evidence_desk.gui.window import MainWindow
from evidence_desk.intake.layout import text_geometry
from evidence_desk.queries import evidence as evidence_queries
from evidence_desk.queries import links as link_queries
from tests.gui.conftest import WAIT, changing, space, trigger

TEXT = "We did not tell them.\n\nThe notice was sent to 她拍 on 5 January,\nand nobody read it."
PAGE = text_geometry(TEXT)
NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
offsets = st.integers(0, len(TEXT))


@given(offsets)
def test_every_step_goes_on_and_steps_back_undo_it(offset: int) -> None:
    on = caret.step(TEXT, PAGE.char_boxes, offset, 1)
    assert on > offset or offset == len(TEXT)
    back = caret.step(TEXT, PAGE.char_boxes, on, -1)
    assert back <= offset or offset == len(TEXT)
    assert caret.step_word(TEXT, offset, 1) > offset or offset == len(TEXT)
    assert caret.step_word(TEXT, offset, -1) < offset or offset == 0


@given(offsets)
def test_home_and_end_stay_in_the_line_and_lines_go_down_and_up(offset: int) -> None:
    boxes = PAGE.char_boxes
    line = caret.caret_rect(boxes, offset)
    for by in (-1, 1):
        there = caret.caret_rect(boxes, caret.line_end(boxes, offset, by))
        assert (there[1], there[3]) == (line[1], line[3])
        beyond = caret.caret_rect(boxes, caret.step_line(boxes, offset, by))
        assert (beyond[1] - line[1]) * by >= 0


def test_words_are_walked_as_they_are_read() -> None:
    seen, at = [], 0
    while at < len(TEXT):
        after = caret.step_word(TEXT, at, 1)
        seen.append(TEXT[at:after].strip())
        at = after
    assert seen[:6] == ["We", "did", "not", "tell", "them", "."]
    assert "她" in seen
    assert "拍" in seen


@pytest.fixture
def canvas(window: MainWindow, qtbot: QtBot) -> PageCanvas:
    """The pages of A-2, with the keyboard on them."""
    review = space(window).review
    rows = window.ui.bridge.read(evidence_queries.list_evidence)
    review.go_to(next(row.id for row in rows if row.exhibit == "A-2"))
    made = review.viewer.canvas
    qtbot.waitUntil(made.geometry_known, timeout=WAIT)
    made.setFocus()
    return made


def _keys(canvas: PageCanvas, *keys: tuple[Qt.Key, Qt.KeyboardModifier]) -> str:
    for key, held in keys:
        QTest.keyClick(canvas, key, held)
    return canvas.selection.quote if canvas.selection is not None else ""


def test_words_are_selected_with_keys_and_cited_with_two_more(
    window: MainWindow, canvas: PageCanvas, qtbot: QtBot
) -> None:
    review = space(window).review
    found = canvas.geometry_of(1)
    assert found is not None
    words = found.text.split()
    QTest.keyClick(canvas, Qt.Key.Key_F7)
    assert canvas.keyboard.is_on
    assert _keys(canvas, (Qt.Key.Key_Right, SHIFT)) == found.text[0]
    assert _keys(canvas, (Qt.Key.Key_Left, SHIFT)) == ""
    quote = _keys(canvas, (Qt.Key.Key_Right, SHIFT | CTRL), (Qt.Key.Key_Right, SHIFT | CTRL))
    assert quote == " ".join(words[:2])
    line = _keys(canvas, (Qt.Key.Key_Home, NONE), (Qt.Key.Key_End, SHIFT))
    assert line.startswith(quote)
    assert len(_keys(canvas, (Qt.Key.Key_Down, SHIFT))) > len(line)
    assert review.viewer._bar.isVisible()
    evidence, before = review.list.current, len(window.ui.bridge.read(link_queries.links))
    QTest.keyClick(canvas, Qt.Key.Key_D)
    assert review.linker.picker.isVisible()
    changing(window, qtbot, lambda: QTest.keyClick(review.linker.picker._field, Qt.Key.Key_Return))
    links = window.ui.bridge.read(link_queries.links, evidence=evidence)
    assert len(window.ui.bridge.read(link_queries.links)) == before + 1
    assert any(cite.quote.startswith(line) for link in links for cite in link.cites)


def test_escape_lets_go_of_the_selection_and_then_of_the_caret(canvas: PageCanvas) -> None:
    QTest.keyClick(canvas, Qt.Key.Key_F7)
    assert _keys(canvas, (Qt.Key.Key_End, SHIFT))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.selection is None
    assert canvas.keyboard.is_on
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.keyboard.is_on


def test_the_whole_page_is_selected(window: MainWindow, canvas: PageCanvas) -> None:
    found = canvas.geometry_of(1)
    assert found is not None
    QTest.keyClick(canvas, Qt.Key.Key_A, CTRL)
    assert canvas.selection is not None
    assert canvas.selection.quote == " ".join(found.text.split())
    canvas.select(None)
    trigger(window, "review", "select_page")
    assert canvas.selection is not None


def test_a_rectangle_is_selected_with_keys_on_a_turned_screenshot_and_cited_with_two_more(
    window: MainWindow, canvas: PageCanvas, qtbot: QtBot
) -> None:
    review = space(window).review
    rows = window.ui.bridge.read(evidence_queries.list_evidence)
    review.go_to(next(row.id for row in rows if row.exhibit == "A-3"))
    qtbot.waitUntil(canvas.geometry_known, timeout=WAIT)
    canvas.setFocus()
    canvas.rotate()
    QTest.keyClick(canvas, Qt.Key.Key_F7)
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Right, SHIFT)
    assert canvas.selection is None  # a line is no rectangle
    for _ in range(2):
        QTest.keyClick(canvas, Qt.Key.Key_Down, SHIFT)
    assert canvas.selection is not None
    ((x0, y0, x1, y1),) = canvas.selection.passages[0].rects
    assert (round(x1 - x0, 6), round(y1 - y0, 6)) == (24, 36)  # across the screen is along the page
    before = len(window.ui.bridge.read(link_queries.links))
    QTest.keyClick(canvas, Qt.Key.Key_S)
    changing(window, qtbot, lambda: QTest.keyClick(review.linker.picker._field, Qt.Key.Key_Return))
    assert len(window.ui.bridge.read(link_queries.links)) == before + 1
