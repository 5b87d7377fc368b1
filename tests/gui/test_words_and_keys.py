"""Words, keys and actions are data that belong together."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import jsonschema
import pytest
from pytestqt.qtbot import QtBot

import evidence_desk.gui
from evidence_desk.gui.actions.global_actions import _find
from evidence_desk.gui.keymap import Keys, changed_keys, load_keys
from evidence_desk.gui.texts import LANGUAGES, Texts, system_language
from evidence_desk.gui.window import VIEWS, MainWindow
from evidence_desk.support.resources import resource, schema
from tests.gui.conftest import WAIT

SOURCES = sorted(Path(evidence_desk.gui.__file__).parent.rglob("*.py"))
_SHOWS = (
    "label heading button badge setText setToolTip setWindowTitle setPlaceholderText setAccessibleName addAction"
    " setTitle QLabel QPushButton QCheckBox set_text"
).split()


def _texts(language: str) -> dict[str, str]:
    return json.loads(resource("i18n", f"gui.{language}.json").read_text(encoding="utf-8"))


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    english, chinese = (_texts(language) for language in LANGUAGES)
    assert english.keys() == chinese.keys()
    for key, text in english.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", chinese[key])), key
        assert text.strip(), key
        assert chinese[key].strip(), key


def test_chinese_texts_are_chinese() -> None:
    same = {key for key, text in _texts("en").items() if _texts("zh")[key] == text}
    assert same <= {"format.csv", "format.json", "format.docx", "format.pdf"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_words_of_the_screen_stand_in_the_code(path: Path) -> None:
    """Words in two or more letters given to what shows them; names of styles and icons are no words."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name in _SHOWS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found += re.findall(r"[A-Za-z\u4e00-\u9fff]{2,}", first.value)
    # A setting's name is the first argument of Settings.set_text.
    assert set(found) <= {"profile", "folder", "import", "theme", "language", "copies"}


def _keys_in_code() -> set[str]:
    """Return the texts that are asked for by their whole name."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in ("t", "texts", "count") and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    return found


def test_every_text_that_is_asked_for_is_there() -> None:
    asked = _keys_in_code()
    assert len(asked) > 100
    assert asked <= _texts("en").keys()


def test_an_unknown_text_is_a_bug_and_an_unknown_word_is_itself() -> None:
    texts = Texts("en")
    with pytest.raises(KeyError):
        texts("no.such.text")
    assert texts.word("stance", "supports") == "Supports"
    assert texts.word("stance", "sideways_on") == "sideways on"
    assert texts.count("review.items", 1) == "1 item"
    assert texts.count("review.items", 12345) == "12,345 items"


@pytest.mark.parametrize(
    ("value", "language"), [("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en"), ("de_DE", "en")]
)
def test_the_language_of_the_system_is_taken_if_it_is_spoken(
    monkeypatch: pytest.MonkeyPatch, value: str, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", value)
    assert system_language() == language


def _clashes(keys: Keys) -> list[tuple[str, str, str]]:
    """Return (key, action, action) where one key would do two things in one place; global keys reach everywhere."""
    found = []
    for place in keys:
        taken: dict[str, str] = {}
        places = ("global",) if place == "global" else ("global", place)
        for action, texts in ((a, t) for p in places for a, t in keys.get(p, {}).items()):
            for text in texts:
                if text.lower() in taken:
                    found.append((text, taken[text.lower()], action))
                taken[text.lower()] = action
    return found


def test_no_key_does_two_things_in_one_place() -> None:
    assert _clashes(load_keys()) == []


def test_clashes_are_found() -> None:
    keys = {"global": {"a": ("Ctrl+X",)}, "one": {"b": ("ctrl+x",), "c": ("Y",)}, "two": {"d": ("Y",)}}
    assert _clashes(keys) == [("ctrl+x", "a", "b")]


def test_keys_fit_their_schema() -> None:
    data = json.loads(resource("shortcuts.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, json.loads(schema("shortcuts.schema.json").read_text(encoding="utf-8")))


def test_a_file_of_the_user_changes_single_keys(tmp_path: Path) -> None:
    path = tmp_path / "shortcuts.json"
    path.write_text('{"review": {"link": ["Ctrl+L"]}}', encoding="utf-8")
    keys, _problems = changed_keys(path, Texts("en"))
    assert keys["review"]["link"] == ("Ctrl+L",)
    assert keys["review"]["next_item"] == load_keys()["review"]["next_item"]


def test_every_action_has_a_name_and_every_key_an_action(window: MainWindow) -> None:
    registry = window.registry
    places = ("global", *(name for name, _icon in VIEWS))
    for place in places:
        for action in registry.of(place):
            assert action.text(), action.objectName()
    made = {place: {action.objectName().split(".")[1] for action in registry.of(place)} for place in places}
    keyed = {place: set(actions) for place, actions in load_keys().items()}
    assert {place: keyed[place] - made[place] for place in places} == {place: set() for place in places}
    assert registry.find("review", "link").shortcut().toString() == "L"


def test_every_icon_that_is_used_is_kept_with_its_licence() -> None:
    kept = {path.stem for path in resource("icons").glob("*.svg")}
    assert (resource("icons") / "LICENSE").is_file()
    assert {icon for _name, icon in VIEWS} <= kept
    for name in kept:
        assert "currentColor" in resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def test_no_two_actions_that_work_in_one_place_have_one_key(window: MainWindow, qtbot: QtBot) -> None:
    """As they were made: with the keys of the sample's own tags and presets."""
    qtbot.waitUntil(
        lambda: any("tag_" in each.objectName() for each in window.registry.of("review")), timeout=WAIT
    )
    assert window.workspace is not None
    for place in window.workspace.views:
        taken: dict[str, str] = {}
        for action in window.registry.of("global", place):
            for key in action.shortcuts():
                assert key.toString() not in taken, (action.objectName(), taken[key.toString()])
                taken[key.toString()] = action.objectName()


def test_the_palette_lists_every_action_of_the_view(window: MainWindow) -> None:
    assert window.workspace is not None
    for place in window.workspace.views:
        window.show_view(place)
        listed = {entry.text for entry in _find(window, "")}
        assert {action.text() for action in window.registry.of("global", place)} <= listed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", ["imported", "duplicate", "failed", "skipped"])
def test_what_became_of_a_file_is_called_the_same_in_the_window_and_on_paper(
    language: str, outcome: str
) -> None:
    papers = json.loads(resource("i18n", f"papers.{language}.json").read_text(encoding="utf-8"))
    on_paper = papers["words"][f"outcome.{outcome}"]
    told = {"duplicate": ("import.duplicates", "import.was_known"), "skipped": ("import.skipped",)}
    window = _texts(language)
    assert window[f"outcome.{outcome}"] == on_paper
    assert all(on_paper in window[name] for name in told.get(outcome, ()))
