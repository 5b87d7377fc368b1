"""The tree of claims and their elements, painted line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from evidence_desk.gui.copies.marks import draw_conflicts
from evidence_desk.gui.mime import EVIDENCE_MIME
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.amounts import amount_text
from evidence_desk.gui.widgets.marks import draw_cut, draw_hairline
from evidence_desk.gui.widgets.proof import draw_coverage, draw_state
from evidence_desk.queries.rows import ClaimRow, ElementRow

Index = QModelIndex | QPersistentModelIndex
_CLAIM_HEIGHT, _ELEMENT_HEIGHT = 48, 34
_PROOF, _BURDEN = 150.0, 120.0
_ROW = Qt.ItemDataRole.UserRole


class _Delegate(QStyledItemDelegate):
    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._ui, self._vocabulary = ui, vocabulary
        self.conflicts_of: Callable[[str, str], int] = lambda _table, _row: 0

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _CLAIM_HEIGHT if isinstance(index.data(_ROW), ClaimRow) else _ELEMENT_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        data, theme = index.data(_ROW), self._ui.theme
        area = QRectF(option.rect)
        whole = QRectF(0, area.top(), option.widget.width(), area.height())
        is_selected = option.state & QStyle.StateFlag.State_Selected
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "accent_soft" if is_selected else "band" if isinstance(data, ClaimRow) else "surface"
        painter.fillRect(whole, theme.color(ground))
        draw_hairline(painter, theme, whole)
        area.setLeft(area.left() + 16)
        right = whole.right() - 16
        if isinstance(data, ClaimRow):
            self._paint_claim(painter, area, right, data)
        elif isinstance(data, ElementRow):
            self._paint_element(painter, area, right, data)
        painter.restore()

    def _paint_claim(self, painter: QPainter, area: QRectF, right: float, claim: ClaimRow) -> None:
        theme = self._ui.theme
        proof = QRectF(right - _PROOF, area.center().y() - 2, _PROOF, 10)
        draw_coverage(painter, theme, proof, claim.coverage)
        room = right - _PROOF - _BURDEN - area.left() - 12
        room = self._mark(painter, area, room, "claim", claim.id)
        name, other = self._ui.t.names(claim.title, claim.native_title)
        draw_cut(painter, theme, (area.left(), area.top() + 5, room), f"{claim.number}  {name}", bold=True)
        under = " · ".join(filter(None, (self._ui.t.word("claim_kind", claim.kind), other, claim.cause)))
        draw_cut(painter, theme, (area.left(), area.top() + 24, room), under, size="tiny", color="text_muted")
        amount = amount_text(claim.amount, claim.currency)
        place = (right - _PROOF - _BURDEN, area.top() + 15, _BURDEN - 8)
        draw_cut(painter, theme, place, amount, color="text_muted")

    def _paint_element(self, painter: QPainter, area: QRectF, right: float, element: ElementRow) -> None:
        top = area.top() + 8
        theme = self._ui.theme
        draw_cut(painter, theme, (area.left(), top, 40), element.number, color="text_muted")
        room = right - _PROOF - _BURDEN - area.left() - 52
        room = self._mark(painter, area, room + 40, "element", element.id) - 40
        text = self._ui.t.names(element.text, element.native_text)[0]
        draw_cut(painter, theme, (area.left() + 40, top, room), text)
        burden = self._vocabulary.role_name(element.burden)
        place = (right - _PROOF - _BURDEN, top, _BURDEN - 8)
        draw_cut(painter, theme, place, burden, color="text_muted")
        draw_state(painter, self._ui, QRectF(right - _PROOF, area.top(), _PROOF, area.height()), element)

    def _mark(self, painter: QPainter, area: QRectF, room: float, table: str, row: str) -> float:
        """Mark what copies disagree about, and return the room that is left."""
        count = self.conflicts_of(table, row)
        edge = area.left() + room
        return draw_conflicts(painter, self._ui.theme, edge, area.center().y(), count) - area.left()


class ClaimsTree(QTreeView):
    """Claims with their elements.

    Signals:
        current_row_changed: the ClaimRow or ElementRow that is chosen now.
        evidence_dropped: (element, evidence ids) items were dropped on an element.
    """

    current_row_changed = Signal(object)
    evidence_dropped = Signal(str, list)

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui = ui
        self._items = QStandardItemModel(self)
        self._delegate = _Delegate(ui, vocabulary)
        self.setModel(self._items)
        self.setItemDelegate(self._delegate)
        self.setHeaderHidden(True)
        self.setIndentation(26)
        self.setAccessibleName(ui.t("view.claims"))
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.selectionModel().selectionChanged.connect(self._tell_current)
        ui.theme.changed.connect(self.viewport().update)

    def mark_with(self, conflicts_of: Callable[[str, str], int]) -> None:
        """Mark the lines about which copies disagree."""
        self._delegate.conflicts_of = conflicts_of

    @property
    def current_row(self) -> ClaimRow | ElementRow | None:
        """The claim or element that is chosen; none while something else than these is current."""
        data = next((index.data(_ROW) for index in self.selectedIndexes()), None)
        return data if isinstance(data, ClaimRow | ElementRow) else None

    def _tell_current(self) -> None:
        if self.current_row is not None:
            self.current_row_changed.emit(self.current_row)

    def show_claims(self, claims: Sequence[ClaimRow], current: str, *, is_elsewhere: bool = False) -> None:
        """Show claims, keeping ``current`` (an id) current if it is still there.

        With ``is_elsewhere`` it is none of them: none is chosen, so that none looks like what shows.
        """
        place = self.verticalScrollBar().value()
        # Else lines that go hand on what is chosen, and what shows beside them loses the keyboard.
        self.blockSignals(True)
        self._fill(claims, current, is_elsewhere=is_elsewhere)
        self.blockSignals(False)
        self.verticalScrollBar().setValue(place)

    def _fill(self, claims: Sequence[ClaimRow], current: str, *, is_elsewhere: bool) -> None:
        self._items.clear()
        chosen: QStandardItem | None = None
        for claim in claims:
            node = self._item(claim, f"{claim.number} {self._ui.t.names(claim.title, claim.native_title)[0]}")
            self._items.appendRow(node)
            nodes = {"": node}
            chosen = node if claim.id == current or chosen is None else chosen
            for element in claim.elements:
                name = self._ui.t.names(element.text, element.native_text)[0]
                child = self._item(element, f"{element.number} {name}")
                nodes.get(element.parent, node).appendRow(child)
                nodes[element.id] = child
                chosen = child if element.id == current else chosen
        self.expandAll()
        if chosen is not None:
            select = QItemSelectionModel.SelectionFlag
            how = select.NoUpdate if is_elsewhere else select.ClearAndSelect
            self.selectionModel().setCurrentIndex(chosen.index(), how)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take evidence."""
        if event.mimeData().hasFormat(EVIDENCE_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take evidence over an element only."""
        if isinstance(self.indexAt(event.position().toPoint()).data(_ROW), ElementRow):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Link what is dropped."""
        target = self.indexAt(event.position().toPoint()).data(_ROW)
        if isinstance(target, ElementRow):
            ids = bytes(event.mimeData().data(EVIDENCE_MIME).data()).decode().split("\n")
            self.evidence_dropped.emit(target.id, ids)
            event.acceptProposedAction()

    @staticmethod
    def _item(data: ClaimRow | ElementRow, text: str) -> QStandardItem:
        item = QStandardItem(text)
        item.setData(data, _ROW)
        item.setEditable(False)
        return item
