"""Forms and messages: Enter does what a form is for, and a message is never cut off."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from evidence_desk.export.papers import paper_formats
from evidence_desk.gui.actions.exporting import PAPERS, action_of
from evidence_desk.gui.actions.matters import new_matter
from evidence_desk.gui.app import Program
from evidence_desk.gui.dialogs.form import Field, FormDialog
from evidence_desk.gui.widgets.basics import breakable
from evidence_desk.gui.widgets.empty_state import EmptyState
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries.evidence import next_exhibit
from tests.gui.conftest import WAIT, trigger


def test_enter_in_a_field_accepts_the_form(window: MainWindow, qtbot: QtBot) -> None:
    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FormDialog)
        edit = dialog.findChild(QLineEdit)
        assert edit is not None
        QTest.keyClicks(edit, "A v. B")
        QTest.keyClick(edit, Qt.Key.Key_Return)

    QTimer.singleShot(50, fill)
    fields = (Field("title", "Title", is_required=True),)
    sent: list[dict[str, str]] = []
    form = FormDialog.ask(window.ui, window, "New", fields, lambda values, _form: sent.append(values))
    qtbot.waitUntil(lambda: bool(sent), timeout=WAIT)
    assert sent == [{"title": "A v. B"}]
    assert form.isVisible(), "until what it asks for is done"
    form.finish()
    assert not form.isVisible()


def test_a_message_is_as_wide_as_its_words(window: MainWindow, qtbot: QtBot) -> None:
    toast = window.toast
    for message, remedy in (
        ("Done", ""),
        ("/proc/nowhere cannot be written", "Copy the matter to a folder of yours and open it there."),
        ("Undo: Tag 1 item Damages", ""),
    ):
        if remedy:
            toast.error(message, remedy)
        else:
            toast.note(message, action="Undo")
        for each in toast.findChildren(QLabel):
            if each.isVisible() and each.text():
                assert each.width() >= each.fontMetrics().horizontalAdvance(each.text()), each.text()
        toast.hide()


def test_a_matter_that_cannot_be_made_leaves_the_form_as_it_was_and_says_why(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    window = program.window
    (tmp_path / "file").write_text("no folder", "utf-8")
    shown: list[tuple[dict[str, str], list[str]]] = []

    def fill(first: bool) -> None:
        (form,) = window.findChildren(FormDialog)
        shown.append((form.values(), [each.text() for each in form.findChildren(QLabel)]))
        folder = form.edit("folder")
        assert isinstance(folder, QLineEdit)
        if first:
            title, profile = form.edit("title"), form.edit("profile")
            assert isinstance(title, QLineEdit)
            assert isinstance(profile, QComboBox)
            title.setText("A v. B")
            profile.setCurrentIndex(profile.findData("us_federal_civil"))
            folder.setText(str(tmp_path / "file"))
            QTimer.singleShot(0, form.accept)
            QTimer.singleShot(1500, lambda: fill(False))
        else:
            folder.setText(str(tmp_path / "good"))
            form.accept()

    QTimer.singleShot(200, lambda: fill(True))
    with qtbot.waitSignal(window.ui.bridge.opened, timeout=WAIT):
        new_matter(window.ui, window)
    again, words = shown[1]
    assert again["title"] == "A v. B"
    assert again["profile"] == "us_federal_civil"
    assert any("cannot be written" in each for each in words)
    assert window.ui.settings.text("profile") == "us_federal_civil"
    assert window.ui.settings.text("folder") == str(tmp_path / "good")


def test_papers_and_ways_to_import_are_all_in_the_menus(window: MainWindow) -> None:
    assert tuple(paper_formats()) == PAPERS
    menus = window.bar.findChildren(QMenu)
    offered = {action.objectName() for menu in menus for action in menu.actions()}
    assert {f"global.{action_of(paper)}" for paper in PAPERS} <= offered
    assert {"global.import_load_file", "global.ocr_all", "global.imports"} <= offered


def test_what_a_form_suggests_is_replaced_by_typing(program: Program, qtbot: QtBot) -> None:
    fields = (Field("name", "Name", value="Suggested"),)
    form = FormDialog(program.window.ui, program.window, "New", fields, lambda *_sent: None)
    qtbot.addWidget(form)
    form.show()
    edit = form.edit("name")
    QTest.keyClicks(edit, "Mine")
    assert form.values() == {"name": "Mine"}


def test_an_empty_view_explains_itself_in_whole_lines(window: MainWindow, qtbot: QtBot) -> None:
    empty = EmptyState(window.ui, "stages", "gavel", lambda: None)
    qtbot.addWidget(empty)
    empty.resize(1200, 800)
    empty.show()
    words = next(
        each for each in empty.findChildren(QLabel) if each.text() == window.ui.t("empty.stages.text")
    )
    assert words.height() >= words.heightForWidth(words.width())
    assert words.width() >= 300


def test_the_search_box_names_its_own_key_until_something_stands_in_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    bar = window.bar
    assert bar._cap.text() == "Ctrl+F"
    assert bar._cap.isVisible()
    bar.search.setText("contract")
    bar.show_matter("A v. B", "", "")  # as after every change
    assert not bar._cap.isVisible()


def test_forms_offer_the_next_exhibit_and_show_how_a_case_number_looks(window: MainWindow) -> None:
    session = window.ui.bridge.session
    assert session is not None
    for view, action, field, offered in (
        ("review", "add_evidence", "exhibit", f"next: {session.read(next_exhibit, session.profile)}"),
        ("stages", "add_proceeding", "case_number", "（2019）京01民初123号"),
    ):
        window.show_view(view)
        trigger(window, view, action)
        form = next(each for each in window.findChildren(FormDialog) if each.isVisible())
        edit = form.edit(field)
        assert isinstance(edit, QLineEdit)
        assert (edit.text(), edit.placeholderText()) == ("", offered)
        form.reject()


def test_long_words_are_broken_within_and_chinese_only_where_it_may_be() -> None:
    chinese = "此处显示所选证据的标签、证明关系、诉讼阶段、备注和历史，以及其他内容。"
    assert breakable(chinese) == chinese
    path = "evidence/from/the/client/of/january/She-Shoots.edesk"
    assert breakable(path).replace("\u200b", "") == path
    assert "\u200b" in breakable(path)
