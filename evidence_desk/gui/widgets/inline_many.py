"""Several of some values, each on a line of its own that can be taken off, and a field that adds one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, ElidedLabel, button, column
from evidence_desk.gui.widgets.inline_field import InlineChoice
from evidence_desk.gui.widgets.keyed import show_keyed

_ICON, _INDENT = 14, 7  # pixels; as the words of the other fields stand


class InlineMany(QWidget):
    """Values chosen from some; a value holds no blanks, and several are one text with blanks between.

    Attributes:
        add: the field that offers what is not chosen yet.

    Signals:
        committed: the values that are chosen now.
    """

    committed = Signal(str)

    def __init__(self, ui: Ui, name: str) -> None:
        """Offer nothing yet; ``name`` is what a screen reader says."""
        super().__init__()
        self._ui, self._name = ui, name
        self._words: dict[str, str] = {}
        self._chosen: list[str] = []
        self._lines: dict[str, QWidget] = {}
        self._held = Box()
        self.add = InlineChoice(ui.t("field.add_to", name=name))
        self.add.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.add.committed.connect(self._on_added)
        layout = column(self)
        layout.addWidget(self._held)
        layout.addWidget(self.add)
        self.setFocusProxy(self.add)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other values: value and word."""
        self._words = dict(choices)
        self.set_value(" ".join(self._chosen))

    def set_value(self, text: str) -> None:
        """Show what is chosen."""
        self._chosen = text.split()
        left = [(value, word) for value, word in self._words.items() if value not in self._chosen]
        if left:
            self.add.setEnabled(True)
        focused = QApplication.focusWidget()
        if not self._chosen and focused is not None and self._held.isAncestorOf(focused):
            self.add.setFocus()
        show_keyed(
            self._held.body, self._lines, [f"{each} {self._word(each)}" for each in self._chosen], self._line
        )
        self._held.setVisible(bool(self._chosen))
        self.add.set_choices([("", self._ui.t("field.add_one")), *left])
        if (
            not left and self._lines and self.add.hasFocus()
        ):  # what is disabled would hand the keyboard anywhere
            self._lines[next(reversed(self._lines))].setFocus()
        self.add.setEnabled(bool(left))

    def show_anew(self, text: str) -> None:
        """Show what is chosen, as `set_value`: a choice is taken at once."""
        self.set_value(text)

    def on_refused(self) -> None:
        """Offer to add again; what is chosen shows only once it is kept."""
        self.add.on_refused()

    def _word(self, value: str) -> str:
        return self._words.get(value, value)

    def _line(self, key: str) -> QWidget:
        value, _, word = key.partition(" ")
        tip = self._ui.t("field.take_off", what=word, name=self._name)
        off = button("", lambda: self._on_taken_off(value), "flat", tip=tip)
        off.setIconSize(QSize(_ICON, _ICON))
        self._ui.theme.set_icon(off, "x")
        made = QWidget()
        made.setFocusProxy(off)
        layout = QHBoxLayout(made)
        layout.setContentsMargins(_INDENT, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(ElidedLabel(word), 1)
        layout.addWidget(off)
        return made

    def _on_added(self, value: str) -> None:
        if value:
            self.committed.emit(" ".join([*self._chosen, value]))

    def _on_taken_off(self, value: str) -> None:
        self.committed.emit(" ".join(each for each in self._chosen if each != value))
