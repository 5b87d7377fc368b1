"""The command palette: every action, claim, element and evidence item by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from evidence_desk.domain.finding import NOT, fit
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import column, label

_MOST = 60
_PADDING, _GAP = 10, 24  # pixels: within an entry, and before what shows beside it
_DETAIL = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_EQUALS, _BEGINS, _HOLDS = range(3)  # how a name stands to the words typed


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to do or to go to.

    Attributes:
        text: what shows; also what it is found by, unless ``names`` says otherwise.
        detail: what shows beside it; it is found by that as well.
        names: what it is called; by any of them it is found and ranked.
    """

    text: str
    detail: str
    act: Callable[[], object]
    names: tuple[str, ...] = ()


Finder = Callable[[str], Sequence[Entry]]
Take = Callable[[Sequence[Entry]], None]
LaterFinder = Callable[[str, Take], None]


class _EntryDelegate(QStyledItemDelegate):
    """Draws what shows beside an entry at the right, in a quieter colour."""

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = ui.theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        """Leave the words the room that is not taken."""
        super().initStyleOption(option, index)
        taken = self._width(option, str(index.data(_DETAIL) or ""))
        room = option.rect.width() - 2 * _PADDING - taken
        option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw an entry and what shows beside it."""
        super().paint(painter, option, index)
        detail = str(index.data(_DETAIL) or "")
        area = option.rect.adjusted(0, 0, -_PADDING, 0)
        area.setLeft(area.right() - self._width(option, detail) + _GAP)
        metrics = option.fontMetrics
        painter.setPen(self._theme.color("text_muted"))
        painter.drawText(
            area,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            metrics.elidedText(detail, Qt.TextElideMode.ElideRight, area.width()),
        )

    @staticmethod
    def _width(option: QStyleOptionViewItem, detail: str) -> int:
        """Return the room of what shows beside an entry: all it takes, up to a part of the line."""
        wide = option.fontMetrics.horizontalAdvance(detail) + _GAP + 1
        return min(wide, option.rect.width() * 2 // 5) if detail else 0


class CommandPalette(QFrame):
    """A list that narrows while one types; Enter does what is chosen."""

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        """Stay hidden until `ask`."""
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("popup")
        self._host = parent
        self._hint = ui.t("palette.hint")
        self._find: Finder = lambda _words: ()
        self._find_later: LaterFinder = lambda _words, _take: None
        self._entries: list[Entry] = []
        self._asked = 0  # an answer to an older question is dropped
        self._is_looking = self._shall_do = False
        self._opens = [QKeySequence(key) for key in ui.keys["global"]["palette"]]
        self.setFixedSize(640, 430)
        layout = column(self, margins=(12, 12, 12, 12), spacing=8)
        self._field = QLineEdit()
        self._field.installEventFilter(self)
        self._field.textChanged.connect(self._fill)
        self._list = QListWidget()
        self._list.setProperty("role", "palette")
        self._list.setUniformItemSizes(True)
        self._list.setItemDelegate(_EntryDelegate(ui, self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(lambda _item: self._do())
        self._nothing = label(ui.t("palette.nothing"), "muted", wraps=True)
        layout.addWidget(self._field)
        layout.addWidget(self._nothing)
        layout.addWidget(self._list, 1)

    def ask(self, find: Finder, find_later: LaterFinder, *, hint: str = "") -> None:
        """Open over the middle of the window.

        Args:
            find: returns at once what fits the words typed.
            find_later: gives what takes longer to find to the function it gets.
            hint: what the field says while it is empty.
        """
        self._find, self._find_later = find, find_later
        self._field.setPlaceholderText(hint or self._hint)
        self._field.setAccessibleName(hint or self._hint)
        self._begin()
        self.move(self._host.mapToGlobal(QPoint((self._host.width() - self.width()) // 2, 46)))
        self.show()
        self._field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that work the list while one types."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                if self._list.count():
                    self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter()
                return True
            if QKeySequence(event.keyCombination()) in self._opens:
                self._begin()
                return True
        return super().eventFilter(watched, event)

    def _begin(self) -> None:
        """Ask anew, with nothing typed."""
        self._field.clear()
        self._fill("")

    def _fill(self, words: str) -> None:
        self._asked += 1
        self._is_looking, self._shall_do = True, False
        self._list.clear()
        self._show(list(self._find(words))[:_MOST])
        asked = self._asked
        self._find_later(words, lambda found: self._take(asked, found))

    def _take(self, asked: int, found: Sequence[Entry]) -> None:
        """Put what was found later where it belongs, unless one has typed on."""
        if asked != self._asked:
            return
        self._is_looking = False
        words = self._field.text()
        self._show(sorted([*self._entries, *found], key=lambda entry: _rank(entry, words)))
        if self._shall_do:
            self._do()

    def _show(self, entries: list[Entry]) -> None:
        """List entries; the first is chosen unless one has gone to another of them."""
        row = self._list.currentRow()
        chosen = self._entries[row] if 0 < row < len(self._entries) else None
        self._entries = entries
        self._list.clear()
        for entry in entries:
            item = QListWidgetItem(entry.text)
            item.setData(_DETAIL, entry.detail)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.text} {entry.detail}".strip())
            self._list.addItem(item)
        self._list.setCurrentRow(entries.index(chosen) if chosen in entries else 0)
        self._nothing.setVisible(not entries and not self._is_looking)

    def _enter(self) -> None:
        """Do what is chosen; what may yet be found and fit better is waited for."""
        is_sure = self._list.currentRow() > 0 or (
            bool(self._entries) and _rank(self._entries[0], self._field.text()) < _HOLDS
        )
        if self._is_looking and not is_sure:
            self._shall_do = True
        else:
            self._do()

    def _do(self) -> None:
        place = self._list.currentRow()
        if 0 <= place < len(self._entries):
            self.hide()
            self._entries[place].act()


def _rank(entry: Entry, words: str) -> int:
    """Return how the best of an entry's names stands to what was typed."""
    start = words.casefold().strip()
    names = [name.casefold() for name in entry.names or (entry.text,) if name]
    if start in names:
        return _EQUALS
    return _BEGINS if any(name.startswith(start) for name in names) else _HOLDS


def fitting(entries: Sequence[Entry], words: str) -> list[Entry]:
    """Return the entries that fit what was typed: first those called so, then those whose name begins with it.

    Then come those that hold all words, last those in which some only stand as first letters, also of pinyin.
    """
    ranked = [
        (_rank(entry, words), fit(" ".join((*(entry.names or (entry.text,)), entry.detail)), words), entry)
        for entry in entries
    ]
    found = [each for each in ranked if each[1] < NOT]
    return [entry for _rank_, _how, entry in sorted(found, key=lambda each: each[:2])]
