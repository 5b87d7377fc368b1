"""Review batches in the window: split what shows, take up one's own, go through it, see how far it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from evidence_desk.commands.review_batches import SplitReview
from evidence_desk.gui.dialogs.batches import BatchesDialog, _dealt
from evidence_desk.gui.dialogs.form import FormDialog
from evidence_desk.gui.views.review_batches import query_of
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries.review_batches import review_batches
from evidence_desk.support.errors import UserError
from tests.gui.conftest import WAIT, changing, open_matter, space, trigger
from tests.gui.test_coding import _answer


def _split(window: MainWindow, qtbot: QtBot, *reviewers: str) -> None:
    ids = space(window).review.list.model.listed.evidence
    command = SplitReview(name="Round", reviewers=list(reviewers), evidence=ids)
    changing(window, qtbot, lambda: window.ui.bridge.run(command))
    qtbot.waitUntil(lambda: len(space(window).review.batches.rows) == len(reviewers), timeout=WAIT)


def test_what_the_list_shows_is_split_among_people_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    def fill(dialog: object) -> None:
        assert isinstance(dialog, FormDialog)
        dialog.edit("name").setText("Round")  # type: ignore[union-attr]
        dialog.edit("reviewers").setText("Anna, Ben、Chen")  # type: ignore[union-attr]
        dialog.edit("size").setText("")  # type: ignore[union-attr]
        dialog.accept()

    _answer(FormDialog, fill)
    changing(window, qtbot, lambda: trigger(window, "review", "split_review"))
    rows = window.ui.bridge.read(review_batches)
    assert [row.reviewer for row in rows] == ["Anna", "Ben", "Chen"]
    assert sum(row.items for row in rows) == space(window).review.list.model.listed.items
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert window.ui.bridge.read(review_batches) == []


def test_ones_own_batch_is_taken_up_by_key_and_its_progress_is_told(window: MainWindow, qtbot: QtBot) -> None:
    review = space(window).review
    _split(window, qtbot, "Anna", "Tester")  # the actor of the tests
    mine = review.batches.rows[1]
    review.list.view.setFocus()
    QTest.keyClick(review.list.view, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: review.list.model.listed.items == mine.items, timeout=WAIT)
    assert not window.status._batch.isHidden()
    assert f"{mine.items - mine.open} of {mine.items}" in window.status._batch.text()
    trigger(window, "review", "next_unreviewed")
    before = review.list.current
    changing(window, qtbot, lambda: QTest.keyClick(review.list.view, Qt.Key.Key_Space))
    assert review.list.current != before
    told = f"{mine.items - mine.open + 1} of {mine.items}"
    qtbot.waitUntil(lambda: told in window.status._batch.text(), timeout=WAIT)
    review.ask("")
    qtbot.waitUntil(window.status._batch.isHidden, timeout=WAIT)


def test_the_dialog_shows_the_progress_and_takes_a_batch_up(window: MainWindow, qtbot: QtBot) -> None:
    _split(window, qtbot, "Anna", "Ben")
    trigger(window, "review", "my_batch")  # nobody called like the actor: all are shown
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, BatchesDialog))
    assert dialog.windowTitle() == "Review batches"
    qtbot.waitUntil(lambda: len(dialog.rows) == 2, timeout=WAIT)
    take = next(
        each for each in dialog.findChildren(QPushButton) if each.accessibleName() == "Take up: Round 2"
    )
    take.click()
    review = space(window).review
    qtbot.waitUntil(lambda: review.list.model.listed.items == review.batches.rows[1].items, timeout=WAIT)


def test_the_window_opens_where_it_was_closed(window: MainWindow, matter: Path, qtbot: QtBot) -> None:
    review = space(window).review
    _split(window, qtbot, "Anna", "Tester")
    trigger(window, "review", "my_batch")
    mine = review.batches.rows[1]
    qtbot.waitUntil(lambda: review.list.model.listed.items == mine.items, timeout=WAIT)
    review.list.step(2)
    here, query = review.list.current, review._text
    window.ui.bridge.close()
    open_matter(window, matter, qtbot)
    qtbot.waitUntil(lambda: review.list.current == here, timeout=WAIT)
    assert review.list.model.listed.items == mine.items
    assert review._text == query
    assert window.bar.search.text() == query
    assert review.list.order == "review"
    qtbot.waitUntil(lambda: "Tester" in window.status._batch.text(), timeout=WAIT)


def test_the_progress_told_is_that_of_the_batch_asked_for_also_when_names_begin_alike(
    window: MainWindow, qtbot: QtBot
) -> None:
    review = space(window).review
    _split(window, qtbot, *(f"Reviewer {n}" for n in range(1, 11)))
    tenth = review.batches.rows[9]
    review.ask(query_of(tenth))
    qtbot.waitUntil(lambda: review.list.model.listed.items == tenth.items, timeout=WAIT)
    assert "Reviewer 10" in window.status._batch.text()
    review.ask(f"-{query_of(tenth)}")
    qtbot.waitUntil(window.status._batch.isHidden, timeout=WAIT)


def test_a_size_that_is_no_number_is_refused_by_name_and_what_was_filled_in_stays(
    window: MainWindow, qtbot: QtBot
) -> None:
    seen: list[str] = []

    def fill(dialog: object) -> None:
        assert isinstance(dialog, FormDialog)
        dialog.edit("name").setText("Round")  # type: ignore[union-attr]
        dialog.edit("reviewers").setText("Anna, Ben")  # type: ignore[union-attr]
        dialog.edit("size").setText("50 each")  # type: ignore[union-attr]
        _answer(FormDialog, mend)
        dialog.accept()

    def mend(dialog: object) -> None:
        assert isinstance(dialog, FormDialog)
        seen.extend(each.text() for each in dialog.findChildren(QLabel))
        seen.append(dialog.values()["reviewers"])
        dialog.edit("size").setText("5")  # type: ignore[union-attr]
        dialog.accept()

    _answer(FormDialog, fill)
    changing(window, qtbot, lambda: trigger(window, "review", "split_review"))
    assert any("50 each" in text for text in seen)
    assert seen[-1] == "Anna, Ben"
    assert len(window.ui.bridge.read(review_batches)) >= 4


def test_a_size_of_more_digits_than_a_number_has_is_refused_as_well(window: MainWindow) -> None:
    values = {"name": "Round", "reviewers": "Anna", "size": "9" * 5000}
    with pytest.raises(UserError):
        _dealt(window.ui.t, values)


def test_enter_opens_the_form_goes_to_what_is_missing_in_it_and_presses_a_button_gone_to(
    window: MainWindow, qtbot: QtBot
) -> None:
    review = space(window).review
    dialog = review.batches.choose()
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible, timeout=WAIT)
    split = next(each for each in dialog.findChildren(QPushButton) if each.text().startswith("Split"))
    split.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(split.hasFocus, timeout=WAIT)
    QTest.keyClick(split, Qt.Key.Key_Return)
    (form,) = [each for each in window.findChildren(FormDialog) if each.isVisible()]
    QTest.keyClick(form.edit("name"), Qt.Key.Key_Return)
    assert form.isVisible()
    assert form.focusWidget() is form.edit("reviewers")  # which is missing
    QTest.keyClicks(form.edit("reviewers"), "Anna, Ben")
    changing(window, qtbot, lambda: QTest.keyClick(form.edit("reviewers"), Qt.Key.Key_Return))
    assert [row.reviewer for row in window.ui.bridge.read(review_batches)] == ["Anna", "Ben"]
    dialog.close()


def test_it_says_why_there_is_nothing_to_split(window: MainWindow, qtbot: QtBot) -> None:
    review = space(window).review
    review.ask("nosuchwordatall")
    qtbot.waitUntil(lambda: not review.list.model.ids, timeout=WAIT)
    trigger(window, "review", "split_review")
    assert window.toast.text == "The list shows nothing to split"
