"""What has no room ends in …, and its tool tip is the whole of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.gui.widgets.eliding import Line
from evidence_desk.gui.widgets.inline_field import InlineChoice, InlineLine
from evidence_desk.gui.window import MainWindow
from tests.gui.conftest import WAIT, space, trigger

LONG = "Beijing She Technology Company Limited, plaintiff and counter-defendant"
WIDTH = 150


def _choice(kind: type[Choice]) -> Choice:
    made = kind("Party", [("one", LONG), ("two", "Short")])
    made.setFixedSize(WIDTH, 26)
    return made


def _line(kind: type[Line]) -> Line:
    made: Line = kind("Source", "—") if issubclass(kind, InlineLine) else kind()
    made.setText(LONG)
    made.setCursorPosition(0)
    made.setFixedSize(WIDTH, 26)
    return made


def _shown_tip(qtbot: QtBot, widget: QWidget) -> str:
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible(), timeout=WAIT)
    middle = widget.rect().center()
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, middle, widget.mapToGlobal(middle)))
    return QToolTip.text() if QToolTip.isVisible() else ""


@pytest.mark.parametrize("make", [lambda: _choice(Choice), lambda: _choice(InlineChoice)])
def test_a_long_choice_ends_in_dots(window: MainWindow, qtbot: QtBot, make: type[Choice]) -> None:
    choice = make()  # type: ignore[call-arg]
    qtbot.addWidget(choice)
    choice.show()
    assert choice.shown.endswith("…")
    assert LONG.startswith(choice.shown[:-1])
    assert _shown_tip(qtbot, choice) == LONG
    drawn = choice.grab().toImage()
    choice.setItemText(0, choice.shown)
    assert choice.grab().toImage() == drawn, "what is drawn is what it says it shows"
    choice.setCurrentIndex(1)
    assert choice.shown == "Short"
    assert _shown_tip(qtbot, choice) != LONG


@pytest.mark.parametrize("kind", [Line, InlineLine])
def test_a_long_line_ends_in_dots_while_nobody_types_in_it(
    window: MainWindow, qtbot: QtBot, kind: type[Line]
) -> None:
    line, other = _line(kind), QLineEdit()
    host = QWidget()
    qtbot.addWidget(host)
    line.setParent(host)
    other.setParent(host)
    other.move(0, 40)
    host.resize(300, 100)
    host.show()
    host.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus, timeout=WAIT)
    assert line.is_cut
    assert _shown_tip(qtbot, line) == LONG
    drawn = line.grab().toImage()
    line.setText(line.shown)
    assert not line.is_cut
    assert line.grab().toImage() == drawn, "at the same place, in the same colour"
    line.setText(LONG)
    line.setFocus()
    qtbot.waitUntil(line.hasFocus, timeout=WAIT)
    assert line.grab().toImage() != drawn, "all of it while it is typed in"
    line.setText("Short")
    other.setFocus()
    assert _shown_tip(qtbot, line) != LONG


def test_a_password_is_never_told(qtbot: QtBot) -> None:
    line = _line(Line)
    qtbot.addWidget(line)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.show()
    assert not line.is_cut
    assert LONG not in _shown_tip(qtbot, line)


def test_every_choice_of_the_window_ends_in_dots(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "global", "view_claims")
    qtbot.waitUntil(lambda: bool(space(window).claims._claims), timeout=WAIT)
    plain = [each for each in window.findChildren(QComboBox) if not isinstance(each, Choice)]
    assert plain == []
    by = next(each for each in window.findChildren(InlineChoice) if each.accessibleName() == "By")
    by.setFixedWidth(90)
    assert by.currentText()
    assert by.shown.endswith("…")
    QTest.mouseMove(by, QPoint(20, 8))
    assert _shown_tip(qtbot, by) == by.currentText()
    assert by.focusPolicy() & Qt.FocusPolicy.TabFocus
