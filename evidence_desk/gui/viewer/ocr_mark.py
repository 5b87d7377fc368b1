"""Says in the header of the viewer that the text of a page was read off its picture, and how sure that is."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel, QSizePolicy

from evidence_desk.gui.ui import Ui
from evidence_desk.queries.pages import PageSource, page_sources


class OcrMark(QLabel):
    """A small badge, hidden on pages with text of their own."""

    def __init__(self, ui: Ui) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui = ui
        self._file, self._page = "", 0
        self._sources: dict[int, PageSource] | None = None
        self.setProperty("badge", "gap")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.setToolTip(ui.t("ocr.page_about"))
        self.hide()

    def show_page(self, sha256: str, page: int) -> None:
        """Show where the text of a page (from 1) comes from."""
        is_other = sha256 != self._file
        self._file, self._page = sha256, page
        if is_other:
            self.forget()
        elif self._sources is not None:
            self._show()

    def forget(self) -> None:
        """Read anew where the text comes from."""
        self._sources = None
        self.hide()
        file = self._file

        def take(sources: Any) -> None:
            if file == self._file:
                self._sources = {each.page: each for each in sources or ()}
                self._show()

        if file:
            self._ui.bridge.read_later(take, page_sources, file)

    def _show(self) -> None:
        found = (self._sources or {}).get(self._page)
        is_read_off = found is not None and found.source == "ocr"
        self.setVisible(is_read_off)
        if is_read_off and found is not None:
            self.setText(self._ui.t("ocr.page", percent=round((found.confidence or 0.0) * 100)))
