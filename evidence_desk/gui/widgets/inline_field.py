"""A field that is edited where it stands: it looks like text until it is clicked."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QComboBox, QTextEdit, QWidget
from shiboken6 import isValid

from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.gui.widgets.eliding import Line
from evidence_desk.gui.widgets.own_keys import ENTER, claims


class Unsaved(QObject):
    """Knows of a window, whose child it is, whether words stand in a field of it that are not kept yet.

    Signals:
        changed: whether there are any.
    """

    changed = Signal(bool)

    def __init__(self, window: QWidget) -> None:
        """Know of no field yet."""
        super().__init__(window)
        self._fields: WeakSet[_Typed] = WeakSet()

    def look_at(self, field: _Typed) -> None:
        """Take in what became of a field."""
        self._fields.add(field)
        self.changed.emit(any(isValid(each) and each.is_wanting for each in self._fields))


class _Typed:
    """Which words of a field are kept, which were sent to be kept, and which are only typed.

    A field derives from it and says with `words` what stands in it, and with `put_words` what shall.
    """

    _given = ""  # the value as it was last given
    _kept = ""  # that value as the field shows it
    _sent: str | None = None  # what was sent to be kept, and is not heard of again yet

    def words(self) -> str:
        """Return what stands in the field."""
        raise NotImplementedError

    def put_words(self, text: str) -> None:
        """Let other words stand in the field."""
        raise NotImplementedError

    @property
    def is_typed(self) -> bool:
        """Whether something stands in the field that is not kept yet."""
        return self.words() != self._kept

    @property
    def is_wanting(self) -> bool:
        """Whether something stands in the field that would be kept if the field were left, or was refused."""
        return self.words().strip() != self._kept.strip()

    def tell(self) -> None:
        """Let the window know whether all that stands in the field is kept."""
        assert isinstance(self, QWidget)
        unsaved = self.window().findChild(Unsaved, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if unsaved is not None:
            unsaved.look_at(self)

    def set_value(self, text: str) -> None:
        """Show a value, unless something is typed in the field, or was sent, that was not taken yet."""
        is_news, self._given = text != self._given, text
        if self.is_typed and not (is_news and self.words() == self._sent):
            self._kept = text
            self.tell()
            return
        self.show_anew(text)

    def show_anew(self, text: str) -> None:
        """Show a value whatever stands in the field."""
        self._given, self._sent = text, None
        if self.words() != text:
            self.put_words(text)
        self._kept = self.words()
        self.tell()

    def forget(self) -> None:
        """Let what stands in the field be a value like any other: another thing's is shown next."""
        self._kept, self._sent = self.words(), None
        self.tell()

    def send(self) -> str | None:
        """Return what stands in the field if that is to be kept, and was not sent before."""
        text = self.words()
        last = self._kept if self._sent is None else self._sent
        if text.strip() == last.strip():
            return None
        self._sent = text
        return text.strip()

    def on_refused(self) -> None:
        """Let what was sent count as typed only, so that it is sent again; what is kept already stays so."""
        self._sent = None


class InlineLine(_Typed, Line):
    """One line of text.

    Signals:
        committed: the text, when it was changed and the field was left or Enter pressed.
    """

    committed = Signal(str)

    def __init__(self, name: str, placeholder: str) -> None:
        """Show nothing yet; ``name`` is what a screen reader says."""
        super().__init__()
        self.setProperty("role", "inline")
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.editingFinished.connect(self.commit)
        self.textChanged.connect(self.tell)

    def words(self) -> str:
        """Return what stands in the field."""
        return self.text()

    def put_words(self, text: str) -> None:
        """Let other words stand in the field, and show their beginning."""
        self.setText(text)
        self.setCursorPosition(0)

    def commit(self) -> None:
        """Take what is typed in the field, if that is something else."""
        text = self.send()
        if text is not None:
            self.committed.emit(text)

    def event(self, event: QEvent) -> bool:
        """Claim Escape, which stops jobs elsewhere, and Enter, which opens what is read."""
        return claims(event, Qt.Key.Key_Escape, *ENTER) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape take the typed text back."""
        if event.key() == Qt.Key.Key_Escape:
            self.show_anew(self._given)
            self.clearFocus()
        else:
            super().keyPressEvent(event)


class InlineText(_Typed, QTextEdit):
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
        self._lines = lines
        self.setProperty("role", "inline")
        self.setAcceptRichText(False)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self.textChanged.connect(self.tell)
        self._grow()

    def words(self) -> str:
        """Return what stands in the field."""
        return self.toPlainText()

    def put_words(self, text: str) -> None:
        """Let other words stand in the field."""
        self.setPlainText(text)

    def commit(self) -> None:
        """Take what is typed in the field, if that is something else."""
        text = self.send()
        if text is not None:
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
        self.show_anew("")

    def event(self, event: QEvent) -> bool:
        """Claim Escape, which stops jobs elsewhere, and Enter, which opens what is read."""
        return claims(event, Qt.Key.Key_Escape, *ENTER) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape take the typed text back, and Ctrl+Enter leave the field."""
        if event.key() == Qt.Key.Key_Escape:
            self.show_anew(self._given)
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
        self._kept: str | None = None
        self.setProperty("role", "inline")
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(lambda _index: self.committed.emit(str(self.currentData())))

    def show_anew(self, value: str) -> None:
        """Show a value, as `set_value`: what is chosen is taken at once."""
        self.set_value(value)

    def set_value(self, value: str) -> None:
        """Show a value, also one that is not offered."""
        self._kept = value
        place = self.findData(value)
        if place < 0:
            self.addItem(value or "—", value)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def on_refused(self) -> None:
        """Show again what is kept; of what keeps nothing, the first."""
        if self._kept is None:
            self.setCurrentIndex(0)
        else:
            self.set_value(self._kept)
