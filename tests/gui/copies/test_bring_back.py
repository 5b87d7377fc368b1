"""Bringing a copy back in the window: dropped, looked at, decided by keys, merged, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.app import Program
from evidence_desk.gui.copies.bring_view import BringBackView
from evidence_desk.gui.copies.open_sheet import OpenSheet
from evidence_desk.gui.copies.questions import CopyQuestion, PassphraseDialog
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries.conflicts import conflicts
from evidence_desk.queries.evidence import evidence_ids, evidence_rows
from evidence_desk.queries.stages import stages
from tests.e2e.copy_pictures import Worked, work_apart
from tests.gui.conftest import WAIT, changing, open_matter, space, trigger
from tests.matters import dump

T = TypeVar("T", bound=QDialog)


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    what = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.windowHandle(), QDropEvent(QPointF(400, 300), *what))


def view_of(window: MainWindow) -> BringBackView:
    return space(window).bring_back


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(view_of(window), key)


def dialog(kind: type[T], qtbot: QtBot) -> T:
    def _found() -> list[T]:
        return [
            each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()
        ]

    qtbot.waitUntil(lambda: bool(_found()), timeout=WAIT)
    return _found()[0]


def previewed(window: MainWindow, worked: Worked, qtbot: QtBot, path: Path | None = None) -> BringBackView:
    """Open the matter, drop the copy, and wait for its preview."""
    open_matter(window, worked.matter, qtbot)
    drop(window, path or worked.file)
    view = view_of(window)
    qtbot.waitUntil(lambda: view.report is not None and view.isVisible(), timeout=WAIT)
    return view


def test_a_dropped_copy_is_shown_decided_by_keys_and_merged(
    program: Program, worked: Worked, qtbot: QtBot
) -> None:
    window = program.window
    view = previewed(window, worked, qtbot)
    session = window.ui.bridge.session
    assert session is not None
    before = dump(session)
    report = view.report
    assert report is not None
    assert report.new_conflicts == 3
    assert f"Merge {report.changes} changes" in view._merge.text()
    note = view.header._note.text()
    assert "3 conflicts" in note
    assert "0 deletions" in note
    assert "both logs verified" in note
    assert [card.conflict.field for card in view.conflicts.cards].count("") == 1

    kinds = {card.conflict.field: place for place, card in enumerate(view.conflicts.cards)}
    view.conflicts.go_to(kinds["purpose"])
    press(window, Qt.Key.Key_3)  # both texts stand together
    view.conflicts.go_to(kinds["date_text"])
    press(window, Qt.Key.Key_2)
    assert view.conflicts.choices == {
        view.conflicts.conflicts[kinds["purpose"]].id: "both",
        view.conflicts.conflicts[kinds["date_text"]].id: "theirs",
    }
    assert dump(session) == before, "nothing is changed before Enter"
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.read(conflicts) != [], timeout=WAIT)
    rows = {row.exhibit: row for row in session.read(evidence_rows, session.read(evidence_ids))}
    assert rows["A-2"].date.text == "2018-08-15"
    purpose = dump(session)["evidence", rows["A-9"].id]["purpose"]
    assert "no notice at all" in purpose
    assert "without the notice due" in purpose
    left = session.read(conflicts)
    assert [each.kind for each in left] == ["delete"]
    qtbot.waitUntil(lambda: "1 conflict" in window.toast.text, timeout=WAIT)
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert dump(session) == before, "one undo takes all of it back"


def test_arrows_go_through_the_conflicts_and_choose(program: Program, worked: Worked, qtbot: QtBot) -> None:
    view = previewed(program.window, worked, qtbot)
    assert view.conflicts.place == 0
    press(program.window, Qt.Key.Key_Down)
    press(program.window, Qt.Key.Key_J)
    assert view.conflicts.place == 2
    press(program.window, Qt.Key.Key_Up)
    assert view.conflicts.place == 1
    middle = view.conflicts.conflicts[1].id
    press(program.window, Qt.Key.Key_Left)
    assert view.conflicts.choices[middle] == "ours"
    assert view.conflicts.place == 2, "it goes on to the next that is open"
    view.conflicts.go_to(1)
    press(program.window, Qt.Key.Key_0)
    assert middle not in view.conflicts.choices
    view.conflicts.go_to(0)
    press(program.window, Qt.Key.Key_2)
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert set(view.conflicts.choices.values()) == {"theirs"}
    assert len(view.conflicts.choices) == 3


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_on_a_button_presses_that_and_merges_nothing(
    program: Program, worked: Worked, qtbot: QtBot, key: Qt.Key
) -> None:
    window = program.window
    view = previewed(window, worked, qtbot)
    merged: list[object] = []
    view.merge_wanted.connect(merged.append)
    view._later.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view._later, key)
    qtbot.waitUntil(lambda: not view.isVisible(), timeout=WAIT)
    assert merged == []


def test_a_click_takes_a_side_and_words_that_differ_are_marked(
    program: Program, worked: Worked, qtbot: QtBot
) -> None:
    view = previewed(program.window, worked, qtbot)
    card = next(card for card in view.conflicts.cards if card.conflict.field == "purpose")
    assert "at all" in card.ours.text.marked
    assert "without" in card.theirs.text.marked
    assert "change" not in card.theirs.text.marked
    qtbot.mouseClick(card.theirs, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert view.conflicts.choices == {card.conflict.id: "theirs"}
    assert card.choice == "theirs"


def test_what_is_put_off_stays_on_the_rows_until_somebody_decides(
    program: Program, worked: Worked, qtbot: QtBot
) -> None:
    window = program.window
    view = previewed(window, worked, qtbot)
    session = window.ui.bridge.session
    assert session is not None
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(session.read(conflicts)) == 3, timeout=WAIT)
    qtbot.waitUntil(window.copies.conflicts.isVisible, timeout=WAIT)
    rows = {row.exhibit: row.id for row in session.read(evidence_rows, session.read(evidence_ids))}
    delegate = space(window).review.list._delegate
    qtbot.waitUntil(lambda: delegate.conflicts_of(rows["A-9"]) == 1, timeout=WAIT)
    assert delegate.conflicts_of(rows["B-1"]) == 1
    assert delegate.conflicts_of(rows["A-1"]) == 0

    trigger(window, "global", "conflicts")
    qtbot.waitUntil(lambda: len(view.conflicts.cards) == 3 and view.isVisible(), timeout=WAIT)
    for left in (2, 1, 0):
        changing(window, qtbot, lambda: press(window, Qt.Key.Key_2))
        qtbot.waitUntil(lambda: len(view.conflicts.conflicts) == left, timeout=WAIT)  # noqa: B023
    assert session.read(conflicts) == []
    qtbot.waitUntil(lambda: not window.copies.conflicts.isVisible(), timeout=WAIT)
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert len(session.read(conflicts)) == 1, "a decision is a step of its own"


def test_all_alike_is_one_step(program: Program, worked: Worked, qtbot: QtBot) -> None:
    window = program.window
    view = previewed(window, worked, qtbot)
    session = window.ui.bridge.session
    assert session is not None
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.report is None and len(view.conflicts.conflicts) == 3, timeout=WAIT)
    view.conflicts.choices["any"] = "theirs"  # the last answer that was given
    changing(window, qtbot, lambda: QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier))
    assert session.read(conflicts) == []
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert len(session.read(conflicts)) == 3


def test_the_folder_somebody_worked_in_is_asked_about_and_brought_back(
    program: Program, worked: Worked, qtbot: QtBot
) -> None:
    window = program.window
    open_matter(window, worked.matter, qtbot)
    drop(window, worked.folder)
    question = dialog(CopyQuestion, qtbot)
    QTest.keyClick(question, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view_of(window).report is not None, timeout=WAIT)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    press(window, Qt.Key.Key_L)
    assert view_of(window).report is None
    assert space(window).current is space(window).review


def test_the_same_copy_again_changes_nothing(program: Program, worked: Worked, qtbot: QtBot) -> None:
    window = program.window
    view = previewed(window, worked, qtbot)
    session = window.ui.bridge.session
    assert session is not None
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.report is None, timeout=WAIT)
    drop(window, worked.file)
    qtbot.waitUntil(lambda: view.report is not None, timeout=WAIT)
    assert view.report is not None
    assert view.report.changes == 0
    assert view.header._note.text() == "There is nothing new in this copy"
    press(window, Qt.Key.Key_Return)
    assert space(window).current is space(window).review


def test_a_sealed_copy_asks_for_its_passphrase_and_says_when_it_is_wrong(
    program: Program, matter: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = program.window
    worked = work_apart(matter, tmp_path, passphrase="on the train")
    open_matter(window, worked.matter, qtbot)
    drop(window, worked.file)
    for secret in ("on the plane", "on the train"):
        asked = dialog(PassphraseDialog, qtbot)
        asked.edit.setText(secret)
        QTest.keyClick(asked.edit, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not asked.isVisible(), timeout=WAIT)  # noqa: B023
    qtbot.waitUntil(lambda: view_of(window).report is not None, timeout=WAIT)


def test_a_copy_with_a_changed_byte_is_refused_and_the_part_named(
    program: Program, worked: Worked, qtbot: QtBot
) -> None:
    window = program.window
    data = bytearray(worked.file.read_bytes())
    data[200] ^= 1  # in the database, which comes first
    worked.file.write_bytes(data)
    open_matter(window, worked.matter, qtbot)
    drop(window, worked.file)
    view = view_of(window)
    qtbot.waitUntil(view.refusal.isVisible, timeout=WAIT)
    assert "changed or damaged" in view.refusal.message.text()
    assert "matter.sqlite" in view.refusal.part.text()
    QTest.keyClick(view.refusal._close, Qt.Key.Key_Return)
    QTest.keyClick(view.refusal._close, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: space(window).current is space(window).review, timeout=WAIT)


def test_a_copy_of_another_matter_can_be_opened_as_a_matter(
    program: Program, worked: Worked, tmp_path: Path, qtbot: QtBot
) -> None:
    from evidence_desk.bootstrap import LocalDesk

    desk = LocalDesk(actor="tester")
    other = desk.new_matter(tmp_path / "other.edesk", profile="prc_civil", title="Another")
    other.close()
    desk.close()
    window = program.window
    from evidence_desk.gui.actions.matters import open_path

    with qtbot.waitSignal(window.ui.bridge.opened, timeout=WAIT):
        open_path(window.ui, other.path)
    drop(window, worked.file)
    question = dialog(CopyQuestion, qtbot)
    QTest.keyClick(question, Qt.Key.Key_Return)
    sheet = dialog(OpenSheet, qtbot)
    sheet.path.setText(str(tmp_path / "opened here"))
    with qtbot.waitSignal(window.ui.bridge.opened, timeout=WAIT):
        QTest.keyClick(sheet.path, Qt.Key.Key_Return)
    session = window.ui.bridge.session
    assert session is not None
    assert session.path == tmp_path / "opened here.edesk"
    qtbot.waitUntil(window.copies.banner.isVisible, timeout=WAIT)
    assert "taken" in window.copies.banner.text.text()


def test_facts_elements_and_stages_are_marked_too(
    program: Program, matter: Path, desk: LocalDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    """A fact, an element and a stage both sides wrote bear the mark where they stand, until it is decided."""
    opened = desk.open_matter(matter)
    stage = opened.read(stages)[0].id
    opened.close()
    commands = [
        {"do": "EditFact", "fact": "fact:1", "note": "{}"},
        {"do": "EditElement", "element": "element:1.1", "note": "{}"},
        {"do": "EditStageEvent", "stage": stage, "note": "{}"},
    ]
    worked = work_apart(matter, tmp_path, commands=commands)
    window = program.window
    view = previewed(window, worked, qtbot)
    press(window, Qt.Key.Key_Return)
    session = window.ui.bridge.session
    assert session is not None
    qtbot.waitUntil(lambda: view.report is None and len(session.read(conflicts)) == 3, timeout=WAIT)
    window.show_view("claims")
    claims = space(window).claims
    marked = {row.table: row.row for row in session.read(conflicts)}
    qtbot.waitUntil(lambda: marked["fact"] in claims.facts._marks, timeout=WAIT)
    qtbot.waitUntil(claims.facts._marks[marked["fact"]].isVisible, timeout=WAIT)
    assert claims.tree._delegate.conflicts_of("element", marked["element"]) == 1
    window.copies.go_to("stage_event", stage)
    path = space(window).stages.path
    assert path._painter.conflicts_of("stage_event", stage) == 1
    qtbot.waitUntil(lambda: path.current is not None and path.current.id == stage, timeout=WAIT)
    marked_card = path.grab().toImage()
    path.mark_with(lambda _table, _row: 0)
    assert path.grab().toImage() != marked_card
    window.show_view("bring_back")
    qtbot.waitUntil(lambda: len(view.conflicts.conflicts) == 3, timeout=WAIT)
    changing(window, qtbot, lambda: view._on_decided([(row.id, "ours") for row in view.conflicts.conflicts]))
    qtbot.waitUntil(lambda: not claims.facts._marks[marked["fact"]].isVisibleTo(claims.facts), timeout=WAIT)
