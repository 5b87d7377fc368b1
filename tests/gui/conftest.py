"""A window on a copy of the sample matter, in folders of the test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.app import Program
from evidence_desk.gui.settings import Settings
from evidence_desk.gui.window import MainWindow
from evidence_desk.gui.workspace import Workspace
from evidence_desk.support.preferences import Preferences

WAIT = 10_000


@pytest.fixture(scope="session")
def sample(desk: LocalDesk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample matter, made once; copy it before changing it."""
    session = desk.make_sample(tmp_path_factory.mktemp("sample"))
    session.close()
    return session.path


@pytest.fixture
def matter(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample, tmp_path / sample.name))


@pytest.fixture(scope="session")
def desk() -> Iterator[LocalDesk]:
    made = LocalDesk(actor="tester")
    yield made
    made.close()


@pytest.fixture
def settings(desk: LocalDesk, tmp_path: Path) -> Settings:
    desk.preferences = Preferences(tmp_path / "settings")
    desk.preferences.set("language", "en")
    desk.preferences.set("theme", "light")
    return Settings(desk.preferences)


@pytest.fixture
def program(qapp: QApplication, desk: LocalDesk, settings: Settings, qtbot: QtBot) -> Iterator[Program]:
    """The program with no matter open."""
    made = Program(qapp, desk, settings)
    made.window.resize(1440, 900)
    with qtbot.waitSignal(made.window.loaded, timeout=WAIT):
        made.show(None)
    made.window.activateWindow()  # keys reach the actions of the active window only
    qtbot.waitUntil(made.window.isActiveWindow, timeout=WAIT)
    crashes: list[BaseException] = []
    made.window.ui.bridge.crashed.disconnect(made.report)  # its dialog would wait for somebody to read it
    made.window.ui.bridge.crashed.connect(crashes.append)
    yield made
    made.window.close()
    made.window.deleteLater()
    made.deleteLater()
    # Now, not when the next test waits: else that one's theme would restyle this window first.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert crashes == []


@pytest.fixture
def window(program: Program, matter: Path, qtbot: QtBot) -> MainWindow:
    """The window with a copy of the sample matter open in Review."""
    open_matter(program.window, matter, qtbot)
    return program.window


def open_matter(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    from evidence_desk.gui.actions.matters import open_path

    with qtbot.waitSignal(window.ui.bridge.opened, timeout=WAIT):
        open_path(window.ui, path)
    qtbot.waitUntil(lambda: bool(space(window).review.list.model.ids), timeout=WAIT)
    settle(window, qtbot)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until all that was to be read is shown."""
    done: list[None] = []
    window.ui.bridge.read_later(done.append, lambda _connection: None)
    qtbot.waitUntil(lambda: bool(done), timeout=WAIT)


def space(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def changing(window: MainWindow, qtbot: QtBot, act: Callable[[], object]) -> None:
    """Do something that changes the matter, and wait until it is done and shown."""
    with qtbot.waitSignal(window.ui.bridge.done, timeout=WAIT):
        act()
    qtbot.wait(50)


def trigger(window: MainWindow, place: str, name: str) -> None:
    window.registry.find(place, name).trigger()


def drag(window: MainWindow, start: QPoint, end: QPoint) -> None:
    """Drag the mouse over the pages."""
    viewport = space(window).review.viewer.canvas.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
