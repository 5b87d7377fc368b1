"""The window answers within 50 ms throughout an import, while somebody goes through the list meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.actions.importing import ask_import
from evidence_desk.gui.actions.matters import open_path
from evidence_desk.gui.app import Program
from evidence_desk.gui.window import MainWindow
from tests.gui.conftest import WAIT, trigger
from tests.gui.watchdog import Watchdog

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
LIMIT_MS, LONGEST_MS, FILES, EVERY_MS = 50.0, 300_000, 2000, 150


@pytest.fixture
def empty(program: Program, desk: LocalDesk, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window on a matter with nothing in it."""
    path = tmp_path / "empty.edesk"
    desk.new_matter(path, profile="prc_civil", title="Nothing yet").close()
    with qtbot.waitSignal(program.window.ui.bridge.opened, timeout=WAIT):
        open_path(program.window.ui, path)
    return program.window


def _watched(window: MainWindow, qtbot: QtBot, paths: list[Path]) -> Watchdog:
    """Import, go to the next item again and again, and return what the watchdog saw."""
    sheet = ask_import(window, paths)
    assert sheet is not None
    going = QTimer(window)
    going.timeout.connect(lambda: trigger(window, "review", "next_item"))
    dog = Watchdog(window)
    with qtbot.waitSignal(window.ui.bridge.job_ended, timeout=LONGEST_MS):
        sheet.start()
        dog.start()
        going.start(EVERY_MS)
    going.stop()
    with qtbot.waitSignal(going.destroyed, timeout=WAIT, raising=False):
        going.deleteLater()
    qtbot.wait(1000)  # what follows: the list, the index, what is near
    dog.stop()
    assert sheet._batch
    sheet.close()
    return dog


def _check(dog: Watchdog) -> None:
    """The window's own work is never long; whole gaps are printed for who measures by hand, not judged by a clock."""
    assert len(dog.gaps) > 200
    late = sorted(each for each in dog.working if each > LIMIT_MS)
    assert len(late) <= len(dog.working) / 500, (dog.most(), len(dog.working), late[-10:])
    assert max(late, default=0) <= 2 * LIMIT_MS, dog.most()
    slow = sorted(round(each) for each in dog.gaps if each > LIMIT_MS)
    print(f"{dog.most()}; {len(slow)} of {len(dog.gaps)} gaps over {LIMIT_MS:.0f} ms: {slow}")


def test_while_thousands_of_small_files_come_in(empty: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(FILES):
        text = f"Statement {number} of the witness about the pumps.\n" * 20
        (folder / f"{number:04}.txt").write_text(text, "utf-8")
    dog = _watched(empty, qtbot, [folder])
    _check(dog)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real documents is not here")
def test_while_real_documents_come_in(empty: MainWindow, qtbot: QtBot) -> None:
    dog = _watched(empty, qtbot, [CORPUS])
    _check(dog)
