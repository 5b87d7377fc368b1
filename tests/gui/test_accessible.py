"""Every part of the window that takes the keyboard or the mouse says what it is, and Tab goes round."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from evidence_desk.gui.widgets.tab_order import reading_order
from evidence_desk.gui.window import MainWindow

from .conftest import WAIT, space, trigger

VIEWS = ("review", "claims", "matrix", "stages", "parties")
_TAKING = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractScrollArea)


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def _is_part_of_another(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return isinstance(parent, QLineEdit | QComboBox) or isinstance(widget, QScrollArea)


@pytest.mark.parametrize("view", VIEWS)
def test_every_interactive_part_has_a_name(window: MainWindow, qtbot: QtBot, view: str) -> None:
    trigger(window, "global", f"view_{view}")
    qtbot.waitUntil(lambda: space(window).current.name == view, timeout=WAIT)
    qtbot.wait(300)
    found = [w for w in window.findChildren(QWidget) if w.isVisible() and isinstance(w, _TAKING)]
    nameless = [
        f"{type(w).__name__} in {type(w.parentWidget()).__name__}"
        for w in found
        if not _is_part_of_another(w) and not any(letter.isalnum() for letter in _name(w))
    ]
    assert nameless == []


@pytest.mark.parametrize("view", VIEWS)
def test_tab_reaches_more_than_one_part_and_comes_back(window: MainWindow, qtbot: QtBot, view: str) -> None:
    trigger(window, "global", f"view_{view}")
    # Once what the view shows was read: what has the keyboard may go away before.
    qtbot.waitUntil(lambda: len(list(reading_order(space(window).current))) > 4, timeout=WAIT)
    qtbot.wait(100)
    space(window).current.take_focus()
    seen: list[QWidget | None] = []
    for _ in range(150):
        focus = QApplication.focusWidget()
        if focus in seen:
            break
        seen.append(focus)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    assert None not in seen
    assert len(seen) > 8
    assert len(seen) < 150


def test_tab_goes_in_the_order_of_reading(window: MainWindow, qtbot: QtBot) -> None:
    review = space(window).review
    qtbot.waitUntil(lambda: bool(review.inspector.links.cards), timeout=WAIT)
    qtbot.wait(200)
    review.take_focus()
    seen: list[QWidget] = []
    while (focus := QApplication.focusWidget()) not in seen:
        assert focus is not None
        seen.append(focus)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    inside = [each for each in seen if review.inspector.isAncestorOf(each)]
    tops = [each.mapTo(review.inspector._content, each.rect().topLeft()).y() for each in inside]
    assert len(inside) > 30
    assert all(after > before - 30 for before, after in pairwise(tops)), "never upwards"
    first = seen.index(inside[0])
    assert seen[first : first + len(inside)] == inside, "all of it, before anything else"
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is seen[-1]
