"""The evidence list as Qt sees it: all ids, and a bounded cache of pages of rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from evidence_desk.gui.mime import EVIDENCE_MIME
from evidence_desk.gui.models.arrangement import PAGE, Head, Listed, is_head
from evidence_desk.gui.models.columns import COLUMNS, USUAL, Column
from evidence_desk.queries.rows import EvidenceRow

_PAGES_KEPT = 64
_ITEM = (
    Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)

Index = QModelIndex | QPersistentModelIndex
FetchRows = Callable[[Sequence[str]], Sequence[EvidenceRow]]


class EvidenceModel(QAbstractTableModel):
    """Rows by id, read in pages when they are first shown; the lines of heads hold none.

    Attributes:
        columns: the columns that show.
        headings: what the heading of each column says.
        grouped_by: what the heads of groups stand for.
        remarks_of: says what is wrong with the files of an item.
        words_of: says what the head of a group says.
        names_of: says what an item is called, first in the language of the screen.

    Signals:
        rows_changed: ids of items that are not any more as they were shown.
    """

    rows_changed = Signal(object)

    def __init__(self, fetch: FetchRows, parent: QObject | None = None) -> None:
        """Take the function that reads the rows of some ids, in their order."""
        super().__init__(parent)
        self._fetch = fetch
        self._listed = Listed.of([])
        self._folded: set[str] = set()
        self._pages: OrderedDict[int, dict[str, EvidenceRow]] = OrderedDict()
        self.columns: tuple[Column, ...] = tuple(COLUMNS[name] for name in USUAL)
        self.headings: dict[str, str] = {}
        self.grouped_by = ""
        self.remarks_of: Callable[[EvidenceRow], Sequence[str]] = lambda _row: ()
        self.words_of: Callable[[Head], str] = lambda head: head.name.name or head.key
        self.names_of: Callable[[EvidenceRow], Sequence[str]] = lambda row: (row.title,)
        self._before: dict[str, EvidenceRow] = {}

    def set_ids(self, ids: Sequence[str]) -> None:
        """Show some items, of which nothing is known."""
        self._before.clear()
        self.show_items(Listed.of(ids))

    def show_items(self, listed: Listed, rows: Sequence[EvidenceRow] = ()) -> None:
        """Show other items, or the same in another order; what was folded stays so.

        ``rows`` are those of the first page, where they are known and nothing of it is folded.
        """
        self.beginResetModel()
        self._listed = listed.folded(self._folded)
        self._pages.clear()
        if rows and [row.id for row in rows] == self._listed.page(0):
            self._take_page(0, rows)
        self.endResetModel()

    def is_showing(self, listed: Listed) -> bool:
        """Return whether the lines are these already."""
        mine = self._listed
        return mine.whole == listed.whole and mine.heads == listed.heads and mine.depths == listed.depths

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.endResetModel()

    def set_headings(self, headings: dict[str, str]) -> None:
        """Say something else over the columns."""
        self.headings = headings
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def fold(self, lines: Iterable[str], *, is_folded: bool) -> None:
        """Hide what stands below some lines, or show it again."""
        self._folded = self._folded | set(lines) if is_folded else self._folded - set(lines)
        self.show_items(self._listed)

    def unfold_all(self) -> None:
        """Hide nothing, here or in what is shown next."""
        self._folded.clear()

    def parts(self, first: int, last: int) -> dict[int, list[str]]:
        """Return the ids of the pages that lines stand on, by the number of the page."""
        numbers = range(max(0, first) // PAGE, max(0, last) // PAGE + 1)
        return {number: self._listed.page(number) for number in numbers}

    def take_rows(self, part: dict[int, list[str]], rows: Sequence[EvidenceRow]) -> None:
        """Show rows that were read anew for `parts`, and read all others again when they are looked at."""
        self._before = {each: row for page in self._pages.values() for each, row in page.items()}
        known = {row.id: row for row in rows}
        self._pages.clear()
        for number, ids in part.items():
            if self._listed.page(number) == ids:
                self._pages[number] = {each: known[each] for each in ids if each in known}
        last = self.columnCount() - 1
        if not part and self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, last))
        for each in (each for ids in part.values() for each in ids):
            place = self.place_of(each)
            if place >= 0 and self._before.get(each) != known.get(each):  # painting all lines is slow
                self.dataChanged.emit(self.index(place, 0), self.index(place, last))
        self._tell_changed(rows)

    @property
    def ids(self) -> list[str]:
        """The lines that show, in order."""
        return self._listed.ids

    @property
    def listed(self) -> Listed:
        """The lines, those that are folded too."""
        return self._listed

    @property
    def folded(self) -> frozenset[str]:
        """The lines below which nothing shows."""
        return frozenset(self._folded)

    def head(self, place: int) -> Head | None:
        """Return the head of a group that stands at a line, or None."""
        return self._listed.heads.get(self.ids[place]) if 0 <= place < len(self.ids) else None

    def place_of(self, evidence: str) -> int:
        """Return the line of an item, or -1."""
        return self._listed.places.get(evidence, -1)

    def row(self, place: int) -> EvidenceRow | None:
        """Return the row at a line; None when there is none, or it vanished meanwhile."""
        if not 0 <= place < len(self.ids) or is_head(self.ids[place]):
            return None
        number = place // PAGE
        if number not in self._pages:
            self._take_page(number, self._fetch(self._listed.page(number)))
        self._pages.move_to_end(number)
        return self._pages[number].get(self.ids[place])

    def _take_page(self, number: int, rows: Sequence[EvidenceRow]) -> None:
        self._pages[number] = {row.id: row for row in rows}
        self._tell_changed(rows)
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)

    def _tell_changed(self, rows: Sequence[EvidenceRow]) -> None:
        changed = [row.id for row in rows if self._before.pop(row.id, row) != row]
        if changed:
            self.rows_changed.emit(changed)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        """Return how many items there are."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        """Return how many columns show."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column."""
        words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if orientation != Qt.Orientation.Horizontal or role not in words or section >= len(self.columns):
            return None
        return self.headings.get(self.columns[section].name, "")

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
            head, row = self.head(index.row()), self.row(index.row())
            if head is not None:
                return self.words_of(head)
            if row is None:
                return ""
            name = f"{row.exhibit} {self.names_of(row)[0]}".strip()
            remarks = () if role == Qt.ItemDataRole.DisplayRole else self.remarks_of(row)
            return "\n".join((name, *remarks))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let items be dragged onto elements; heads can be gone to, and no more."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled if is_head(self.ids[index.row()]) else _ITEM

    def mimeTypes(self) -> list[str]:
        """Name what is dragged."""
        return [EVIDENCE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the ids of the dragged items."""
        data = QMimeData()
        places = sorted({index.row() for index in indexes})
        dragged = [self.ids[place] for place in places if not is_head(self.ids[place])]
        data.setData(EVIDENCE_MIME, "\n".join(dragged).encode())
        return data
