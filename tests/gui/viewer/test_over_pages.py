"""A selection goes over the end of a page, with the mouse and with keys; each page's words and places stay its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.viewer import caret
from evidence_desk.gui.viewer import geometry as geo
from evidence_desk.gui.viewer.page_canvas import PageCanvas
from evidence_desk.gui.viewer.selection import (
    PassedPages,
    Place,
    Selection,
    offset_from_elsewhere,
    select_span,
)
from evidence_desk.gui.window import MainWindow
from evidence_desk.intake.geometry import is_drawn
from evidence_desk.intake.layout import text_geometry
from evidence_desk.intake.model import PageGeometry
from evidence_desk.queries import evidence as evidence_queries
from evidence_desk.queries import labels as label_queries
from evidence_desk.queries import links as link_queries
from tests.gui.conftest import WAIT, changing, drag, space, trigger

SHIFT, CTRL, NONE = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)
TEXTS = (
    "The notice of 24 hours\nwas never given to 她拍.",
    "It was to be in writing.\n\nNobody wrote it,",
    "",  # a picture
    "nor did anybody call.\n通知从未发出。",
)
PICTURE = PageGeometry(400, 300, 0, "", [])
PAGES = tuple(text_geometry(text) if text else PICTURE for text in TEXTS)
ALL = tuple((page, offset) for page, text in enumerate(TEXTS, 1) for offset in range(len(text) + 1))
places = st.sampled_from(ALL)


def _page_of(page: int) -> PageGeometry | None:
    return PAGES[page - 1] if 1 <= page <= len(PAGES) else None


def _words_of(page: int) -> caret.Words | None:
    found = _page_of(page)
    return (found.text, found.char_boxes) if found is not None else None


def _between(start: Place, end: Place) -> dict[int, str]:
    """Return the words of each page between two places, as one would read them."""
    first, last = sorted((start, end))
    texts = {
        page: text[first[1] if page == first[0] else 0 : last[1] if page == last[0] else None]
        for page, text in enumerate(TEXTS, 1)
        if first[0] <= page <= last[0]
    }
    return {page: " ".join(text.split()) for page, text in texts.items() if text.strip()}


@given(places, places)
def test_each_page_has_its_own_words_and_places_whichever_way_they_are_selected(
    start: Place, end: Place
) -> None:
    made = PassedPages(_page_of).between(start, end)
    assert made == PassedPages(_page_of).between(end, start)
    wanted = _between(start, end)
    assert {each.page: each.quote for each in made.passages} == wanted if made else not wanted
    for passage in made.passages if made else ():
        found = PAGES[passage.page - 1]
        assert all(
            0 <= x0 < x1 <= found.width_pt and 0 <= y0 < y1 <= found.height_pt
            for x0, y0, x1, y1 in passage.rects
        )
        if passage.page not in (start[0], end[0]):
            assert Selection((passage,)) == select_span(passage.page, found, 0, len(found.text))
    assert made is None or made.quote == " ".join(wanted.values())
    assert made is None or made.pages == (min(wanted), max(wanted))


@given(places, places, st.integers(1, len(TEXTS)))
def test_a_page_that_is_not_known_yet_ends_a_selection_before_it(
    start: Place, end: Place, unknown: int
) -> None:
    made = PassedPages(lambda page: None if page == unknown else _page_of(page)).between(start, end)
    is_up = end < start
    wanted = {
        page: words
        for page, words in _between(start, end).items()
        if (page < unknown if not is_up else page > unknown)
        or not min(start[0], end[0]) <= unknown <= max(start[0], end[0])
    }
    assert {each.page: each.quote for each in made.passages} == wanted if made else not wanted


@given(places, st.booleans())
def test_keys_walk_through_all_pages_to_the_last_word_and_back_to_the_first(
    start: Place, is_far: bool
) -> None:
    for by, end in ((1, ALL[-1]), (-1, ALL[0])):
        place = start if start[0] != 3 else ALL[0]
        for _ in range(len(ALL)):
            there = caret.walk(_words_of, place, by, is_far=is_far)
            if there == place:
                break
            assert (there > place) == (by > 0)
            assert there[0] != 3  # there are no words on the picture
            place = there
        assert place == end


@given(places)
def test_lines_are_walked_over_the_end_of_a_page_and_back(start: Place) -> None:
    if start[0] == 3:
        return
    there = caret.walk_lines(_words_of, start, 1)
    back = caret.walk_lines(_words_of, there, -1)
    if there == start:
        assert start[0] == 4
    else:
        assert there > start
        assert back[0] == start[0]
        line, wanted = (caret.caret_rect(PAGES[back[0] - 1].char_boxes, each[1]) for each in (back, start))
        assert (line[1], line[3]) == (wanted[1], wanted[3])
    if there[0] != start[0]:
        boxes = PAGES[there[0] - 1].char_boxes
        first = min(box[1] for box in boxes if is_drawn(box))
        assert caret.caret_rect(boxes, there[1])[1] == first


def test_a_caret_does_not_leave_the_last_page_that_is_known() -> None:
    def only_first(page: int) -> caret.Words | None:
        return _words_of(page) if page == 1 else None

    end = (1, len(TEXTS[0]))
    assert caret.walk(only_first, end, 1) == end
    assert caret.walk_lines(only_first, end, 1) == end
    assert caret.walk(only_first, (1, 0), -1) == (1, 0)
    assert caret.walk(only_first, (2, 3), 1) == (2, 3)


turns = st.sampled_from([0, 90, 180, 270])


@given(st.sampled_from([place for place in ALL if place[0] in (2, 4)]), turns, st.floats(0.2, 5.0), st.data())
def test_a_drag_from_another_page_ends_at_the_character_under_the_mouse(
    place: Place, turn: int, zoom: float, data: st.DataObject
) -> None:
    page, offset = place
    found = PAGES[page - 1]
    if offset == len(found.text) or not is_drawn(found.char_boxes[offset]):
        return
    boxes = tuple(geo.PageBox(each.width_pt, each.height_pt, each.rotation).turned(turn) for each in PAGES)
    layout = geo.Layout(boxes, zoom, data.draw(st.floats(0, 3000)))
    x0, y0, x1, y1 = found.char_boxes[offset]
    left = x0 + (x1 - x0) / 4
    x, y, _, _ = layout.to_view(page - 1, (left, (y0 + y1) / 2, left, (y0 + y1) / 2))
    index, point = layout.to_page((x, y))
    assert index == page - 1
    assert offset_from_elsewhere(found, point, turn) == offset


@given(turns, st.floats(0.2, 5.0), st.floats(0, 1))
def test_between_two_pages_the_one_is_selected_to_its_end_and_the_other_not_begun(
    turn: int, zoom: float, across: float
) -> None:
    boxes = tuple(geo.PageBox(each.width_pt, each.height_pt, each.rotation).turned(turn) for each in PAGES)
    layout = geo.Layout(boxes, zoom, 900)
    upper, lower = layout.page_rect(0), layout.page_rect(1)
    for y, page, wanted in ((upper[3] + 1, 0, len(TEXTS[0])), (lower[1] - 1, 1, 0)):
        index, point = layout.to_page((upper[0] + across * (upper[2] - upper[0]), y))
        assert index == page
        assert offset_from_elsewhere(PAGES[page], point, turn) == wanted
    assert offset_from_elsewhere(PICTURE, (10, 10), turn) == 0


LINES = (
    ("Clause five asks for notice.", "The notice of 24 hours"),
    ("was never given to anybody,", "says the witness."),
    ("The third page is turned.", "It goes on."),
    ("This is the end.",),
)


def _paper(path: Path) -> None:
    """Write a document whose first line stands low and whose pages are called i, ii, 1 and 2; the third is turned."""
    canvas = Canvas(str(path))
    for page, lines in enumerate(LINES):
        if page == 2:
            canvas.setPageSize((300, 400))
            canvas.translate(300, 0)
            canvas.rotate(90)
        else:
            canvas.setPageSize((400, 300))
        for number, line in enumerate(lines):
            canvas.drawString(40, 80 - 30 * number if page == 0 else 260 - 30 * number, line)
        canvas.addPageLabel(
            page, style="ROMAN_LOWER" if page < 2 else "ARABIC", start=page + 1 if page < 2 else page - 1
        )
        canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(str(path)))
    writer.pages[2].rotate(90)
    writer.write(str(path))


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A matter with the document and something it may prove."""
    from evidence_desk.commands.claims import AddClaim, AddElement
    from evidence_desk.commands.evidence import EditEvidence
    from evidence_desk.domain.words import ClaimKind

    folder, desk = tmp_path_factory.mktemp("paper"), LocalDesk(actor="tester")
    session = desk.new_matter(folder / "paper.edesk", profile="prc_civil", title="Paper")
    _paper(folder / "paper.pdf")
    desk.import_paths(session, [folder / "paper.pdf"])
    item = session.read(evidence_queries.list_evidence)[0].id
    session.run(EditEvidence(evidence=item, exhibit="A-2"))
    session.run(AddClaim(number="1", title="Breach", kind=ClaimKind.CLAIM))
    session.run(AddElement(claim="claim:1", number="1.1", text="No notice was given"))
    session.close()
    yield session.path
    desk.close()


@pytest.fixture
def matter(paper: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(paper, tmp_path / paper.name))


@pytest.fixture
def canvas(window: MainWindow, qtbot: QtBot) -> PageCanvas:
    """The pages of the document, small enough that all of two can be seen."""
    review = space(window).review
    qtbot.waitUntil(lambda: review._detail is not None, timeout=WAIT)
    made = review.viewer.canvas
    made.set_zoom(0.8)
    for page in range(1, len(LINES) + 1):
        qtbot.waitUntil(lambda page=page: made.geometry_of(page) is not None, timeout=WAIT)
    qtbot.waitUntil(lambda: bool(review.linker.targets), timeout=WAIT)
    qtbot.waitUntil(lambda: review.viewer.header.page.text() == "i", timeout=WAIT)
    made.go_to_page(1)
    made.setFocus()
    return made


def _at(canvas: PageCanvas, page: int, words: str, *, is_end: bool = False) -> QPoint:
    """Return where words begin, or end, on the screen."""
    found = canvas.geometry_of(page)
    assert found is not None
    offset = found.text.index(words) + (len(words) - 1 if is_end else 0)
    x0, y0, x1, y1 = found.char_boxes[offset]
    x = x1 - (x1 - x0) / 4 if is_end else x0 + (x1 - x0) / 4
    return canvas.on_screen(page, (x, (y0 + y1) / 2, x, (y0 + y1) / 2)).topLeft().toPoint()


def _words(canvas: PageCanvas) -> list[tuple[int, str]]:
    chosen = canvas.selection
    return [(each.page, each.quote) for each in chosen.passages] if chosen is not None else []


def _links(window: MainWindow) -> Any:
    return window.ui.bridge.read(link_queries.links)


def test_words_of_two_pages_are_cited_with_two_keys_as_two_cites_of_one_link_in_one_step(
    window: MainWindow, canvas: PageCanvas, qtbot: QtBot
) -> None:
    review = space(window).review
    drag(window, _at(canvas, 1, "The notice"), _at(canvas, 2, "anybody", is_end=True))
    assert _words(canvas) == [(1, "The notice of 24 hours"), (2, "was never given to anybody")]
    assert review.viewer._bar.isVisible()
    QTest.keyClick(canvas, Qt.Key.Key_S)
    assert review.linker.picker.isVisible()
    changing(window, qtbot, lambda: QTest.keyClick(review.linker.picker._field, Qt.Key.Key_Return))
    (link,) = _links(window)
    assert [(cite.page, cite.label, cite.quote, cite.state) for cite in link.cites] == [
        (1, "i", "The notice of 24 hours", "ok"),
        (2, "ii", "was never given to anybody", "ok"),
    ]
    for cite in link.cites:
        found = canvas.geometry_of(cite.page)
        assert found is not None
        at = found.text.index(cite.quote)
        wanted = select_span(cite.page, found, at, at + len(cite.quote))
        assert wanted is not None
        (rect,), (place,) = cite.rects, wanted.passages[0].rects
        assert rect == pytest.approx(place, abs=0.01)
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert list(_links(window)) == []


def test_it_is_the_same_from_below(window: MainWindow, canvas: PageCanvas) -> None:
    drag(window, _at(canvas, 2, "anybody", is_end=True), _at(canvas, 1, "The notice"))
    assert _words(canvas) == [(1, "The notice of 24 hours"), (2, "was never given to anybody")]


def test_copy_and_notes_name_both_pages_as_the_file_calls_them(
    window: MainWindow, canvas: PageCanvas, qtbot: QtBot
) -> None:
    review = space(window).review
    drag(window, _at(canvas, 1, "24 hours"), _at(canvas, 2, "never", is_end=True))
    QTest.keyClick(canvas, Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text() == "“24 hours was never” (A-2, pp. i–ii)"
    QTest.keyClick(canvas, Qt.Key.Key_N)
    changing(window, qtbot, lambda: QTest.keyClick(review.inspector.notes.new, Qt.Key.Key_Return, CTRL))
    (note,) = window.ui.bridge.read(label_queries.notes_on, review.list.current)
    assert note.text.strip() == "pp. i–ii: “24 hours was never”"


def test_the_pages_are_named_in_chinese(window: MainWindow, canvas: PageCanvas) -> None:
    t = type(window.ui.t)("zh")
    pages = t("link.pages", first="1", last="2")
    assert t("viewer.cite_place", exhibit="A-2", pages=pages) == "A-2，第 1–2 页"


def test_keys_select_over_the_end_of_a_page_and_back(canvas: PageCanvas, qtbot: QtBot) -> None:
    QTest.keyClick(canvas, Qt.Key.Key_F7)
    for key, held in (
        (Qt.Key.Key_Down, NONE),
        (Qt.Key.Key_Right, CTRL),
        (Qt.Key.Key_Down, SHIFT),
        (Qt.Key.Key_End, SHIFT),
    ):
        QTest.keyClick(canvas, key, held)
    assert _words(canvas) == [(1, "notice of 24 hours"), (2, "was never given to anybody,")]
    QTest.keyClick(canvas, Qt.Key.Key_Home, SHIFT)
    QTest.keyClick(canvas, Qt.Key.Key_Left, SHIFT)
    assert _words(canvas) == [(1, "notice of 24 hours")]
    for _ in range(4):
        QTest.keyClick(canvas, Qt.Key.Key_Down, SHIFT)
    assert [page for page, _quote in _words(canvas)] == [1, 2, 3]  # which is turned
    assert _words(canvas)[1] == (2, "was never given to anybody, says the witness.")
    QTest.keyClick(canvas, Qt.Key.Key_Right)  # lets go
    assert canvas.selection is None


def test_shift_and_arrows_stretch_what_the_mouse_has_selected(window: MainWindow, canvas: PageCanvas) -> None:
    drag(window, _at(canvas, 1, "24 hours"), _at(canvas, 1, "hours", is_end=True))
    QTest.keyClick(canvas, Qt.Key.Key_Right, SHIFT)
    assert _words(canvas) == [(1, "24 hours")]
    QTest.keyClick(canvas, Qt.Key.Key_Right, SHIFT | CTRL)
    QTest.keyClick(canvas, Qt.Key.Key_Right, SHIFT | CTRL)
    assert _words(canvas) == [(1, "24 hours"), (2, "was never")]
    for _ in range(4):
        QTest.keyClick(canvas, Qt.Key.Key_Left, SHIFT | CTRL)
    assert _words(canvas) == [(1, "24")]


def test_a_mouse_held_below_the_pages_scrolls_on_and_selects(
    window: MainWindow, canvas: PageCanvas, qtbot: QtBot
) -> None:
    canvas.set_zoom(2.5)
    canvas.go_to_page(1)
    canvas.show_on_page(1, (0, 200, 10, 300))
    view = canvas.viewport()
    begin = _at(canvas, 1, "24 hours")
    below = QPoint(begin.x(), view.height() + 40)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, NONE, begin)
    QTest.mouseMove(view, below)
    qtbot.waitUntil(lambda: canvas.page == 4, timeout=WAIT)
    QTest.mouseMove(view, QPoint(begin.x(), view.height() // 2))
    before = canvas.verticalScrollBar().value()
    qtbot.wait(150)
    assert canvas.verticalScrollBar().value() == before
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NONE, QPoint(begin.x(), view.height() // 2))
    assert [page for page, _quote in _words(canvas)][:3] == [1, 2, 3]
    assert _words(canvas)[1:3] == [(page, " ".join(LINES[page - 1])) for page in (2, 3)]


def test_a_rectangle_stays_on_its_page(window: MainWindow, canvas: PageCanvas) -> None:
    trigger(window, "review", "select_area")
    drag(window, _at(canvas, 1, "The notice"), _at(canvas, 2, "anybody", is_end=True))
    assert [page for page, _quote in _words(canvas)] == [1]
    assert canvas.selection is not None
    ((_, _, _, bottom),) = canvas.selection.passages[0].rects
    assert bottom == 300
