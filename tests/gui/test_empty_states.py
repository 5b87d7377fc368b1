"""What an empty view says stands whole in it, however narrow it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.app import Program
from evidence_desk.gui.widgets.empty_state import EmptyState
from tests.gui.conftest import WAIT, open_matter, space


@pytest.mark.parametrize("size", [(1440, 900), (1000, 700)])
def test_a_new_matter_says_whole_how_to_begin(
    program: Program, desk: LocalDesk, tmp_path: Path, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = program.window
    window.resize(*size)
    with qtbot.waitSignal(window.ui.bridge.opened, timeout=WAIT):
        window.ui.bridge.open(
            desk.new_matter(tmp_path / "New.edesk", profile="us_federal_civil", title="New")
        )
    words = window.ui.t("empty.evidence.text").replace(" ", "")

    def said() -> list[QLabel]:
        shown = [each for each in window.findChildren(EmptyState) if each.isVisible()]
        return [label for each in shown for label in each.findChildren(QLabel) if label.wordWrap()]

    qtbot.waitUntil(lambda: any(words[:20] in each.text().replace(" ", "") for each in said()), timeout=WAIT)
    qtbot.wait(100)
    for each in said():
        whole = each.parentWidget()
        assert whole is not None
        assert whole.rect().contains(each.geometry()), each.text()
        assert each.height() >= each.heightForWidth(each.width()), each.text()


class _Shown(QObject):
    """Counts how often a widget came into sight."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.times = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  a name of Qt
        self.times += event.type() == QEvent.Type.Show
        return False


def test_a_matter_with_evidence_never_says_that_there_is_none_while_it_opens(
    program: Program, matter: Path, desk: LocalDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    window = program.window
    new = desk.new_matter(tmp_path / "New.edesk", profile="us_federal_civil", title="New")
    with qtbot.waitSignal(window.ui.bridge.opened, timeout=WAIT):
        window.ui.bridge.open(new)
    items = space(window).review.list
    (empty,) = items.findChildren(EmptyState)
    qtbot.waitUntil(empty.isVisible, timeout=WAIT)  # of this one it is true
    window.ui.bridge.close()
    shown = _Shown(empty)
    for _ in range(2):  # after an empty one, and after one that is not
        open_matter(window, matter, qtbot)
        qtbot.waitUntil(lambda: bool(items.model.ids), timeout=WAIT)
        assert items.view.isVisible()
        window.ui.bridge.close()
    assert shown.times == 0
