"""Forms: Enter does what the form is for."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
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
