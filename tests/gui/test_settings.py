"""Settings in the window: shown, searched, changed at once, refused in place, brought back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from evidence_desk import gui
from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.actions.global_actions import show_settings
from evidence_desk.gui.app import Program
from evidence_desk.gui.dialogs.settings import SettingsDialog
from evidence_desk.gui.settings import Settings
from evidence_desk.support.preferences import Preferences
from evidence_desk.support.settings import declared
from tests.gui.conftest import WAIT, trigger


@pytest.fixture
def dialog(program: Program, qtbot: QtBot) -> SettingsDialog:
    made = show_settings(program.window)
    qtbot.waitUntil(made.isVisible, timeout=WAIT)
    return made


def test_the_key_and_the_menu_open_them(program: Program) -> None:
    window = program.window
    trigger(window, "global", "settings")
    assert window.findChild(SettingsDialog) is not None
    assert window.registry.find("global", "settings").shortcut().toString() == "Ctrl+,"
    assert window.registry.find("global", "settings") in window.main_menu().actions()


def test_every_setting_is_shown_with_its_value_and_found_by_its_words(dialog: SettingsDialog) -> None:
    assert set(dialog.rows) == set(declared())
    edit = dialog.rows["unpacked"].edit
    assert isinstance(edit, QLineEdit)
    assert edit.text() == "1 GiB"
    dialog.search.setText("压缩比")
    shown = {name for name, made in dialog.rows.items() if made.isVisible()}
    assert shown == {"ratio", "ratio_from"}
    dialog.search.setText("no such thing")
    assert not any(made.isVisible() for made in dialog.rows.values())
    assert dialog._nothing.isVisible()


def test_a_value_is_kept_refused_in_place_and_brought_back(dialog: SettingsDialog, desk: LocalDesk) -> None:
    made = dialog.rows["depth"]
    assert isinstance(made.edit, QLineEdit)
    assert not made.reset.isVisible()
    made.edit.setText("5")
    QTest.keyClick(made.edit, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert desk.limits().depth == 5
    assert made.reset.isVisible()
    made.edit.setText("500")
    QTest.keyClick(made.edit, Qt.Key.Key_Return)
    assert made.problem.isVisible()
    assert "1 – 64" in made.problem.text()
    assert desk.limits().depth == 5
    made.reset.click()
    assert made.edit.text() == "8"
    assert not made.problem.isVisible()
    assert Preferences(desk.preferences.folder)["depth"] == 8


def test_recent_matters_are_found_from_every_folder(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("here/one.edesk", "there"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    settings.add_recent(Path("one.edesk"), title="One", native_title="")
    settings.add_recent(tmp_path / "here" / "one.edesk", title="One", native_title="")
    settings.flush()
    monkeypatch.chdir(tmp_path / "there")
    kept = Settings(settings.preferences).recent()
    assert [each["path"] for each in kept] == [str(tmp_path / "here" / "one.edesk")]


def test_theme_and_language_change_at_once(program: Program, dialog: SettingsDialog, qtbot: QtBot) -> None:
    theme = dialog.rows["theme"]
    theme.set_value("dark")
    assert program.window.ui.theme.tokens.scheme == "dark"
    theme.set_value("light")
    assert program.window.ui.theme.tokens.scheme == "light"
    old = program.window
    dialog.rows["language"].set_value("zh")
    qtbot.waitUntil(lambda: program.window is not old, timeout=WAIT)
    assert program.window.ui.t.language == "zh"


def test_a_damaged_file_is_said_in_the_window(qapp, desk: LocalDesk, tmp_path: Path, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    desk.preferences = Preferences(tmp_path)
    desk.preferences.file.write_text("{", "utf-8")
    made = Program(qapp, desk, Settings(desk.preferences))
    with qtbot.waitSignal(made.window.loaded, timeout=WAIT):
        made.show(None)
    assert "damaged" in made.window.toast.text
    assert (tmp_path / "settings.damaged.json").is_file()
    made.window.close()
    made.window.deleteLater()
    made.deleteLater()


def test_the_wheel_over_a_closed_choice_scrolls_and_sets_nothing(
    program: Program, dialog: SettingsDialog, desk: LocalDesk
) -> None:
    edit = dialog.rows["theme"].edit
    assert isinstance(edit, QComboBox)
    edit.setFocus()
    before = desk.preferences["theme"], edit.currentIndex()
    for notches in (-120, 120):
        middle = QPointF(edit.rect().center())
        turned = QWheelEvent(
            middle, edit.mapToGlobal(middle), QPoint(), QPoint(0, notches), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(edit, turned)
        assert (desk.preferences["theme"], edit.currentIndex()) == before


def test_every_combo_box_of_the_window_leaves_the_wheel_alone() -> None:
    made = [
        path.name
        for path in Path(gui.__file__).parent.rglob("*.py")
        if re.search(r"\bQComboBox\(", path.read_text("utf-8"))
    ]
    assert made == []
