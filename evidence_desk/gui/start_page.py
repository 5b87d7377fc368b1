"""What shows while no matter is open: recent matters, open, new, the sample matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import (
    Box,
    Card,
    ElidedLabel,
    button,
    clear,
    column,
    heading,
    key_cap,
    label,
    row,
)


class StartPage(QWidget):
    """The start page.

    Signals:
        recent_chosen: the path of a recent matter.
    """

    recent_chosen = Signal(str)

    def __init__(self, ui: Ui) -> None:
        """Show the name of the program; `set_up` adds the buttons."""
        super().__init__()
        self._ui = ui
        self.setObjectName("startPage")
        t = ui.t
        box = QWidget()
        box.setFixedWidth(580)
        self._body = column(box, spacing=8)
        self._body.addWidget(label(t("app.name"), "large"))
        self._body.addWidget(label(t("start.text"), "muted", wraps=True))
        self._body.addSpacing(12)
        self._buttons = Box()
        self._body.addWidget(self._buttons)
        self._body.addSpacing(18)
        self._recent = Box(spacing=6)
        self._body.addWidget(self._recent)
        layout = column(self, margins=(24, 0, 24, 0))
        layout.addStretch(2)
        layout.addWidget(row(None, box, None))
        layout.addStretch(3)

    def set_up(
        self, new: Callable[[], object], open_: Callable[[], object], sample: Callable[[], object]
    ) -> None:
        """Add the buttons once there is something behind them."""
        t, ui = self._ui.t, self._ui
        clear(self._buttons.body)
        made = row(
            button(t("action.new_matter"), new, "primary"), key_cap(ui.key("global", "new_matter")), 8,
            button(t("action.open_matter"), open_), key_cap(ui.key("global", "open_matter")), 8,
            button(t("action.sample"), sample), None,
        )  # fmt: skip
        self._buttons.body.addWidget(made)

    def show_recent(self, matters: Sequence[dict[str, str]]) -> None:
        """List the matters opened last."""
        clear(self._recent.body)
        if matters:
            self._recent.body.addWidget(heading(self._ui.t("start.recent")))
        for each in matters[:6]:
            card = Card(is_clickable=True)
            title = " · ".join(part for part in (each["title"], each["native_title"]) if part)
            card.body.addWidget(label(title, "strong"))
            card.body.addWidget(ElidedLabel(each["path"], "small"))
            card.setAccessibleName(title)
            card.activated.connect(lambda path=each["path"]: self.recent_chosen.emit(path))
            self._recent.body.addWidget(card)
