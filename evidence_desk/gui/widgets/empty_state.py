"""What an empty view shows: what it is for, the one button that starts it, and its key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, button, column, key_cap, label, row

_MUCH = 100  # beside the 1 of the room on either side


class EmptyState(QWidget):
    """Title, explanation, button and key in the middle of an empty view."""

    def __init__(
        self, ui: Ui, name: str, icon: str, act: Callable[[], object] | None, *, key: str = ""
    ) -> None:
        """Show the texts ``empty.NAME.title``, ``.text`` and ``.button``; without ``act`` there is no button."""
        super().__init__()
        self._ui, self._icon_name = ui, icon
        layout = column(self, margins=(24, 8, 24, 12), spacing=8)
        layout.addStretch(2)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = label(ui.t(f"empty.{name}.title"), "title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text = label(ui.t(f"empty.{name}.text"), "muted", wraps=True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setMaximumWidth(380)
        text.setMinimumWidth(1)  # it wraps where the view is narrower
        layout.addWidget(self._picture)
        layout.addWidget(title)
        middle = row(None, text, None)  # an aligned label would get the height of another width
        across = middle.layout()
        assert across is not None
        across.setStretch(1, _MUCH)  # type: ignore[attr-defined]
        layout.addWidget(middle)
        if act is not None:
            start = button(ui.t(f"empty.{name}.button"), act, "primary")
            layout.addSpacing(6)
            layout.addWidget(row(None, start, key_cap(key), None))
        layout.addStretch(3)
        self._draw()
        ui.theme.changed.connect(self._draw)

    def _draw(self) -> None:
        self._picture.setPixmap(self._ui.theme.icon(self._icon_name, "text_muted").pixmap(32, 32))


class OrHint(QStackedWidget):
    """A panel, and while it has nothing to show a line that says what it is for."""

    def __init__(self, panel: QWidget, hint: str) -> None:
        """Show ``hint`` until `fill`."""
        super().__init__()
        line = Box(margins=(14, 14, 14, 14))
        line.body.addWidget(label(hint, "muted", wraps=True))
        line.body.addStretch(1)
        self.addWidget(line)
        self.addWidget(panel)

    def fill(self, *, is_filled: bool) -> None:
        """Show the panel, or the line."""
        self.setCurrentIndex(int(is_filled))


class OrEmpty(QStackedWidget):
    """What a view shows: nothing until it is known, then what there is, or what teaches what it is for."""

    def __init__(self, content: QWidget, empty: EmptyState) -> None:
        """Show nothing until `fill`."""
        super().__init__()
        for page in (QWidget(), empty, content):
            self.addWidget(page)

    def fill(self, *, is_filled: bool) -> None:
        """Show what there is, or that there is nothing."""
        self.setCurrentIndex(2 if is_filled else 1)

    def forget(self) -> None:
        """Show nothing again: another matter is opened."""
        self.setCurrentIndex(0)
