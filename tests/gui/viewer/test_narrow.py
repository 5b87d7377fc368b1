"""In the narrowest window the bar at a selection and the card of a problem show all they offer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from evidence_desk.gui.viewer.panel import ViewerPanel
from evidence_desk.gui.viewer.problem_card import ProblemCard
from evidence_desk.gui.widgets.basics import column
from evidence_desk.gui.window import MainWindow
from tests.gui.conftest import WAIT, space


@pytest.fixture(params=[(960, 600), (1280, 720)])
def viewer(request: pytest.FixtureRequest, window: MainWindow, qtbot: QtBot) -> ViewerPanel:
    window.resize(*request.param)
    found = space(window).review.viewer
    qtbot.waitUntil(found.canvas.geometry_known, timeout=WAIT)
    qtbot.wait(50)
    return found


def _check_buttons(within: QWidget, count: int) -> None:
    buttons = [each for each in within.findChildren(QPushButton) if each.isVisible()]
    assert len(buttons) == count
    for each in buttons:
        place = each.mapTo(within, each.rect().topLeft())
        assert within.rect().contains(each.rect().translated(place)), each.text()
        assert each.width() >= each.sizeHint().width(), each.text()


def test_the_bar_at_a_selection_shows_all_it_offers(viewer: ViewerPanel) -> None:
    viewer.canvas.keyboard.select_all()
    bar = viewer._bar
    assert bar.isVisible()
    assert viewer.canvas.viewport().rect().contains(bar.geometry())
    _check_buttons(bar, 7)
    bar.place(QRectF(5, 5, 20, 20))
    assert viewer.canvas.viewport().rect().contains(bar.geometry())


@pytest.mark.parametrize("width", [240, 380, 600])
def test_the_card_of_a_problem_shows_its_buttons_and_all_its_words(
    window: MainWindow, qtbot: QtBot, width: int
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    card, body = ProblemCard(window.ui), column(host)
    body.addWidget(card)
    body.addStretch()
    host.setMinimumWidth(1)  # as the panes have one of their own
    host.resize(width, 300)
    host.show()
    card.show_problem(None, "the reader crashed (signal 11)")
    qtbot.wait(50)
    _check_buttons(card, 2)
    assert card.reason.height() >= card.reason.heightForWidth(card.reason.width())
    assert card.width() == width
