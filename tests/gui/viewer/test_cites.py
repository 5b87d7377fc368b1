"""A cite on the page: its colour, the card over it, the way to its link and back, and making one in three keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from evidence_desk.commands.claims import AddElement
from evidence_desk.gui.viewer.panel import ViewerPanel
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from evidence_desk.queries import links as link_queries
from evidence_desk.queries.rows import CiteRow, LinkRow
from tests.gui.conftest import WAIT, changing, drag, space, trigger


@pytest.fixture
def viewer(window: MainWindow, qtbot: QtBot) -> ViewerPanel:
    """The viewer with A-2 and its cites."""
    review = space(window).review
    _show(window, qtbot, "A-2")
    qtbot.waitUntil(lambda: bool(review.viewer.cites.targets), timeout=WAIT)
    return review.viewer


def _show(window: MainWindow, qtbot: QtBot, exhibit: str) -> None:
    review = space(window).review
    rows = window.ui.bridge.read(evidence_queries.list_evidence)
    review.go_to(next(row.id for row in rows if row.exhibit == exhibit))
    qtbot.waitUntil(review.viewer.canvas.geometry_known, timeout=WAIT)


def _cited(window: MainWindow, stance: str) -> tuple[LinkRow, CiteRow]:
    links = window.ui.bridge.read(link_queries.links, evidence=space(window).review.list.current)
    return next((link, link.cites[0]) for link in links if link.stance == stance and link.cites)


def _targets(window: MainWindow, cite: str) -> set[str]:
    links = window.ui.bridge.read(link_queries.links)
    return {link.element or link.fact for link in links if any(each.id == cite for each in link.cites)}


def _middle(viewer: ViewerPanel, cite: str) -> QPoint:
    return viewer.canvas.cite_place(cite).center().toPoint()


def _apart(one: QColor, other: QColor) -> int:
    return sum(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True))  # type: ignore[arg-type]


def test_cites_are_marked_in_the_colours_of_their_stances(window: MainWindow, viewer: ViewerPanel) -> None:
    marks = {mark.cite: mark.mark for mark in viewer.canvas._highlights}
    for stance in ("supports", "contradicts"):
        assert marks[_cited(window, stance)[1].id] == stance
    picture = viewer.canvas.viewport().grab().toImage()
    for stance in ("supports", "contradicts"):
        area = viewer.canvas.cite_place(_cited(window, stance)[1].id)
        under = picture.pixelColor(round(area.center().x()), round(area.bottom()) - 1)
        inks = {each: window.ui.theme.color(f"{each}_ink") for each in ("supports", "contradicts", "context")}
        assert min(inks, key=lambda each: _apart(inks[each], under)) == stance
        assert _apart(inks[stance], under) < 60


def test_the_card_over_a_cite_says_what_it_proves_and_who_cited_it_when(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    link, cite = _cited(window, "supports")
    place = QPointF(_middle(viewer, cite.id))
    view = viewer.canvas.viewport()
    none = Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, place, view.mapToGlobal(place), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view, moved)
    card = viewer.cites.card
    qtbot.waitUntil(card.isVisible, timeout=WAIT)
    assert card.cite == cite.id
    said = " ".join(each.text() for each in card.findChildren(QLabel))
    assert (link.element_number or f"F{link.fact_number}") in said
    assert viewer.cites.targets[link.element or link.fact].text in said
    assert cite.quote in said
    qtbot.waitUntil(lambda: card.made.text().startswith("Cited by tester, 20"), timeout=WAIT)
    assert view.rect().contains(card.geometry())
    many = replace(cite, quote="The interface was changed without notice and the quality fell. " * 3)
    card.show_cite(many, [link], viewer.cites.targets, QRectF(40, 40, 60, 20))
    qtbot.waitUntil(lambda: bool(card.made.text()), timeout=WAIT)
    QApplication.processEvents()
    for each in (card.quote, card.made):
        assert each.height() >= each.heightForWidth(each.width())
    assert view.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert not card.isVisible()


def test_a_click_on_a_cite_goes_to_its_link_and_alt_left_comes_back(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    review, claims = space(window).review, space(window).claims
    evidence = review.list.current
    _link, cite = _cited(window, "contradicts")
    QTest.mouseClick(viewer.canvas.viewport(), Qt.MouseButton.LeftButton, pos=_middle(viewer, cite.id))
    qtbot.waitUntil(claims.isVisible, timeout=WAIT)
    assert claims._current
    assert claims._current in _targets(window, cite.id)
    review.list.go_to(0)
    trigger(window, "global", "back")
    qtbot.waitUntil(review.isVisible, timeout=WAIT)
    assert review.list.current == evidence
    assert viewer.cites.current == cite.id
    trigger(window, "global", "back")  # there is nothing before it
    assert review.isVisible()


def test_keys_go_from_cite_to_cite_and_enter_opens_the_link(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    canvas, seen = viewer.canvas, []
    canvas.setFocus()
    detail = space(window).review._detail
    assert detail is not None
    for _ in detail.cites:
        QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
        seen.append(viewer.cites.current)
        assert viewer.cites.card.isVisible()
    assert set(seen) == {cite.id for cite in detail.cites}
    QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert viewer.cites.current == seen[0]
    QTest.keyClick(canvas, Qt.Key.Key_BracketLeft)
    assert viewer.cites.current == seen[-1]
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(space(window).claims.isVisible, timeout=WAIT)
    trigger(window, "global", "back")
    assert viewer.cites.current == seen[-1]


def test_the_bar_offers_all_and_the_last_target_is_first_so_that_three_keys_do(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    review = space(window).review
    picker = review.linker.picker
    for exhibit in ("A-2", "A-3"):  # words, and a rectangle on a screenshot
        _show(window, qtbot, exhibit)
        before = len(window.ui.bridge.read(link_queries.links))
        drag(window, QPoint(90, 100), QPoint(220, 200))
        bar = viewer._bar
        assert bar.isVisible()
        shown = [each.accessibleName() for each in bar.findChildren(QPushButton) if each.isVisibleTo(bar)]
        assert shown[:3] == ["▲ Supports", "▼ Contradicts", "● Context"]
        assert viewer.canvas.viewport().rect().contains(bar.geometry())
        viewer.canvas.setFocus()
        keys = [Qt.Key.Key_F]
        QTest.keyClick(viewer.canvas, keys[0])
        if exhibit == "A-2":  # the first time it is named, later it is the first of the list
            keys.append(Qt.Key.Key_9)
            QTest.keyClicks(picker._field, "2.1")
        keys.append(Qt.Key.Key_Return)
        changing(window, qtbot, lambda: QTest.keyClick(picker._field, Qt.Key.Key_Return))
        links = window.ui.bridge.read(link_queries.links)
        assert len(links) == before + 1
        assert len(keys) <= 3
        made = [link for link in links if link.evidence == review.list.current and link.stance == "context"]
        assert [link.element_number for link in made if link.element_number == "2.1"]


def test_the_picker_finds_by_number_words_initials_and_pinyin(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    review = space(window).review
    add = AddElement(claim="claim:1", number="1.9", text="Loss of trust suffered", native_text="违约责任")
    changing(window, qtbot, lambda: window.ui.bridge.run(add))
    qtbot.waitUntil(lambda: any(each.number == "1.9" for each in viewer.cites.targets.values()), timeout=WAIT)
    trigger(window, "review", "cite_supports")
    picker = review.linker.picker
    for words in ("1.9", "trust suff", "lots", "wyzr", "违约"):
        picker._field.setText(words)
        assert picker._list.count() >= 1
        assert picker._list.item(0).text().startswith("1.9"), words
    picker.hide()
