"""The list of people, organisations and courts of a matter, painted line by line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.marks import draw_cut, draw_hairline
from evidence_desk.queries.rows import PartyRow

_HEIGHT, _SIDE, _ROLE, _EDGE = 48, 90.0, 150.0, 16.0
_ROW = Qt.ItemDataRole.UserRole


class _Delegate(QStyledItemDelegate):
    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._ui, self._vocabulary = ui, vocabulary

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        party, theme, t = index.data(_ROW), self._ui.theme, self._ui.t
        area = QRectF(option.rect)
        painter.save()
        is_selected = option.state & QStyle.StateFlag.State_Selected
        painter.fillRect(area, theme.color("accent_soft" if is_selected else "surface"))
        draw_hairline(painter, theme, area)
        left, right = area.left() + _EDGE, area.right() - _EDGE
        name, other = t.names(party.name, party.native_name)
        room = right - _ROLE - _SIDE - left - 12
        draw_cut(painter, theme, (left, area.top() + 5, room), name, bold=True)
        under = " · ".join(filter(None, (t.word("party_kind", party.kind), other, *party.aliases)))
        draw_cut(painter, theme, (left, area.top() + 24, room), under, size="tiny", color="text_muted")
        middle = area.top() + 15
        role = self._vocabulary.role_name(party.role)
        draw_cut(painter, theme, (right - _ROLE - _SIDE, middle, _ROLE - 8), role)
        side = t.word("side", party.side)
        draw_cut(painter, theme, (right - _SIDE, middle, _SIDE), side, color="text_muted")
        painter.restore()


class PartiesList(QListView):
    """Ours first, then theirs, then the others.

    Signals:
        current_party_changed: the PartyRow that is current, or None.
    """

    current_party_changed = Signal(object)

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Show nobody yet."""
        super().__init__()
        self._ui = ui
        self._items = QStandardItemModel(self)
        self._delegate = _Delegate(ui, vocabulary)
        self.setModel(self._items)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(ui.t("view.parties"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._is_filling = False
        self.selectionModel().currentChanged.connect(lambda _now, _old: self._tell())
        ui.theme.changed.connect(self.viewport().update)

    @property
    def current(self) -> PartyRow | None:
        """The party that is current."""
        data = self.currentIndex().data(_ROW)
        return data if isinstance(data, PartyRow) else None

    def show_parties(self, parties: Sequence[PartyRow], current: str) -> None:
        """Show parties, keeping ``current`` (an id) current if it is still there, else what stands in its place."""
        place = max(self.currentIndex().row(), 0)
        self._is_filling = True
        self._items.clear()
        for party in parties:
            item = QStandardItem(self._ui.t.names(party.name, party.native_name)[0])
            item.setData(party, _ROW)
            self._items.appendRow(item)
        ids = [party.id for party in parties]
        chosen = ids.index(current) if current in ids else min(place, len(ids) - 1)
        self.setCurrentIndex(self._items.index(chosen, 0))
        self._is_filling = False
        self._tell()

    def _tell(self) -> None:
        if not self._is_filling:
            self.current_party_changed.emit(self.current)
