"""What an empty view says stands whole in it, however narrow it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.app import Program
from evidence_desk.gui.widgets.empty_state import EmptyState
from tests.gui.conftest import WAIT


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
