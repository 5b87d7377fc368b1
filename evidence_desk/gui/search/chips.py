"""The line over the evidence list while a query is on: its parts to take off one by one, hits, and saving it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.domain.search_language import chips, without
from evidence_desk.gui.search.results import Results
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, clear, column, label, row
from evidence_desk.gui.widgets.flow_layout import FlowLayout


class ChipBar(QWidget):
    """Shows the parts of a query.

    Signals:
        query_wanted: the query without a part that was taken off.
        save_asked: the query shall be kept under a name.
    """

    query_wanted = Signal(str)
    save_asked = Signal()

    def __init__(self, ui: Ui) -> None:
        """Stay hidden until there is a query."""
        super().__init__()
        self._ui, self._shown = ui, ""
        self.setObjectName("viewHeader")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = column(self, margins=(12, 6, 8, 6), spacing=4)
        chip_box = QWidget()
        self._chips = FlowLayout(chip_box, across=6, down=4)
        self._note = label(role="small")
        self._save = button(ui.t("search.save"), self.save_asked.emit, "link")
        layout.addWidget(chip_box)
        layout.addWidget(row(self._note, None, self._save))
        self.hide()

    def show_results(self, results: Results) -> None:
        """Show the parts of the query that was answered."""
        self.setVisible(bool(results.query.strip()))
        if results.query != self._shown:
            self._shown = results.query
            self._fill(results)
        self._save.setVisible(not self._ui.bridge.is_read_only)
        t = self._ui.t
        parts = [t.count("search.hits", results.hits)] if results.words and results.hits >= 0 else []
        if not results.is_ranked:
            parts.append(t("search.unranked"))
        self._note.setText(" · ".join(parts))

    def _fill(self, results: Results) -> None:
        clear(self._chips)
        for chip in chips(results.query, results.node):
            made = button(f"{chip.text}  ✕", partial(self._take_off, results.query, chip), "chip")
            made.setAccessibleName(self._ui.t("search.take_off", part=chip.text))
            made.setToolTip(self._ui.t("search.take_off", part=chip.text))
            self._chips.addWidget(made)

    def _take_off(self, query: str, chip: object) -> None:
        self.query_wanted.emit(without(query, chip))  # type: ignore[arg-type]
