"""The evidence list: header with count and order, and the lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QWidget

from evidence_desk.gui.actions.registry import Actions
from evidence_desk.gui.models.arrangement import Listed, is_head
from evidence_desk.gui.models.evidence_delegate import HEIGHTS, EvidenceDelegate
from evidence_desk.gui.models.evidence_model import EvidenceModel
from evidence_desk.gui.models.thumbnails import Thumbnails
from evidence_desk.gui.search.chips import ChipBar
from evidence_desk.gui.search.results import RELEVANCE, Results
from evidence_desk.gui.search.searching import Searching
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.page_store import PageStore
from evidence_desk.gui.views.list_choice import ListChoice
from evidence_desk.gui.views.list_folding import ListFolding
from evidence_desk.gui.views.list_layout import ListLayout, is_order
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import button, column, label
from evidence_desk.gui.widgets.flash import Flash
from evidence_desk.gui.widgets.lines import Lines
from evidence_desk.gui.widgets.title_edit import TitleEdit
from evidence_desk.gui.widgets.view_header import ViewHeader
from evidence_desk.queries import evidence as queries
from evidence_desk.queries.rows import EvidenceRow

_MOST_READ = 512
_MOST_FOLDED = 400  # remembered of a matter


class EvidenceList(QWidget):
    """Lines of evidence with a current one.

    Attributes:
        choice: which of them are chosen.
        folding: hides what stands below lines.

    Signals:
        current_changed: id of the item that is current now, or an empty text.
        order_changed: another order, other groups, or families or not were chosen.
        opened: id of an item that was double-clicked.
        renamed: (id, field, title) typed over a line.
        line_moved: the current line is another one, or stands elsewhere.
    """

    current_changed = Signal(str)
    order_changed = Signal()
    opened = Signal(str)
    renamed = Signal(str, str, str)
    line_moved = Signal()

    def __init__(
        self,
        ui: Ui,
        vocabulary: Vocabulary,
        empty: QWidget,
        searching: Searching,
        *,
        store: PageStore,
        footer: QWidget,
    ) -> None:
        """Show ``empty`` until there are items; ``searching`` knows the lines found, ``footer`` stands below."""
        super().__init__()
        self._ui = ui
        self.order = "exhibit"
        self._other_order = RELEVANCE  # of searches while there is none, and the other way round
        self._is_searching = False
        self._item = ""
        self._shown: Listed | None = None
        self._query = ""
        self._is_rearranged = False
        self.model = EvidenceModel(self._fetch, self)
        self.view = Lines(HEIGHTS["usual"])
        self.view.setAccessibleName(ui.t("review.list"))
        self.flash = Flash(ui.settings, self)
        thumbnails = Thumbnails(ui, store, self)
        self._delegate = EvidenceDelegate(
            ui, vocabulary, self.model, searching, flash=self.flash, thumbnails=thumbnails
        )
        self.model.remarks_of, self.model.words_of = self._delegate.remarks, self._delegate.head_words
        self.model.names_of = self._delegate.names
        self.chips = ChipBar(ui)
        self._set_up_view()
        for changed in (searching.lines_arrived, thumbnails.arrived, ui.theme.changed):
            changed.connect(self.view.viewport().update)
        self.flash.changed.connect(self._paint_flashing)
        self.layout_ = ListLayout(ui, self.view, self.model, self._delegate)
        self.layout_.order_asked.connect(self.set_order)
        self.layout_.arrangement_changed.connect(self._on_arranged)
        self.choice = ListChoice(self.view, self.model, self.layout_)
        self.folding = ListFolding(self.view, self.model, self.go_to)
        self._delegate.fold_asked.connect(self.folding.turn)
        self._order = button("", self.open_menu, "flat", gives_way=True)
        self._order.setAccessibleDescription(ui.t("list.menu"))
        self._header = ViewHeader(ui.t("review.evidence"), self._order, height=40, margins=(12, 6))
        self._nothing = label(ui.t("review.nothing_found"), "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        for page in (empty, self.view, self._nothing):
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(self.view)  # until it is known that there is nothing
        layout = column(self)
        for part in (self._header, self.chips, self._stack, footer):
            layout.addWidget(part, int(part is self._stack))
        self._show_order()

    @property
    def current(self) -> str:
        """The id of the current item, or an empty text; on the head of a group the item before it stays current."""
        index = self.view.currentIndex()
        line = self.model.ids[index.row()] if index.isValid() else ""
        if line and not is_head(line):
            self._item = line
        elif not line or self._item not in self.model.listed.places:
            self._item = ""
        return self._item

    @property
    def chosen(self) -> list[str]:
        """The ids of all chosen items, in the order of the list."""
        return self.choice.ids

    @property
    def last_chosen(self) -> int:
        """The last selected line, or the current one."""
        return self.choice.last

    def show_results(self, results: Results, *, current: str) -> None:
        """Show what was found, keeping ``current`` if it is among it, else taking the first; painted at once."""
        before, shall_see = self._room(), self._is_rearranged or self._is_seen()
        self._is_rearranged = False
        if results.query == self._query and current not in results.listed.places:
            current = self._next_left(results.listed)
        self._query = results.query
        self.chips.show_results(results)
        self._show_lines(has_lines=bool(results.words))
        listed = results.listed
        self.model.grouped_by = self.layout_.arrangement.group
        is_new = listed is not self._shown and not self.model.is_showing(listed)
        if is_new:
            scroll = self.view.verticalScrollBar().value()
            self.model.show_items(listed, results.rows)
            self.view.verticalScrollBar().setValue(scroll)
        elif listed is not self._shown:  # else it is the same answer, with the facets now
            self.refresh_rows()
        self._shown = listed
        if results.facets is not None:  # before that it may be the best only
            self._header.set_note(self._ui.t.count("review.items", listed.items))
        has_keyboard = self.hasFocus() or self.view.hasFocus()
        self._stack.setCurrentIndex(1 if listed.items else 2 if results.query.strip() else 0)
        if has_keyboard:
            self.take_focus()
        self._take_current(listed, current)
        if is_new and shall_see:
            self.view.scrollTo(self.view.currentIndex())
        if is_new and self._room() == before:  # else it is laid out first, and painted then
            self.view.viewport().repaint()

    def current_area(self) -> QRect:
        """Return where on the screen the current line stands; nothing while it is not in sight."""
        view, index = self.view, self.view.currentIndex()
        top, height = view.rowViewportPosition(index.row()), view.rowHeight(index.row())
        if (
            not index.isValid()
            or not view.isVisible()
            or top + height <= 0
            or top >= view.viewport().height()
        ):
            return QRect()
        return QRect(view.viewport().mapToGlobal(QPoint(0, top)), QSize(view.viewport().width(), height))

    def _is_seen(self) -> bool:
        return not self.current_area().isEmpty()

    def _on_arranged(self) -> None:
        """Have the list read in another order or in other groups; the current line stays in sight."""
        self._is_rearranged = True
        self.order_changed.emit()

    def _room(self) -> tuple[bool, bool]:
        return self.view.isVisible(), self.chips.isVisible()

    def clear(self) -> None:
        """Show no lines and say nothing of them, as while a matter is opened."""
        self.model.set_ids([])
        self._stack.setCurrentWidget(self.view)

    def take_focus(self) -> None:
        """Put the keyboard on the lines; while none show it waits for them here, where the keys of Review work."""
        (self.view if self.view.isVisibleTo(self) else self).setFocus()

    def _paint_flashing(self) -> None:
        """Paint the lines that are bright; all of them once nothing is bright any more."""
        viewport, keys = self.view.viewport(), self.flash.keys
        places = (self.model.place_of(each) for each in keys)
        for place in (each for each in places if each >= 0):
            top, height = self.view.rowViewportPosition(place), self.view.rowHeight(place)
            viewport.update(0, top, viewport.width(), height)
        if not keys:
            viewport.update()

    def _next_left(self, listed: Listed) -> str:
        """Return the next item from the current line on, or else before it, that other lines have too."""
        ids, here = self.model.ids, max(0, self.view.currentIndex().row())
        kept = listed.places.keys()
        near = (*ids[here:], *reversed(ids[:here]))
        return next((each for each in near if each in kept and not is_head(each)), "")

    def _take_current(self, listed: Listed, current: str) -> None:
        """Make an item current and select it, the first where there is no such item."""
        if not listed.items:
            self.current_changed.emit("")
            return
        # Qt goes to the first line by itself when the keyboard comes, and selects nothing.
        is_elsewhere = not self.view.selectionModel().hasSelection() or self.current != current
        if is_elsewhere and not self.reveal(current):
            self.go_to(self._item_from(0, 1))

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
                index,
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )
            self.view.scrollTo(index)
            self.line_moved.emit()

    def reveal(self, evidence: str) -> bool:
        """Make an item current, unfolding what hides it; False when it is not in the list."""
        if self.model.place_of(evidence) < 0:
            self.model.fold(self.model.listed.above(evidence), is_folded=False)
        place = self.model.place_of(evidence)
        self.go_to(place)
        return place >= 0

    def open_menu(self) -> None:
        """Show the menu of orders, groups, columns and rows below its button."""
        self.layout_.open_menu(self._order.mapToGlobal(self._order.rect().bottomLeft()))

    def add_actions(self, actions: Actions) -> None:
        """Make an action of everything that can be chosen, and of folding."""
        folding = self.folding
        for name, act in (
            ("fold", folding.fold),
            ("unfold", folding.unfold),
            ("choose_all", self.choice.choose_all),
            ("open_item", lambda: self.opened.emit(self.current)),
        ):
            actions.add("review", name, act, self.view)
        plain: dict[str, Callable[[], object]] = {
            "fold_all": folding.fold_all,
            "unfold_all": folding.unfold_all,
            "list_menu": self.open_menu,
            "list_families": self.layout_.toggle_families,
            "list_reverse": self.layout_.reverse,
        }
        actions.add_all("review", self, plain)
        for name, (words, choose) in self.layout_.actions().items():
            actions.add("review", name, choose, self, text=words)

    def state(self) -> dict[str, Any]:
        """Return what to remember: order, columns, groups, and what is folded."""
        folded = sorted(self.model.folded)[:_MOST_FOLDED]
        return {"order": self.plain_order, "folded": folded, **self.layout_.state()}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up again what was remembered."""
        self.layout_.restore(state)
        self.model.unfold_all()
        self.model.fold(map(str, state.get("folded", ())), is_folded=True)
        order = str(state.get("order", "exhibit"))
        self.order = order if is_order(order) else "exhibit"
        self._is_searching, self._other_order = False, RELEVANCE
        self._show_order()

    def rename(self) -> None:
        """Let the title of the current item be typed over its line."""
        index = self.view.currentIndex()
        shown = self.model.row(index.row()) if index.isValid() else None
        if shown is not None and not self._ui.bridge.is_read_only:
            field = "native_title" if self._ui.t.is_native_first(shown.native_title) else "title"
            edit = TitleEdit(self._ui, self.view.viewport(), getattr(shown, field))
            column = self.layout_.columns.index("title")
            area = self.view.visualRect(self.model.index(index.row(), column))
            left = self._delegate.title_left(index.row()) - 6
            up = 14 if self._delegate.look == "plain" else 23  # to the line of the title
            edit.setGeometry(area.left() + left, area.center().y() - up, area.width() - left - 8, 28)
            edit.committed.connect(partial(self.renamed.emit, shown.id, field))
            edit.open()

    def step(self, by: int) -> None:
        """Go some lines on or back; heads of groups are no lines to stop at."""
        self.go_to(self._item_from(self.view.currentIndex().row() + by, by))

    def step_round(self, by: int) -> None:
        """Go some lines on or back, from the last to the first."""
        count = len(self.model.ids)
        if count:
            place = self._item_from((self.view.currentIndex().row() + by) % count, by)
            self.go_to(place if place >= 0 else self._item_from(0 if by > 0 else count - 1, by))

    def _item_from(self, place: int, by: int) -> int:
        """Return the first line from a place on that is an item, going on or back; -1 when there is none."""
        ids = self.model.ids
        while 0 <= place < len(ids) and is_head(ids[place]):
            place += 1 if by > 0 else -1
        return place if 0 <= place < len(ids) else -1

    def mark_with(self, conflicts_of: Callable[[str], int]) -> None:
        """Mark the lines about which copies disagree."""
        self._delegate.conflicts_of = conflicts_of

    def set_order(self, order: str) -> None:
        """Order by one or more of ORDERS, commas between them, with ``-`` before one the other way round."""
        if order != self.order and is_order(order):
            self.order = order
            self._show_order()
            self._on_arranged()

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

    def _show_lines(self, *, has_lines: bool) -> None:
        """Make room for a line of found text in every row, or take it away."""
        if self._delegate.has_lines != has_lines:
            self._delegate.has_lines = has_lines
            self.layout_.fit_rows()

    def _set_up_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(self._delegate)
        view.setMouseTracking(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        view.verticalScrollBar().setSingleStep(25)
        view.verticalScrollBar().valueChanged.connect(lambda _value: self.line_moved.emit())
        view.selectionModel().currentChanged.connect(lambda _now, _before: self._tell_current())
        view.doubleClicked.connect(self._on_double_clicked)
        self.model.rows_changed.connect(self.flash.start)

    def _tell_current(self) -> None:
        self.current_changed.emit(self.current)
        self.choice.tell()

    def _on_double_clicked(self, index: QModelIndex) -> None:
        line = self.model.ids[index.row()]
        if not is_head(line):
            self.opened.emit(line)

    def _fetch(self, ids: Sequence[str]) -> Sequence[EvidenceRow]:
        rows: Sequence[EvidenceRow] = self._ui.bridge.read(queries.evidence_rows, list(ids)) if ids else []
        return rows

    def _show_order(self) -> None:
        first = self.order.split(",")[0]
        name = self._ui.t(f"order.{first.removeprefix('-')}")
        self._order.setText(f"{self._ui.t('review.order', order=name)} ▾")
        self.layout_.show_order(self.order)
