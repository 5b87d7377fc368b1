"""How the evidence list looks: which columns, how wide, in which order and groups; chosen by menu, header or key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QHeaderView, QMenu, QTableView

from evidence_desk.gui.models.arrangement import Arrangement
from evidence_desk.gui.models.columns import ALWAYS, COLUMNS, USUAL
from evidence_desk.gui.models.evidence_delegate import HEIGHTS, EvidenceDelegate
from evidence_desk.gui.models.evidence_model import EvidenceModel
from evidence_desk.gui.search.results import RELEVANCE
from evidence_desk.gui.ui import Ui
from evidence_desk.queries.listing import GROUPS

LOOKS = tuple(HEIGHTS)
ORDERS = (RELEVANCE, *(column.ordered_by for column in COLUMNS.values()), "group")
_NARROW, _COLUMN_LEAST = 420, 28
_TITLE_LEAST, _TITLE_LEAST_WHERE_NARROW = 140, 96  # the second keeps the usual columns in sight


class ListLayout(QObject):
    """Lays out the table of the list.

    Attributes:
        arrangement: groups and families.

    Signals:
        order_asked: the order that a click on a heading, a menu or a key asks for.
        arrangement_changed: groups or families were chosen anew.
    """

    order_asked = Signal(str)
    arrangement_changed = Signal()

    def __init__(self, ui: Ui, view: QTableView, model: EvidenceModel, delegate: EvidenceDelegate) -> None:
        """Show the usual columns."""
        super().__init__(view)
        self._ui, self._view, self._model, self._delegate = ui, view, model, delegate
        self.arrangement = Arrangement()
        self._order = "exhibit"
        self._widths = {column.name: column.width for column in COLUMNS.values()}
        self._is_fitting = False
        self._header = header = view.horizontalHeader()
        # With that of the lines, Qt would ask about every line whether it is selected each time it paints a heading.
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(_COLUMN_LEAST)
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setFixedHeight(26)
        header.setAccessibleName(ui.t("list.header"))
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self.menu().popup(header.mapToGlobal(at)))
        header.sectionClicked.connect(self._on_clicked)
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(lambda *_places: self._keep_moved())
        view.viewport().installEventFilter(self)
        view.entered.connect(lambda index: self._hover(index.row()))
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        header.show()
        self._show_columns(USUAL)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that show, from the left."""
        return tuple(column.name for column in self._model.columns)

    def set_columns(self, names: Sequence[str]) -> None:
        """Show these columns; the title always shows, names that are unknown do not."""
        known = [name for name in dict.fromkeys(names) if name in COLUMNS]
        if ALWAYS not in known:
            known.append(ALWAYS)
        if tuple(known) != self.columns:
            self._show_columns(known)

    def toggle_column(self, name: str) -> None:
        """Show a column, or take it away."""
        shown = list(self.columns)
        if name in shown:
            shown.remove(name)
        else:
            shown.append(name)
        self.set_columns(shown)

    def set_look(self, look: str) -> None:
        """Let rows be plain, of two lines, or with pictures."""
        if look in LOOKS:
            self._delegate.look = look
            self.fit_rows()

    def set_group(self, group: str) -> None:
        """Put items under the heads of a grouping; an empty text takes the heads away."""
        if group in ("", *GROUPS) and group != self.arrangement.group:
            self.arrangement = Arrangement(group, self.arrangement.families)
            self.arrangement_changed.emit()

    def toggle_families(self) -> None:
        """Put families together, or every item where the order says."""
        self.arrangement = Arrangement(self.arrangement.group, not self.arrangement.families)
        self.arrangement_changed.emit()

    def show_order(self, order: str) -> None:
        """Show in the headings what the list is ordered by."""
        self._order = order
        t = self._ui.t
        headings = {name: t(f"column.{name}") for name in COLUMNS}
        parts = order.split(",")
        for place, part in enumerate(parts):
            name = next((c.name for c in COLUMNS.values() if c.ordered_by == part.removeprefix("-")), "")
            arrow = "▾" if part.startswith("-") else "▴"
            second = "" if len(parts) == 1 else "¹²³"[min(place, 2)]
            if name:
                headings[name] = f"{headings[name]} {arrow}{second}".strip()
        self._model.set_headings(headings)

    def fit_rows(self) -> None:
        """Give every row its height."""
        self._view.verticalHeader().setDefaultSectionSize(self._delegate.height)
        self._view.viewport().update()

    def state(self) -> dict[str, Any]:
        """Return what to remember."""
        return {
            "columns": list(self.columns),
            "widths": {name: self._widths[name] for name in self.columns if name != ALWAYS},
            "look": self._delegate.look,
            "group": self.arrangement.group,
            "families": self.arrangement.families,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Take up again what was remembered."""
        usual = {column.name: column.width for column in COLUMNS.values()}
        kept = state.get("widths", {})
        self._widths = {name: max(_COLUMN_LEAST, int(kept.get(name, width))) for name, width in usual.items()}
        self._show_columns([name for name in state.get("columns", USUAL) if name in COLUMNS] or USUAL)
        self.set_look(str(state.get("look", "usual")))
        group = str(state.get("group", ""))
        self.arrangement = Arrangement(group if group in GROUPS else "", bool(state.get("families", True)))

    def menu(self) -> QMenu:
        """Return the menu of all that can be chosen, with what holds ticked."""
        menu = QMenu(self._view)
        for name, choices in self._choices().items():
            part = menu.addMenu(self._ui.t(f"list.{name}"))
            for word, is_on, act in choices:
                action = QAction(f"{word[:1].upper()}{word[1:]}", part)
                action.setCheckable(True)
                action.setChecked(is_on)
                action.triggered.connect(lambda _on=False, act=act: act())
                part.addAction(action)
        menu.addSeparator()
        families = menu.addAction(self._ui.t("action.list_families"), self.toggle_families)
        families.setCheckable(True)
        families.setChecked(self.arrangement.families)
        return menu

    def actions(self) -> dict[str, tuple[str, Callable[[], object]]]:
        """Return words and deed of every choice, by the name of its action."""
        t = self._ui.t
        found: dict[str, tuple[str, Callable[[], object]]] = {}
        for name in ORDERS:
            words = t("list.order_by", what=t(f"order.{name}"))
            found[f"order_{name}"] = (words, partial(self.order_asked.emit, name))
        for group in ("", *GROUPS):
            words = t("list.group_by", what=t(f"group.{group or 'none'}"))
            found[f"group_{group or 'none'}"] = (words, partial(self.set_group, group))
        for name in COLUMNS:
            if name != ALWAYS:
                words = t("list.column", what=t(f"column_name.{name}"))
                found[f"column_{name}"] = (words, partial(self.toggle_column, name))
        for look in LOOKS:
            words = t("list.rows_of", what=t(f"look.{look}"))
            found[f"look_{look}"] = (words, partial(self.set_look, look))
        return found

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the title the room that is left; follow the mouse, whose line is bright across all columns."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        elif event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().eventFilter(watched, event)

    def _hover(self, place: int) -> None:
        if self._delegate.hovered != place:
            self._delegate.hovered = place
            self._view.viewport().update()

    def _choices(self) -> dict[str, list[tuple[str, bool, Callable[[], object]]]]:
        t, own = self._ui.t, self.arrangement.group
        ordered = self._order.split(",")[0].removeprefix("-")
        can_turn = self._order != RELEVANCE
        return {
            "orders": [
                *(
                    (t(f"order.{name}"), name == ordered, partial(self.order_asked.emit, name))
                    for name in ORDERS
                ),
                *([(t("order.reverse"), self._order.startswith("-"), self.reverse)] if can_turn else []),
            ],
            "groups": [
                (t(f"group.{group or 'none'}"), group == own, partial(self.set_group, group))
                for group in ("", *GROUPS)
            ],
            "columns": [
                (t(f"column_name.{name}"), name in self.columns, partial(self.toggle_column, name))
                for name in COLUMNS
                if name != ALWAYS
            ],
            "looks": [
                (t(f"look.{look}"), look == self._delegate.look, partial(self.set_look, look))
                for look in LOOKS
            ],
        }

    def reverse(self) -> None:
        """Ask for the order the other way round; relevance has none."""
        first, *rest = self._order.split(",")
        if first != RELEVANCE:
            self.order_asked.emit(",".join([_turned(first), *rest]))

    def _show_columns(self, names: Sequence[str]) -> None:
        here, chosen = self._view.currentIndex().row(), self.ranges
        scroll = self._view.verticalScrollBar().value()
        self._model.set_columns([COLUMNS[name] for name in names])
        self._fit()
        self._choose(here, chosen)
        self._view.verticalScrollBar().setValue(scroll)

    @property
    def ranges(self) -> list[tuple[int, int]]:
        """First and last line of what is selected; a range is one however long it is."""
        selection = self._view.selectionModel().selection()
        parts = (selection.at(place) for place in range(selection.count()))
        return sorted((part.top(), part.bottom()) for part in parts)

    def _choose(self, here: int, ranges: Sequence[tuple[int, int]]) -> None:
        """Select ranges of lines again, and put the keyboard on a line, none where it is -1."""
        model, chosen = self._model, QItemSelection()
        for top, bottom in ranges:
            chosen.select(model.index(top, 0), model.index(bottom, model.columnCount() - 1))
        selecting = self._view.selectionModel()
        selecting.select(chosen, QItemSelectionModel.SelectionFlag.Select)
        if here >= 0:
            selecting.setCurrentIndex(model.index(here, 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    def _fit(self) -> None:
        """Set the widths: the title takes what is left; in a narrow list the date stands below it."""
        if self._is_fitting:
            return
        self._is_fitting = True
        room, names = self._view.viewport().width(), self.columns
        is_narrow = room < _NARROW and set(names) == set(USUAL)
        self._delegate.dates_below = is_narrow
        others = 0
        for place, name in enumerate(names):
            is_hidden = is_narrow and name == "date"
            self._header.setSectionHidden(place, is_hidden)
            if name != ALWAYS and not is_hidden:
                self._header.resizeSection(place, self._widths[name])
                others += self._widths[name]
        least = _TITLE_LEAST_WHERE_NARROW if is_narrow else _TITLE_LEAST
        self._header.resizeSection(names.index(ALWAYS), max(least, room - others))
        self._is_fitting = False

    def _on_resized(self, place: int, _before: int, width: int) -> None:
        if not self._is_fitting and width and place < len(self.columns):
            self._widths[self.columns[place]] = width
            self._fit()

    def _keep_moved(self) -> None:
        """Make the order of the columns what somebody dragged them into."""
        header = self._header
        names = [self.columns[header.logicalIndex(place)] for place in range(header.count())]
        header.blockSignals(True)
        for place in range(header.count()):
            header.moveSection(header.visualIndex(place), place)
        header.blockSignals(False)
        self._show_columns(names)

    def _on_clicked(self, place: int) -> None:
        """Order by a column, the other way round at the second click; with Shift among what is equal so far."""
        wanted = COLUMNS[self.columns[place]].ordered_by
        parts = self._order.split(",")
        at = next((i for i, part in enumerate(parts) if part.removeprefix("-") == wanted), -1)
        is_further = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        if at >= 0:
            parts[at] = _turned(parts[at])
            self.order_asked.emit(",".join(parts if is_further else [parts[at]]))
        else:
            kept = [part for part in parts if part.removeprefix("-") != RELEVANCE] if is_further else []
            self.order_asked.emit(",".join([*kept, wanted]))

    def open_menu(self, at: QPoint) -> None:
        """Show the menu, for the keyboard as well."""
        menu = self.menu()
        menu.popup(at)
        menu.setActiveAction(menu.actions()[0])


def _turned(part: str) -> str:
    return part.removeprefix("-") if part.startswith("-") else f"-{part}"


def is_order(order: str) -> bool:
    """Return whether a list can be ordered so; relevance stands alone and has no other way round."""
    parts = [part.removeprefix("-") for part in order.split(",")]
    return order == RELEVANCE or all(part in ORDERS and part != RELEVANCE for part in parts)
