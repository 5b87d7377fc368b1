"""The review loop in the window: read, link from the page, tag, undo."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from evidence_desk.commands.deletion import Delete
from evidence_desk.gui.views.targets import read_targets
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from evidence_desk.queries import links as link_queries
from evidence_desk.queries import stages as stage_queries
from evidence_desk.queries.rows import EvidenceRow, LinkRow
from tests.gui.conftest import WAIT, changing, drag, settle, space, trigger
from tests.gui.screen_words import words_of


def _rows(window: MainWindow) -> list[EvidenceRow]:
    return window.ui.bridge.read(evidence_queries.list_evidence)


def _links(window: MainWindow, evidence: str) -> list[LinkRow]:
    return window.ui.bridge.read(link_queries.links, evidence=evidence)


def _show(window: MainWindow, qtbot: QtBot, exhibit: str) -> str:
    """Show an item and wait until its page can be selected on."""
    evidence = next(row.id for row in _rows(window) if row.exhibit == exhibit)
    space(window).review.go_to(evidence)
    qtbot.waitUntil(space(window).review.viewer.canvas.geometry_known, timeout=WAIT)
    return evidence


def _select_quote(window: MainWindow, quote: str) -> None:
    """Drag with the mouse from the start of some words on the page to their end."""
    canvas = space(window).review.viewer.canvas
    assert canvas.file is not None
    found = canvas._store.geometry(canvas.file, 1)
    assert found is not None
    start = found.text.index(quote)
    first = canvas.on_screen(1, found.char_boxes[start])
    last = canvas.on_screen(1, found.char_boxes[start + len(quote) - 1])
    drag(
        window,
        QPoint(round(first.left()) + 1, round(first.center().y())),
        QPoint(round(last.right()) - 1, round(last.center().y())),
    )


def test_selected_words_become_a_cite_and_a_link_in_one_step_that_undo_takes_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    review = space(window).review
    evidence = _show(window, qtbot, "A-2")
    before = _links(window, evidence)
    _select_quote(window, "apologise")
    assert review.viewer.selection is not None
    assert review.viewer.selection.quote == "apologise"
    assert review.viewer._bar.isVisible()

    trigger(window, "review", "cite_contradicts")
    assert review.linker.picker.isVisible()
    QTest.keyClicks(review.linker.picker._field, "3.2")
    changing(window, qtbot, lambda: QTest.keyClick(review.linker.picker._field, Qt.Key.Key_Return))

    made = [link for link in _links(window, evidence) if link.id not in {each.id for each in before}]
    assert [(link.element_number, link.stance) for link in made] == [("3.2", "contradicts")]
    (cite,) = made[0].cites
    assert (cite.quote, cite.page, cite.state) == ("apologise", 1, "ok")
    assert cite.rects
    assert not review.viewer._bar.isVisible()
    assert "3.2" in window.toast.text
    qtbot.waitUntil(lambda: cite.id in {mark.cite for mark in review.viewer.canvas._highlights}, timeout=WAIT)

    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _links(window, evidence) == before
    changing(window, qtbot, lambda: trigger(window, "global", "redo"))
    assert len(_links(window, evidence)) == len(before) + 1


def test_the_menu_says_what_undo_would_take_back(window: MainWindow, qtbot: QtBot) -> None:
    _show(window, qtbot, "A-2")
    changing(window, qtbot, lambda: space(window).review.code("3"))
    window.name_undo()
    text = window.registry.find("global", "undo").text()
    assert text.startswith("Undo: ")
    assert len(text) > len("Undo: ")


def test_a_number_key_toggles_its_tag(window: MainWindow, qtbot: QtBot) -> None:
    evidence = _show(window, qtbot, "A-2")
    review = space(window).review
    review.list.view.setFocus()

    def tags() -> tuple[str, ...]:
        return next(row.tags for row in _rows(window) if row.id == evidence)

    assert "Damages" not in tags()
    changing(window, qtbot, lambda: QTest.keyClick(review.list.view, Qt.Key.Key_3))
    assert "Damages" in tags()
    qtbot.waitUntil(lambda: "Damages" in {tag.name for tag in review._detail.tags}, timeout=WAIT)  # type: ignore[union-attr]
    changing(window, qtbot, lambda: QTest.keyClick(review.list.view, Qt.Key.Key_3))
    assert "Damages" not in tags()


def test_space_marks_an_item_reviewed_and_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    evidence = _show(window, qtbot, "A-6")
    review = space(window).review
    review.list.view.setFocus()
    place = review.list.model.place_of(evidence)
    changing(window, qtbot, lambda: QTest.keyClick(review.list.view, Qt.Key.Key_Space))
    assert next(row.review for row in _rows(window) if row.id == evidence) == "reviewed"
    assert review.list.view.currentIndex().row() > place
    assert next(row.review for row in _rows(window) if row.id == review.list.current) == "unreviewed"


def test_a_field_is_edited_in_place(window: MainWindow, qtbot: QtBot) -> None:
    evidence = _show(window, qtbot, "A-6")
    field = space(window).review.inspector._form.edit("date")
    field.setFocus()
    field.selectAll()  # type: ignore[union-attr]
    QTest.keyClicks(field, "early 2018")
    changing(window, qtbot, lambda: QTest.keyClick(field, Qt.Key.Key_Return))
    assert next(row.date.text for row in _rows(window) if row.id == evidence) == "early 2018"


def test_a_date_that_cannot_be_read_is_refused_with_a_message(window: MainWindow, qtbot: QtBot) -> None:
    evidence = _show(window, qtbot, "A-6")
    with qtbot.waitSignal(window.ui.bridge.failed, timeout=WAIT):
        space(window).review._edit_field(evidence, "date", "next to never")
    assert window.toast.isVisible()
    assert window.toast.property("level") == "error"


def test_words_in_the_search_box_narrow_the_list_and_filters_too(window: MainWindow, qtbot: QtBot) -> None:
    review = space(window).review
    whole = len(review.list.model.ids)
    window.bar.search.setText("announcement")
    qtbot.waitUntil(lambda: 0 < len(review.list.model.ids) < whole, timeout=WAIT)
    window.bar.search.clear()
    qtbot.waitUntil(lambda: len(review.list.model.ids) == whole, timeout=WAIT)
    row = review.facets.row_of("claims", "unlinked")
    assert row is not None
    row.click()
    unlinked = {row.id for row in _rows(window) if row.is_unlinked}
    qtbot.waitUntil(lambda: set(review.list.model.ids) == unlinked, timeout=WAIT)


def test_an_item_without_a_file_says_so(window: MainWindow, qtbot: QtBot) -> None:
    review = space(window).review
    evidence = next(row.id for row in _rows(window) if row.is_to_be_obtained)
    review.go_to(evidence)
    qtbot.waitUntil(lambda: review.viewer._stack.currentIndex() == 2, timeout=WAIT)
    assert review.viewer.selection is None


def test_pages_zoom_rotate_and_scroll(window: MainWindow, qtbot: QtBot) -> None:
    _show(window, qtbot, "A-1")
    canvas = space(window).review.viewer.canvas
    zoom = canvas.zoom
    trigger(window, "review", "zoom_in")
    assert canvas.zoom > zoom
    trigger(window, "review", "fit_width")
    assert canvas.zoom == zoom
    trigger(window, "review", "next_page")
    assert canvas.page == 2
    width, height = canvas._layout.pages[0].shown
    trigger(window, "review", "rotate")
    assert canvas._layout.pages[0].shown == (height, width)


def test_a_rectangle_on_a_picture_becomes_a_cite_without_words(window: MainWindow, qtbot: QtBot) -> None:
    evidence = _show(window, qtbot, "A-3")
    drag(window, QPoint(80, 80), QPoint(220, 240))
    chosen = space(window).review.viewer.selection
    assert chosen is not None
    assert [(each.page, each.quote, len(each.rects)) for each in chosen.passages] == [(1, "", 1)]
    before = len(_links(window, evidence))
    picker = space(window).review.linker.picker
    trigger(window, "review", "cite_supports")
    QTest.keyClicks(picker._field, "3.1")
    changing(window, qtbot, lambda: QTest.keyClick(picker._field, Qt.Key.Key_Return))
    assert len(_links(window, evidence)) == before + 1


def test_a_cite_of_an_item_that_the_query_hides_is_gone_to_and_the_query_can_be_brought_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    review = space(window).review
    cites = window.ui.bridge.read(link_queries.cites)
    chosen = next(each for each in cites if each.page > 1)
    own = next(row.type for row in _rows(window) if row.id == chosen.evidence)
    query = "type:" + next(row.type for row in _rows(window) if row.type not in ("", own))
    review.ask(query)
    qtbot.waitUntil(lambda: chosen.evidence not in review.list.model.ids, timeout=WAIT)
    space(window).open_cite(chosen.evidence, chosen.id)
    qtbot.waitUntil(lambda: review.list.current == chosen.evidence, timeout=WAIT)
    qtbot.waitUntil(lambda: review.viewer.canvas.page == chosen.page, timeout=WAIT)
    assert review.viewer.cites.current == chosen.id
    assert window.search_box._edit.text() == ""
    assert query in window.toast.text
    window.toast._button.click()
    qtbot.waitUntil(lambda: chosen.evidence not in review.list.model.ids, timeout=WAIT)
    assert window.search_box._edit.text() == query


def test_an_item_is_tied_to_no_stage_where_there_is_none_and_that_is_said(
    window: MainWindow, qtbot: QtBot
) -> None:
    _show(window, qtbot, "A-2")
    delete = [Delete(what=each.id, cascade=True) for each in window.ui.bridge.read(stage_queries.stages)]
    changing(window, qtbot, lambda: window.ui.bridge.run_commands(delete, "Delete stages"))
    trigger(window, "review", "cite_stage")
    qtbot.waitUntil(lambda: window.toast.text == window.ui.t("review.no_stages"), timeout=WAIT)
    assert window.toast.isVisible()


def test_in_a_window_of_the_usual_size_titles_and_pages_can_be_read(window: MainWindow, qtbot: QtBot) -> None:
    review = space(window).review
    qtbot.waitUntil(review.viewer.canvas.geometry_known, timeout=WAIT)
    items = review.list
    title = items.view.columnWidth(items.layout_.columns.index("title"))
    letters = items.view.fontMetrics().horizontalAdvance("BONTONSTORESINC 0420")
    assert title - 16 >= letters
    assert review.viewer.width() >= 490
    assert review.viewer.canvas._fit == "width"
    row = items.model.row(0)
    assert row is not None
    assert items._delegate._subtitle(row).startswith(row.date.text)


def test_in_a_small_window_types_tags_and_dimensions_are_written_out(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(1280, 720)
    review = space(window).review
    qtbot.wait(100)
    for (section, key), line in review.facets._rows.items():
        if section in ("reviews", "types", "tags"):
            assert line.shown == line.text(), (section, key)
    review.list.choice.choose_all()
    bar = review.coding_bar
    qtbot.wait(50)
    assert bar._chosen.text() == "20 of 20 chosen"
    assert bar._edit.width() >= bar._edit.sizeHint().width()
    for name in review.inspector.assessment.findChildren(QLabel):
        assert "…" not in name.text()


def test_facets_are_as_wide_as_one_drags_them(window: MainWindow) -> None:
    review = space(window).review
    assert review.facets.width() > 120
    review._panes.moveSplitter(260, 1)
    assert review.facets.width() == 260
    state = review.state()
    review._panes.moveSplitter(120, 1)
    review.restore({**state, "sizes": state["sizes"][1:]})  # kept when the facets stood apart
    assert review.facets.width() == 120
    review.restore(state)
    assert review.facets.width() == 260


def test_in_the_narrowest_window_no_part_covers_another_and_facets_come_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    review = space(window).review
    review._panes.moveSplitter(200, 1)
    for size in ((960, 600), (1440, 900)):
        window.resize(*size)
        qtbot.wait(50)
        shown = [
            each for each in (review.facets, review.list, review.viewer, review.inspector) if each.isVisible()
        ]
        for before, after in pairwise(shown):
            assert before.geometry().right() < after.geometry().left()
        assert shown[-1].geometry().right() <= review._panes.width()
        assert review.facets.isVisible() == (size[0] > 1000)
        assert review.state()["sizes"][0] == 200
    assert review.facets.width() == 200


def test_cards_say_what_they_prove_also_where_that_is_read_last(window: MainWindow, qtbot: QtBot) -> None:
    review = space(window).review
    qtbot.waitUntil(lambda: bool(review.inspector.links.cards), timeout=WAIT)

    def is_said() -> bool:
        return any("A valid one-year contract existed" in each for each in words_of(review.inspector))

    assert is_said()
    review._take_targets([])
    assert not is_said()
    window.ui.bridge.read_later(review._take_targets, read_targets)
    settle(window, qtbot)
    assert is_said()
