"""Parties in the window: added, edited in place, deleted where nothing is theirs; and the matter itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from evidence_desk.gui.dialogs.form import FormDialog
from evidence_desk.gui.views.parties import PartiesView
from evidence_desk.gui.widgets.inline_field import InlineChoice, InlineLine, InlineText
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries.matter import matter as read_matter
from evidence_desk.queries.matter import parties as read_parties
from evidence_desk.queries.rows import PartyRow
from tests.gui.conftest import WAIT, changing, space, trigger

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(window: MainWindow, qtbot: QtBot) -> PartiesView:
    QTest.keyClick(window, Qt.Key.Key_5, CTRL)
    made = space(window).parties
    qtbot.waitUntil(lambda: made.isVisible() and made.list.current is not None, timeout=WAIT)
    return made


def _parties(window: MainWindow) -> list[PartyRow]:
    found: list[PartyRow] = window.ui.bridge.read(read_parties)
    return found


def _form(qtbot: QtBot) -> FormDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog), timeout=WAIT)
    form = QApplication.activeModalWidget()
    assert isinstance(form, FormDialog)
    return form


def _fill(form: FormDialog, **values: str) -> None:
    for name, value in values.items():
        edit = form.edit(name)
        if hasattr(edit, "findData"):
            edit.setCurrentIndex(edit.findData(value))
        else:
            edit.setText(value)  # type: ignore[union-attr]


def _claim_buttons(view: PartiesView) -> list[QPushButton]:
    return [each for each in view._claims.findChildren(QPushButton) if each.isVisible()]


def test_a_party_is_added_with_keys_and_undone(window: MainWindow, view: PartiesView, qtbot: QtBot) -> None:
    before = _parties(window)
    QTest.keyClick(view.list, Qt.Key.Key_N)
    form = _form(qtbot)
    _fill(
        form, name="Anna Lee", native_name="李安娜", kind="person", side="theirs", aliases="Lee, A. Lee，老李"
    )
    changing(window, qtbot, lambda: QTest.keyClick(form.edit("name"), Qt.Key.Key_Return))
    made = next(each for each in _parties(window) if each not in before)
    assert (made.name, made.kind, made.side, made.role) == ("Anna Lee", "person", "theirs", "")
    assert made.aliases == ("Lee", "A. Lee", "老李")
    qtbot.waitUntil(lambda: view.list.current == made, timeout=WAIT)
    qtbot.waitUntil(lambda: window.rail._items["parties"]._count == str(len(before) + 1), timeout=WAIT)
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _parties(window) == before
    qtbot.waitUntil(lambda: view.list.model().rowCount() == len(before), timeout=WAIT)


def test_every_field_of_a_party_is_edited_in_place_and_undone(
    window: MainWindow, view: PartiesView, qtbot: QtBot
) -> None:
    before = _parties(window)
    party = before[0]
    for name in view.form.names:
        field, text = view.form.edit(name), f"New {name}"
        if isinstance(field, InlineChoice):
            place = next(
                n for n in range(field.count()) if field.itemData(n) not in ("", field.currentData())
            )
            text = str(field.itemData(place))
            field.setCurrentIndex(place)
            changing(window, qtbot, lambda field=field, place=place: field.activated.emit(place))
        else:
            assert isinstance(field, InlineLine | InlineText)
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, text)
            changing(window, qtbot, lambda field=field: QTest.keyClick(field, Qt.Key.Key_Return, CTRL))
        now = next(each for each in _parties(window) if each.id == party.id)
        assert getattr(now, name) == ((text,) if name == "aliases" else text)
        qtbot.waitUntil(lambda now=now: view.list.current == now, timeout=WAIT)
    for _ in view.form.names:
        changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _parties(window) == before


def test_a_party_that_something_hangs_on_is_kept_and_another_goes(
    window: MainWindow, view: PartiesView, qtbot: QtBot
) -> None:
    before = _parties(window)
    assert view.list.current == before[0]
    with qtbot.waitSignal(window.ui.bridge.failed, timeout=WAIT):
        QTest.keyClick(view.list, Qt.Key.Key_Delete)
    assert _parties(window) == before
    QTest.keyClick(view.list, Qt.Key.Key_End)
    assert view.list.current == before[-1]
    changing(window, qtbot, lambda: QTest.keyClick(view.list, Qt.Key.Key_Delete))
    assert _parties(window) == before[:-1]
    qtbot.waitUntil(lambda: view.list.current == before[-2], timeout=WAIT)
    QTest.keyClick(view.list, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: bool(_claim_buttons(view)), timeout=WAIT)
    assert _claim_buttons(view)[0].text().startswith("1 ")
    _claim_buttons(view)[0].click()
    qtbot.waitUntil(lambda: space(window).current.name == "claims", timeout=WAIT)


def test_the_evidence_from_a_party_is_shown(window: MainWindow, view: PartiesView, qtbot: QtBot) -> None:
    name = view.list.current.name if view.list.current else ""
    QTest.keyClick(view.list, Qt.Key.Key_E)
    review = space(window).review
    qtbot.waitUntil(lambda: review.searching.results.query == f'party:"{name}"', timeout=WAIT)
    assert space(window).current is review


def test_the_last_party_leaves_a_view_that_teaches(window: MainWindow, view: PartiesView) -> None:
    view._show([])
    assert view._stack.currentIndex() == 1
    assert not view._or_hint.currentIndex()


def test_the_matter_itself_is_edited_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    before = window.ui.bridge.read(read_matter)
    trigger(window, "global", "edit_matter")
    form = _form(qtbot)
    assert form.values()["title"] == before.title
    form.accept()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=WAIT)
    assert window.ui.bridge.session is not None
    trigger(window, "global", "edit_matter")
    form = _form(qtbot)
    _fill(form, title="Lee v. Cloud", amount="much", our_side="defendant")
    form.accept()
    qtbot.waitUntil(form.problem.isVisible, timeout=WAIT)
    assert "much" in form.problem.text()
    _fill(form, amount="1,200")
    changing(window, qtbot, form.accept)
    now = window.ui.bridge.read(read_matter)
    assert (now.title, now.amount, now.our_side) == ("Lee v. Cloud", "1200", "defendant")
    assert now.summary == before.summary
    qtbot.waitUntil(lambda: window.windowTitle().startswith("Lee v. Cloud"), timeout=WAIT)
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert window.ui.bridge.read(read_matter) == before
