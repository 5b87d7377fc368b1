"""Finding words in the document, and renaming in the list."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from evidence_desk.gui.viewer.find_bar import find_places, spans
from evidence_desk.gui.window import MainWindow
from evidence_desk.jobs.progress import Cancelled, CancelToken
from evidence_desk.queries import evidence as evidence_queries
from tests.gui.conftest import WAIT, changing, space, trigger
from tests.gui.test_review import _show


def test_words_are_found_across_lines_and_in_any_case() -> None:
    text = "The Notice\nof 24 hours. No notice of anything. 提前24小时"
    assert [text[start:end] for start, end in spans(text, "notice of")] == ["Notice\nof", "notice of"]
    assert [text[start:end] for start, end in spans(text, "24小时")] == ["24小时"]
    assert spans(text, "a.*b") == []
    assert spans(text, " ") == []


def test_found_places_are_marked_counted_and_gone_through(window: MainWindow, qtbot: QtBot) -> None:
    review = space(window).review
    _show(window, qtbot, "A-1")
    bar, canvas = review.viewer.find_bar, review.viewer.canvas
    trigger(window, "review", "find_in_document")
    assert bar.isVisible()
    QTest.keyClicks(bar.field, "face fusion")
    qtbot.waitUntil(lambda: len(bar.places) > 1, timeout=WAIT)
    assert bar._count.text() == f"1 of {len(bar.places)}"
    qtbot.waitUntil(lambda: any(mark.cite.startswith("found") for mark in canvas._highlights), timeout=WAIT)
    mark = next(mark for mark in canvas._highlights if mark.cite.startswith("found"))
    assert mark.rects
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.at == 1
    for _ in range(2):
        QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.at == len(bar.places) - 1
    assert canvas.page == bar.places[-1].page
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert not any(mark.cite.startswith("found") for mark in canvas._highlights)


def test_words_are_found_again_when_the_bar_is_opened_again_also_in_another_document(
    window: MainWindow, qtbot: QtBot
) -> None:
    review = space(window).review
    _show(window, qtbot, "A-1")
    bar = review.viewer.find_bar
    trigger(window, "review", "find_in_document")
    QTest.keyClicks(bar.field, "the")
    qtbot.waitUntil(lambda: len(bar.places) > 1, timeout=WAIT)
    places = list(bar.places)
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    trigger(window, "review", "find_in_document")
    qtbot.waitUntil(lambda: bar.places == places, timeout=WAIT)
    assert bar._count.text() == f"1 of {len(places)}"
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    _show(window, qtbot, "A-2")
    trigger(window, "review", "find_in_document")
    qtbot.waitUntil(lambda: bool(bar.places) and bar.places != places, timeout=WAIT)
    other = list(bar.places)
    _show(window, qtbot, "A-1")  # with the bar open
    qtbot.waitUntil(lambda: bar.places == places, timeout=WAIT)
    assert other != places


def test_nothing_is_read_for_what_is_not_looked_for_any_more(window: MainWindow, qtbot: QtBot) -> None:
    review = space(window).review
    _show(window, qtbot, "A-1")
    bar, bridge = review.viewer.find_bar, window.ui.bridge
    trigger(window, "review", "find_in_document")
    held, read = threading.Event(), list[tuple[str, int]]()
    bridge.read_later(lambda _none: None, lambda _connection: held.wait(WAIT / 1000))
    session = bridge.session
    assert session is not None
    page_text = session.page_text

    def noted(file: str, page: int) -> str | None:
        read.append((file, page))
        return page_text(file, page)

    session.page_text = noted  # type: ignore[method-assign]  to see how much is read
    for words in ("f", "fa", "face fusion"):
        bar.field.setText(words)
        bar._timer.stop()
        bar._search()
    held.set()
    qtbot.waitUntil(lambda: len(bar.places) > 1, timeout=WAIT)
    assert len(read) == len(set(read)) > 0
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        find_places(None, noted, bar._files, "face", token)
    QTest.keyClicks(bar.field, " x")
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    qtbot.wait(300)
    assert not bar.places
    assert len(read) == len(set(read))


def test_words_that_are_not_there_are_said_not_to_be(window: MainWindow, qtbot: QtBot) -> None:
    review = space(window).review
    _show(window, qtbot, "A-1")
    bar = review.viewer.find_bar
    trigger(window, "review", "find_in_document")
    QTest.keyClicks(bar.field, "zebra")
    qtbot.waitUntil(lambda: bar._count.text() == "not found", timeout=WAIT)


def test_a_title_is_typed_over_its_line_and_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    evidence = _show(window, qtbot, "A-6")
    review = space(window).review

    def title() -> str:
        rows = window.ui.bridge.read(evidence_queries.list_evidence)
        return next(row.title for row in rows if row.id == evidence)

    before = title()
    trigger(window, "review", "rename")
    edit = review.list.view.viewport().findChildren(QLineEdit)[-1]
    QTest.keyClicks(edit, "Ranking of August")
    changing(window, qtbot, lambda: QTest.keyClick(edit, Qt.Key.Key_Return))
    assert title() == "Ranking of August"
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert title() == before
    trigger(window, "review", "rename")
    edit = review.list.view.viewport().findChildren(QLineEdit)[-1]
    QTest.keyClicks(edit, "never kept")
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.isHidden()
    qtbot.wait(50)
    assert title() == before
