"""The command palette: every action, claim, element and evidence item by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from evidence_desk.domain.finding import NOT, fit
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import column

_MOST = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to do or to go to."""

    text: str
    detail: str
    act: Callable[[], object]


Finder = Callable[[str], Sequence[Entry]]
Take = Callable[[Sequence[Entry]], None]
LaterFinder = Callable[[str, Take], None]


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
        self.setFixedSize(640, 430)
        layout = column(self, margins=(12, 12, 12, 12), spacing=8)
        self._field = QLineEdit()
        self._field.installEventFilter(self)
        self._field.textChanged.connect(self._fill)
        self._list = QListWidget()
        self._list.setProperty("role", "palette")
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(lambda _item: self._do())
        layout.addWidget(self._field)
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
        self._field.clear()
        self._fill("")
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
                self._do()
                return True
        return super().eventFilter(watched, event)

    def _fill(self, words: str) -> None:
        self._list.clear()
        self._entries = []
        self._add(list(self._find(words))[:_MOST])
        self._find_later(words, lambda found: self._take(words, found))

    def _take(self, words: str, found: Sequence[Entry]) -> None:
        """Add what was found later, unless one has typed on."""
        if self._field.text() == words:
            self._add(found)

    def _add(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._entries.append(entry)
            self._list.addItem(
                QListWidgetItem(f"{entry.text}    {entry.detail}" if entry.detail else entry.text)
            )
        if self._list.currentRow() < 0:
            self._list.setCurrentRow(0)

    def _do(self) -> None:
        place = self._list.currentRow()
        if 0 <= place < len(self._entries):
            self.hide()
            self._entries[place].act()


def fitting(entries: Sequence[Entry], words: str) -> list[Entry]:
    """Return the entries that fit what was typed: first those that begin with it, then those that hold all words.

    Last come those in which some words only stand as first letters, also of pinyin.
    """
    start = words.casefold().strip()
    ranked = [(fit(f"{entry.text} {entry.detail}", words), entry) for entry in entries]
    found = [(not entry.text.casefold().startswith(start), how, entry) for how, entry in ranked if how < NOT]
    return [entry for _starts, _how, entry in sorted(found, key=lambda each: each[:2])]
