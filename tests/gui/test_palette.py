"""The command palette does what is called as one typed, and says when there is no such thing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from evidence_desk.commands.evidence import AddEvidence
from evidence_desk.gui.actions.global_actions import _find
from evidence_desk.gui.app import Program
from evidence_desk.gui.dialogs.form import FormDialog
from evidence_desk.gui.dialogs.palette import CommandPalette
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import claims as claim_queries
from evidence_desk.queries import matter as matter_queries
from evidence_desk.queries.evidence import evidence_with_words
from tests.gui.conftest import WAIT, changing, open_matter, space, trigger


@pytest.fixture
def palette(window: MainWindow) -> CommandPalette:
    trigger(window, "global", "palette")
    made = window.findChild(CommandPalette)
    assert made is not None
    return made


def _listed(palette: CommandPalette) -> list[str]:
    return [palette._list.item(place).text() for place in range(palette._list.count())]


def _type(palette: CommandPalette, words: str, qtbot: QtBot) -> None:
    palette._field.setText(words)
    qtbot.waitUntil(lambda: not palette._is_looking, timeout=WAIT)


@pytest.mark.parametrize("waits", [True, False])
def test_the_name_of_an_item_goes_to_it_and_undoes_nothing(
    window: MainWindow, qtbot: QtBot, waits: bool
) -> None:
    bridge = window.ui.bridge
    changing(window, qtbot, lambda: bridge.run(AddEvidence(title="Zoom report")))
    changing(window, qtbot, lambda: bridge.run(AddEvidence(title="bomb")))
    item = next(
        row.id for row in bridge.read(lambda c: evidence_with_words(c, "bomb")) if row.title == "bomb"
    )
    assert bridge.session is not None
    assert "bomb" in (bridge.session.undo_label or "")
    trigger(window, "global", "view_claims")
    trigger(window, "global", "palette")
    palette = window.findChild(CommandPalette)
    assert palette is not None
    QTest.keyClicks(palette._field, "bomb")
    if waits:
        qtbot.waitUntil(lambda: not palette._is_looking, timeout=WAIT)
    QTest.keyClick(palette._field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: space(window).review.list.current == item, timeout=WAIT)
    assert "bomb" in (bridge.session.undo_label or "")
    assert not palette.isVisible()
    trigger(window, "global", "palette")
    _type(palette, "zoom", qtbot)
    names = [each.startswith("Zoom") or "Zoom report" in each for each in _listed(palette)]
    assert names == sorted(names, reverse=True)  # what begins so stands before what only holds it


def test_undo_is_found_by_its_own_name_and_says_what_it_would_do(window: MainWindow, qtbot: QtBot) -> None:
    changing(window, qtbot, lambda: window.ui.bridge.run(AddEvidence(title="bomb")))
    assert _find(window, "bomb") == []
    assert "bomb" in next(entry.text for entry in _find(window, "undo"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_language_is_the_language_of_the_screen_first(
    program: Program, matter: Path, qtbot: QtBot, language: str
) -> None:
    window = program.window
    if language == "zh":
        trigger(window, "global", "language")
        qtbot.waitUntil(lambda: program.window is not window and program.window.workspace is not None)
        window = program.window
    open_matter(window, matter, qtbot)
    first, *more = _find(window, window.ui.t("field.language"))
    assert first.text == window.ui.t("action.language")
    assert len(more) > 1  # orders and columns are found as well


def test_claims_elements_and_people_come_before_actions_that_only_hold_the_words(
    window: MainWindow, palette: CommandPalette, qtbot: QtBot
) -> None:
    claims = window.ui.bridge.read(claim_queries.claims)
    people = window.ui.bridge.read(matter_queries.parties)
    for name in (claims[0].title, claims[0].elements[0].text, people[0].name):
        _type(palette, name, qtbot)
        assert name in _listed(palette)[0]
    title = claims[1].title
    _type(palette, title, qtbot)
    QTest.keyClick(palette._field, Qt.Key.Key_Return)
    assert space(window).current is space(window).claims
    assert space(window).claims._current == claims[1].id


def test_a_new_tag_is_made_from_the_palette(
    palette: CommandPalette, window: MainWindow, qtbot: QtBot
) -> None:
    _type(palette, "New tag", qtbot)
    QTest.keyClick(palette._field, Qt.Key.Key_Return)
    form = window.findChild(FormDialog)
    assert form is not None
    assert form.isVisible()
    form.close()


def test_every_button_that_adds_something_has_an_action(window: MainWindow, qtbot: QtBot) -> None:
    """Those of the inspector that begin with +, also where a tip says the whole, and what takes the filters off."""
    named = {action.text().rstrip("…") for action in window.registry.of("review")}

    def adding() -> list[set[str]]:
        buttons = space(window).review.findChildren(QAbstractButton)
        plus = [each for each in buttons if each.text().startswith("+ ")]
        return [{each.text().removeprefix("+ ").rstrip("…"), each.toolTip().rstrip("…")} for each in plus]

    qtbot.waitUntil(lambda: len(adding()) >= 3, timeout=WAIT)
    assert [words for words in adding() if words.isdisjoint(named)] == []
    assert window.ui.t("facets.clear") in named


def test_nothing_found_is_said(palette: CommandPalette, qtbot: QtBot) -> None:
    assert not palette._nothing.isVisible()
    _type(palette, "qqxyzzy", qtbot)
    assert palette._nothing.isVisible()
    assert _listed(palette) == []
    QTest.keyClick(palette._field, Qt.Key.Key_Return)
    assert palette.isVisible()
    _type(palette, "undo", qtbot)
    assert not palette._nothing.isVisible()


def test_without_a_matter_nothing_found_is_said_as_well(program: Program) -> None:
    trigger(program.window, "global", "palette")
    palette = program.window.findChild(CommandPalette)
    assert palette is not None
    QTest.keyClicks(palette._field, "qqxyzzy")
    assert palette._nothing.isVisible()


def test_its_key_begins_anew_while_it_is_open_and_later(
    window: MainWindow, palette: CommandPalette, qtbot: QtBot
) -> None:
    _type(palette, "undo", qtbot)
    palette._field.setCursorPosition(2)
    QTest.keyClick(palette._field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert palette.isVisible()
    assert palette._field.text() == ""
    _type(palette, "undo", qtbot)
    palette.hide()
    trigger(window, "global", "palette")
    assert palette._field.text() == ""
    assert len(_listed(palette)) > 10
