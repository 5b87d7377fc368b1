"""Small building blocks in the look of the program: labels, badges, key caps, buttons, cards, lines."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from evidence_desk.gui.widgets.eliding import tells_whole
from evidence_desk.support.texts import visible

# Not within a tag; Chinese has its own places where a line may end, and others where it must not.
_LONG_WORD = re.compile(r"[^\s<>\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]{25,}(?![^<>]*>)")
_FEW_LETTERS = 60  # pixels
_SMALL = ("chip", "flat", "link")  # roles of buttons that stand beside the work
_PART = re.compile(r"(?:&#?\w+;|.){1,8}")  # letters of a long word that stay together


def label(text: str = "", role: str = "", *, wraps: bool = False) -> QLabel:
    """Return a label; roles are those of style.qss. The text is never read as markup.

    Where it wraps, a word too long for a line, such as a path, is broken within.
    """
    made = QLabel(breakable(text) if wraps else text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if role:
        made.setProperty("role", role)
    return made


def breakable(text: str) -> str:
    """Return plain text or markup with places in its long words where a line may end."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(_PART.findall(word[0])), text)


def heading(text: str) -> QLabel:
    """Return the small capitals over a section."""
    return label(text.upper(), "heading")


def badge(text: str, tone: str = "context") -> QLabel:
    """Return a rounded word; tones are supports, contradicts, context, gap, accent."""
    made = label(text)
    made.setProperty("badge", tone)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def key_cap(key: str) -> QLabel:
    """Return a key as it looks on the keyboard; hidden when there is none."""
    made = label(key_text(key), "key")
    if not key:  # never shown before it has a parent: it would flash up as a window of its own
        made.hide()
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def key_text(key: str) -> str:
    """Return a key the way this system writes it."""
    return {"Return": "↵", "Esc": "Esc"}.get(key) or QKeySequence(key).toString(
        QKeySequence.SequenceFormat.NativeText
    )


class ElidedButton(QPushButton):
    """A button whose words end in … when there is no room; its tool tip then tells all of them."""

    def __init__(self, text: str) -> None:
        """Show ``text``."""
        self._is_cut = False
        super().__init__(text)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """Return the room of a few letters."""
        return super().minimumSizeHint().boundedTo(QSize(_FEW_LETTERS, _FEW_LETTERS))

    def event(self, event: QEvent) -> bool:
        """Tell all the words where they are cut."""
        if event.type() == QEvent.Type.ToolTip and self._is_cut:
            return tells_whole(self, event, self.text())
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much of the words as fits."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        if self.menu() is not None:
            room -= self.style().pixelMetric(QStyle.PixelMetric.PM_MenuButtonIndicator, option, self)
        option.text = self.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideRight, room)
        self._is_cut = option.text != self.text()
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


def button(
    text: str, on_click: Callable[[], object], role: str = "", *, tip: str = "", gives_way: bool = False
) -> QPushButton:
    """Return a push button; roles are primary, link, flat, chip or none; a sign is called what its tool tip says.

    One that ``gives_way``, as chips and links do, is as narrow as there is room, its words cut.
    """
    made = ElidedButton(text) if gives_way or role in ("chip", "link") else QPushButton(text)
    if role:
        made.setProperty("role", role)
    if role in _SMALL:  # what is clicked beside the work leaves the keyboard where it is
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    # In a dialog Enter presses the main button, and no other: Qt would else take the first one, often Cancel.
    made.setAutoDefault(role == "primary")
    made.setToolTip(tip)
    if tip and not any(map(str.isalnum, text)):
        made.setAccessibleName(tip)
    made.setCursor(Qt.CursorShape.PointingHandCursor if role == "link" else Qt.CursorShape.ArrowCursor)
    made.clicked.connect(lambda _checked=False: on_click())
    return made


def line() -> QFrame:
    """Return a hairline."""
    made = QFrame()
    made.setObjectName("line")
    return made


def row(
    *items: QWidget | int | None,
    spacing: int = 6,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    is_even: bool = False,
) -> QWidget:
    """Return widgets side by side, all as wide with ``is_even``; None stretches, a number is a gap in pixels."""
    made = QWidget()
    layout = QHBoxLayout(made)
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        else:
            layout.addWidget(item, int(is_even))
    return made


def column(
    parent: QWidget, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0
) -> QVBoxLayout:
    """Give a widget a vertical layout."""
    layout = QVBoxLayout(parent)
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    return layout


class Form(QWidget):
    """Fields one below the other, with their words at the left; add to ``rows``."""

    def __init__(self, *, spacing: int = 10) -> None:
        """Make an empty form."""
        super().__init__()
        self.rows = QFormLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setHorizontalSpacing(14)
        self.rows.setVerticalSpacing(spacing)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)


class Box(QWidget):
    """Widgets one below the other; add to ``body``."""

    def __init__(self, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0) -> None:
        """Make an empty box."""
        super().__init__()
        self.body = column(self, margins=margins, spacing=spacing)


def clear(layout: QLayout, count: int | None = None) -> None:
    """Remove everything from a layout, or the first ``count`` items."""
    for _ in range(layout.count() if count is None else count):
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class Card(QFrame):
    """A bordered box that can be clicked or opened with Enter or Space.

    Signals:
        activated: it was clicked, or Enter or Space was pressed on it.
    """

    activated = Signal()

    def __init__(
        self, *, is_clickable: bool = False, margins: tuple[int, int, int, int] = (10, 8, 10, 8)
    ) -> None:
        """Make an empty card; add to ``body``."""
        super().__init__()
        self.setObjectName("card")
        self.body = column(self, margins=margins, spacing=3)
        self._is_clickable = is_clickable
        if is_clickable:
            self.setProperty("clickable", "true")
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a click, so that a card around this one does not."""
        is_left = event.button() == Qt.MouseButton.LeftButton
        if self._is_clickable and is_left and self.rect().contains(event.position().toPoint()):
            self.activated.emit()
            event.accept()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter and Space."""
        if self._is_clickable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.activated.emit()
        else:
            super().keyPressEvent(event)


class ElidedLabel(QLabel):
    """A label of one line that ends in … when there is no room, with the whole text as tool tip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        """Show ``text``."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = text
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text; of what nobody sees in it, such as what turns letters, the number."""
        self._whole = visible(text)
        self.setToolTip(self._whole)
        self.setAccessibleName(self._whole)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text anew."""
        super().resizeEvent(event)
        self._elide()

    def sizeHint(self) -> QSize:
        """Return the room of the whole text."""
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 4, hint.height())

    def _elide(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))


def scroller(content: QWidget) -> QScrollArea:
    """Return a vertical scroll area around ``content``, which is never wider than its room."""
    policy = content.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    content.setSizePolicy(policy)
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
