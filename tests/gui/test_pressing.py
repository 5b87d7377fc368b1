"""Space and Enter press what Tab went to, and go on with what is read everywhere else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from evidence_desk.gui.views.inspector import Inspector
from evidence_desk.gui.widgets.inline_field import InlineChoice
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as queries
from evidence_desk.queries.rows import EvidenceDetail
from tests.gui.conftest import WAIT, changing, space

KEYS = [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter]


@pytest.fixture
def inspector(window: MainWindow, qtbot: QtBot) -> Inspector:
    """The inspector with an item in it that proves something."""
    review = space(window).review
    linked = next(row.id for row in window.ui.bridge.read(queries.list_evidence) if row.exhibit == "A-2")
    review.go_to(linked)
    qtbot.waitUntil(
        lambda: review.coder.detail is not None and review.coder.detail.row.id == linked, timeout=WAIT
    )
    qtbot.waitUntil(lambda: bool(review._targets and review.coder.tags), timeout=WAIT)
    qtbot.wait(200)  # until nothing of it is made anew
    assert review.inspector.links.cards
    return review.inspector


def _detail(window: MainWindow) -> EvidenceDetail:
    item = space(window).review.list.current
    found: EvidenceDetail = window.ui.bridge.read(queries.evidence_detail, item)
    return found


def _chip(inspector: Inspector, name: str) -> QPushButton:
    return next(each for each in inspector.findChildren(QPushButton) if each.accessibleName() == name)


@pytest.mark.parametrize("key", KEYS)
def test_a_button_that_has_the_keyboard_is_pressed_by_space_and_enter(
    window: MainWindow, inspector: Inspector, qtbot: QtBot, key: Qt.Key
) -> None:
    before = _detail(window)
    chip = _chip(inspector, "Damages")
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    changing(window, qtbot, lambda: QTest.keyClick(chip, key))
    after = _detail(window)
    assert after.row.id == before.row.id
    assert after.row.review == before.row.review
    assert "Damages" in {tag.name for tag in after.tags} - {tag.name for tag in before.tags}


def test_a_list_of_choices_opens(window: MainWindow, inspector: Inspector, qtbot: QtBot) -> None:
    choice = inspector._form.edit("side")
    assert isinstance(choice, InlineChoice)
    for key in KEYS:
        choice.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(choice, key)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None, timeout=WAIT)
        choice.hidePopup()
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None, timeout=WAIT)


def test_a_card_opens_its_cite(window: MainWindow, inspector: Inspector, qtbot: QtBot) -> None:
    card = next(iter(inspector.links.cards.values()))
    for key in KEYS:
        card.setFocus(Qt.FocusReason.TabFocusReason)
        with qtbot.waitSignal(inspector.cite_clicked, timeout=WAIT):
            QTest.keyClick(card, key)


def test_a_button_that_was_clicked_leaves_space_to_the_review(
    window: MainWindow, inspector: Inspector, qtbot: QtBot
) -> None:
    before = _detail(window)
    space(window).review.list.view.setFocus()
    card = next(iter(inspector.links.cards.values()))
    weight = next(each for each in card.findChildren(QPushButton) if each.text() == "1")
    space(window).review.inspector._scroll.ensureWidgetVisible(weight)
    changing(window, qtbot, lambda: QTest.mouseClick(weight, Qt.MouseButton.LeftButton))
    assert QApplication.focusWidget() is card, "around what was clicked"
    changing(window, qtbot, lambda: QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space))
    after: EvidenceDetail = window.ui.bridge.read(queries.evidence_detail, before.row.id)
    assert after.row.review != before.row.review


def test_a_button_that_the_keyboard_fell_to_is_not_pressed(
    window: MainWindow, inspector: Inspector, qtbot: QtBot
) -> None:
    before = _detail(window)
    chip, other = _chip(inspector, "Damages"), space(window).review.inspector
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    chip.hide()
    fallen = QApplication.focusWidget()
    assert isinstance(fallen, QPushButton)
    assert other.isAncestorOf(fallen)
    changing(window, qtbot, lambda: QTest.keyClick(fallen, Qt.Key.Key_Space))
    after: EvidenceDetail = window.ui.bridge.read(queries.evidence_detail, before.row.id)
    assert after.row.review != before.row.review
    assert after.tags == before.tags
