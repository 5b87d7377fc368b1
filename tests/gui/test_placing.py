"""The window stands on the screen as a whole, when it is first shown and when screens have gone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from evidence_desk.gui.app import Program
from evidence_desk.gui.placing import centred, on_screen
from evidence_desk.gui.settings import Settings
from evidence_desk.gui.window import MainWindow

_SMALL, _LARGE = QRect(0, 0, 1280, 720), QRect(1280, 0, 2560, 1440)


def test_the_first_window_is_no_larger_than_the_screen() -> None:
    placed = centred((1440, 900), _SMALL)
    assert _SMALL.contains(placed)
    assert placed.width() == 1280
    assert centred((1440, 900), _LARGE).size().toTuple() == (1440, 900)
    assert abs((centred((1440, 900), _LARGE).center() - _LARGE.center()).x()) <= 1


@pytest.mark.parametrize(
    "kept",
    [
        QRect(5000, 3000, 1200, 600), QRect(-900, -300, 1200, 600), QRect(1000, 500, 1200, 600),
        QRect(0, 0, 4000, 3000), QRect(1400, 900, 2400, 1300),
    ],
)  # fmt: skip
def test_a_window_that_was_kept_is_brought_back_whole(kept: QRect) -> None:
    placed = on_screen(kept, [_SMALL, _LARGE])
    assert any(room.contains(placed) for room in (_SMALL, _LARGE))


def test_a_window_that_stands_well_stays_where_it_is() -> None:
    kept = QRect(1500, 100, 1440, 900)
    assert on_screen(kept, [_SMALL, _LARGE]) == kept


def _room_it_may_take(window: MainWindow) -> QRect:
    room = QGuiApplication.primaryScreen().availableGeometry()
    return room.united(QRect(room.topLeft(), window.minimumSize()))


def test_the_window_itself_is_placed_so(program: Program, settings: Settings) -> None:
    ui = program.window.ui
    first = MainWindow(ui)
    assert _room_it_may_take(first).contains(first.geometry())
    first.setGeometry(6000, 4000, 3000, 2000)
    settings.set_blob("geometry", first.saveGeometry())
    again = MainWindow(ui)
    assert _room_it_may_take(again).contains(again.geometry())
    for each in (first, again):
        each.deleteLater()
