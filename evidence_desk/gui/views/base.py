"""What every view of the window is: it reads what it shows, and reads again when that changed."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.actions.registry import Actions
from evidence_desk.gui.bridge import touches
from evidence_desk.gui.ui import Ui


class View(QWidget):
    """A view of the open matter.

    Attributes:
        name: the name in actions, settings and texts.
        icon: the icon in the navigation.
        kinds: kinds of rows whose change it has to show.

    Signals:
        leaving: another place in this view is about to be gone to.
        stepping: the next item of a list, or another one, is about to be shown.
    """

    leaving = Signal()
    stepping = Signal()

    name: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    kinds: ClassVar[tuple[str, ...]] = ()

    def __init__(self, ui: Ui) -> None:
        """Stay empty until `refresh`."""
        super().__init__()
        self.ui = ui
        self._is_stale = True
        self.setObjectName("surface")

    def add_actions(self, actions: Actions) -> None:
        """Make the actions of the view."""

    def refresh(self) -> None:
        """Read and show everything again."""

    def clear(self) -> None:
        """Let go of a matter that closes."""

    def state(self) -> dict[str, Any]:
        """Return what to remember, JSON-able."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up again what was remembered."""

    def place(self) -> Any:
        """Return where one is in the view, to come back to it."""
        return None

    def is_there(self, _place: Any) -> bool:
        """Tell whether a place is there still, so that one can come back to it."""
        return True

    def return_to(self, place: Any) -> None:
        """Go back to where one was; views that keep their place need not."""

    def toggle_inspector(self) -> None:
        """Hide or show what stands beside the content."""

    def take_focus(self) -> None:
        """Put the keyboard where work goes on."""
        self.setFocus()

    def on_committed(self, changes: Any) -> None:
        """Read again what changed, now or when the view shows next."""
        if touches(changes, self.kinds):
            if self.isVisible():
                self.refresh()
            else:
                self._is_stale = True

    def on_shown(self) -> None:
        """Catch up with changes that came while the view was hidden."""
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    def on_opened(self) -> None:
        """Another matter is open."""
        self._is_stale = True
