"""What can be set, in groups, with what each setting does; a change counts at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, ElidedLabel, button, column, heading, label, row, scroller
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.gui.widgets.eliding import Line
from evidence_desk.support.errors import UserError
from evidence_desk.support.settings import Setting, Value, declared, groups

_EDIT_WIDTH = 220


class SettingsDialog(QDialog):
    """All settings, to search and to change; it does not block the window.

    Attributes:
        rows: name of a setting -> its row.

    Signals:
        was_set: (name) a setting has another value now.
    """

    was_set = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        """Show every setting with its value."""
        super().__init__(parent)
        t = ui.t
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("settings.title"))
        self.resize(760, 640)
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("settings.search"))
        self.search.setAccessibleName(t("settings.search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.rows = {name: SettingRow(ui, setting) for name, setting in declared().items()}
        self._groups: list[tuple[QWidget, list[SettingRow]]] = []
        content = Box(margins=(0, 0, 14, 0), spacing=12)
        for group, words in groups().items():
            members = [made for made in self.rows.values() if made.setting.group == group]
            title = heading(words[t.language])
            self._groups.append((title, members))
            content.body.addWidget(title)
            for made in members:
                made.was_set.connect(self.was_set)
                content.body.addWidget(made)
        self._nothing = label(t("settings.nothing"), "muted")
        self._nothing.hide()
        content.body.addWidget(self._nothing)
        content.body.addStretch(1)
        close = button(t("form.close"), self.close, "primary")
        close.setAutoDefault(False)  # Enter in a field sets the value, and must not close
        layout = column(self, margins=(22, 18, 8, 16), spacing=12)
        layout.addWidget(label(t("settings.title"), "title"))
        layout.addWidget(row(self.search, 14))
        layout.addWidget(scroller(content), 1)
        where = ElidedLabel(t("settings.kept", path=ui.settings.preferences.file), "small")
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 14, 0)
        foot.addWidget(where, 1)
        foot.addWidget(close)
        layout.addLayout(foot)
        self.search.setFocus()

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        is_any = False
        for title, members in self._groups:
            fitting = [member for member in members if member.fits(words)]
            for member in members:
                member.setVisible(member in fitting)
            title.setVisible(bool(fitting))
            is_any = is_any or bool(fitting)
        self._nothing.setVisible(not is_any)


class SettingRow(QWidget):
    """One setting: its name and what it does on the left, its value on the right.

    Attributes:
        setting: what it is.
        edit: where the value is chosen or typed.
        reset: the button that brings the default back; hidden while it counts.
        problem: what is wrong with what was typed; empty when nothing is.

    Signals:
        was_set: (name) it has another value now.
    """

    was_set = Signal(str)

    def __init__(self, ui: Ui, setting: Setting) -> None:
        """Show a setting with its value."""
        super().__init__()
        self._ui, self.setting = ui, setting
        t = ui.t
        self._title, about = setting.label[t.language], setting.description[t.language]
        if setting.starts_anew:
            about = f"{about} {t('settings.anew')}"
        self.edit = self._choices() if setting.choices or setting.type == "program" else self._line()
        self.edit.setAccessibleName(self._title)
        default = self._word(setting.default) or t("settings.empty")
        self.reset = button(t("settings.reset", value=default), self._on_reset, "link")
        self.problem = label(wraps=True)
        self.problem.setProperty("badge", "gap")
        self.problem.hide()
        left, right = Box(spacing=2), Box(spacing=3)
        left.body.addWidget(label(self._title, "strong"))
        left.body.addWidget(label(about, "small", wraps=True))
        left.body.addStretch(1)
        right.setFixedWidth(_EDIT_WIDTH)
        right.body.addWidget(self.edit)
        for widget in (self.problem, self.reset):
            right.body.addWidget(widget)
        right.body.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(24)
        across.addWidget(left, 1)
        across.addWidget(right)
        self.show_value()

    def fits(self, words: list[str]) -> bool:
        """Say whether all words stand in its name, its words or those of its group, in either language."""
        setting = self.setting
        parts = [setting.name]
        for texts in (setting.label, setting.description, groups()[setting.group]):
            parts += texts.values()
        text = " ".join(parts).casefold()
        return all(word in text for word in words)

    def show_value(self) -> None:
        """Show the value that counts."""
        preferences = self._ui.settings.preferences
        value = preferences[self.setting.name]
        if isinstance(self.edit, QLineEdit):
            self.edit.setText(self.setting.shown(value))
        elif self.setting.type == "program":
            self.edit.setEditText(value)
        else:
            self.edit.setCurrentIndex(self.edit.findData(value))
        self.reset.setVisible(preferences.is_set(self.setting.name))
        self.problem.hide()

    def set_value(self, value: object) -> None:
        """Keep a value, or say under the field what is wrong with it."""
        preferences = self._ui.settings.preferences
        before = preferences[self.setting.name]
        try:
            if self.setting.checked(value) == before:
                self.show_value()
                return
            preferences.set(self.setting.name, value)
        except UserError as error:
            self.problem.setText("\n".join(self._ui.t.error(error)))
            self.problem.show()
            return
        self.show_value()
        self.was_set.emit(self.setting.name)

    def _line(self) -> Line:
        made = Line()
        made.setToolTip(self.setting.bounds)
        made.editingFinished.connect(lambda: self.set_value(made.text()))
        inside = QHBoxLayout(made)
        inside.setContentsMargins(0, 0, 9, 0)
        inside.addStretch(1)
        inside.addWidget(label(self.setting.unit, "small"))
        return made

    def _choices(self) -> Choice:
        made = Choice(self._title)
        if self.setting.type == "program":
            made.setEditable(True)
            made.addItems(["", *self.setting.found()])
            editor = QLineEdit()
            editor.setPlaceholderText(self._ui.t("settings.empty"))
            editor.editingFinished.connect(lambda: self.set_value(made.currentText()))
            made.setLineEdit(editor)
            made.activated.connect(lambda _index: self.set_value(made.currentText()))
        else:
            language = self._ui.t.language
            made.set_choices((value, words[language]) for value, words in self.setting.choices.items())
            made.activated.connect(lambda _index: self.set_value(made.currentData()))
        return made

    def _on_reset(self) -> None:
        try:
            self._ui.settings.preferences.reset(self.setting.name)
        except UserError as error:
            self._ui.bridge.failed.emit(error)
            return
        self.show_value()
        self.was_set.emit(self.setting.name)

    def _word(self, value: Value) -> str:
        words = self.setting.choices.get(str(value))
        return words[self._ui.t.language] if words else self.setting.shown(value)
