"""Says in the header of the viewer that the text of a page was read off its picture, and how sure that is."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QSizePolicy

from evidence_desk.gui.ui import Ui
from evidence_desk.queries.pages import PageSource


class OcrMark(QLabel):
    """A small badge, for pages without text of their own.

    Attributes:
        is_read_off: whether the text of the page was read off its picture.
    """

    def __init__(self, ui: Ui) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui = ui
        self.setProperty("badge", "gap")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.setToolTip(ui.t("ocr.page_about"))
        self.is_read_off = False
        self.hide()

    def show_source(self, found: PageSource | None) -> None:
        """Know where the text of a page comes from; the header shows it where there is room."""
        self.is_read_off = found is not None and found.source == "ocr"
        if self.is_read_off and found is not None:
            self.setText(self._ui.t("ocr.page", percent=round((found.confidence or 0.0) * 100)))
