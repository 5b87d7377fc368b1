"""The evidence list as Qt sees it: all ids, and a bounded cache of pages of rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from evidence_desk.gui.mime import EVIDENCE_MIME
from evidence_desk.queries.rows import EvidenceRow

PAGE = 64  # a screen and a half; more would be read again after every change
_PAGES_KEPT = 64

Index = QModelIndex | QPersistentModelIndex
FetchRows = Callable[[Sequence[str]], Sequence[EvidenceRow]]


@dataclass(frozen=True, slots=True)
class Listed:
    """Ids in their order, and the place of each; made where the ids are read, off the UI thread."""

    ids: list[str]
    places: dict[str, int]

    @classmethod
    def of(cls, ids: Sequence[str]) -> Listed:
        """Return ids with their places."""
        return cls(list(ids), {each: place for place, each in enumerate(ids)})


class EvidenceModel(QAbstractTableModel):
    """Rows by id, read in pages when they are first shown."""

    def __init__(self, fetch: FetchRows, parent: QObject | None = None) -> None:
        """Take the function that reads the rows of some ids, in their order."""
        super().__init__(parent)
        self._fetch = fetch
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._pages: OrderedDict[int, Sequence[EvidenceRow]] = OrderedDict()

    def set_ids(self, ids: Sequence[str]) -> None:
        """Show some items."""
        self.show_items(Listed.of(ids))

    def show_items(self, listed: Listed) -> None:
        """Show other items, or the same in another order."""
        self.beginResetModel()
        self._ids, self._places = listed.ids, listed.places
        self._pages.clear()
        self.endResetModel()

    def parts(self, first: int, last: int) -> dict[int, list[str]]:
        """Return the ids of the pages that lines stand on, by the number of the page."""
        numbers = range(max(0, first) // PAGE, max(0, last) // PAGE + 1)
        return {number: self._ids[number * PAGE : (number + 1) * PAGE] for number in numbers}

    def take_rows(self, part: dict[int, list[str]], rows: Sequence[EvidenceRow]) -> None:
        """Show rows that were read anew for `parts`, and read all others again when they are looked at."""
        known = {row.id: row for row in rows}
        self._pages.clear()
        for number, ids in part.items():
            if self._ids[number * PAGE : (number + 1) * PAGE] == ids:
                self._pages[number] = [known[each] for each in ids if each in known]
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))

    @property
    def ids(self) -> list[str]:
        """The ids that show, in order."""
        return self._ids

    def place_of(self, evidence: str) -> int:
        """Return the line of an item, or -1."""
        return self._places.get(evidence, -1)

    def row(self, place: int) -> EvidenceRow | None:
        """Return the row at a line; None when there is none, or it vanished meanwhile."""
        if not 0 <= place < len(self._ids):
            return None
        number, offset = divmod(place, PAGE)
        if number not in self._pages:
            self._pages[number] = self._fetch(self._ids[number * PAGE : (number + 1) * PAGE])
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        page = self._pages[number]
        return page[offset] if offset < len(page) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        """Return how many items there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        """Return that there is one column."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row for the painter, or its words for a screen reader."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.UserRole:
            return self.row(index.row())
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            row = self.row(index.row())
            return f"{row.exhibit} {row.title}".strip() if row else ""
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let items be dragged onto elements."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Name what is dragged."""
        return [EVIDENCE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the ids of the dragged items."""
        data = QMimeData()
        data.setData(EVIDENCE_MIME, "\n".join(self._ids[index.row()] for index in indexes).encode())
        return data
