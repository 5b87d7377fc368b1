"""Starts the window: the shell first, everything else behind it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from evidence_desk.gui.bridge import Bridge
from evidence_desk.gui.garbage import GarbageCollector
from evidence_desk.gui.interrupts import Interrupts
from evidence_desk.gui.keymap import changed_keys
from evidence_desk.gui.settings import Settings
from evidence_desk.gui.texts import LANGUAGES, Texts, system_language
from evidence_desk.gui.theme.manager import Theme
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.own_keys import PressKeys
from evidence_desk.gui.window import MainWindow

_TURN = 0.001  # seconds; the window waits no longer for a thread that is computing

if TYPE_CHECKING:
    from evidence_desk.commands.desk import Desk


class Program(QObject):
    """Holds what outlives a window: settings, theme, the open matter.

    Attributes:
        window: the window that shows.
    """

    def __init__(self, app: QApplication, desk: Desk, settings: Settings) -> None:
        """Make the first window; it is not shown yet."""
        super().__init__(app)
        sys.setswitchinterval(_TURN)
        self._desk, self._settings = desk, settings
        self._matter: Path | None = None
        self._theme = Theme(app, settings.preferences["theme"])
        self._bridge = Bridge(self)
        PressKeys(app, self)
        self.window = self._make_window(settings.preferences["language"])

    def show(self, matter: Path | None) -> None:
        """Show the shell, then load the rest and open a matter."""
        self._matter = matter
        self.window.painted.connect(self._load)
        self.window.show()

    def end(self) -> None:
        """Close the window that shows; nobody is there to answer a question."""
        self.window.end()

    def report(self, error: BaseException) -> None:
        """Take an exception nobody caught."""
        from evidence_desk.gui.crash import report

        report(self.window.ui, error)

    def _make_window(self, language: str) -> MainWindow:
        texts = Texts(language if language in LANGUAGES else system_language())
        keys, problems = changed_keys(self._settings.keys_file, texts)
        ui = Ui(self._theme, texts, keys, self._settings, self._bridge, self._desk, tuple(problems))
        window = MainWindow(ui)
        window.language_chosen.connect(self._on_language)
        return window

    def _load(self) -> None:
        self._bridge.crashed.connect(self.report)
        self.window.load()
        GarbageCollector(self)
        if self._matter is not None and not self.window.copies.actions.take_drop(self._matter):
            from evidence_desk.gui.actions.matters import open_path

            open_path(self.window.ui, self._matter)

    def _on_language(self, language: str) -> None:
        """Make the window again in another language, with the same matter in it."""
        self._settings.preferences.set("language", language)
        old = self.window
        self._settings.set_blob("geometry", old.saveGeometry())
        old.let_go()
        self.window = self._make_window(language)
        self.window.load()
        self.window.show()
        old.hide()
        old.deleteLater()


def make_application(arguments: list[str]) -> QApplication:
    """Return Qt's application with our name and the style ours is drawn over."""
    app = QApplication([*arguments, "-style", "Fusion"])  # setting it later would make two styles
    app.setApplicationName("evidence-desk")
    app.setApplicationDisplayName("Evidence Desk")
    app.setDesktopFileName("evidence-desk")
    return app


def run(desk: Desk, matter: Path | None) -> int:
    """Show the window, with a matter open in it, until it is closed; return the exit code."""
    app = make_application(sys.argv[:1])
    program = Program(app, desk, Settings(desk.preferences))
    before = sys.excepthook
    sys.excepthook = lambda _kind, error, trace: program.report(error.with_traceback(trace))
    interrupts = Interrupts(program)
    interrupts.arrived.connect(program.end)
    try:
        program.show(matter)
        return app.exec()
    finally:
        interrupts.let_go()
        sys.excepthook = before
