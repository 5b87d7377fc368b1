"""The menu of the lines of the list: what it offers for one item, for several and for the head of a group."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from evidence_desk.commands.evidence import AddEvidence, EditEvidence
from evidence_desk.gui.dialogs.question import Question
from evidence_desk.gui.models.arrangement import is_head
from evidence_desk.gui.views.review import ReviewView
from evidence_desk.gui.widgets.title_edit import TitleEdit
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as queries
from tests.gui.conftest import WAIT, changing, settle, space, trigger

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def review(window: MainWindow, qtbot: QtBot) -> Iterator[ReviewView]:
    view = space(window).review
    view.list.go_to(1)
    view.list.view.setFocus()
    qtbot.waitUntil(
        lambda: view._detail is not None and view._detail.row.id == view.list.current, timeout=WAIT
    )
    yield view
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def _opened(qtbot: QtBot) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=WAIT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def _names(menu: QMenu) -> list[str]:
    return [each.objectName().removeprefix("review.") for each in menu.actions() if each.objectName()]


def _action(menu: QMenu, name: str) -> QAction:
    return next(each for each in menu.actions() if each.objectName() == f"review.{name}")


def _ids(window: MainWindow) -> set[str]:
    return {row.id for row in window.ui.bridge.read(queries.list_evidence)}


@pytest.mark.parametrize(
    ("key", "modifier"), [(Qt.Key.Key_Menu, Qt.KeyboardModifier(0)), (Qt.Key.Key_F10, SHIFT)]
)
def test_the_menu_opens_by_key_at_the_line_and_shows_the_keys_of_its_actions(
    window: MainWindow, review: ReviewView, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    QTest.keyClick(review.list.view, key, modifier)
    menu = _opened(qtbot)
    assert review.list.current_area().bottom() <= menu.y() <= review.list.current_area().bottom() + 2
    for name in (
        "open_item",
        "open_outside",
        "copy_cite",
        "mark_reviewed",
        "edit_group",
        "split_review",
        "remove_items",
    ):
        action = _action(menu, name)
        assert action is window.registry.find("review", name)  # no second way to do a thing
        assert action.isShortcutVisibleInContextMenu()
    assert _action(menu, "remove_items").shortcut().toString() == "Del"
    assert menu.actions()[0].text() == "1 item"


def test_a_right_click_opens_the_menu_of_the_line_under_the_mouse(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    view = review.list.view
    at = view.visualRect(review.list.model.index(3, 2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=at)
    view.customContextMenuRequested.emit(at)  # as the window system does then
    menu = _opened(qtbot)
    assert review.list.current == review.list.model.ids[3]
    assert menu.actions()[0].text() == "1 item"


def test_the_menu_key_opens_one_menu_and_it_goes_with_its_item(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    view = review.list.view
    at = view.visualRect(view.currentIndex()).center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), asked)  # as the window system does before the key itself comes
    trigger(window, "review", "item_menu")
    assert len([each for each in view.findChildren(QMenu) if each.isVisible()]) == 1
    menu = _opened(qtbot)
    trigger(window, "review", "remove_items")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not menu, timeout=WAIT)
    assert QApplication.activePopupWidget() is None


def test_items_are_removed_and_undo_brings_them_back_with_what_went_with_them(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    items, before = review.list, _ids(window)
    chosen, third = items.model.ids[1:3], items.model.ids[3]
    QTest.keyClick(items.view, Qt.Key.Key_Down, SHIFT)
    assert items.chosen == chosen
    detail = window.ui.bridge.read(queries.evidence_detail, chosen[0])
    QTest.keyClick(items.view, Qt.Key.Key_Menu)
    menu = _opened(qtbot)
    assert menu.actions()[0].text() == "2 items"
    assert "rename" not in _names(menu)
    changing(window, qtbot, _action(menu, "remove_items").trigger)
    assert _ids(window) == before - set(chosen)
    assert window.toast.text.startswith("Delete 2 items")
    assert "cites" in window.toast.text
    qtbot.waitUntil(lambda: items.current == third, timeout=WAIT)  # what stands in their place
    changing(window, qtbot, window.toast._button.click)
    assert _ids(window) == before
    assert window.ui.bridge.read(queries.evidence_detail, chosen[0]) == detail


def test_many_items_are_removed_after_a_question_and_the_status_line_is_at_work(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    bridge, t = window.ui.bridge, window.ui.t
    assert bridge.session is not None
    bridge.session.run_all([AddEvidence(title=f"Item {n}") for n in range(20)], summary="Add items")
    qtbot.waitUntil(lambda: len(review.list.model.ids) > 20, timeout=WAIT)
    settle(window, qtbot)
    before = _ids(window)
    trigger(window, "review", "choose_all")
    trigger(window, "review", "remove_items")
    [question] = window.findChildren(Question)
    assert question.windowTitle() == t("remove.title", n=str(len(before)))
    QTest.keyClick(question, Qt.Key.Key_Return)  # which keeps them
    settle(window, qtbot)
    assert _ids(window) == before
    trigger(window, "review", "remove_items")
    changing(window, qtbot, next(each for each in window.findChildren(Question) if each.isVisible()).go.click)
    assert _ids(window) == set()


def test_a_change_that_takes_a_moment_is_told_in_the_status_line(window: MainWindow, qtbot: QtBot) -> None:
    bridge, said = window.ui.bridge, window.status._saved.text
    held = Event()
    bridge._pool("writer").submit(held.wait)  # as a long change before this one
    bridge.run(AddEvidence(title="Item"))
    qtbot.waitUntil(lambda: said() == f"○ {window.ui.t('status.writing')}", timeout=WAIT)
    with qtbot.waitSignal(bridge.done, timeout=WAIT):
        held.set()
    qtbot.waitUntil(lambda: said().startswith("●"), timeout=WAIT)


def test_delete_in_a_title_that_is_typed_removes_a_letter_only(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    before = _ids(window)
    trigger(window, "review", "rename")
    edit = QApplication.focusWidget()
    assert edit is not None
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    QTest.keyClicks(edit, "New title")
    changing(window, qtbot, lambda: QTest.keyClick(edit, Qt.Key.Key_Return))
    assert _ids(window) == before
    assert window.ui.bridge.read(queries.evidence_detail, review.list.current).row.title == "New title"
    assert not review.viewer.canvas.hasFocus()


def test_a_title_with_signs_nobody_sees_is_renamed_as_it_is_held_and_in_its_own_field(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    bridge, item, held = window.ui.bridge, review.list.current, "con\u200btract\u200f.pdf"
    changing(window, qtbot, lambda: bridge.run(EditEvidence(evidence=item, title=held, native_title="")))
    qtbot.waitUntil(lambda: review.list.model.row(1).title == held, timeout=WAIT)
    settle(window, qtbot)
    trigger(window, "review", "rename")
    edit = QApplication.focusWidget()
    assert isinstance(edit, TitleEdit)
    assert edit.text() == held
    edit.end(False)
    QTest.keyClicks(edit, " (2)")
    changing(window, qtbot, lambda: QTest.keyClick(edit, Qt.Key.Key_Return))
    row = bridge.read(queries.evidence_detail, item).row
    assert (row.title, row.native_title) == (f"{held} (2)", "")


def test_a_tag_is_put_on_in_the_menu_where_those_that_are_on_are_ticked(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    detail = review._detail
    assert detail is not None
    on = {f"tag_{tag.id}" for tag in detail.tags}
    menu = review.menu.menu()
    tags = next(each.menu() for each in menu.actions() if each.text() == "Tags")
    assert isinstance(tags, QMenu)
    coded = [each for each in tags.actions() if each.objectName().startswith("review.tag_")]
    assert (
        {each.objectName().removeprefix("review.") for each in coded if not each.icon().isNull()}
        == on
        != set()
    )
    off = next(each for each in coded if each.icon().isNull())
    assert off.shortcut().toString().isdigit()
    changing(window, qtbot, off.trigger)
    now = window.ui.bridge.read(queries.evidence_detail, detail.row.id)
    assert {tag.id for tag in now.tags} - {tag.id for tag in detail.tags} == {
        off.objectName().removeprefix("review.tag_")
    }
    menu.deleteLater()


def test_what_is_copied_without_a_selection_is_the_page_that_shows(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    trigger(window, "review", "copy_cite")
    assert QGuiApplication.clipboard().text() == "A-2, p. 1"
    assert window.toast.text == "Copied: A-2, p. 1"


def test_enter_reads_the_item(window: MainWindow, review: ReviewView) -> None:
    QTest.keyClick(review.list.view, Qt.Key.Key_Return)
    assert review.viewer.canvas.hasFocus()


def test_the_head_of_a_group_offers_folding_only(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    trigger(window, "review", "group_type")
    qtbot.waitUntil(lambda: is_head(review.list.model.ids[0]), timeout=WAIT)
    review.list.go_to(0)
    QTest.keyClick(review.list.view, Qt.Key.Key_Menu)
    assert _names(_opened(qtbot)) == ["fold", "unfold", "fold_all", "unfold_all"]


def test_a_matter_that_cannot_be_changed_offers_reading_only(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    bridge = window.ui.bridge
    assert bridge.session is not None
    path, before = bridge.session.path, _ids(window)
    bridge.close()
    bridge.open(window.ui.desk.open_matter(path, read_only=True))
    qtbot.waitUntil(lambda: bool(review.list.model.ids), timeout=WAIT)
    settle(window, qtbot)
    menu = review.menu.menu()
    assert _names(menu) == ["open_item", "open_outside", "copy_cite"]
    trigger(window, "review", "remove_items")
    qtbot.wait(50)
    assert _ids(window) == before
    menu.deleteLater()


def test_the_message_stands_clear_of_the_current_line_and_of_the_status_line(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    items, toast = review.list, window.toast
    last_seen = items.view.rowAt(items.view.viewport().height() - 1) - 1
    for place in (0, last_seen, len(items.model.ids) - 1):
        items.go_to(place)
        toast.note("x" * 200)
        qtbot.wait(20)
        area = items.current_area()
        area.moveTopLeft(toast.parentWidget().mapFromGlobal(area.topLeft()))
        assert not area.isEmpty()
        assert not toast.geometry().intersects(area)
        assert toast.geometry().bottom() < window.status.y()
    items.go_to(0)
    items.go_to(last_seen)
    assert toast.geometry().bottom() < toast.parentWidget().mapFromGlobal(items.current_area().topLeft()).y()
    items.go_to(0)  # while it shows
    assert toast.y() > items.view.height() // 2


def test_del_anywhere_but_in_the_list_takes_no_item_away(
    window: MainWindow, review: ReviewView, qtbot: QtBot
) -> None:
    before = _ids(window)
    for place in (review.viewer.canvas, review.viewer.thumbnails, review.facets, review.inspector.files.list):
        place.setFocus()
        QTest.keyClick(QApplication.focusWidget() or place, Qt.Key.Key_Delete)
        qtbot.wait(50)
        settle(window, qtbot)
        assert _ids(window) == before, type(place).__name__
