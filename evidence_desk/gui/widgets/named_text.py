"""Words under their name that become a field when the keyboard comes to them, and hide while there are none."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QLabel

from evidence_desk.gui.widgets.basics import Box, breakable, label
from evidence_desk.gui.widgets.inline_field import InlineText

_INDENT = 3  # pixels, as far as the words of the field are from its edge


class _Words(QLabel):
    """The words as they are read; a field of text takes many times as long to make and to fill.

    Signals:
        edit_asked: it was clicked, or Tab came to it.
    """

    edit_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "words")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setIndent(0)  # else Qt adds some for the frame
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a click, so that the card around does not."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a click, so that the card around does not."""
        if self.focusPolicy() == Qt.FocusPolicy.NoFocus:
            super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ask to be edited."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.edit_asked.emit()


class NamedText(Box):
    """Words that are edited where they stand.

    Signals:
        committed: the text, when it was changed and the field was left.
    """

    committed = Signal(str)

    def __init__(self, word: str, hint: str, *, is_named: bool = True) -> None:
        """Be called ``word``, which stands above the words where ``is_named``; ``hint`` stands for none."""
        super().__init__()
        self._word, self._hint = word, hint
        self._value, self._of, self._is_shown = "", "", False
        self._field: InlineText | None = None
        if is_named:
            name = label(word, "small")
            name.setIndent(_INDENT)
            self.body.addWidget(name)
        self.words = _Words()
        self.words.edit_asked.connect(self.edit)
        self.body.addWidget(self.words)
        self.hide()

    @property
    def text(self) -> str:
        """What stands there, kept or only typed."""
        return self._field.words() if self._field is not None and self._is_edited else self._value

    @property
    def has_keyboard(self) -> bool:
        """Whether somebody is typing here."""
        return self._field is not None and self._field.hasFocus()

    def show_text(self, value: str, of: str, *, is_shown: bool, is_open: bool) -> None:
        """Show the words, of what is called ``of``; without ``is_shown`` only while others are typed here."""
        self._value, self._of, self._is_shown = value, of, is_shown
        self.words.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_open else Qt.FocusPolicy.NoFocus)
        if self._field is not None:
            self._field.set_value(value)
        self._show()

    def edit(self) -> InlineText:
        """Put the keyboard into the words, and return the field they became."""
        field = self._field or self._made()
        if not self._is_edited:
            field.show_anew(self._value)
        field.setAccessibleName(f"{self._word}: {self._of}")
        field.show()
        self.show()
        field.setFocus()
        self._show()
        return field

    def commit(self) -> None:
        """Keep what is typed."""
        if self._field is not None:
            self._field.commit()

    def forget(self) -> None:
        """Be ready for the words of another thing."""
        if self._field is not None:
            self._field.forget()
            self._field.hide()

    def on_refused(self) -> None:
        """Let what was sent count as typed only."""
        if self._field is not None:
            self._field.on_refused()

    @property
    def _is_edited(self) -> bool:
        field = self._field
        return field is not None and not field.isHidden() and (field.is_typed or field.hasFocus())

    def _show(self) -> None:
        is_edited = self._is_edited
        if self._field is not None:
            self._field.setVisible(is_edited)
        self.words.setVisible(not is_edited)
        if not is_edited:
            self.words.setText(breakable(self._value or self._hint))
            self.words.setEnabled(bool(self._value) or self.words.focusPolicy() != Qt.FocusPolicy.NoFocus)
            self.words.setAccessibleName(f"{self._word}: {self._of}")
            self._mark_empty(not self._value)
        self.setVisible(self._is_shown or is_edited)

    def _mark_empty(self, is_empty: bool) -> None:
        if bool(self.words.property("empty")) != is_empty:
            self.words.setProperty("empty", is_empty)
            self.words.style().unpolish(self.words)
            self.words.style().polish(self.words)

    def _made(self) -> InlineText:
        made = self._field = InlineText(self._word, self._hint)
        made.setProperty("dense", "true")
        made.committed.connect(self.committed)
        made.left.connect(self._show)
        self.body.addWidget(made)
        return made
