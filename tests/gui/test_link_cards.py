"""The cards of proof links: words, cites and notes are changed where they stand, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.links import AddCite, EditCite, EditLink, LinkEvidence
from evidence_desk.domain.words import Stance
from evidence_desk.gui.views.inspector import Inspector
from evidence_desk.gui.widgets.inline_field import InlineText
from evidence_desk.gui.widgets.link_card import LinkCard
from evidence_desk.gui.widgets.named_text import NamedText
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as queries
from evidence_desk.queries.rows import EvidenceDetail, LinkRow
from tests.gui.conftest import WAIT, changing, space, trigger

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def inspector(window: MainWindow, qtbot: QtBot) -> Inspector:
    """The inspector of Review with the announcement, which proves most."""
    review = space(window).review
    found = next(row.id for row in window.ui.bridge.read(queries.list_evidence) if row.exhibit == "A-2")
    review.go_to(found)
    qtbot.waitUntil(lambda: bool(review.inspector.links.cards and review._targets), timeout=WAIT)
    qtbot.waitUntil(lambda: _links(window)[0].id in review.inspector.links.cards, timeout=WAIT)
    qtbot.wait(200)
    return review.inspector


def _detail(window: MainWindow) -> EvidenceDetail:
    found: EvidenceDetail = window.ui.bridge.read(queries.evidence_detail, space(window).review.list.current)
    return found


def _links(window: MainWindow) -> tuple[LinkRow, ...]:
    return _detail(window).links


def _link(window: MainWindow, number: str) -> LinkRow:
    return next(each for each in _links(window) if each.element_number == number)


def _card(window: MainWindow, inspector: Inspector, number: str) -> LinkCard:
    return inspector.links.cards[_link(window, number).id]


def _field(card: LinkCard, name: str) -> InlineText:
    return card.texts[name].edit()


def _show(widget: QWidget, inspector: Inspector) -> None:
    inspector._scroll.ensureWidgetVisible(widget)


@pytest.mark.parametrize("name", ["purpose", "objection", "answer"])
def test_the_words_of_a_link_are_edited_in_place_and_undone_in_one_step(
    window: MainWindow, inspector: Inspector, qtbot: QtBot, name: str
) -> None:
    before = _link(window, "1.2")
    card = _card(window, inspector, "1.2")
    card.opener.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(card.opener, Qt.Key.Key_Return)
    field = _field(card, name)
    assert field.isVisible()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Other words")
    changing(window, qtbot, lambda: QTest.keyClick(field, Qt.Key.Key_Return, CTRL))
    assert getattr(_link(window, "1.2"), name) == "Other words"
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _link(window, "1.2") == before
    qtbot.waitUntil(lambda: card.texts[name].text == getattr(before, name), timeout=WAIT)


def test_only_what_is_written_shows_until_all_fields_are_asked_for(
    window: MainWindow, inspector: Inspector, qtbot: QtBot
) -> None:
    link = _link(window, "1.2")
    assert link.purpose
    changing(window, qtbot, lambda: window.ui.bridge.run(EditLink(link=link.id, objection="", answer="")))
    card = _card(window, inspector, "1.2")
    qtbot.waitUntil(card.texts["objection"].isHidden, timeout=WAIT)
    assert card.texts["purpose"].isVisible()
    assert card.texts["answer"].isHidden()
    card.opener.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(card.opener, Qt.Key.Key_Space)
    assert card.texts["objection"].has_keyboard, "the first that is empty"
    assert card.texts["answer"].isVisible()
    card.opener.click()
    assert card.texts["answer"].isHidden()
    assert card.texts["purpose"].isVisible()


def test_typed_words_and_the_keyboard_stay_while_the_links_change(
    window: MainWindow, inspector: Inspector, qtbot: QtBot
) -> None:
    card = _card(window, inspector, "1.3")
    card.opener.click()
    field = _field(card, "answer")
    QTest.keyClicks(field, "Half a thou")
    item = space(window).review.list.current
    other = LinkEvidence(evidence=item, element="element:3.3", stance=Stance.CONTEXT)
    changing(window, qtbot, lambda: window.ui.bridge.run(other))
    changing(window, qtbot, lambda: window.ui.bridge.run(EditLink(link=_link(window, "1.3").id, weight=3)))
    changing(window, qtbot, lambda: window.ui.bridge.run(Delete(what=_link(window, "1.2").id, cascade=True)))
    qtbot.waitUntil(lambda: len(inspector.links.cards) == len(_links(window)), timeout=WAIT)
    qtbot.wait(100)
    assert QApplication.focusWidget() is field
    QTest.keyClicks(field, "ght")
    changing(window, qtbot, lambda: QTest.keyClick(field, Qt.Key.Key_Return, CTRL))
    assert (_link(window, "1.3").answer, _link(window, "1.3").weight) == ("Half a thought", 3)


def test_words_typed_on_a_link_are_kept_there_when_another_item_shows(
    window: MainWindow, inspector: Inspector, qtbot: QtBot
) -> None:
    link = _link(window, "1.3").id
    item, card = space(window).review.list.current, _card(window, inspector, "1.3")
    card.opener.click()
    _field(card, "objection").setFocus()
    _field(card, "objection").selectAll()
    QTest.keyClicks(_field(card, "objection"), "Half a thought")
    changing(window, qtbot, lambda: space(window).review.list.step(1))
    kept: EvidenceDetail = window.ui.bridge.read(queries.evidence_detail, item)
    assert next(each for each in kept.links if each.id == link).objection == "Half a thought"


def test_words_that_were_refused_still_stand_and_are_sent_again(
    window: MainWindow, inspector: Inspector, qtbot: QtBot
) -> None:
    link, item = _link(window, "1.3"), space(window).review.list.current
    known = {each.id for each in _detail(window).cites}
    whole = AddCite(evidence=item, note="The whole document")  # of no page, so that it cannot have a quote
    changing(window, qtbot, lambda: window.ui.bridge.run(whole))
    cite = next(each.id for each in _detail(window).cites if each.id not in known)
    ids = [*(each.id for each in link.cites), cite]
    changing(window, qtbot, lambda: window.ui.bridge.run(EditLink(link=link.id, cites=ids)))
    card = _card(window, inspector, "1.3")
    qtbot.waitUntil(lambda: cite in card.cites, timeout=WAIT)
    card.opener.click()
    field = card.cites[cite].quote.edit()
    QTest.keyClicks(field, "apologise")
    with qtbot.waitSignal(window.ui.bridge.failed, timeout=WAIT):
        QTest.keyClick(field, Qt.Key.Key_Return, CTRL)
    changing(window, qtbot, lambda: window.ui.bridge.run(EditLink(link=link.id, weight=3)))
    changing(window, qtbot, lambda: window.ui.bridge.run(EditCite(cite=cite, page=1)))
    qtbot.wait(100)
    assert field.isVisible()
    assert card.cites[cite].quote.text == "apologise"
    field.setFocus()
    changing(window, qtbot, lambda: QTest.keyClick(field, Qt.Key.Key_Return, CTRL))
    assert "apologise" in {each.quote for each in _link(window, "1.3").cites}


def test_a_cite_is_gone_to_with_mouse_and_keyboard(
    window: MainWindow, inspector: Inspector, qtbot: QtBot
) -> None:
    link = _link(window, "1.2")
    assert len(link.cites) > 1
    place = _card(window, inspector, "1.2").cites[link.cites[1].id].place
    _show(place, inspector)
    gone_to: list[tuple[str, str]] = []
    inspector.cite_clicked.connect(lambda *ids: gone_to.append(ids))
    QTest.mouseClick(place, Qt.MouseButton.LeftButton)
    space(window).review.take_focus()
    place.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(place, Qt.Key.Key_Return)
    QTest.keyClick(place, Qt.Key.Key_Space)
    assert gone_to == [(link.evidence, link.cites[1].id)] * 3, "and never to the first one, as the card does"


def _reach(window: MainWindow, is_there: Callable[[], bool]) -> None:
    for _ in range(80):
        if is_there():
            return
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    raise AssertionError


def test_every_cite_and_field_is_reached_with_tab(
    window: MainWindow, inspector: Inspector, qtbot: QtBot
) -> None:
    link = _link(window, "1.2")
    card = _card(window, inspector, "1.2")
    card.setFocus(Qt.FocusReason.TabFocusReason)
    for line in card.cites.values():
        _reach(window, line.place.hasFocus)
    _reach(window, card.opener.hasFocus)
    QTest.keyClick(card.opener, Qt.Key.Key_Return)
    assert card.texts["answer"].text
    _reach(window, lambda: card.texts["answer"].has_keyboard)
    _reach(window, lambda: card.cites[link.cites[0].id].note.has_keyboard)
    note = card.cites[link.cites[0].id].note.edit()
    QTest.keyClicks(note, "Read this")
    changing(window, qtbot, lambda: QTest.keyClick(note, Qt.Key.Key_Return, CTRL))
    assert _link(window, "1.2").cites[0].note == "Read this"
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _link(window, "1.2") == link


def test_a_quote_is_changed_and_says_when_the_page_has_other_words(
    window: MainWindow, inspector: Inspector, qtbot: QtBot
) -> None:
    link = _link(window, "1.2")
    card = _card(window, inspector, "1.2")
    card.opener.click()
    quote = card.cites[link.cites[0].id].quote.edit()
    quote.selectAll()
    QTest.keyClicks(quote, "no such words")
    changing(window, qtbot, lambda: QTest.keyClick(quote, Qt.Key.Key_Return, CTRL))
    cite = next(each for each in _link(window, "1.2").cites if each.id == link.cites[0].id)
    assert (cite.quote, cite.state) == ("no such words", "missing")
    assert "is not in the text" in window.toast.text


def test_one_cite_is_taken_off_and_goes_when_nothing_else_has_it(
    window: MainWindow, inspector: Inspector, qtbot: QtBot
) -> None:
    before = _detail(window)
    link = _link(window, "1.2")
    first, second = link.cites[:2]
    # The first is on another link, too; the second is on this one only.
    shared = next(each for each in before.links if each.id != link.id)
    ids = [*(cite.id for cite in shared.cites), first.id]
    changing(window, qtbot, lambda: window.ui.bridge.run(EditLink(link=shared.id, cites=ids)))
    before = _detail(window)
    assert not any(second.id == cite.id for each in before.links if each.id != link.id for cite in each.cites)
    card = _card(window, inspector, "1.2")
    place = card.cites[first.id].place
    place.setFocus(Qt.FocusReason.TabFocusReason)
    changing(window, qtbot, lambda: QTest.keyClick(place, Qt.Key.Key_Delete))
    assert first.id not in {cite.id for cite in _link(window, "1.2").cites}
    assert first.id in {cite.id for cite in _detail(window).cites}
    qtbot.waitUntil(card.cites[second.id].place.hasFocus, timeout=WAIT)
    card.opener.click()
    name = f"{window.ui.t('link.cite_remove')}: cite 1 of 1.2"
    remove = next(
        each for each in card.findChildren(QPushButton) if each.isVisible() and each.accessibleName() == name
    )
    changing(window, qtbot, remove.click)
    assert second.id not in {cite.id for cite in _detail(window).cites}
    for _ in range(2):
        changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _detail(window) == before


def test_the_parts_of_every_card_have_names_of_their_own(
    window: MainWindow, inspector: Inspector, qtbot: QtBot
) -> None:
    item = space(window).review.list.current
    again = LinkEvidence(evidence=item, element="element:1.2", stance=Stance.CONTEXT, purpose="Also this")
    changing(window, qtbot, lambda: window.ui.bridge.run(again))
    qtbot.waitUntil(lambda: len(inspector.links.cards) == len(_links(window)), timeout=WAIT)
    for card in inspector.links.cards.values():
        card.opener.click()
    texts = [each for each in inspector.links.findChildren(NamedText) if each.isVisible()]
    parts: list[QWidget] = [each for each in inspector.links.findChildren(QPushButton) if each.isVisible()]
    parts += [each.edit() for each in texts]
    parts += [line.place for card in inspector.links.cards.values() for line in card.cites.values()]
    names = [each.accessibleName() for each in parts]
    assert len(names) > 60
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_words_typed_on_a_link_in_claims_stay_while_the_claims_change(
    window: MainWindow, qtbot: QtBot
) -> None:
    trigger(window, "global", "view_claims")
    view = space(window).claims
    qtbot.waitUntil(lambda: bool(view._claims), timeout=WAIT)
    element = next(e for claim in view._claims for e in claim.elements if e.number == "1.2")
    view.go_to(element.id)
    qtbot.waitUntil(lambda: bool(view.inspector.links.cards), timeout=WAIT)
    card = next(iter(view.inspector.links.cards.values()))
    card.opener.click()
    field = _field(card, "answer")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Half a thou")
    changing(window, qtbot, lambda: view._edit(element.id, "note", "From elsewhere"))
    qtbot.waitUntil(lambda: view._thing(element.id) != element, timeout=WAIT)
    qtbot.wait(200)
    assert field.hasFocus()
    QTest.keyClicks(field, "ght")
    changing(window, qtbot, lambda: QTest.keyClick(field, Qt.Key.Key_Return, CTRL))
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    qtbot.waitUntil(lambda: card.texts["answer"].text != "Half a thought", timeout=WAIT)


def test_words_are_clicked_to_be_edited_and_escape_gives_up(
    window: MainWindow, inspector: Inspector, qtbot: QtBot
) -> None:
    card = _card(window, inspector, "1.2")
    before, gone_to = card.texts["purpose"].text, []
    inspector.cite_clicked.connect(lambda *ids: gone_to.append(ids))
    words = card.texts["purpose"].words
    _show(words, inspector)
    QTest.mouseClick(words, Qt.MouseButton.LeftButton)
    assert card.texts["purpose"].has_keyboard
    QTest.keyClicks(QApplication.focusWidget(), "Other")
    assert card.texts["purpose"].text != before
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert words.isVisible()
    assert (card.texts["purpose"].text, gone_to) == (before, [])


def test_a_card_that_stood_for_another_link_shows_nothing_of_it(
    window: MainWindow, inspector: Inspector, qtbot: QtBot
) -> None:
    review, items = space(window).review, space(window).review.list.model.ids
    first = {link.id: (link.purpose, len(link.cites)) for link in _links(window)}
    for card in inspector.links.cards.values():
        card.opener.click()
    for item in (*items[:8], items[1]):
        review.go_to(item)
        links: EvidenceDetail = window.ui.bridge.read(queries.evidence_detail, item)
        qtbot.waitUntil(
            lambda links=links: set(inspector.links.cards) == {each.id for each in links.links}, timeout=WAIT
        )
        for link in links.links:
            card = inspector.links.cards[link.id]
            assert [card.texts[name].text for name in card.texts] == [
                link.purpose,
                link.objection,
                link.answer,
            ]
            assert [name for name, each in card.texts.items() if not each.isHidden()] == [
                name for name in card.texts if getattr(link, name)
            ]
            assert list(card.cites) == [cite.id for cite in link.cites]
            assert not card.opener.isChecked()
    assert first == {link.id: (link.purpose, len(link.cites)) for link in _links(window)}


def test_a_copy_that_may_only_be_read_offers_no_change(window: MainWindow, inspector: Inspector) -> None:
    links = [(link, link.element_number, "words") for link in _links(window)]
    inspector.links.show_links("another", links, is_open=False)
    card = next(card for card in inspector.links.cards.values() if card.texts["purpose"].text)
    assert not card.opener.isVisible()
    assert card.texts["purpose"].isVisible()
    assert card.texts["purpose"].words.focusPolicy() == Qt.FocusPolicy.NoFocus
    asked: list[object] = []
    inspector.links.command_asked.connect(asked.append)
    QTest.keyClick(card, Qt.Key.Key_Delete)
    QTest.keyClick(next(iter(card.cites.values())).place, Qt.Key.Key_Delete)
    assert asked == []


def test_delete_on_a_card_in_claims_removes_the_link_and_not_the_element(
    window: MainWindow, qtbot: QtBot
) -> None:
    trigger(window, "global", "view_claims")
    view = space(window).claims
    qtbot.waitUntil(lambda: bool(view._claims), timeout=WAIT)
    element = next(e for claim in view._claims for e in claim.elements if e.number == "1.2")
    view.go_to(element.id)
    qtbot.waitUntil(lambda: len(view.inspector.links.cards) > 1, timeout=WAIT)
    failed: list[object] = []
    window.ui.bridge.failed.connect(failed.append)
    link, card = next(iter(view.inspector.links.cards.items()))
    for press, is_there in (
        (next(iter(card.cites.values())).place, True),
        (card, False),
    ):
        press.setFocus(Qt.FocusReason.TabFocusReason)
        changing(window, qtbot, lambda: QTest.keyClick(window.windowHandle(), Qt.Key.Key_Delete))
        qtbot.waitUntil(
            lambda is_there=is_there: (link in view.inspector.links.cards) is is_there, timeout=WAIT
        )
    assert failed == []
    assert next(iter(view.inspector.links.cards.values())).hasFocus()
