"""Imports that are stopped, wait in line or run as the window is closed: what is said, and how they go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from evidence_desk.commands.outcome import ChangeSet
from evidence_desk.gui.actions.importing import ask_import, show_imports
from evidence_desk.gui.app import Program
from evidence_desk.gui.dialogs.question import Question
from evidence_desk.gui.intake.import_sheet import ImportSheet
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries.batches import BatchRow, batches, unfinished
from tests.gui.conftest import WAIT, open_matter

MANY = 400


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(MANY):
        (folder / f"{number:03}.txt").write_text(f"Statement {number} of many", encoding="utf-8")
    return folder


def _runs(window: MainWindow) -> list[BatchRow]:
    found: list[BatchRow] = window.ui.bridge.read(batches)
    return found


def _begun(window: MainWindow, qtbot: QtBot, folder: Path) -> ImportSheet:
    """Return the sheet of an import that reads."""
    sheet = ask_import(window, [folder])
    assert sheet is not None
    sheet.start()
    qtbot.waitUntil(lambda: sheet._bar.maximum() == MANY, timeout=WAIT)
    return sheet


def _stopped(window: MainWindow, qtbot: QtBot, folder: Path) -> ImportSheet:
    sheet = _begun(window, qtbot, folder)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not sheet.is_running, timeout=WAIT)
    return sheet


def test_a_stopped_import_has_counts_a_report_and_goes_on_in_its_sheet(
    window: MainWindow, qtbot: QtBot, many: Path
) -> None:
    before = len(_runs(window))
    sheet = _stopped(window, qtbot, many)
    run = _runs(window)[-1]
    assert run.left > 0
    said = sheet.summary.text()
    assert f"Imported {run.imported}" in said
    assert f"{run.left} still to do" in said
    assert sheet._report.isVisible()
    assert sheet._accept.isVisible()
    sheet._accept.click()
    qtbot.waitUntil(lambda: not sheet.is_running, timeout=WAIT)
    assert f"Imported {run.left}" in sheet.summary.text()
    assert [(each.state, each.left) for each in _runs(window)[before:]] == [("stopped", 0), ("finished", 0)]
    sheet.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_escape_in_the_window_stops_an_import_only_after_a_question(
    program: Program, matter: Path, qtbot: QtBot, many: Path, language: str
) -> None:
    if language == "zh":
        before = program.window
        before.registry.find("global", "language").trigger()
        qtbot.waitUntil(lambda: program.window is not before and program.window.workspace is not None)
    window = program.window
    open_matter(window, matter, qtbot)
    sheet = _begun(window, qtbot, many)
    window.registry.find("global", "stop").trigger()
    [question] = window.findChildren(Question)
    assert question.windowTitle() == window.ui.t("stop.title")
    assert question.stay.isDefault()
    QTest.keyClick(question, Qt.Key.Key_Return)
    assert not question.isVisible()
    qtbot.waitUntil(lambda: not sheet.is_running, timeout=WAIT)
    assert _runs(window)[-1].state == "finished"
    sheet.close()


def test_an_import_is_stopped_once_the_question_is_answered_so(
    window: MainWindow, qtbot: QtBot, many: Path
) -> None:
    sheet = _begun(window, qtbot, many)
    window.registry.find("global", "stop").trigger()
    window.findChildren(Question)[0].go.click()
    qtbot.waitUntil(lambda: not sheet.is_running, timeout=WAIT)
    assert _runs(window)[-1].left > 0
    sheet.close()


def test_the_imports_window_continues_what_was_stopped(window: MainWindow, qtbot: QtBot, many: Path) -> None:
    _stopped(window, qtbot, many).close()
    dialog = show_imports(window)
    assert dialog is not None
    qtbot.waitUntil(dialog.go_on.isVisible, timeout=WAIT)
    qtbot.waitUntil(lambda: "still to do" in dialog._about.text(), timeout=WAIT)
    assert "stopped" in dialog.runs.item(0).text()
    dialog.go_on.click()
    qtbot.waitUntil(lambda: dialog.runs.count() >= 2 and not dialog.go_on.isVisible(), timeout=WAIT)
    assert _runs(window)[-1].state == "finished"
    assert sum(each.imported for each in _runs(window)[-2:]) == MANY
    for sheet in window.findChildren(ImportSheet):
        sheet.close()
    dialog.close()


def test_the_imports_window_leaves_what_was_stopped_for_good(
    window: MainWindow, qtbot: QtBot, many: Path
) -> None:
    _stopped(window, qtbot, many).close()
    dialog = show_imports(window)
    assert dialog is not None
    qtbot.waitUntil(dialog.leave.isVisible, timeout=WAIT)
    dialog.leave.click()
    qtbot.waitUntil(lambda: not dialog.leave.isVisible(), timeout=WAIT)
    assert not dialog.go_on.isVisible()
    assert "stopped" in dialog.runs.item(0).text()
    assert window.ui.bridge.read(unfinished) == []
    dialog.close()


def test_what_is_offered_can_be_left_for_good(
    window: MainWindow, qtbot: QtBot, many: Path, matter: Path
) -> None:
    _stopped(window, qtbot, many).close()
    window.ui.bridge.close()
    open_matter(window, matter, qtbot)
    strip = window.unfinished.strip
    qtbot.waitUntil(lambda: "did not come to its end" in strip.text.toolTip(), timeout=WAIT)
    window.toast.note("something else", action="Undo", act=lambda: None)
    window.toast.hide()  # as it does by itself after a while
    assert strip.isVisible()
    strip.leave.click()
    assert not strip.isVisible()
    qtbot.waitUntil(lambda: not window.ui.bridge.read(unfinished), timeout=WAIT)


def test_closing_during_an_import_asks_and_it_is_offered_again(
    window: MainWindow, qtbot: QtBot, many: Path, matter: Path
) -> None:
    _begun(window, qtbot, many)
    assert not window.close()
    question = window.unfinished.question
    assert question is not None
    assert "offered to go on" in " ".join(
        each.text() for each in question.findChildren(type(window.toast._message))
    )
    QTest.keyClick(question, Qt.Key.Key_Escape)
    assert window.isVisible()
    window.registry.find("global", "close_matter").trigger()
    question = window.unfinished.question
    assert question is not None
    with qtbot.waitSignal(window.ui.bridge.closed, timeout=WAIT):
        question.go.click()
    open_matter(window, matter, qtbot)
    qtbot.waitUntil(window.unfinished.strip.isVisible, timeout=WAIT)
    window.unfinished.strip.go_on.click()
    qtbot.waitUntil(lambda: window.ui.bridge.session is not None and _is_whole(window), timeout=WAIT)
    for sheet in window.findChildren(ImportSheet):
        sheet.close()


def _is_whole(window: MainWindow) -> bool:
    return _runs(window)[-1].state == "finished" and not window.ui.bridge.is_busy


def test_a_second_import_waits_in_line_and_says_so(
    window: MainWindow, qtbot: QtBot, many: Path, tmp_path: Path
) -> None:
    first = _begun(window, qtbot, many)
    (tmp_path / "one.txt").write_text("One more statement", encoding="utf-8")
    second = ask_import(window, [tmp_path / "one.txt"])
    assert second is not None
    second.start()
    assert "In line" in second._progress.toolTip()
    qtbot.waitUntil(lambda: bool(second._batch), timeout=WAIT)
    assert not first.is_running
    assert "Imported 1 " in second.summary.text()
    third = ask_import(window, [many])
    fourth = ask_import(window, [tmp_path / "one.txt"])
    assert third is not None
    assert fourth is not None
    third.start()
    fourth.start()
    QTest.keyClick(fourth, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not fourth.is_running, timeout=WAIT)
    assert "before it began" in fourth.summary.text()
    qtbot.waitUntil(lambda: not third.is_running, timeout=WAIT)
    for sheet in (first, second, third, fourth):
        sheet.close()


def test_undo_waits_for_the_end_of_an_import_and_then_takes_all_of_it_back(
    window: MainWindow, qtbot: QtBot, many: Path
) -> None:
    bridge, before = window.ui.bridge, len(_runs(window))
    session, asked = bridge.session, list[str]()
    assert session is not None

    def undo(changes: ChangeSet) -> None:
        if "file" in changes.kinds and not asked:
            asked.append("once too often")
            bridge.undo()

    stop = session.subscribe(undo)
    sheet = ask_import(window, [many])
    assert sheet is not None
    with qtbot.waitSignal(bridge.failed, timeout=WAIT) as refused:
        sheet.start()
    qtbot.waitUntil(lambda: not sheet.is_running, timeout=WAIT)
    stop()
    assert refused.args is not None
    assert refused.args[0].code == "import_running"
    assert _runs(window)[-1].imported == MANY
    for act, count in ((bridge.undo, before), (bridge.redo, before + 1)):
        with qtbot.waitSignal(bridge.done, timeout=WAIT):
            act()
        assert len(_runs(window)) == count
    sheet.close()
