"""Keys the user changed: of two actions with one key one has it, and what is wrong with the file is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.actions.global_actions import show_keys
from evidence_desk.gui.app import Program
from evidence_desk.gui.keymap import Keys, changed_keys, load_keys
from evidence_desk.gui.settings import Settings
from evidence_desk.gui.texts import Texts
from evidence_desk.support.preferences import Preferences
from tests.gui.conftest import WAIT, open_matter, space


def _changed(folder: Path, text: str, language: str = "en") -> tuple[Keys, list[str]]:
    path = folder / "shortcuts.json"
    path.write_text(text, encoding="utf-8")
    texts = Texts(language)
    keys, problems = changed_keys(path, texts)
    return keys, [" · ".join(texts.error(each)) for each in problems]


def test_a_key_of_two_actions_stays_with_the_one_it_was_given(tmp_path: Path) -> None:
    keys, problems = _changed(tmp_path, '{"review": {"link": ["j", "Ctrl+9"]}}')
    assert keys["review"]["link"] == ("J", "Ctrl+9")
    assert keys["review"]["next_item"] == ()
    assert len(problems) == 1
    for part in ("J is", "“Link to element”", "“Next item”", "shortcuts.json"):
        assert part.lower() in problems[0].lower()


@pytest.mark.parametrize(
    ("changes", "has", "lost"),
    [
        ({"review": {"link": ["Ctrl+W"]}}, ("review", "link"), ("global", "close_matter")),
        ({"global": {"verify": ["Shift+Space"]}}, ("global", "verify"), ("review", "second_look")),
        (
            {"review": {"link": ["Ctrl+9"], "rotate": ["ctrl+9"]}},
            ("review", "rotate"),
            ("review", "link"),
        ),
    ],
)
def test_who_has_a_key_does_not_depend_on_chance(
    tmp_path: Path, changes: dict[str, object], has: tuple[str, str], lost: tuple[str, str]
) -> None:
    keys, problems = _changed(tmp_path, json.dumps(changes))
    assert keys[has[0]][has[1]]
    assert keys[lost[0]][lost[1]] == ()
    assert len(problems) == 1


def test_two_actions_can_change_their_keys_with_each_other(tmp_path: Path) -> None:
    keys, problems = _changed(tmp_path, '{"review": {"next_item": ["K"], "previous_item": ["J"]}}')
    assert (keys["review"]["next_item"], keys["review"]["previous_item"]) == (("K",), ("J",))
    assert problems == []


def test_other_views_may_use_the_same_key_and_an_action_may_have_none(tmp_path: Path) -> None:
    keys, problems = _changed(tmp_path, '{"claims": {"add_claim": ["J"]}, "review": {"rotate": []}}')
    assert keys["claims"]["add_claim"] == ("J",)
    assert keys["review"]["next_item"] == load_keys()["review"]["next_item"]
    assert keys["review"]["rotate"] == ()
    assert problems == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ('{"nonsense": {"link": ["J"]}}', "nonsense"),
        ('{"review": {"nonsense": ["J"]}}', "nonsense"),
        ('{"review": {"next_item": ["Ctrl+Banana"]}}', "Ctrl+Banana"),
        ('{"review": {"next_item": 7}}', "7"),
        ('{"review": 7}', "review"),
        ("[]", "shortcuts.json"),
        ('{"review": {', "shortcuts.json"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_there_is_not_is_named_and_changes_nothing(
    tmp_path: Path, changes: str, named: str, language: str
) -> None:
    keys, problems = _changed(tmp_path, changes, language)
    assert keys == load_keys()
    assert len(problems) == 1
    assert named in problems[0]


def test_a_key_that_is_one_counts_beside_one_that_is_none(tmp_path: Path) -> None:
    keys, problems = _changed(tmp_path, '{"review": {"next_item": ["Ctrl+Banana", "Ctrl+9"]}}')
    assert keys["review"]["next_item"] == ("Ctrl+9",)
    assert len(problems) == 1


@pytest.fixture
def changed(qapp: QApplication, desk: LocalDesk, tmp_path: Path, qtbot: QtBot) -> Iterator[Program]:
    """The program of a user who gave J to another action, and made two mistakes."""
    desk.preferences = Preferences(tmp_path / "settings")
    desk.preferences.set("language", "en")
    changes = {"review": {"previous_item": ["J"], "nonsense": ["X"], "rotate": ["Ctrl+Banana"]}}
    (tmp_path / "settings" / "shortcuts.json").write_text(json.dumps(changes), encoding="utf-8")
    made = Program(qapp, desk, Settings(desk.preferences))
    with qtbot.waitSignal(made.window.loaded, timeout=WAIT):
        made.show(None)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow, timeout=WAIT)
    yield made
    made.window.close()
    made.window.deleteLater()
    made.deleteLater()


def test_the_window_says_it_and_the_key_works(changed: Program, matter: Path, qtbot: QtBot) -> None:
    window = changed.window
    said = window.toast.text
    for part in ("J is", "Next item", "Previous item", "nonsense", "Ctrl+Banana"):
        assert part in said
    open_matter(window, matter, qtbot)
    items = space(window).review.list
    second = items.model.ids[1]
    items.reveal(second)
    items.setFocus()
    QTest.keyClick(window, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: items.current == items.model.ids[0], timeout=WAIT)
    assert window.registry.find("review", "rotate").shortcut().toString() == "R"
    caps = [each.text() for each in show_keys(window).findChildren(QLabel)]
    assert caps.count("J") == 1
