"""The evidence list: header with count and order, and the lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QMenu, QPushButton, QStackedWidget, QWidget

from evidence_desk.gui.models.evidence_delegate import HEIGHT, LINE, TITLE_X, EvidenceDelegate
from evidence_desk.gui.models.evidence_model import EvidenceModel, Listed
from evidence_desk.gui.search.chips import ChipBar
from evidence_desk.gui.search.searching import Searching
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import column, label, row
from evidence_desk.gui.widgets.lines import Lines
from evidence_desk.gui.widgets.title_edit import TitleEdit
from evidence_desk.queries import evidence as queries
from evidence_desk.queries.rows import EvidenceRow

_MOST_READ = 512
ORDERS = ("relevance", "exhibit", "title", "date", "added", "kind", "review")


class EvidenceList(QWidget):
    """Lines of evidence with a current one.

    Signals:
        current_changed: id of the item that is current now, or an empty text.
        order_changed: another order was chosen.
        opened: id of an item that was double-clicked.
        renamed: (id, title) typed over a line.
        chosen_changed: (chosen, total) other items, or other numbers of them, are selected.
    """

    current_changed = Signal(str)
    order_changed = Signal()
    opened = Signal(str)
    renamed = Signal(str, str)
    chosen_changed = Signal(int, int)

    def __init__(
        self, ui: Ui, vocabulary: Vocabulary, empty: QWidget, searching: Searching, *, footer: QWidget
    ) -> None:
        """Show ``empty`` until there are items; ``searching`` knows the lines found, ``footer`` stands below."""
        super().__init__()
        self._ui = ui
        self.order = "exhibit"
        self._other_order = "relevance"  # of searches while there is none, and the other way round
        self._is_searching = False
        self.model = EvidenceModel(self._fetch, self)
        self.view = Lines(HEIGHT)
        self.view.setAccessibleName(ui.t("review.list"))
        self._delegate = EvidenceDelegate(ui, vocabulary, searching)
        searching.lines_arrived.connect(self.view.viewport().update)
        self.chips = ChipBar(ui)
        self._set_up_view()
        self._count = label(role="muted")
        self._order = QPushButton()
        self._order.setProperty("role", "flat")
        self._order.setMenu(self._order_menu())
        self._nothing = label(ui.t("review.nothing_found"), "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        for page in (empty, self.view, self._nothing):
            self._stack.addWidget(page)
        layout = column(self)
        header = row(
            label(ui.t("review.evidence"), "title"), self._count, None, self._order, margins=(12, 0, 6, 0)
        )
        header.setObjectName("viewHeader")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        header.setFixedHeight(40)
        layout.addWidget(header)
        layout.addWidget(self.chips)
        layout.addWidget(self._stack, 1)
        layout.addWidget(footer)
        self._show_order()

    @property
    def current(self) -> str:
        """The id of the current item, or an empty text."""
        index = self.view.currentIndex()
        return self.model.ids[index.row()] if index.isValid() else ""

    @property
    def chosen(self) -> list[str]:
        """The ids of all selected items, in the order of the list."""
        ids = self.model.ids
        return [each for top, bottom in self._ranges() for each in ids[top : bottom + 1]]

    @property
    def last_chosen(self) -> int:
        """The last selected line, or the current one."""
        return max((bottom for _top, bottom in self._ranges()), default=self.view.currentIndex().row())

    def _ranges(self) -> list[tuple[int, int]]:
        """Return first and last line of what is selected; a range is one however long it is."""
        selection = self.view.selectionModel().selection()
        parts = (selection.at(place) for place in range(selection.count()))
        return sorted((part.top(), part.bottom()) for part in parts)

    def show_items(self, listed: Listed, *, current: str, is_filtered: bool) -> None:
        """Show items, keeping ``current`` if it is among them, else taking the first."""
        ids = listed.ids
        if ids == self.model.ids:
            self.refresh_rows()
        else:
            scroll = self.view.verticalScrollBar().value()
            self.model.show_items(listed)
            self.view.verticalScrollBar().setValue(scroll)
        self._count.setText(self._ui.t.count("review.items", len(ids)))
        self._stack.setCurrentIndex(1 if ids else 2 if is_filtered else 0)
        place = self.model.place_of(current)
        if ids and (not self.view.currentIndex().isValid() or self.current != current):
            self.go_to(max(0, place))
        elif not ids:
            self.current_changed.emit("")

    def refresh_rows(self) -> None:
        """Read the lines that show again beside the window; the items are the same."""
        view = self.view
        last = view.rowAt(view.viewport().height() - 1)
        parts = self.model.parts(view.rowAt(0), last if last >= 0 else len(self.model.ids) - 1)
        ids = [each for part in parts.values() for each in part]
        if len(ids) > _MOST_READ:  # nothing is laid out yet
            parts, ids = {}, []
        self._ui.bridge.read_soon(partial(self.model.take_rows, parts), queries.evidence_rows, ids)

    def go_to(self, place: int) -> None:
        """Make a line current."""
        if 0 <= place < len(self.model.ids):
            index = self.model.index(place, 0)
            self.view.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self.view.scrollTo(index)

    def rename(self) -> None:
        """Let the title of the current item be typed over its line."""
        index = self.view.currentIndex()
        shown = self.model.row(index.row()) if index.isValid() else None
        if shown is not None and not self._ui.bridge.is_read_only:
            edit = TitleEdit(self._ui, self.view.viewport(), shown.title)
            edit.setGeometry(self.view.visualRect(index).adjusted(TITLE_X - 6, 6, -8, -16))
            edit.committed.connect(partial(self.renamed.emit, shown.id))
            edit.open()

    def step(self, by: int) -> None:
        """Go some lines on or back."""
        self.go_to(self.view.currentIndex().row() + by)

    def step_round(self, by: int) -> None:
        """Go some lines on or back, from the last to the first."""
        if self.model.ids:
            self.go_to((self.view.currentIndex().row() + by) % len(self.model.ids))

    def set_order(self, order: str) -> None:
        """Order by one of ORDERS, with ``-`` before it the other way round."""
        if order != self.order and order.removeprefix("-") in ORDERS:
            self.order = order
            self._show_order()
            self.order_changed.emit()

    def set_searching(self, *, is_searching: bool) -> None:
        """Take the order of searches for words, or the order of the plain list; each is kept for itself."""
        if is_searching != self._is_searching:
            self._is_searching = is_searching
            self.order, self._other_order = self._other_order, self.order
            self._show_order()

    @property
    def plain_order(self) -> str:
        """The order of the list while no words are sought."""
        return self._other_order if self._is_searching else self.order

    def show_lines(self, *, has_lines: bool) -> None:
        """Make room for a line of found text in every row, or take it away."""
        if self._delegate.has_lines != has_lines:
            self._delegate.has_lines = has_lines
            self.view.verticalHeader().setDefaultSectionSize(HEIGHT + LINE * has_lines)

    def _set_up_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(self._delegate)
        view.setMouseTracking(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        view.verticalScrollBar().setSingleStep(25)
        view.selectionModel().currentChanged.connect(
            lambda _now, _before: self.current_changed.emit(self.current)
        )
        view.selectionModel().selectionChanged.connect(lambda _on, _off: self._tell_chosen())
        view.doubleClicked.connect(lambda index: self.opened.emit(self.model.ids[index.row()]))
        self._ui.theme.changed.connect(view.viewport().update)

    def _tell_chosen(self) -> None:
        chosen = sum(bottom - top + 1 for top, bottom in self._ranges())
        self.chosen_changed.emit(chosen, len(self.model.ids))

    def _fetch(self, ids: Sequence[str]) -> Sequence[EvidenceRow]:
        rows: Sequence[EvidenceRow] = self._ui.bridge.read(queries.evidence_rows, list(ids)) if ids else []
        return rows

    def _order_menu(self) -> QMenu:
        menu = QMenu(self)
        for order in ORDERS:
            menu.addAction(self._ui.t(f"order.{order}"), partial(self.set_order, order))
        menu.addSeparator()
        menu.addAction(self._ui.t("order.reverse"), self._reverse)
        return menu

    def _reverse(self) -> None:
        self.set_order(self.order.removeprefix("-") if self.order.startswith("-") else f"-{self.order}")

    def _show_order(self) -> None:
        name = self._ui.t(f"order.{self.order.removeprefix('-')}")
        arrow = "▴" if self.order.startswith("-") else "▾"
        self._order.setText(f"{self._ui.t('review.order', order=name)} {arrow}")
