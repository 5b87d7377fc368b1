"""The files of an item: gone to, attached, put into another order and taken off in the inspector, each undone."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidence_desk.commands.evidence import EditEvidence
from evidence_desk.gui.views.review import ReviewView
from evidence_desk.gui.window import MainWindow
from evidence_desk.jobs.progress import Progress
from evidence_desk.queries import evidence as queries
from evidence_desk.queries.held_files import files_named
from evidence_desk.support.errors import UserError
from tests.gui.conftest import WAIT, changing, space, trigger
from tests.intake.packed import locked_with_aes, written


@pytest.fixture
def review(window: MainWindow, qtbot: QtBot) -> ReviewView:
    """Review with A-6, which has one file."""
    view = space(window).review
    _go(window, qtbot, "A-6")
    return view


def _id(window: MainWindow, exhibit: str) -> str:
    return next(row.id for row in window.ui.bridge.read(queries.list_evidence) if row.exhibit == exhibit)


def _go(window: MainWindow, qtbot: QtBot, exhibit: str) -> None:
    view, item = space(window).review, _id(window, exhibit)
    view.go_to(item)
    qtbot.waitUntil(lambda: view._detail is not None and view._detail.row.id == item, timeout=WAIT)
    qtbot.wait(50)


def _names(window: MainWindow, exhibit: str = "A-6") -> list[str]:
    row = window.ui.bridge.read(queries.evidence_detail, _id(window, exhibit)).row
    return [file.name for file in row.files]


def _listed(review: ReviewView) -> list[str]:
    lines = review.inspector.files.list
    found = (lines.topLevelItem(place) for place in range(lines.topLevelItemCount()))
    return [item.text(0) for item in found if item is not None]


def _texts(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_text(f"The words of {name}.", encoding="utf-8")
    return [folder / name for name in names]


def _attached(
    window: MainWindow, review: ReviewView, qtbot: QtBot, folder: Path, *names: str
) -> tuple[str, ...]:
    review.files.attach_paths(_texts(folder, *names))
    qtbot.waitUntil(lambda: _listed(review)[1:] == list(names), timeout=WAIT)
    qtbot.waitUntil(lambda: not window.ui.bridge.is_busy, timeout=WAIT)
    return (_listed(review)[0], *names)


def test_files_dropped_on_the_list_join_the_item_in_one_step_that_undo_takes_back(
    window: MainWindow, review: ReviewView, qtbot: QtBot, tmp_path: Path
) -> None:
    before, panel, items = _names(window), review.inspector.files, len(review.list.model.ids)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in _texts(tmp_path, "one.txt", "two.txt")])
    what = (
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    review.inspector._scroll.ensureWidgetVisible(panel)
    handle, place = window.windowHandle(), panel.mapTo(window, panel.rect().center())
    for kind, at in ((QDragEnterEvent, QPoint(400, 300)), (QDragMoveEvent, place)):
        event = kind(at, *what)
        QApplication.sendEvent(handle, event)
        assert event.isAccepted()
    assert panel._hint.isVisible()
    assert not window.drop_hint.isVisible()
    QApplication.sendEvent(handle, QDragMoveEvent(QPoint(400, 300), *what))
    assert not panel._hint.isVisible()
    assert window.drop_hint.isVisible()
    QApplication.sendEvent(handle, QDragMoveEvent(place, *what))
    QApplication.sendEvent(handle, QDropEvent(place.toPointF(), *what))
    assert not panel._hint.isVisible()
    qtbot.waitUntil(lambda: _listed(review) == [*before, "one.txt", "two.txt"], timeout=WAIT)
    assert _names(window) == [*before, "one.txt", "two.txt"]
    qtbot.waitUntil(lambda: "one.txt, two.txt" in window.toast.text, timeout=WAIT)
    assert len(review.list.model.ids) == items  # they are no items of their own
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert _names(window) == before
    qtbot.waitUntil(lambda: _listed(review) == before, timeout=WAIT)


def test_a_click_and_the_arrow_keys_go_to_a_file_and_the_line_follows_the_viewer(
    window: MainWindow, review: ReviewView, qtbot: QtBot, tmp_path: Path
) -> None:
    names = _attached(window, review, qtbot, tmp_path, "one.txt", "two.txt")
    lines, viewer = review.inspector.files.list, review.viewer
    last = lines.topLevelItem(2)
    assert last is not None
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=lines.visualItemRect(last).center())
    assert viewer.canvas.file is not None
    assert viewer.canvas.file.name == names[2]
    lines.setFocus()
    QTest.keyClick(lines, Qt.Key.Key_Up)
    assert viewer.canvas.file.name == names[1]
    trigger(window, "review", "previous_file")
    assert lines.indexOfTopLevelItem(lines.currentItem()) == 0


def test_the_file_that_shows_is_moved_by_keys_as_fast_as_one_presses_them_and_taken_off(
    window: MainWindow, review: ReviewView, qtbot: QtBot, tmp_path: Path
) -> None:
    first, *_rest = _attached(window, review, qtbot, tmp_path, "one.txt", "two.txt")
    panel = review.inspector.files
    review.viewer.show_file(2)
    panel.list.setFocus()
    for _ in range(2):
        QTest.keyClick(panel.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: _listed(review) == ["two.txt", first, "one.txt"], timeout=WAIT)
    assert review.viewer.file_place == 0
    assert not panel._tools["file_up"].isEnabled()
    changing(window, qtbot, panel._tools["detach_file"].click)  # type: ignore[attr-defined]
    assert _names(window) == [first, "one.txt"]
    qtbot.waitUntil(lambda: review.viewer.file_place == 0 and len(_listed(review)) == 2, timeout=WAIT)
    assert window.toast.text == "Take two.txt off A-6"
    for expected in (
        ["two.txt", first, "one.txt"],
        [first, "two.txt", "one.txt"],
        [first, "one.txt", "two.txt"],
        [first],
    ):
        changing(window, qtbot, lambda: trigger(window, "global", "undo"))
        assert _names(window) == expected


def test_a_file_with_cites_stays_and_that_is_said(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    _go(window, qtbot, "A-2")
    before = _names(window, "A-2")
    with qtbot.waitSignal(window.ui.bridge.failed, timeout=WAIT):
        trigger(window, "review", "detach_file")
    assert _names(window, "A-2") == before
    assert f"on the file '{before[0]}' that would be taken off it" in window.toast.text
    qtbot.wait(50)
    assert _listed(review) == before


def test_a_file_of_the_matter_is_found_by_parts_of_its_name_and_attached(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    (wanted,) = _names(window, "A-2")
    trigger(window, "review", "attach_held")
    picker = review.files.picker
    qtbot.waitUntil(lambda: bool(picker._entries), timeout=WAIT)
    assert _names(window)[0] not in [each.text for each in picker._entries]  # which the item has already
    QTest.keyClicks(picker._field, wanted[:-5])
    qtbot.waitUntil(lambda: wanted in [each.text for each in picker._entries], timeout=WAIT)
    place = [each.text for each in picker._entries].index(wanted)
    for _ in range(place):
        QTest.keyClick(picker._field, Qt.Key.Key_Down)
    changing(window, qtbot, lambda: QTest.keyClick(picker._field, Qt.Key.Key_Return))
    assert _names(window)[1:] == [wanted]
    changing(window, qtbot, lambda: trigger(window, "global", "undo"))
    assert len(_names(window)) == 1


def test_what_could_not_be_attached_is_named(
    window: MainWindow, review: ReviewView, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / ".hidden").write_text("x", encoding="utf-8")
    before = _names(window)
    (folder := tmp_path / "folder").mkdir()
    (tmp_path / ".hidden").rename(folder / ".hidden")
    review.files.attach_paths([folder])
    qtbot.waitUntil(lambda: window.toast.text.startswith(".hidden was not attached"), timeout=WAIT)
    assert _names(window) == before


def test_what_is_locked_within_an_attached_file_is_told_apart_from_what_was_attached(
    window: MainWindow, review: ReviewView, qtbot: QtBot, tmp_path: Path
) -> None:
    before, t = _names(window), window.ui.t
    packed = Path(written(tmp_path, "packed.zip", locked_with_aes({"secret.txt": b"x"}, "open")))
    review.files.attach_paths([packed, *_texts(tmp_path, "plain.txt")])
    qtbot.waitUntil(lambda: t("files.unread_remedy") in window.toast.text, timeout=WAIT)
    assert _names(window) == [*before, "packed.zip", "plain.txt"]
    attached, unread, _remedy = window.toast.text.split("\n")
    assert attached == t("files.attached", files="packed.zip, plain.txt", item="A-6")
    assert unread.startswith("packed.zip › secret.txt could not be read: ")
    changing(window, qtbot, window.toast._button.click)  # Undo
    assert _names(window) == before


def test_at_the_end_of_a_job_no_time_left_is_told(window: MainWindow) -> None:
    status = window.status
    status.show_job("Attaching")
    status._clock = SimpleNamespace(elapsed=lambda: 20_000)
    status.show_progress(Progress(4, 5, "reading"))
    assert "5 s left" in status._job.text()
    status.show_progress(Progress(5, 5, "reading"))
    assert status._job.text().endswith(window.ui.t("status.finishing"))
    status.end_job()


def test_an_item_without_files_gets_its_first_one_and_shows_it(
    window: MainWindow, review: ReviewView, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = window.ui.bridge.read(queries.list_evidence)
    _go(window, qtbot, next(row.exhibit for row in rows if not row.files))
    assert review.inspector.files._none.isVisible()
    assert _listed(review) == []
    review.files.attach_paths(_texts(tmp_path, "one.txt"))
    qtbot.waitUntil(lambda: _listed(review) == ["one.txt"], timeout=WAIT)
    assert review.viewer.canvas.file is not None
    assert review.viewer.canvas.file.name == "one.txt"
    changing(window, qtbot, lambda: trigger(window, "review", "detach_file"))
    qtbot.waitUntil(lambda: _listed(review) == [], timeout=WAIT)
    assert review.viewer.canvas.file is None


def test_in_a_matter_that_cannot_be_changed_files_are_shown_only(
    window: MainWindow, matter: Path, qtbot: QtBot
) -> None:
    bridge = window.ui.bridge
    bridge.close()
    bridge.open(window.ui.desk.open_matter(matter, read_only=True))
    review = space(window).review
    qtbot.waitUntil(lambda: bool(_listed(review)), timeout=WAIT)
    panel = review.inspector.files
    assert not panel._adds.isVisible()
    assert not panel._moves.isVisible()
    trigger(window, "review", "detach_file")
    assert _listed(review)


def test_del_in_the_list_takes_the_file_that_shows_off_the_item_and_leaves_the_item(
    window: MainWindow, review: ReviewView, qtbot: QtBot, tmp_path: Path
) -> None:
    own, *_added = _attached(window, review, qtbot, tmp_path, "one.txt")
    lines = review.inspector.files.list
    lines.setCurrentIndex(lines.model().index(1, 0))
    lines.setFocus()
    qtbot.waitUntil(lambda: review.viewer.file_place == 1, timeout=WAIT)
    changing(window, qtbot, lambda: QTest.keyClick(lines, Qt.Key.Key_Delete))
    assert _names(window) == [own]


def test_a_move_asked_before_an_attached_file_shows_leaves_that_attached(
    window: MainWindow, review: ReviewView, qtbot: QtBot, tmp_path: Path
) -> None:
    first, *_rest = _attached(window, review, qtbot, tmp_path, "one.txt")
    (meant,) = window.ui.bridge.read(files_named, _names(window, "A-2")[0])
    review.viewer.show_file(1)
    item = _id(window, "A-6")
    held = [file.id for file in window.ui.bridge.read(queries.evidence_detail, item).row.files]
    window.ui.bridge.run(EditEvidence(evidence=item, files=[*held, meant.id]))
    review.files.move(-1)  # of the two it knows
    qtbot.waitUntil(lambda: len(_listed(review)) == 3, timeout=WAIT)
    qtbot.waitUntil(lambda: not window.ui.bridge.is_busy, timeout=WAIT)
    assert _names(window) == ["one.txt", first, meant.name]


def test_an_error_of_something_else_forgets_nothing_that_was_asked(
    window: MainWindow, review: ReviewView, qtbot: QtBot, tmp_path: Path
) -> None:
    first, *_rest = _attached(window, review, qtbot, tmp_path, "one.txt", "two.txt")
    review.viewer.show_file(2)
    review.files.move(-1)
    window.ui.bridge.failed.emit(UserError("other", "Something else failed", ""))
    review.files.move(-1)
    qtbot.waitUntil(lambda: _names(window) == ["two.txt", first, "one.txt"], timeout=WAIT)
