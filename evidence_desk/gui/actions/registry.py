"""Every action of the window by place and name: its words, its keys, and what it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.ui import Ui


class Actions:
    """Makes and finds actions. The words of an action are the text ``action.NAME``."""

    def __init__(self, ui: Ui) -> None:
        """Start with none."""
        self._ui = ui
        self._made: dict[tuple[str, str], QAction] = {}

    def add(
        self, place: str, name: str, act: Callable[[], object], widget: QWidget, *, text: str = ""
    ) -> QAction:
        """Make an action that works while ``widget`` or a part of it has the focus; ``text`` replaces its words."""
        action = QAction(text or self._ui.t(f"action.{name}"), widget)
        action.setObjectName(f"{place}.{name}")
        action.setShortcuts([QKeySequence(key) for key in self._ui.keys.get(place, {}).get(name, ())])
        is_global = place == "global"
        context = (
            Qt.ShortcutContext.WindowShortcut if is_global else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        action.setShortcutContext(context)
        action.triggered.connect(lambda _checked=False: act())
        widget.addAction(action)
        self._made[(place, name)] = action
        return action

    def add_all(self, place: str, widget: QWidget, handlers: dict[str, Callable[[], object]]) -> None:
        """Make several actions of one place."""
        for name, act in handlers.items():
            self.add(place, name, act, widget)

    def remove(self, place: str, name: str) -> None:
        """Take an action away again."""
        action = self._made.pop((place, name))
        widget = action.parent()
        if isinstance(widget, QWidget):
            widget.removeAction(action)
        action.deleteLater()

    def find(self, place: str, name: str) -> QAction:
        """Return an action that was made."""
        return self._made[(place, name)]

    def of(self, *places: str) -> list[QAction]:
        """Return the actions of some places, in the order they were made."""
        return [action for (place, _name), action in self._made.items() if place in places]

    def keys_of(self, action: QAction) -> str:
        """Return the keys of an action as text, e.g. ``Ctrl+Z``."""
        native = QKeySequence.SequenceFormat.NativeText
        return "  ".join(key.toString(native) for key in action.shortcuts())
