"""Says why a copy is not opened or brought back: what is wrong, in which part, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, column, heading, label, row
from evidence_desk.support.errors import UserError


class Refusal(QWidget):
    """A card in the middle of the view.

    Signals:
        closed: it was read.
    """

    closed = Signal()

    def __init__(self, ui: Ui) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui = ui
        self.message, self.part = label(role="title", wraps=True), label(wraps=True)
        self.remedy = label(role="secondary", wraps=True)
        self._close = button(ui.t("form.close"), self.closed.emit, "primary")
        card = QFrame()
        card.setObjectName("refusal")
        card.setFixedWidth(560)
        inner = column(card, margins=(22, 18, 22, 18), spacing=10)
        inner.addWidget(heading(ui.t("bring.not_brought")))
        for widget in (self.message, self.part, self.remedy):
            inner.addWidget(widget)
        inner.addSpacing(4)
        inner.addWidget(row(None, self._close))
        layout = column(self, margins=(16, 24, 16, 16))
        layout.addWidget(row(None, card, None))
        layout.addStretch(1)

    def show_error(self, error: UserError) -> None:
        """Say what was refused and why."""
        message, remedy = self._ui.t.error(error)
        self.message.setText(message)
        part = str(error.details.get("part", ""))
        self.part.setText(self._ui.t("bring.part", part=part) if part else "")
        self.part.setVisible(bool(part))
        self.remedy.setText(remedy)
        self.setAccessibleName(f"{message} {remedy}")
        self._close.setFocus()
