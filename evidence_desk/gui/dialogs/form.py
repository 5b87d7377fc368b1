"""A small dialog with a few fields; keyboard first, Enter accepts, and what is refused can be mended in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)  # fmt: skip

from evidence_desk.gui.search.problems import told
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, Form, breakable, button, column, label, row
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.gui.widgets.eliding import Line
from evidence_desk.gui.widgets.own_keys import ENTER
from evidence_desk.support.errors import UserError

if TYPE_CHECKING:
    from evidence_desk.commands.base import Command


_LINES, _AROUND = 4, 14  # lines of a long text, and pixels around them
_LEAST = 16  # letters of a choice that have room; a long one takes none from the names of the fields


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


Values = dict[str, str]
Send = Callable[[Values, "FormDialog"], object]


class FormDialog(QDialog):
    """Asks for the values of some fields, and stays as it is until what was asked for is done.

    What the form is for is done by the ``send`` it is given: it gets the values and the form, and calls `finish` when
    it is done; raising a UserError, or handing it to `refuse`, leaves the form with all words in it, and says why.

    Attributes:
        body: where more than fields can stand, below them.
    """

    def __init__(
        self, ui: Ui, parent: QWidget, title: str, fields: Sequence[Field], send: Send, accept: str = ""
    ) -> None:
        """Show the fields with their values; ``accept`` is the word on the button."""
        super().__init__(parent)
        self._ui, self._send = ui, send
        self._fields = tuple(fields)
        self._is_sent = self._is_given_up = False
        self._edits: dict[str, Line | QPlainTextEdit | Choice] = {}
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        layout = column(self, margins=(22, 18, 22, 16), spacing=12)
        layout.addWidget(label(title, "title"))
        self.problem = label(wraps=True)
        self.problem.setProperty("badge", "gap")
        self.problem.hide()
        self.body = Box(spacing=12)
        for widget in (self.problem, self._grid(), self.body):
            layout.addWidget(widget)
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
        cls, ui: Ui, parent: QWidget, title: str, fields: Sequence[Field], send: Send, accept: str = ""
    ) -> FormDialog:
        """Show a form; what it asks for goes to ``send``."""
        made = cls(ui, parent, title, fields, send, accept)
        made.open()
        return made

    def accept(self) -> None:
        """Send the values, once."""
        if not self._accept.isEnabled():
            return
        self._is_sent = True
        self._accept.setEnabled(False)
        try:
            self._send(self.values(), self)
        except UserError as error:
            self.refuse(error)

    def reject(self) -> None:
        """Give the form up; what was sent before goes on."""
        self._is_given_up = True
        super().reject()
        if not self._is_sent:
            self.deleteLater()

    def finish(self, _outcome: object = None) -> None:
        """Go away: what was asked for is done."""
        super().accept()
        self.deleteLater()

    def refuse(self, error: UserError) -> None:
        """Say in the form why what was asked for was not done, and let it be mended."""
        self._is_sent = False
        if self._is_given_up:
            self._ui.bridge.failed.emit(error)
            self.deleteLater()
            return
        self.problem.setText(breakable("\n".join(filter(None, told(self._ui.t, error)))))
        self.problem.setAccessibleName(self.problem.text())
        self.problem.show()
        self._check()
        self.adjustSize()
        if not self.isVisible():  # it stood aside while something long was done
            self.open()
        wrong = self._edits.get(getattr(error, "field", ""))
        if wrong is not None:
            wrong.setFocus()

    def values(self) -> dict[str, str]:
        """Return what the fields hold, without blanks around it."""
        return {name: _value(edit).strip() for name, edit in self._edits.items()}

    def edit(self, name: str) -> Line | QPlainTextEdit | Choice:
        """Return the widget of a field."""
        return self._edits[name]

    def is_complete(self) -> bool:
        """Return whether everything is there that has to be."""
        return not self._missing()

    def _missing(self) -> list[str]:
        """Return the names of the fields that may not stay empty and are."""
        values = self.values()
        return [field.name for field in self._fields if field.is_required and not values[field.name]]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter go to what is still missing, while something is."""
        missing = self._missing()
        if event.key() in ENTER and missing:
            self._edits[missing[0]].setFocus()
        else:
            super().keyPressEvent(event)

    def _grid(self) -> QWidget:
        made = Form(spacing=8)
        for field in self._fields:
            edit = self._make(field)
            edit.setAccessibleName(field.word)
            self._edits[field.name] = edit
            shown = row(edit, self._browse(edit)) if field.is_folder and isinstance(edit, Line) else edit
            made.rows.addRow(label(field.word + (" *" if field.is_required else ""), "secondary"), shown)
        return made

    def _make(self, field: Field) -> Line | QPlainTextEdit | Choice:
        if field.choices:
            box = Choice(field.word, field.choices)
            box.setCurrentIndex(max(0, box.findData(field.value)))
            box.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_LEAST)
            return box
        if field.is_long:
            text = QPlainTextEdit(field.value)
            text.setTabChangesFocus(True)
            text.setFixedHeight(_LINES * text.fontMetrics().lineSpacing() + _AROUND)
            text.setPlaceholderText(field.hint)
            text.textChanged.connect(self._check)
            return text
        line = Line(field.value)
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
            self._accept.setEnabled(not self._is_sent and self.is_complete())


def command_of(
    ui: Ui,
    command: type[Command],
    given: Callable[[Values], Mapping[str, Any]] | None = None,
    then: Callable[[Any], object] | None = None,
) -> Send:
    """Return a ``send`` that runs a command made of what the form holds.

    Args:
        ui: the parts of the window.
        command: which one.
        given: makes the command's fields of the form's values; without it they are those that hold something.
        then: gets the Outcome when the form is gone.
    """

    def send(values: Values, form: FormDialog) -> None:
        def done(outcome: Any) -> None:
            form.finish()
            if then is not None:
                then(outcome)

        fields = given(values) if given is not None else filled(values)
        ui.bridge.run_values(command, fields, done, refused=form.refuse)

    return send


def filled(values: Values) -> Values:
    """Return the values that hold something."""
    return {name: value for name, value in values.items() if value}


def _value(edit: Line | QPlainTextEdit | Choice) -> str:
    if isinstance(edit, Choice):
        return str(edit.currentData() or "")
    return edit.toPlainText() if isinstance(edit, QPlainTextEdit) else edit.text()
