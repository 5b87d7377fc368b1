"""The page in the header of the viewer: typed over, completed, gone to with Enter, and left with Escape."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.viewer.page_field import PageField, PageName
from evidence_desk.gui.viewer.panel import ViewerPanel
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from tests.gui.conftest import WAIT, space, trigger
from tests.gui.viewer.papers import PAGES, write_labelled


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A matter with a paper whose first pages are called i to iii."""
    folder, desk = tmp_path_factory.mktemp("labelled"), LocalDesk(actor="tester")
    session = desk.new_matter(folder / "labelled.edesk", profile="prc_civil", title="Labelled")
    desk.import_paths(session, [write_labelled(folder / "leaves.pdf")])
    session.close()
    yield session.path
    desk.close()


@pytest.fixture
def matter(labelled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(labelled, tmp_path / labelled.name))


@pytest.fixture
def viewer(window: MainWindow, qtbot: QtBot) -> ViewerPanel:
    """The viewer with the paper."""
    review = space(window).review
    (row,) = window.ui.bridge.read(evidence_queries.list_evidence)
    review.go_to(row.id)
    qtbot.waitUntil(review.viewer.canvas.geometry_known, timeout=WAIT)
    qtbot.waitUntil(lambda: review.viewer._called(1) == "i", timeout=WAIT)
    return review.viewer


@pytest.fixture
def field(window: MainWindow, viewer: ViewerPanel, qtbot: QtBot) -> PageField:
    """The field with the caret in it, put there with its key."""
    viewer.canvas.setFocus()
    QTest.keyClick(viewer.canvas, Qt.Key.Key_G)
    made = viewer.header.page
    assert QApplication.focusWidget() is made
    assert QApplication.activeModalWidget() is None
    qtbot.waitUntil(lambda: len(made._names) == PAGES, timeout=WAIT)
    return made


def _go(viewer: ViewerPanel, words: str) -> None:
    viewer.header.page.ask()
    QTest.keyClicks(viewer.header.page, words)
    QTest.keyClick(viewer.header.page, Qt.Key.Key_Return)


def test_numbers_and_what_is_printed_on_pages_are_gone_to(viewer: ViewerPanel, field: PageField) -> None:
    assert field.text() == field.selectedText() == "i"
    for words, page, name in (
        ("iii", 3, "iii"),
        ("2", 5, "2"),
        ("II", 2, "ii"),
        ("12", 12, "9"),
        (" 9 ", 12, "9"),
    ):
        _go(viewer, words)
        assert viewer.canvas.page == page
        assert viewer.canvas.hasFocus()
        assert field.text() == name
        assert viewer.header._pages.text() == f"{page} / {PAGES}"


def test_what_there_is_not_is_said_below_and_can_be_mended(viewer: ViewerPanel, field: PageField) -> None:
    for words in ("xx", "0", "13", "-1", ""):
        _go(viewer, words)
        assert field.hasFocus()
        assert field.popup.isVisible()
        assert words in field.problem.text()
        assert f"1 to {PAGES}" in field._remedy.text()
        assert viewer.canvas.page == 1
    assert QApplication.activeModalWidget() is None
    field.setText("9" * 5000)  # as it is pasted; no number is made of so many digits
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "999…" in field.problem.text()
    assert viewer.rect().contains(field.popup.geometry())
    QTest.keyClicks(field, "iii")
    assert not field.problem.isVisibleTo(field.popup)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert viewer.canvas.page == 3
    assert not field.popup.isVisible()


def test_escape_gives_the_keyboard_back_and_changes_nothing(
    window: MainWindow, viewer: ViewerPanel, field: PageField
) -> None:
    QTest.keyClicks(field, "jk")  # letters that mean something on the page
    assert field.text() == "jk"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert viewer.canvas.hasFocus()
    assert field.text() == "i"
    assert viewer.canvas.page == 1
    assert not field.popup.isVisible()


def test_names_are_offered_and_chosen_with_the_arrows_or_the_mouse(
    viewer: ViewerPanel, field: PageField
) -> None:
    QTest.keyClicks(field, "i")
    offered = [field.list.item(at).text() for at in range(field.list.count())]
    assert offered == ["i", "ii", "iii"]
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert viewer.canvas.page == 2
    field.ask()
    QTest.keyClicks(field, "ii")
    place = field.list.visualItemRect(field.list.item(1)).center()
    QTest.mouseClick(field.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert viewer.canvas.page == 3
    assert viewer.canvas.hasFocus()


def test_what_is_told_below_the_field_can_be_seen_whole(
    window: MainWindow, viewer: ViewerPanel, field: PageField, qtbot: QtBot
) -> None:
    window.resize(1000, 700)
    qtbot.wait(50)
    _go(viewer, "nowhere at all in this document")
    room, popup = viewer.rect(), field.popup.geometry()
    assert room.contains(popup)
    for each in (field.problem, field._remedy):
        assert each.height() >= each.heightForWidth(each.width())


def test_a_click_is_enough_to_type_over_the_page(viewer: ViewerPanel) -> None:
    viewer.canvas.setFocus()
    field = viewer.header.page
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=field.rect().center())
    assert field.selectedText() == "i"
    QTest.keyClicks(field, "iii")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert viewer.canvas.page == 3


def test_the_palette_puts_the_caret_there_too(window: MainWindow, viewer: ViewerPanel) -> None:
    trigger(window, "review", "go_to_page")
    assert viewer.header.page.hasFocus()
    assert viewer.header.page.accessibleName()


def test_where_there_is_no_document_nothing_is_asked(window: MainWindow, viewer: ViewerPanel) -> None:
    viewer.canvas.setFocus()
    viewer.show_detail(None)
    trigger(window, "review", "go_to_page")
    assert not viewer.header.page.isVisible()
    assert not viewer.header.page.hasFocus()


def test_one_long_name_is_offered_whole_and_without_a_scroll_bar(
    viewer: ViewerPanel, field: PageField, qtbot: QtBot
) -> None:
    field.complete_from([PageName("ABC000003", "ABC000003 as it was produced.tif")])
    QTest.keyClicks(field, "ABC")
    qtbot.wait(50)
    assert field.list.count() == 1
    for bar in (field.list.horizontalScrollBar(), field.list.verticalScrollBar()):
        assert not bar.isVisible()
        assert bar.maximum() == 0
