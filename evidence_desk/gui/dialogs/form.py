"""A small dialog with a few fields; keyboard first, Enter accepts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)  # fmt: skip

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, column, label, row
from evidence_desk.gui.widgets.choice import Choice


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes:
        name: the key of its value in the answer.
        word: what it is called.
        value: what it holds at first.
        choices: values and words to choose from; free text when empty.
        is_required: whether it may not stay empty.
        is_long: whether it has several lines.
        is_folder: whether it names a folder, which can be picked.
        hint: what an empty field shows.
    """

    name: str
    word: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_required: bool = False
    is_long: bool = False
    is_folder: bool = False
    hint: str = ""


class FormDialog(QDialog):
    """Asks for the values of some fields."""

    def __init__(
        self,
        ui: Ui,
        parent: QWidget,
        title: str,
        fields: Sequence[Field],
        accept: str = "",
        *,
        problem: str = "",
    ) -> None:
        """Show the fields with their values; ``accept`` is the word on the button, ``problem`` why it was refused."""
        super().__init__(parent)
        self._ui = ui
        self._fields = tuple(fields)
        self._edits: dict[str, QLineEdit | QPlainTextEdit | Choice] = {}
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        layout = column(self, margins=(22, 18, 22, 16), spacing=12)
        layout.addWidget(label(title, "title"))
        if problem:
            refused = label(problem, wraps=True)
            refused.setProperty("badge", "gap")
            layout.addWidget(refused)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in self._fields:
            edit = self._make(field)
            edit.setAccessibleName(field.word)
            self._edits[field.name] = edit
            shown = row(edit, self._browse(edit)) if field.is_folder and isinstance(edit, QLineEdit) else edit
            form.addRow(label(field.word + (" *" if field.is_required else ""), "secondary"), shown)
        layout.addLayout(form)
        self._accept = button(accept or ui.t("form.ok"), self.accept, "primary")
        self._accept.setDefault(True)
        layout.addSpacing(4)
        layout.addWidget(row(None, button(ui.t("form.cancel"), self.reject), self._accept, spacing=8))
        self._check()
        first = next(iter(self._edits.values()), None)
        if isinstance(first, QLineEdit):
            first.setFocus()
            first.selectAll()  # what is typed takes the place of what is suggested

    @classmethod
    def ask(
        cls,
        ui: Ui,
        parent: QWidget,
        title: str,
        fields: Sequence[Field],
        accept: str = "",
        *,
        problem: str = "",
    ) -> dict[str, str] | None:
        """Show a form and return the values by name, or None when it was given up."""
        dialog = cls(ui, parent, title, fields, accept, problem=problem)
        done = dialog.exec()
        values = dialog.values()
        dialog.deleteLater()
        return values if done == QDialog.DialogCode.Accepted else None

    def values(self) -> dict[str, str]:
        """Return what the fields hold, without blanks around it."""
        return {name: _value(edit).strip() for name, edit in self._edits.items()}

    def edit(self, name: str) -> QLineEdit | QPlainTextEdit | Choice:
        """Return the widget of a field."""
        return self._edits[name]

    def _make(self, field: Field) -> QLineEdit | QPlainTextEdit | Choice:
        if field.choices:
            box = Choice(field.word, field.choices)
            box.setCurrentIndex(max(0, box.findData(field.value)))
            return box
        if field.is_long:
            text = QPlainTextEdit(field.value)
            text.setTabChangesFocus(True)
            text.setFixedHeight(74)
            text.setPlaceholderText(field.hint)
            text.textChanged.connect(self._check)
            return text
        line = QLineEdit(field.value)
        line.setPlaceholderText(field.hint)
        line.textChanged.connect(self._check)
        return line

    def _browse(self, edit: QLineEdit) -> QPushButton:
        def pick() -> None:
            folder = QFileDialog.getExistingDirectory(self, self._ui.t("form.folder"), edit.text())
            if folder:
                edit.setText(folder)

        made = button(self._ui.t("form.browse"), pick)
        made.setAutoDefault(False)
        return made

    def _check(self) -> None:
        if len(self._edits) == len(self._fields):
            values = self.values()
            self._accept.setEnabled(all(values[field.name] for field in self._fields if field.is_required))


def _value(edit: QLineEdit | QPlainTextEdit | Choice) -> str:
    if isinstance(edit, Choice):
        return str(edit.currentData() or "")
    return edit.toPlainText() if isinstance(edit, QPlainTextEdit) else edit.text()
