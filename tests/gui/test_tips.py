"""Tool tips are plain text, wherever they come from: names of files and words of others are no markup."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from evidence_desk.gui.window import MainWindow
from tests.gui.conftest import WAIT, space

MARKUP = "<b>Invoice</b> & <img src='nothing.png'>.pdf"


def _of_line(window: MainWindow) -> None:
    lines = space(window).review.inspector.files.list
    line = lines.topLevelItem(0)
    assert line is not None
    line.setToolTip(0, MARKUP)
    _hover(lines.viewport(), lines.visualItemRect(line).center())


def _of_label(window: MainWindow) -> None:
    title = space(window).review.viewer.header.title
    title.set_text(MARKUP)
    _hover(title, title.rect().center())


def _of_painted(window: MainWindow) -> None:
    QToolTip.showText(window.mapToGlobal(QPoint(50, 50)), MARKUP, window)


def _hover(part: QWidget, at: QPoint) -> None:
    QApplication.sendEvent(part, QHelpEvent(QEvent.Type.ToolTip, at, part.mapToGlobal(at)))


def _tip() -> QLabel | None:
    tips = (
        each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel") and each.isVisible()
    )
    return next((each for each in tips if isinstance(each, QLabel)), None)


@pytest.mark.parametrize("show", [_of_line, _of_label, _of_painted], ids=["line", "label", "painted"])
def test_a_tip_is_no_markup(window: MainWindow, qtbot: QtBot, show: Callable[[MainWindow], None]) -> None:
    lines = space(window).review.inspector.files.list
    qtbot.waitUntil(lambda: lines.topLevelItemCount() > 0, timeout=WAIT)
    show(window)
    qtbot.waitUntil(lambda: _tip() is not None, timeout=WAIT)
    tip = _tip()
    assert tip is not None
    assert (tip.text(), tip.textFormat()) == (MARKUP, Qt.TextFormat.PlainText)
    assert tip.height() >= tip.heightForWidth(tip.width()) > 0, "all of it can be read"
    QToolTip.hideText()
    qtbot.waitUntil(lambda: _tip() is None, timeout=WAIT)
