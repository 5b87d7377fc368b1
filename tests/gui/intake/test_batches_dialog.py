"""The Imports window reads no more than what it shows."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from evidence_desk.gui.actions.importing import show_imports
from evidence_desk.gui.window import MainWindow
from tests.gui.conftest import WAIT, changing, trigger
from tests.gui.intake.test_intake import _import, _mail


def test_the_imports_window_reads_the_files_of_the_chosen_run_alone_and_again_when_it_is_another(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    _import(window, qtbot, _mail(tmp_path / "pumps.eml"))
    dialog = show_imports(window)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.table.topLevelItemCount() == 2, timeout=WAIT)
    assert not any(run.files for run in dialog._runs)
    first = dialog._lines
    dialog._read()
    qtbot.wait(200)
    assert dialog._lines is first  # nothing is made anew where nothing is new
    dialog.runs.setCurrentRow(1)
    qtbot.waitUntil(lambda: dialog.table.topLevelItemCount() == 18, timeout=WAIT)
    assert dialog._lines is not None
    assert dialog._lines.run.id == dialog._chosen_id()
    dialog.words.setText("agreement")
    dialog.runs.setCurrentRow(0)
    qtbot.waitUntil(lambda: dialog.table.topLevelItemCount() == 0, timeout=WAIT)
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    qtbot.waitUntil(lambda: dialog.runs.count() == 1, timeout=WAIT)
    dialog.close()
