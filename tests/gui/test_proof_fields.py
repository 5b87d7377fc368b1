"""What a claim, element or fact belongs to, stands under and competes with is changed in the inspector of Claims."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from evidence_desk.commands.facts import AddFact
from evidence_desk.gui.views.claims import ClaimsView
from evidence_desk.gui.widgets.inline_field import InlineChoice
from evidence_desk.gui.widgets.inline_many import InlineMany
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import claims as queries
from evidence_desk.queries.rows import ElementRow, FactRow
from tests.gui.conftest import WAIT, changing, settle, space, trigger


@pytest.fixture
def view(window: MainWindow, qtbot: QtBot) -> ClaimsView:
    trigger(window, "global", "view_claims")
    made = space(window).claims
    qtbot.waitUntil(lambda: bool(made._claims and made._facts), timeout=WAIT)
    return made


def _elements(window: MainWindow) -> dict[str, ElementRow]:
    return {each.number: each for claim in window.ui.bridge.read(queries.claims) for each in claim.elements}


def _facts(window: MainWindow) -> list[FactRow]:
    return list(window.ui.bridge.read(queries.facts))


def _open(view: ClaimsView, qtbot: QtBot, thing: Any) -> None:
    view.go_to(thing.id)
    qtbot.waitUntil(lambda: view.inspector.of == thing.id, timeout=WAIT)


def _choose(field: InlineChoice, value: str) -> None:
    """Choose by keys, as somebody does who has no mouse."""
    place = field.findData(value)
    assert place >= 0, value
    field.setFocus()
    while field.currentIndex() != place:
        QTest.keyClick(field, Qt.Key.Key_Down if field.currentIndex() < place else Qt.Key.Key_Up)


def _choose_at_once(field: InlineChoice, value: str) -> None:
    """Choose a value that may stand further down than one key reaches, with one change."""
    place = field.findData(value)
    assert place >= 0, value
    field.setCurrentIndex(place)
    field.activated.emit(place)


def _field(view: ClaimsView, kind: type, name: str) -> Any:
    return view.inspector._forms[kind].edit(name)


def test_an_element_is_put_under_another_and_is_disputed(
    window: MainWindow, view: ClaimsView, qtbot: QtBot
) -> None:
    before = _elements(window)
    fellows = [each for each in before.values() if each.claim == before["1.2"].claim]
    below = next(each for each in fellows if each.number != "1.2")
    _open(view, qtbot, below)
    field = _field(view, ElementRow, "parent")
    offered = {field.itemData(place) for place in range(field.count())}
    assert offered == {"", *(each.id for each in fellows if each.id != below.id)}
    changing(window, qtbot, lambda: _choose_at_once(field, before["1.2"].id))
    assert _elements(window)[below.number].parent == before["1.2"].id
    _open(view, qtbot, before["1.2"])
    qtbot.waitUntil(lambda: field.findData(below.id) < 0, timeout=WAIT)  # else each stood under the other
    disputed = _field(view, ElementRow, "disputed")
    assert (disputed.currentData(), before["1.2"].disputed) == ("no", False)
    changing(window, qtbot, lambda: _choose(disputed, "yes"))
    assert _elements(window)["1.2"].disputed
    for _ in range(2):
        changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _elements(window) == before


def test_an_element_moved_to_another_claim_leaves_the_one_above_and_with_elements_under_it_stays(
    window: MainWindow, view: ClaimsView, qtbot: QtBot
) -> None:
    before = _elements(window)
    other = next(each.id for each in view._claims if each.id != before["1.2"].claim)
    below = next(
        each for each in before.values() if each.claim == before["1.2"].claim and each.number != "1.2"
    )
    _open(view, qtbot, below)
    parent = _field(view, ElementRow, "parent")
    changing(window, qtbot, lambda: _choose_at_once(parent, before["1.2"].id))
    _open(view, qtbot, before["1.2"])
    field = _field(view, ElementRow, "claim")
    with qtbot.waitSignal(window.ui.bridge.failed, timeout=WAIT):
        _choose_at_once(field, other)
    assert field.currentData() == before["1.2"].claim
    _open(view, qtbot, below)
    changing(window, qtbot, lambda: _choose_at_once(field, other))
    moved = _elements(window)[below.number]
    assert (moved.claim, moved.parent) == (other, "")
    qtbot.waitUntil(lambda: (field.currentData(), parent.currentData()) == (other, ""), timeout=WAIT)
    for _ in range(2):
        changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _elements(window) == before


def test_a_fact_gets_elements_and_rivals_and_loses_them(
    window: MainWindow, view: ClaimsView, qtbot: QtBot
) -> None:
    before = _facts(window)
    fact = next(each for each in before if not each.competes_with)
    other = next(each for each in before if each.id != fact.id and not each.competes_with)
    element = next(each for each in _elements(window).values() if each.id not in fact.elements)
    _open(view, qtbot, fact)
    elements, rivals = _field(view, FactRow, "elements"), _field(view, FactRow, "competes_with")
    assert isinstance(elements, InlineMany)
    assert rivals.add.findData(fact.id) < 0
    changing(window, qtbot, lambda: _choose_at_once(elements.add, element.id))
    changing(window, qtbot, lambda: _choose_at_once(rivals.add, other.id))

    def now() -> FactRow:
        return next(each for each in _facts(window) if each.id == fact.id)

    assert set(now().elements) == {*fact.elements, element.id}
    assert now().competes_with == (other.id,)
    qtbot.waitUntil(lambda: elements.add.findData(element.id) < 0, timeout=WAIT)
    [off] = rivals.findChildren(QPushButton)
    assert other.text[:20] in off.accessibleName()
    off.setFocus()
    changing(window, qtbot, lambda: QTest.keyClick(off, Qt.Key.Key_Space))
    assert now().competes_with == ()
    for _ in range(3):
        changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _facts(window) == before


def test_the_keyboard_stays_in_a_field_whose_last_value_is_taken_and_given_back(
    window: MainWindow, view: ClaimsView, qtbot: QtBot
) -> None:
    fact = _facts(window)[0]
    _open(view, qtbot, fact)
    field = _field(view, FactRow, "competes_with")
    others = [each.id for each in _facts(window) if each.id != fact.id]
    field.setFocus()
    for other in [each for each in others if each not in fact.competes_with]:
        changing(window, qtbot, lambda other=other: _choose_at_once(field.add, other))  # type: ignore[misc]
        qtbot.waitUntil(lambda other=other: field.add.findData(other) < 0, timeout=WAIT)  # type: ignore[misc]
        assert field.isAncestorOf(QApplication.focusWidget())
    assert not field.add.isEnabled()
    for off in field.findChildren(QPushButton):
        changing(window, qtbot, off.click)
        qtbot.waitUntil(field.add.isEnabled, timeout=WAIT)
        settle(window, qtbot)
        assert field.isAncestorOf(QApplication.focusWidget())
    qtbot.waitUntil(lambda: not field.findChildren(QPushButton), timeout=WAIT)
    assert field.add.hasFocus()


def test_no_line_of_the_claims_looks_chosen_while_a_fact_shows(
    window: MainWindow, view: ClaimsView, qtbot: QtBot
) -> None:
    claim, fact = view._claims[0], _facts(window)[0]
    _open(view, qtbot, claim)
    assert view.tree.selectedIndexes()
    _open(view, qtbot, fact)
    assert not view.tree.selectedIndexes()
    view.refresh()
    settle(window, qtbot)
    assert (view.inspector.of, view.tree.selectedIndexes()) == (fact.id, [])
    view.tree.setFocus()
    place = view.tree.visualRect(view.tree.currentIndex()).center()
    QTest.mouseClick(view.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)  # on the line that was left
    qtbot.waitUntil(lambda: view.inspector.of == claim.id, timeout=WAIT)


def test_a_fact_that_is_gone_to_comes_into_sight_and_stays_there(
    window: MainWindow, view: ClaimsView, qtbot: QtBot
) -> None:
    session = window.ui.bridge.session
    assert session is not None
    session.run_all([AddFact(text=f"Something else happened, the {number}th time") for number in range(60)])
    qtbot.waitUntil(lambda: len(view._facts) >= 60, timeout=WAIT)
    last = _facts(window)[-1]

    def is_in_sight() -> bool:
        card = view.facts._cards.get(last.id)
        return card is not None and not card.visibleRegion().isEmpty()

    assert not is_in_sight()
    view.go_to(last.id)
    qtbot.waitUntil(is_in_sight, timeout=WAIT)
    note = _field(view, FactRow, "note")
    note.setFocus()
    QTest.keyClicks(note, "Seen by two")
    changing(
        window, qtbot, lambda: QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    )
    qtbot.waitUntil(lambda: view._facts[-1].note == "Seen by two", timeout=WAIT)
    qtbot.waitUntil(is_in_sight, timeout=WAIT)
