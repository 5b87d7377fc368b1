"""How the window looks, in both languages: nothing is cut off, and what shows no words says what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.actions.matters import open_path
from evidence_desk.gui.settings import Settings
from evidence_desk.gui.widgets.tab_order import reading_order
from evidence_desk.gui.window import MainWindow
from evidence_desk.support.preferences import Preferences
from tests.gui.conftest import settle
from tests.gui.screen_words import is_cut
from tests.gui.showing import VIEWS, everything

_SIZE = (1280, 720)  # the smallest window that is promised to hold all


@pytest.fixture(params=["en", "zh"])
def settings(request: pytest.FixtureRequest, desk: LocalDesk, tmp_path: Path) -> Settings:
    desk.preferences = Preferences(tmp_path / "settings")
    desk.preferences.set("language", request.param)
    desk.preferences.set("theme", "light")
    return Settings(desk.preferences)


@pytest.fixture
def rest(window: MainWindow, qtbot: QtBot) -> Callable[[], None]:
    window.resize(*_SIZE)

    def wait() -> None:
        settle(window, qtbot)
        qtbot.wait(120)
        settle(window, qtbot)

    return wait


def _parts(widget: QWidget) -> Iterator[QWidget]:
    yield from (part for part in (widget, *widget.findChildren(QWidget)) if part.isVisible())


def _is_nameless(part: QWidget) -> bool:
    """Return whether a button shows no words, and does not say them to the mouse and to a screen reader either."""
    if not isinstance(part, QAbstractButton) or _has_words(part.text()):
        return False
    is_of_field = isinstance(part.parentWidget(), QLineEdit)  # its own, which clears it
    return not is_of_field and not (_has_words(part.toolTip()) and _has_words(part.accessibleName()))


def _has_words(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _named(part: QWidget) -> str:
    words = part.text() if isinstance(part, QLabel | QAbstractButton) else ""
    return f"{words!r} in {type(part.parentWidget()).__name__}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    made.mkdir()
    (made / "a.txt").write_text("a", "utf-8")
    return made


def test_nothing_is_cut_off_in_dialogs_and_menus(
    window: MainWindow, rest: Callable[[], None], folder: Path
) -> None:
    found = {}
    for name, widget in everything(window, folder, rest):
        nameless = [_named(part) for part in _parts(widget) if _is_nameless(part)]
        cut = [_named(part) for part in _parts(widget) if widget is not window and is_cut(part)]
        if nameless or cut:
            found[name] = (nameless, cut)
    assert found == {}


def test_nothing_is_cut_off_in_a_matter_that_holds_nothing_yet(
    window: MainWindow, rest: Callable[[], None], desk: LocalDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    made = desk.new_matter(tmp_path / "empty.edesk", profile="prc_civil", title="A v. B")
    made.close()
    open_path(window.ui, made.path)
    qtbot.waitUntil(
        lambda: window.ui.bridge.session is not None and window.ui.bridge.session.path == made.path
    )
    for view in VIEWS:
        window.show_view(view)
        rest()
        assert [_named(part) for part in _parts(window) if is_cut(part)] == [], view


@pytest.mark.parametrize("view", VIEWS)
def test_what_shows_no_words_says_what_it_is(window: MainWindow, rest: Callable[[], None], view: str) -> None:
    window.show_view(view)
    rest()
    assert [_named(part) for part in _parts(window) if _is_nameless(part)] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_has_the_keyboard_looks_otherwise(
    window: MainWindow, rest: Callable[[], None], theme: str
) -> None:
    window.choose_theme(theme)
    unseen = []
    for view in VIEWS:
        window.show_view(view)
        rest()
        window.workspace.current.take_focus()  # type: ignore[union-attr]
        for part in list(reading_order(window)):
            if isValid(part) and part.isVisible() and part.isEnabled():
                part.clearFocus()
                before = part.grab().toImage()
                part.setFocus(Qt.FocusReason.TabFocusReason)
                if part.hasFocus() and part.grab().toImage() == before:
                    unseen.append(f"{view}: {type(part).__name__} {part.accessibleName()}")
    assert "\n".join(unseen) == ""
