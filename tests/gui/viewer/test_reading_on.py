"""Coding one document after another: one key each, shown at once, all of it taken back by as many steps."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from evidence_desk.commands.evidence import EditEvidence
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from evidence_desk.queries import history as history_queries
from evidence_desk.queries.rows import EvidenceRow
from tests.gui.conftest import WAIT, changing, space


def _rows(window: MainWindow) -> list[EvidenceRow]:
    return window.ui.bridge.read(evidence_queries.list_evidence)


def test_what_keys_did_to_documents_is_in_the_history_and_taken_back_by_as_many_keys(
    window: MainWindow, qtbot: QtBot
) -> None:
    review = space(window).review
    qtbot.waitUntil(lambda: bool(review.coder.presets), timeout=WAIT)
    review.list.view.setFocus()
    before, entries = _rows(window), len(window.ui.bridge.read(history_queries.history))
    coded = []
    review.coder.next_unreviewed()
    for _ in range(4):
        coded.append(review.list.current)
        changing(window, qtbot, lambda: QTest.keyClick(review.list.view, Qt.Key.Key_7))
        assert review._detail is not None
        assert review._detail.row.id == review.list.current
        assert review.list.current not in coded
    assert {row.id for row in _rows(window) if row.review == "reviewed"} >= set(coded)
    assert len(window.ui.bridge.read(history_queries.history)) == entries + 4
    for _ in range(4):
        ctrl = Qt.KeyboardModifier.ControlModifier
        changing(window, qtbot, partial(QTest.keyClick, window, Qt.Key.Key_Z, ctrl))
    assert _rows(window) == before


def test_an_item_known_ahead_is_shown_at_once_and_put_right_when_it_changed_meanwhile(
    window: MainWindow, qtbot: QtBot
) -> None:
    review = space(window).review
    ids = review.list.model.ids
    review.list.go_to(3)
    qtbot.waitUntil(lambda: ids[4] in review.reader._known, timeout=WAIT)
    session = window.ui.bridge.session
    assert session is not None
    session.run(EditEvidence(evidence=ids[4], title="Changed since"))
    review.list.step(1)
    assert review._detail is not None
    assert review._detail.row.id == ids[4]
    qtbot.waitUntil(lambda: review._detail is not None and review._detail.row.title == "Changed since")
    assert review.viewer.header.title.accessibleName() == "Changed since"


def test_going_on_keeps_the_widgets_of_the_inspector_that_show_the_same(
    window: MainWindow, qtbot: QtBot
) -> None:
    review = space(window).review
    qtbot.waitUntil(lambda: bool(review.inspector._chips), timeout=WAIT)
    chips: dict[str, QPushButton] = dict(review.inspector._chips)
    review.list.go_to(0)
    review.list.go_to(1)
    assert review.inspector._chips == chips
    assert review._detail is not None
    on = {tag.id for tag in review._detail.tags}
    assert {tag for tag, chip in chips.items() if chip.isChecked()} == on
    assert on
