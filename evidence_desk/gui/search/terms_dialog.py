"""Hits for a list of terms: pasted or from a file, counted, written as a report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QPlainTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)  # fmt: skip

from evidence_desk.domain.search_grammar import parse
from evidence_desk.domain.search_problems import QueryError
from evidence_desk.gui.dialogs.side_dialog import SideDialog
from evidence_desk.gui.search.problems import told_of_query
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, label, row
from evidence_desk.gui.widgets.plain_list import plain_list
from evidence_desk.gui.widgets.splits import split
from evidence_desk.queries.search import TermRow, term_report
from evidence_desk.support.errors import UserError


class TermsDialog(SideDialog):
    """A list of terms beside their counts; it does not block the window.

    Signals:
        query_wanted: a term that was double-clicked.
    """

    query_wanted = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        """Show an empty list."""
        t = ui.t
        super().__init__(ui, parent, t("terms.title"), (1040, 560))
        self._rows: list[TermRow] = []
        self.terms = QPlainTextEdit()
        self.terms.setPlaceholderText(t("terms.hint"))
        self.terms.setAccessibleName(t("terms.list"))
        self.terms.setTabChangesFocus(True)
        self.table = self._table()
        self._note = label(role="muted")
        self._export = button(t("terms.export"), self._ask_file)
        self._export.setEnabled(False)
        count = button(t("terms.count"), self.count, "primary")
        count.setDefault(True)
        self.body.addWidget(label(t("terms.about"), "muted", wraps=True))
        self.body.addWidget(split(self.terms, self.table, sizes=(280, 560), grows=1, gap=8), 1)
        self.body.addWidget(
            row(button(t("terms.file"), self._ask_list), self._note, None, self._export, count, spacing=8)
        )

    def count(self) -> None:
        """Count the hits of every term, on the reader thread."""
        wanted = self.terms.toPlainText().splitlines()
        if any(each.strip() for each in wanted):
            self._note.setText(self._ui.t("terms.counting"))
            self._ui.bridge.search_later(self._show, term_report, wanted)

    def read_list(self, path: Path) -> None:
        """Take the terms of a text file, one a line."""
        try:
            self.terms.setPlainText(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError):
            t = self._ui.t
            error = UserError("not_text", t("terms.not_text", name=path.name), t("terms.not_text_remedy"))
            self._ui.bridge.failed.emit(error)

    def write(self, path: Path) -> None:
        """Write the report as CSV."""
        from evidence_desk.export.papers import write_whole
        from evidence_desk.export.terms import terms_csv

        try:
            write_whole(path, terms_csv(self._rows))
        except UserError as error:
            self._ui.bridge.failed.emit(error)
            return
        self._note.setText(self._ui.t("export.done", path=path.name))

    def _table(self) -> QTreeWidget:
        t = self._ui.t
        heads = (t("terms.term"), t("terms.hits"), t("terms.items"), t("terms.problem"))
        made = plain_list(heads, t("terms.counts"), (220, 72, 84))
        head = made.headerItem()
        for place in (1, 2):
            head.setTextAlignment(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        made.setProperty("role", "roomy")
        made.itemDoubleClicked.connect(lambda item, _column: self.query_wanted.emit(item.text(0)))
        return made

    def _show(self, rows: Any) -> None:
        if rows is None:
            return
        self._rows = rows
        self.table.clear()
        for each in rows:
            problem = self._problem(each)
            item = QTreeWidgetItem([each.term, f"{each.hits:,}", f"{each.documents:,}", problem])
            for place in (1, 2):
                item.setTextAlignment(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(3, problem)
            self.table.addTopLevelItem(item)
        self._export.setEnabled(bool(rows))
        self._note.setText(self._ui.t.count("terms.counted", len(rows)))

    def _problem(self, row: TermRow) -> str:
        """Return what is wrong with a term, in the language of the window."""
        try:
            parse(row.term)
        except QueryError as error:
            return told_of_query(self._ui.t, error)
        return row.problem

    def _ask_list(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, self._ui.t("terms.file"), self._folder())
        if name:
            self.read_list(Path(name))

    def _ask_file(self) -> None:
        start = str(Path(self._folder()) / f"{self._ui.t('terms.file_name')}.csv")
        name, _filter = QFileDialog.getSaveFileName(self, self._ui.t("terms.export"), start)
        if name:
            self.write(Path(name))

    def _folder(self) -> str:
        session = self._ui.bridge.session
        return str(session.path.parent) if session is not None else ""
