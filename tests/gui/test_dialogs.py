"""Forms and messages: Enter does what a form is for, and a message is never cut off."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from evidence_desk.gui.dialogs.form import Field, FormDialog
from evidence_desk.gui.window import MainWindow


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
    assert FormDialog.ask(window.ui, window, "New", fields) == {"title": "A v. B"}


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
