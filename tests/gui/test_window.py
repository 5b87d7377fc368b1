"""The frame of the window: opening, importing by drag and drop, remembering, exporting, errors."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.actions.global_actions import show_keys
from evidence_desk.gui.app import Program
from evidence_desk.gui.crash import CrashDialog, save_report
from evidence_desk.gui.dialogs.form import FormDialog
from evidence_desk.gui.dialogs.palette import CommandPalette
from evidence_desk.gui.intake.import_sheet import ImportSheet
from evidence_desk.gui.intake.load_file_dialog import LoadFileDialog
from evidence_desk.gui.settings import Settings
from evidence_desk.gui.window import MainWindow
from tests.gui.conftest import WAIT, changing, open_matter, space, trigger


def _drop(window: MainWindow, *paths: Path, place: tuple[int, int] = (400, 300)) -> None:
    """Drop files and folders on the window as a file manager does, which names them as words as well."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    data.setText("\n".join(map(str, paths)))
    what = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    handle, point = window.windowHandle(), QPointF(*place)
    for kind in (QDragEnterEvent, QDragMoveEvent):
        event = kind(point.toPoint(), *what)
        QApplication.sendEvent(handle, event)
        assert event.isAccepted()
    assert window.drop_hint.isVisible()
    QApplication.sendEvent(handle, QDropEvent(point, *what))
    assert not window.drop_hint.isVisible()


@pytest.mark.parametrize("view", ["review", "claims", "matrix", "stages", "parties"])
def test_files_are_taken_wherever_they_are_dropped(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, view: str
) -> None:
    """Lists of claims and lines to type in take drops of their own; none may take the name of a file."""
    mail, packed = tmp_path / "one.eml", tmp_path / "two.zip"
    mail.write_bytes(b"From: a@example.org\r\nSubject: hello\r\n\r\nbody\r\n")
    with ZipFile(packed, "w") as archive:
        archive.writestr("合同.txt", "the contract")
    window.show_view(view)
    for place in ((700, 20), (330, 200), (700, 300), (1300, 250), (1300, 600)):
        _drop(window, mail, packed, tmp_path, place=place)
        (sheet,) = window.findChildren(ImportSheet)
        assert [path.name for path in sheet._paths] == ["one.eml", "two.zip", tmp_path.name]
        sheet.close()
        qtbot.waitUntil(lambda: window.findChild(ImportSheet) is None, timeout=WAIT)
    assert window.bar.search.text() == ""


def _files(folder: Path) -> Path:
    folder.mkdir()
    (folder / "one.txt").write_text("The first statement, kept on one page.", encoding="utf-8")
    (folder / "two.html").write_text("<p>第二份声明 the second statement</p>", encoding="utf-8")
    return folder


def test_dropped_files_are_asked_about_and_imported_once(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = _files(tmp_path / "dropped")
    before = len(space(window).review.list.model.ids)
    said = []
    for paths in ([folder], [folder / "one.txt", folder / "two.html"]):
        _drop(window, *paths)
        sheet = window.findChild(ImportSheet)
        assert sheet is not None
        assert not window.ui.bridge.is_busy  # nothing happens before it is said how
        qtbot.waitUntil(sheet.isActiveWindow, timeout=WAIT)  # until then keys are for the window below
        QTest.keyClick(sheet, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda sheet=sheet: bool(sheet._batch), timeout=WAIT)
        said.append(sheet.summary.text())
        sheet.close()
        qtbot.waitUntil(lambda: window.findChild(ImportSheet) is None, timeout=WAIT)
    assert said == [
        "2 files met: Imported 2 · 0 held already · 0 failed · 0 left out · 1 with remarks",
        "2 files met: Imported 0 · 2 held already · 0 failed · 0 left out",
    ]
    qtbot.waitUntil(lambda: len(space(window).review.list.model.ids) == before + 2, timeout=WAIT)
    qtbot.waitUntil(lambda: not window.status._job_box.isVisible(), timeout=WAIT)


def test_a_dropped_load_file_opens_its_dialog(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "VOL01.DAT").write_text("þBegDocþ\x14þCustodianþ\nþA-1þ\x14þAnnaþ\n", "utf-8")
    _drop(window, tmp_path / "VOL01.DAT")
    dialog = window.findChild(LoadFileDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.columns.rowCount() == 2, timeout=WAIT)
    assert window.findChild(ImportSheet) is None
    dialog.close()


@pytest.mark.parametrize("dropped", [("load.DAT", "files"), (".",)])
def test_a_load_file_dropped_with_its_folder_is_offered_as_a_production(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, dropped: tuple[str, ...]
) -> None:
    folder = tmp_path / "VOL01"
    folder.mkdir()
    _files(folder / "files")
    (folder / "load.opt").write_text("A-1,,x.tif,Y,,,1\n")
    (folder / "load.DAT").write_text("þBegDocþ\x14þCustodianþ\nþA-1þ\x14þAnnaþ\n", "utf-8")
    _drop(window, *(folder / name for name in dropped))
    sheet = window.findChild(ImportSheet)
    assert sheet is not None
    sheet.as_production.click()
    dialog = window.findChild(LoadFileDialog)
    assert dialog is not None
    assert dialog.load_file.text().endswith("load.DAT")
    qtbot.waitUntil(lambda: dialog.columns.rowCount() == 2, timeout=WAIT)
    assert window.findChild(ImportSheet) is None
    dialog.close()


def test_what_is_dragged_away_again_leaves_no_hint(window: MainWindow, tmp_path: Path) -> None:
    window.drop_hint.offer("Drop")
    QApplication.sendEvent(window.windowHandle(), QDragLeaveEvent())
    assert not window.drop_hint.isVisible()


def test_files_dropped_while_no_matter_is_open_are_refused_with_a_remedy(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    _drop(program.window, _files(tmp_path / "dropped"))
    assert program.window.toast.text == "No matter is open"
    assert program.window.toast.property("level") == "error"


def test_a_dropped_matter_opens(program: Program, matter: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(program.window.ui.bridge.opened, timeout=WAIT):
        _drop(program.window, matter)
    qtbot.waitUntil(lambda: "She Shoots" in program.window.windowTitle(), timeout=WAIT)


def test_the_window_remembers_view_and_item_of_a_matter(
    window: MainWindow, qtbot: QtBot, settings: Settings, matter: Path
) -> None:
    review = space(window).review
    review.list.go_to(0)
    wanted = review.list.current
    qtbot.waitUntil(review.viewer.canvas.geometry_known, timeout=WAIT)
    trigger(window, "review", "next_page")
    trigger(window, "review", "next_page")
    assert review.viewer.canvas.page == 3
    trigger(window, "global", "view_stages")
    with qtbot.waitSignal(window.ui.bridge.closed, timeout=WAIT):
        trigger(window, "global", "close_matter")
    assert window.stack.currentWidget() is window.start
    assert [entry["path"] for entry in settings.recent()] == [str(matter)]
    kept = {"matter.sqlite", "files", "cache", "backups", "lock", "lock.json"}
    assert {path.name for path in matter.iterdir()} <= kept
    with qtbot.waitSignal(window.ui.bridge.opened, timeout=WAIT):
        window.start.recent_chosen.emit(str(matter))
    assert space(window).current is space(window).stages
    trigger(window, "global", "view_review")
    qtbot.waitUntil(lambda: review.list.current == wanted and review.viewer.canvas.page == 3, timeout=WAIT)


def test_a_folder_that_is_no_matter_is_refused_with_one_message(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    from evidence_desk.gui.actions.matters import open_path

    with qtbot.waitSignal(program.window.ui.bridge.failed, timeout=WAIT):
        open_path(program.window.ui, tmp_path)
    assert program.window.toast.property("level") == "error"
    assert program.window.ui.bridge.session is None


def test_a_new_matter_is_made_by_its_dialog(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, FormDialog):
            QTimer.singleShot(20, fill)
            return
        dialog.edit("title").setText("Alpha v. Beta: 甲诉乙?")  # type: ignore[union-attr]
        dialog.edit("folder").setText(str(tmp_path))  # type: ignore[union-attr]
        dialog.accept()

    QTimer.singleShot(0, fill)
    with qtbot.waitSignal(program.window.ui.bridge.opened, timeout=WAIT):
        trigger(program.window, "global", "new_matter")
    assert (tmp_path / "Alpha v. Beta 甲诉乙.edesk").is_dir()
    review = space(program.window).review
    qtbot.waitUntil(lambda: review.list._stack.currentIndex() == 0, timeout=WAIT)


def test_the_matrix_is_exported_again_with_one_key(
    window: MainWindow, qtbot: QtBot, settings: Settings, matter: Path, tmp_path: Path
) -> None:
    values = {"format": "json", "lang": "en", "folder": str(tmp_path)}
    settings.set_matter(matter, {**settings.matter(matter), "export": values})
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    out = tmp_path / f"{matter.stem} matrix.json"
    qtbot.waitUntil(lambda: window.toast.isVisible() and out.is_file(), timeout=WAIT)
    assert json.loads(out.read_text(encoding="utf-8"))


def test_verify_tells_when_a_file_was_changed(window: MainWindow, qtbot: QtBot, matter: Path) -> None:
    trigger(window, "global", "verify")
    qtbot.waitUntil(lambda: window.status._verified.text().startswith("✓"), timeout=WAIT)
    victim = next(path for path in (matter / "files").rglob("*") if path.is_file())
    victim.chmod(0o644)
    victim.write_bytes(victim.read_bytes() + b"!")
    trigger(window, "global", "verify")
    qtbot.waitUntil(lambda: window.status._verified.text().startswith("▲"), timeout=WAIT)


def test_the_other_language_takes_over_with_the_same_matter(
    program: Program, window: MainWindow, qtbot: QtBot
) -> None:
    session = window.ui.bridge.session
    trigger(window, "global", "language")
    assert program.window is not window
    assert program.window.ui.t.language == "zh"
    assert program.window.ui.bridge.session is session
    review = space(program.window).review
    qtbot.waitUntil(lambda: review.coder.detail is not None, timeout=WAIT)
    changing(program.window, qtbot, lambda: review.code("3"))
    assert program.window.toast.isVisible()


def test_themes_change_while_the_window_is_open(window: MainWindow) -> None:
    light = window.grab().toImage().pixelColor(700, 300)
    trigger(window, "global", "theme_dark")
    dark = window.grab().toImage().pixelColor(700, 300)
    assert dark.lightness() < 80 < light.lightness()
    assert window.ui.settings.preferences["theme"] == "dark"


def test_the_palette_finds_actions_and_evidence(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "global", "palette")
    palette = window.findChild(CommandPalette)
    assert palette is not None
    assert palette.isVisible()
    QTest.keyClicks(palette._field, "court st")
    QTest.keyClick(palette._field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: space(window).current is space(window).stages, timeout=WAIT)
    trigger(window, "global", "palette")
    QTest.keyClicks(palette._field, "ranking")
    qtbot.waitUntil(lambda: palette._list.count() > 0, timeout=WAIT)
    QTest.keyClick(palette._field, Qt.Key.Key_Up)
    QTest.keyClick(palette._field, Qt.Key.Key_Return)
    assert space(window).current is space(window).review


def test_the_keys_of_the_view_are_shown(window: MainWindow) -> None:
    dialog = show_keys(window)
    assert dialog.isVisible()
    dialog.close()


def test_a_matter_open_for_reading_only_changes_nothing(
    program: Program, matter: Path, qtbot: QtBot, desk: LocalDesk
) -> None:
    window = program.window
    window.ui.bridge.open(desk.open_matter(matter, read_only=True))
    qtbot.waitUntil(lambda: bool(space(window).review.list.model.ids), timeout=WAIT)
    assert window.ui.bridge.is_read_only
    assert not window.bar._import.isEnabled()
    space(window).review.linker.ask("supports")
    assert not space(window).review.linker.picker.isVisible()


def test_a_bug_leaves_a_report_without_the_words_of_the_error(tmp_path: Path) -> None:
    try:
        raise ValueError("a secret sentence of a document")
    except ValueError as error:
        path = save_report(tmp_path / "reports", error)
    text = path.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "test_window.py" in text
    assert text.count("secret sentence") == text.count('raise ValueError("a secret sentence')


def test_the_path_of_a_report_is_copied_as_it_is(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "a folder with a very long name of its own" / "report-20190105-101112-123456.txt"
    dialog = CrashDialog(program.window.ui, path)
    dialog.show()
    (line,) = dialog.findChildren(QLineEdit)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == str(path)
    dialog.close()


def test_closing_the_window_closes_the_matter(
    program: Program, matter: Path, qtbot: QtBot, desk: LocalDesk
) -> None:
    open_matter(program.window, matter, qtbot)
    assert program.window.close()
    assert program.window.ui.bridge.session is None
    desk.open_matter(matter).close()  # the lock is free again


@pytest.mark.parametrize("kind", [QEvent.Type.LanguageChange, QEvent.Type.FontChange])
def test_system_events_do_no_harm(window: MainWindow, kind: QEvent.Type) -> None:
    QApplication.sendEvent(window, QEvent(kind))
    assert window.isVisible()


@pytest.mark.parametrize(
    "message",
    [
        "The copy “上海她拍诉腾讯 (2).edcopy” was changed after it was packed: part "
        + "files/ab/"
        + "0123abcd" * 30,
        "/somewhere/"
        + "无空格的很长的文件夹名称/" * 12
        + "without_any_break_in_it" * 8
        + " cannot be opened",
    ],
)
def test_a_long_message_is_broken_and_stands_whole_in_the_window(program: Program, message: str) -> None:
    window = program.window
    for width in (1440, 1000):
        window.resize(width, 760)
        window.toast.error(message, "请另选一个。")
        assert window.toast.text == message
        assert window.toast.parentWidget().rect().contains(window.toast.geometry())
        said = window.toast._message
        room = QRect(0, 0, said.width(), 10_000)
        needed = said.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, said.text())
        assert needed.width() <= said.width()
        assert needed.height() <= said.height() + said.fontMetrics().leading()


def test_a_matter_that_opens_has_the_keyboard_in_the_list(
    window: MainWindow, qtbot: QtBot, settings: Settings, matter: Path
) -> None:
    review = space(window).review
    qtbot.waitUntil(review.list.view.hasFocus, timeout=WAIT)
    first = review.list.current
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_J)
    assert review.list.current != first
    with qtbot.waitSignal(window.ui.bridge.closed, timeout=WAIT):
        trigger(window, "global", "close_matter")
    open_matter(window, matter, qtbot)
    qtbot.waitUntil(review.list.view.hasFocus, timeout=WAIT)
    review.list.take_focus()
    review.ask("nosuchwordanywhere")
    qtbot.waitUntil(lambda: not review.list.model.ids, timeout=WAIT)
    assert review.isAncestorOf(QApplication.focusWidget())  # its keys work still
    review.ask("")
    qtbot.waitUntil(review.list.view.hasFocus, timeout=WAIT)
