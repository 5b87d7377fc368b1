"""The strip that says that the open matter is a copy: of what, since when, and what is not in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evidence_desk.gui.copies.words import copy_words, left_words
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import ElidedLabel, button, label
from evidence_desk.queries.replicas import CopyInfo


class CopyBanner(QWidget):
    """One line under the top bar; hidden for a matter that is no copy."""

    def __init__(self, ui: Ui, take_back: Callable[[], object]) -> None:
        """Stay hidden; ``take_back`` packs the copy to be brought home."""
        super().__init__()
        self._ui = ui
        self.setObjectName("copyBanner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = label(role="strong")
        self.left = ElidedLabel(role="secondary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 5, 14, 5)
        layout.setSpacing(10)
        layout.addWidget(self.text)
        layout.addWidget(self.left, 1)
        layout.addWidget(button(ui.t("copy.take_back"), take_back, "link"))
        self.hide()

    def show_copy(self, info: CopyInfo | None) -> None:
        """Say what a copy is; None hides the strip."""
        self.setVisible(info is not None)
        if info is None:
            return
        t = self._ui.t
        left = left_words(t, info)
        self.text.setText(copy_words(t, info))
        self.left.set_text(t("copy.without", what=left) if left else t("copy.with_all"))
        self.setAccessibleName(f"{self.text.text()} {left}")
