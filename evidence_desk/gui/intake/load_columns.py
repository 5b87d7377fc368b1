"""The columns of a load file with some of their values, and the choice of what each is to us."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.intake.loadfiles.mapping import all_fields
from evidence_desk.intake.loadfiles.model import Column
from evidence_desk.support.texts import visible

_NAMES_DOCUMENTS = frozenset({"control_number", "begin_bates"})


class LoadColumns(QTableWidget):
    """A line for each column.

    Signals:
        edited: somebody chose another field.
    """

    edited = Signal()

    def __init__(self, ui: Ui) -> None:
        """Show nothing yet."""
        super().__init__(0, 3)
        self._ui = ui
        self._shown: list[tuple[str, tuple[str, ...]]] = []
        t = ui.t
        self.setHorizontalHeaderLabels([t("load.column"), t("load.samples"), t("load.field")])
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(0, 170)
        self.setColumnWidth(2, 190)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setAccessibleName(t("load.columns"))

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show the columns as they were read; the same ones again stay, with the keyboard where it is."""
        shown = [(each.name, tuple(each.samples)) for each in columns]
        if shown != self._shown:
            self._shown = shown
            self._fill(columns)
        for at, each in enumerate(columns):
            self.combo(at).setCurrentIndex(max(0, self.combo(at).findData(each.field)))

    def _fill(self, columns: Sequence[Column]) -> None:
        t = self._ui.t
        fields = [(field, t.word("load_field", field)) for field in all_fields()]
        self.setRowCount(len(columns))
        for at, each in enumerate(columns):
            name = visible(each.name) or t("load.number", n=each.number)
            for place, text in ((0, name), (1, "  |  ".join(map(visible, each.samples)))):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(at, place, item)
            combo = Choice(name, [("", t("load.as_it_is")), *fields])
            combo.activated.connect(lambda _index: self.edited.emit())
            self.setCellWidget(at, 2, combo)

    def combo(self, line: int) -> Choice:
        """Return the choice of our field for a column."""
        made = self.cellWidget(line, 2)
        assert isinstance(made, Choice)
        return made

    def field(self, line: int) -> str:
        """Return our field for a column, or nothing."""
        return str(self.combo(line).currentData() or "")

    @property
    def names_documents(self) -> bool:
        """Whether a column says which document a record is of."""
        return any(self.field(line) in _NAMES_DOCUMENTS for line in range(self.rowCount()))
