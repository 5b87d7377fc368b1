"""A field that is edited where it stands: it looks like text until it is clicked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QComboBox, QLineEdit, QTextEdit

from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.gui.widgets.own_keys import claims


class InlineLine(QLineEdit):
    """One line of text.

    Signals:
        committed: the text, when it was changed and the field was left or Enter pressed.
    """

    committed = Signal(str)

    def __init__(self, name: str, placeholder: str) -> None:
        """Show nothing yet; ``name`` is what a screen reader says."""
        super().__init__()
        self._value = ""
        self.setProperty("role", "inline")
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.editingFinished.connect(self.commit)

    def set_value(self, text: str) -> None:
        """Show a value, unless something is typed in the field that was not taken yet."""
        is_typed, self._value = self.text() != self._value, text
        if not is_typed and self.text() != text:
            self.setText(text)
            self._value = self.text()
            self.setCursorPosition(0)
            self.setToolTip(text)

    def commit(self) -> None:
        """Take what is typed in the field, if that is something else."""
        text = self.text().strip()
        is_news, self._value = text != self._value.strip(), self.text()
        if is_news:
            self.committed.emit(text)

    def event(self, event: QEvent) -> bool:
        """Claim Escape, which stops jobs elsewhere."""
        return claims(event, Qt.Key.Key_Escape) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape take the typed text back."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._value)
            self.clearFocus()
        else:
            super().keyPressEvent(event)


class InlineText(QTextEdit):
    """Several lines of plain text; the field is as tall as its text.

    Signals:
        committed: the text, when it was changed and the field was left.
        left: the keyboard went elsewhere.
    """

    committed = Signal(str)
    left = Signal()

    def __init__(self, name: str, placeholder: str, *, lines: int = 1) -> None:
        """Show nothing yet; ``lines`` is the least height."""
        super().__init__()
        self._value, self._lines = "", lines
        self.setProperty("role", "inline")
        self.setAcceptRichText(False)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()

    def set_value(self, text: str) -> None:
        """Show a value, unless something is typed in the field that was not taken yet."""
        is_typed, self._value = self.toPlainText() != self._value, text
        if not is_typed and self.toPlainText() != text:
            self.setPlainText(text)
            self._value = self.toPlainText()

    def commit(self) -> None:
        """Take what is typed in the field, if that is something else."""
        text = self.toPlainText().strip()
        is_news, self._value = text != self._value.strip(), self.toPlainText()
        if is_news:
            self.committed.emit(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the text when the field is left."""
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.ActiveWindowFocusReason:
            return  # somebody looks something up elsewhere and comes back
        self.commit()
        self.left.emit()

    def begin(self, text: str) -> None:
        """Put the keyboard into the field, at the end of ``text``, which counts as typed."""
        self.setPlainText(text)
        self.setFocus()
        self.moveCursor(QTextCursor.MoveOperation.End)

    def take_back(self) -> None:
        """Forget what was typed and be empty."""
        self._value = ""
        self.clear()

    def event(self, event: QEvent) -> bool:
        """Claim Escape, which stops jobs elsewhere."""
        return claims(event, Qt.Key.Key_Escape) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape take the typed text back, and Ctrl+Enter leave the field."""
        if event.key() == Qt.Key.Key_Escape:
            self.setPlainText(self._value)
            self.clearFocus()
        elif event.key() == Qt.Key.Key_Return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def _grow(self) -> None:
        least = self.fontMetrics().lineSpacing() * self._lines + 4
        self.setFixedHeight(round(max(least, self.document().size().height())) + 6)


class InlineChoice(Choice):
    """One of some values, which looks like text.

    Signals:
        committed: the value that was chosen.
    """

    committed = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]] = ()) -> None:
        """Offer ``choices``: value and word."""
        super().__init__(name, choices)
        self.setProperty("role", "inline")
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(lambda _index: self.committed.emit(str(self.currentData())))

    def set_value(self, value: str) -> None:
        """Show a value, also one that is not offered."""
        place = self.findData(value)
        if place < 0:
            self.addItem(value or "—", value)
            place = self.count() - 1
        self.setCurrentIndex(place)
