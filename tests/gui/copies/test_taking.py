"""Taking a copy in the window, working on it, and seeing what is new."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from evidence_desk.gui.app import Program
from evidence_desk.gui.copies.take_sheet import TakeSheet
from evidence_desk.gui.window import MainWindow
from evidence_desk.jobs.progress import CancelToken
from evidence_desk.queries.news import last_seen
from evidence_desk.queries.replicas import copies_given, copy_info
from evidence_desk.replica.about import about
from evidence_desk.replica.unpack import open_copy
from tests.e2e.copy_pictures import Worked
from tests.gui.conftest import WAIT, open_matter, space, trigger


def sheet_of(window: MainWindow, qtbot: QtBot) -> TakeSheet:
    """Press the key of the action and return the sheet it opens."""
    trigger(window, "global", "take_offline")
    found = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, TakeSheet) and each.isVisible()
    ]
    qtbot.waitUntil(found[0].isActiveWindow, timeout=WAIT)
    return found[0]


def made(sheet: TakeSheet, qtbot: QtBot) -> Path:
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.made is not None, timeout=WAIT)
    assert sheet.made is not None
    return sheet.made.path


def test_a_key_and_enter_take_the_whole_matter(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    sheet = sheet_of(window, qtbot)
    path = made(sheet, qtbot)
    session = window.ui.bridge.session
    assert session is not None
    assert path.parent == tmp_path
    assert path.suffix == ".edcopy"
    said = sheet.summary.text()
    assert str(path) in said
    assert "20 items" in said
    assert "Not in it" not in said
    [given] = session.read(copies_given)
    assert given.name == path.name
    QTest.keyClick(sheet, Qt.Key.Key_Escape)


def test_what_a_search_finds_without_files_and_sealed(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.search_box.set_query("type:contract")
    ids = space(window).review.list.model
    qtbot.waitUntil(lambda: len(ids.ids) == 1, timeout=WAIT)
    sheet = sheet_of(window, qtbot)
    sheet.scope.setCurrentIndex(1)
    assert "1 item" in sheet.scope.currentText()
    sheet.files.setChecked(False)
    sheet.recipient.setText("Ann Lee")
    sheet.path.setText(str(tmp_path / "part"))
    sheet.passphrase.setText("on the train")
    assert not sheet._accept.isEnabled(), "it has to be typed twice"
    sheet.again.setText("on the plane")
    assert not sheet._accept.isEnabled()
    sheet.again.setText("on the train")
    path = made(sheet, qtbot)
    assert about(path).is_sealed
    assert "pages as pictures" in sheet.summary.text()
    assert "only what is found for type:contract" in sheet.summary.text()
    sheet.close()

    dialog = window.copies.actions.show_given()
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.tree.topLevelItemCount() == 1, timeout=WAIT)
    line = dialog.tree.topLevelItem(0)
    assert isinstance(line, QTreeWidgetItem)
    assert [line.text(place) for place in (1, 3, 4, 5)] == [
        "Ann Lee",
        "found: type:contract, without files",
        "part.edcopy",
        "not yet",
    ]
    dialog.close()


def test_a_name_that_is_taken_is_said_and_can_be_mended(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = sheet_of(window, qtbot)
    (tmp_path / "there.edcopy").write_bytes(b"another")
    sheet.path.setText(str(tmp_path / "there.edcopy"))
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "exists already" in sheet.summary.text(), timeout=WAIT)
    assert sheet._options.isVisible()
    sheet.path.setText(str(tmp_path / "other"))
    assert made(sheet, qtbot).name == "other.edcopy"
    sheet.close()


def test_a_copy_says_what_it_is_and_shows_pages_it_has_no_files_of(
    program: Program, matter: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = program.window
    open_matter(window, matter, qtbot)
    sheet = sheet_of(window, qtbot)
    sheet.files.setChecked(False)
    file = made(sheet, qtbot)
    sheet.close()
    copy = open_copy(file, tmp_path / "train")
    open_matter(window, copy, qtbot)
    banner = window.copies.banner
    qtbot.waitUntil(banner.isVisible, timeout=WAIT)
    assert banner.text.text().startswith("Copy of She Shoots v. Tencent Cloud, taken 20")
    assert "files are not in it" in banner.left.toolTip()
    session = window.ui.bridge.session
    assert session is not None
    assert session.read(copy_info) is not None
    assert not list((copy / "files").rglob("*.pdf"))

    review = space(window).review
    review.list.go_to(0)  # a contract of several pages, as PDF
    canvas = review.viewer.canvas
    qtbot.waitUntil(lambda: canvas.file is not None and canvas.file.extension == "pdf", timeout=WAIT)
    shown = canvas.file
    assert shown is not None
    qtbot.waitUntil(canvas.geometry_known, timeout=WAIT)
    store = review.viewer._store
    qtbot.waitUntil(lambda: store.stand_in(shown, 1, 0) is not None, timeout=WAIT)
    assert store.problem(shown, 1) == ""
    geometry = store.geometry(shown, 1)
    assert geometry is not None
    assert len(geometry.char_boxes) == len(geometry.text) > 500

    review.list.go_to(1)  # a web page: its text is laid out
    qtbot.waitUntil(lambda: canvas.file is not None and canvas.file.extension == "html", timeout=WAIT)
    qtbot.waitUntil(canvas.geometry_known, timeout=WAIT)
    assert review.viewer._problem.isHidden()
    open_matter(window, matter, qtbot)
    qtbot.waitUntil(banner.isHidden, timeout=WAIT)


def test_whats_new_is_counted_shown_by_person_and_marked(
    program: Program, worked: Worked, qtbot: QtBot
) -> None:
    window = program.window
    open_matter(window, worked.matter, qtbot)
    session = window.ui.bridge.session
    assert session is not None
    view = space(window).bring_back
    window.copies.actions.bring_back(worked.file)
    qtbot.waitUntil(lambda: view.report is not None, timeout=WAIT)
    view.merge()
    qtbot.waitUntil(lambda: window.copies.news._count == "9", timeout=WAIT)

    trigger(window, "global", "whats_new")
    from evidence_desk.gui.copies.news_dialog import NewsDialog

    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, NewsDialog))
    qtbot.waitUntil(lambda: dialog.tree.topLevelItemCount() > 0, timeout=WAIT)
    person = dialog.tree.topLevelItem(0)
    assert isinstance(person, QTreeWidgetItem)
    assert person.text(0).startswith("Ann Lee")
    lines = [person.child(place) for place in range(person.childCount())]
    item = next(line for line in lines if line.text(0).startswith("Item A-12"))
    assert dialog._about.text().startswith("9 steps"), "as many as the sidebar says"
    assert "Apply" not in item.text(0)
    dialog.tree.itemActivated.emit(item, 0)
    review = space(window).review
    qtbot.waitUntil(lambda: space(window).current is review, timeout=WAIT)
    qtbot.waitUntil(
        lambda: (
            (row := review.list.model.row(review.list.view.currentIndex().row())) is not None
            and row.exhibit == "A-12"
        ),
        timeout=WAIT,
    )
    dialog.mark.click()
    qtbot.waitUntil(lambda: window.copies.news._count == "", timeout=WAIT)
    assert session.read(last_seen, session.actor) > 0


def test_a_copy_that_waits_is_stopped_alone_and_the_end_of_other_work_is_not_its_own(
    window: MainWindow, qtbot: QtBot
) -> None:
    bridge, gate = window.ui.bridge, threading.Event()
    other = CancelToken()

    def work(_report: object, token: CancelToken) -> None:
        while not gate.wait(0.01):
            if token.is_cancelled:
                other.cancel()
                return

    bridge.start_job("other", work)
    qtbot.waitUntil(lambda: bridge.is_busy, timeout=WAIT)
    sheet = sheet_of(window, qtbot)
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    assert sheet._running.isVisible()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(sheet._options.isVisible, timeout=WAIT)
    assert "stopped" in sheet.summary.text().lower()
    assert bridge.is_busy
    assert not other.is_cancelled
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    ended = []
    bridge.job_ended.connect(lambda: ended.append(sheet._options.isVisible()))
    gate.set()
    qtbot.waitUntil(lambda: sheet.made is not None, timeout=WAIT)
    assert ended[0] is False, "the other work was over, not the copy"
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
