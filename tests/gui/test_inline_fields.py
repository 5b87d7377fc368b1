"""Fields edited where they stand: what is typed belongs to what it was typed for, and Escape takes it back."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from evidence_desk.gui.views.notes_panel import _Note
from evidence_desk.gui.views.review import ReviewView
from evidence_desk.gui.widgets.inline_field import InlineLine, InlineText
from evidence_desk.gui.window import MainWindow
from evidence_desk.jobs.progress import CancelToken
from evidence_desk.queries import evidence as queries
from evidence_desk.queries.rows import EvidenceDetail
from tests.gui.conftest import WAIT, changing, space, trigger

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def review(window: MainWindow, qtbot: QtBot) -> ReviewView:
    made = space(window).review
    _go_to(window, qtbot, made.list.model.ids[0])
    return made


def _go_to(window: MainWindow, qtbot: QtBot, item: str) -> None:
    review = space(window).review
    review.go_to(item)
    qtbot.waitUntil(
        lambda: review.coder.detail is not None and review.coder.detail.row.id == item, timeout=WAIT
    )


def _detail(window: MainWindow, item: str) -> EvidenceDetail:
    found: EvidenceDetail = window.ui.bridge.read(queries.evidence_detail, item)
    return found


def _value(window: MainWindow, item: str, name: str) -> str:
    detail = _detail(window, item)
    return str(getattr(detail if hasattr(detail, name) else detail.row, name))


def _line(review: ReviewView, name: str) -> InlineLine:
    made = review.inspector._form.edit(name)
    assert isinstance(made, InlineLine)
    return made


@pytest.mark.parametrize("name", ["source", "purpose"])
def test_what_is_typed_about_one_item_is_never_kept_on_another(
    window: MainWindow, review: ReviewView, qtbot: QtBot, name: str
) -> None:
    first, second = review.list.model.ids[:2]
    before = _value(window, second, name)
    field = review.inspector._form.edit(name)
    field.setFocus()
    field.selectAll()  # type: ignore[union-attr]
    QTest.keyClicks(field, "TYPED")
    changing(window, qtbot, lambda: review.list.step(1))
    assert review.list.current == second
    assert _value(window, first, name) == "TYPED"
    assert (field.text() if isinstance(field, InlineLine) else field.toPlainText()) == before  # type: ignore[union-attr]
    review.list.view.setFocus()
    qtbot.wait(100)
    assert _value(window, second, name) == before


def test_a_half_written_note_is_kept_on_its_item_when_another_shows(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    first, second = review.list.model.ids[:2]
    before = _detail(window, second).remarks
    trigger(window, "review", "cite_note")
    QTest.keyClicks(review.inspector.notes.new, "Half a thought")
    changing(window, qtbot, lambda: review.list.step(1))
    assert [each.text for each in _detail(window, first).remarks][-1] == "Half a thought"
    assert review.inspector.notes.new.toPlainText() == ""
    assert _detail(window, second).remarks == before


def test_a_note_that_is_being_changed_is_kept_when_another_item_shows(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    first = review.list.current
    trigger(window, "review", "cite_note")
    QTest.keyClicks(review.inspector.notes.new, "Words")
    changing(window, qtbot, lambda: QTest.keyClick(review.inspector.notes.new, Qt.Key.Key_Return, CTRL))

    def shown() -> list[_Note]:
        return [
            note for note in review.inspector.notes.findChildren(_Note) if note.words.text() == "<p>Words</p>"
        ]

    qtbot.waitUntil(lambda: len(shown()) == 1, timeout=WAIT)
    (note,) = shown()
    next(each for each in note.findChildren(QPushButton) if each.text() == "Edit").click()
    note.edit.selectAll()
    QTest.keyClicks(note.edit, "Other words")
    changing(window, qtbot, lambda: review.list.step(1))
    assert "Other words" in [each.text for each in _detail(window, first).remarks]


def test_what_is_typed_about_a_claim_is_never_kept_on_another(window: MainWindow, qtbot: QtBot) -> None:
    window.show_view("claims")
    view = space(window).claims
    qtbot.waitUntil(lambda: len(view._claims) > 1, timeout=WAIT)
    first, second = view._claims[:2]
    view.go_to(first.id)
    form = next(each for each in view.inspector._forms.values() if each.isVisible())
    field = form.edit("basis")
    assert isinstance(field, InlineText)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "TYPED")
    changing(window, qtbot, lambda: view.go_to(second.id))
    qtbot.waitUntil(lambda: next(c for c in view._claims if c.id == first.id).basis == "TYPED", timeout=WAIT)
    assert field.toPlainText() == second.basis
    assert next(c for c in view._claims if c.id == second.id).basis == second.basis


def test_a_field_with_the_keyboard_in_it_shows_what_was_changed_elsewhere(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    item, field = review.list.current, _line(review, "source")
    field.setFocus()
    changing(window, qtbot, lambda: review._edit_field(item, "source", "From elsewhere"))
    qtbot.waitUntil(lambda: field.text() == "From elsewhere", timeout=WAIT)
    review.list.view.setFocus()
    qtbot.wait(100)
    assert _value(window, item, "source") == "From elsewhere"


@pytest.mark.parametrize("name", ["source", "purpose"])
def test_escape_takes_back_what_is_typed_and_stops_nothing(
    window: MainWindow, review: ReviewView, qtbot: QtBot, name: str
) -> None:
    item = review.list.current
    before, stopped, go_on = _value(window, item, name), [], Event()

    def work(_report: object, token: CancelToken) -> None:
        go_on.wait(WAIT / 1000)
        stopped.append(token.is_cancelled)

    with qtbot.waitSignal(window.ui.bridge.job_started, timeout=WAIT):
        window.ui.bridge.start_job("Something long", work)
    field = review.inspector._form.edit(name)
    field.setFocus()
    QTest.keyClicks(field, "TYPED")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    with qtbot.waitSignal(window.ui.bridge.job_ended, timeout=WAIT):
        go_on.set()
    assert stopped == [False]
    assert not field.hasFocus()
    assert (field.text() if isinstance(field, InlineLine) else field.toPlainText()) == before  # type: ignore[union-attr]
    qtbot.wait(100)
    assert _value(window, item, name) == before


@pytest.mark.parametrize("is_hidden", [False, True])
def test_a_new_note_is_written_where_one_sees_it(
    window: MainWindow, review: ReviewView, qtbot: QtBot, is_hidden: bool
) -> None:
    window.resize(1000, 620)
    if is_hidden:
        review.toggle_inspector()
    field = review.inspector.notes.new
    qtbot.waitUntil(lambda: field.visibleRegion().isEmpty(), timeout=WAIT)
    QTest.keyClick(review.list.view, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: field.visibleRegion().boundingRect().height() == field.height(), timeout=WAIT)
    assert field.hasFocus()


def test_the_status_line_says_that_something_typed_is_not_saved_yet(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    def _says(word: str) -> bool:
        return word in window.status._saved.text()

    note = review.inspector.notes.new
    for field in (_line(review, "source"), note):
        assert _says("aved")
        assert not _says("Not saved yet")
        field.setFocus()
        QTest.keyClicks(field, "half")
        assert _says("Not saved yet")
        QTest.keyClick(field, Qt.Key.Key_Escape)
        assert not _says("Not saved yet")
    field = _line(review, "source")
    field.setFocus()
    QTest.keyClicks(field, "whole")
    changing(window, qtbot, lambda: QTest.keyClick(field, Qt.Key.Key_Return))
    qtbot.waitUntil(lambda: not _says("Not saved yet"), timeout=WAIT)
    assert _says("Saved")
