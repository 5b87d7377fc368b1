"""In narrow windows the list of Review and the positions in the inspector are whole, or end in … with a tool tip."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from evidence_desk.gui.app import Program
from evidence_desk.gui.widgets.basics import ElidedButton, ElidedLabel
from evidence_desk.gui.window import MainWindow
from tests.gui.conftest import WAIT, open_matter, space, trigger


@pytest.fixture(params=["en", "zh"])
def window(request: pytest.FixtureRequest, program: Program, matter: Path, qtbot: QtBot) -> MainWindow:
    before = program.window
    if request.param == "zh":
        trigger(before, "global", "language")
        qtbot.waitUntil(lambda: program.window is not before and program.window.workspace is not None)
    open_matter(program.window, matter, qtbot)
    return program.window


def _cut(within: QWidget) -> list[str]:
    """Return the words of what is too small for them, and does not end in … either."""
    elided, shown = (
        (ElidedLabel, ElidedButton),
        [*within.findChildren(QLabel), *within.findChildren(QPushButton)],
    )
    return [
        each.text()
        for each in shown
        if each.isVisible()
        and (
            (not isinstance(each, elided) and each.width() < each.minimumSizeHint().width())
            or (isinstance(each, QLabel) and each.height() < each.heightForWidth(each.width()))
            or not within.rect().contains(each.rect().translated(each.mapTo(within, each.rect().topLeft())))
        )
    ]


@pytest.mark.parametrize("size", [(960, 600), (1100, 700), (1280, 720)])
def test_head_and_foot_of_the_list_are_not_cut_and_no_column_is_out_of_sight(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window.resize(*size)
    items, bar = space(window).review.list, space(window).review.coding_bar
    qtbot.wait(100)
    assert _cut(items._header) == []
    assert _cut(bar) == []
    assert items.view.horizontalScrollBar().maximum() == 0
    header = items.view.horizontalHeader()
    places = [place for place in range(header.count()) if not header.isSectionHidden(place)]
    assert items.layout_.columns[places[-1]] == "proves"
    trigger(window, "review", "choose_all")
    qtbot.wait(50)
    assert _cut(bar) == []


def test_the_positions_on_an_item_are_not_cut(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 720)
    review = space(window).review
    row = next(each for each in range(len(review.list.model.ids)) if _exhibit(window, each) == "A-1")
    review.list.go_to(row)
    panel = review.inspector.assessment
    qtbot.waitUntil(
        lambda: review.coder.detail is not None and review.coder.detail.row.exhibit == "A-1", timeout=WAIT
    )
    qtbot.wait(200)
    assert panel.findChildren(QLabel)
    assert _cut(panel) == []


def _exhibit(window: MainWindow, place: int) -> str:
    shown = space(window).review.list.model.row(place)
    return shown.exhibit if shown is not None else ""
