"""Small questions about a copy: its passphrase, and whether to bring it back or to open it. They do not block."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, column, label, row


class PassphraseDialog(QDialog):
    """Asks for the passphrase of a sealed copy."""

    def __init__(
        self, ui: Ui, parent: QWidget, name: str, problem: str, then: Callable[[str], object]
    ) -> None:
        """Ask for the passphrase of the copy ``name``; ``problem`` says why again, ``then`` gets it."""
        super().__init__(parent)
        self._then = then
        t = ui.t
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("take.passphrase"))
        self.setFixedWidth(440)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setAccessibleName(t("take.passphrase"))
        accept = button(t("bring.unseal"), self.accept, "primary")
        accept.setDefault(True)
        layout = column(self, margins=(22, 18, 22, 16), spacing=10)
        layout.addWidget(label(t("bring.sealed", name=name), "title", wraps=True))
        layout.addWidget(label(problem or t("bring.sealed_hint"), "muted", wraps=True))
        layout.addWidget(self.edit)
        layout.addWidget(row(None, button(t("form.cancel"), self.reject), accept, spacing=8))
        self.edit.setFocus()

    def accept(self) -> None:
        """Go on with what was typed."""
        super().accept()
        self._then(self.edit.text())


class CopyQuestion(QDialog):
    """Says what was dropped or chosen, and offers what can be done with it."""

    def __init__(
        self, ui: Ui, parent: QWidget, text: str, choices: tuple[tuple[str, Callable[[], object]], ...]
    ) -> None:
        """Offer ``choices``: words and what they do; the first is the one Enter takes."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(ui.t("question.title"))
        self.setFixedWidth(480)
        layout = column(self, margins=(22, 18, 22, 16), spacing=14)
        layout.addWidget(label(ui.t("question.title"), "title"))
        layout.addWidget(label(text, wraps=True))
        made = [
            button(word, self._does(act), "" if place else "primary")
            for place, (word, act) in enumerate(choices)
        ]
        made[0].setDefault(True)
        layout.addWidget(row(None, button(ui.t("form.cancel"), self.reject), *reversed(made), spacing=8))
        made[0].setFocus()

    def _does(self, act: Callable[[], object]) -> Callable[[], object]:
        def _do() -> None:
            self.accept()
            act()

        return _do
