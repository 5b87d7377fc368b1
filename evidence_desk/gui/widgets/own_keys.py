"""Keys that the widget with the keyboard keeps for itself, although they stand for an action elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QPushButton, QWidget

from evidence_desk.gui.widgets.basics import Card

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def claims(event: QEvent, *keys: Qt.Key) -> bool:
    """Take one of some keys away from the actions that have it; for the ``event`` method of a widget."""
    is_claim = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
    if not is_claim or event.key() not in keys:  # type: ignore[attr-defined]
        return False
    event.accept()
    return True


class RemovableCard(Card):
    """A card whose thing Delete removes, and not what the view would delete.

    Signals:
        removed: Delete was pressed on it.
    """

    removed = Signal()

    def __init__(self, *, margins: tuple[int, int, int, int] = (10, 8, 10, 8)) -> None:
        """Make an empty card that can be clicked."""
        super().__init__(is_clickable=True, margins=margins)

    def event(self, event: QEvent) -> bool:
        """Claim Delete."""
        return claims(event, Qt.Key.Key_Delete) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Delete."""
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class PressKeys(QObject):
    """Lets Space and Enter press the button, card or list of choices that was gone to with Tab.

    One that was clicked, or that got the keyboard because what had it is gone, leaves them to the view, where they
    go on with what is read; what is made anew keeps what it had. In a dialog Enter presses the main button, where it
    has one that can be pressed.
    """

    def __init__(self, app: QApplication, parent: QObject) -> None:
        """Follow the keyboard."""
        super().__init__(parent)
        self._pressed: QWidget | None = None
        app.focusChanged.connect(self._on_focus)

    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        was_pressed = before is not None and before is self._pressed
        self._pressed = None
        if before is not None:
            before.removeEventFilter(self)
        is_gone = before is None or not (before.isVisible() and before.isEnabled())
        is_clicked = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        is_meant = was_pressed if _is_made_anew(before, now) else not (is_gone or is_clicked)
        if now is not None and isinstance(now.window(), QDialog):
            is_meant = not _has_main_button(now.window())
        if isinstance(now, QAbstractButton | QComboBox | Card) and is_meant:
            self._pressed = now
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the keys, and press with Enter what Qt presses with Space only."""
        if not isinstance(event, QKeyEvent) or event.modifiers() not in _PLAIN:
            return False
        if claims(event, Qt.Key.Key_Space, *ENTER):
            return True
        if event.type() != QEvent.Type.KeyPress or event.key() not in ENTER or isinstance(watched, Card):
            return False
        if isinstance(watched, QAbstractButton) and not event.isAutoRepeat():
            watched.click()
        elif isinstance(watched, QComboBox):
            watched.showPopup()
        return True


def _has_main_button(window: QWidget) -> bool:
    buttons = window.findChildren(QPushButton)
    return any(each.isDefault() and each.isEnabled() and each.isVisible() for each in buttons)


def _is_made_anew(before: QWidget | None, now: QWidget | None) -> bool:
    """Tell whether one widget stands for another that `refill` made anew."""
    if before is None or now is None or before is now or not before.accessibleName():
        return False
    return type(before) is type(now) and before.accessibleName() == now.accessibleName()
