"""The small window that asks what a place proves: type a number or words, press Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from evidence_desk.domain.finding import EXACT, NOT, fit
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import column, label, row
from evidence_desk.gui.widgets.marks import MarkBadge

_REMEMBERED = 12


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be proved: ``kind`` is element or fact; ``groups`` are the names of what it belongs to."""

    kind: str
    id: str
    number: str
    text: str
    native: str = ""
    groups: tuple[str, str] = ("", "")


def matching(targets: Sequence[Target], words: str, *, used: Sequence[str] = ()) -> list[Target]:
    """Return the targets that fit what was typed, those whose number begins with it first.

    Args:
        targets: in their own order.
        words: a number, words, or first letters of words or of their pinyin.
        used: ids of targets used before, the last one first; they stand before others that fit as well.
    """
    places = {target: place for place, target in enumerate(used)}
    known = sorted(targets, key=lambda target: places.get(target.id, len(places)))
    parts = words.casefold().split()
    if not parts:
        return known
    ranks = {target.id: _rank(target, parts) for target in known}
    found = [target for target in known if ranks[target.id] < _NO_FIT]
    return sorted(found, key=lambda target: ranks[target.id])


_NO_FIT = 9


def _rank(target: Target, parts: Sequence[str]) -> int:
    rest = f"{target.text} {target.native} {' '.join(target.groups)}"
    if target.number.casefold().startswith(parts[0]) and fit(rest, " ".join(parts[1:])) == EXACT:
        return 0
    how = fit(f"{target.number} {rest}", " ".join(parts))
    return _NO_FIT if how == NOT else 1 + how


class ElementPicker(QFrame):
    """Asks for an element or a fact.

    Signals:
        picked: (Target, stance).
    """

    picked = Signal(object, str)

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        """Stay hidden until `ask`."""
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("popup")
        self._ui = ui
        self._targets: tuple[Target, ...] = ()
        self._used: list[str] = []
        self._stance = "supports"
        self.setFixedWidth(460)
        layout = column(self, margins=(12, 10, 12, 10), spacing=7)
        self._badge = MarkBadge(ui.theme, "supports", "")
        self._what = label(role="muted")
        self._field = QLineEdit()
        self._field.setPlaceholderText(ui.t("picker.hint"))
        self._field.setAccessibleName(ui.t("picker.hint"))
        self._list = QListWidget()
        self._list.setProperty("role", "palette")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setFixedHeight(286)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        layout.addWidget(row(self._badge, self._what, None))
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        layout.addWidget(label(ui.t("picker.keys"), "small"))
        self._field.textChanged.connect(self._fill)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(lambda _item: self._pick())

    def ask(self, targets: Sequence[Target], stance: str, quote: str, at: QPoint) -> None:
        """Open at a place of the screen; ``quote`` reminds of what was selected."""
        self._targets, self._stance = tuple(targets), stance
        self._show_stance()
        self._what.setText(f"“{quote[:40]}{'…' if len(quote) > 40 else ''}”" if quote else "")
        self._field.clear()
        self._fill("")
        self.adjustSize()
        room = self.screen().availableGeometry()
        at.setX(min(at.x(), room.right() - self.width() - 8))
        at.setY(min(at.y(), room.bottom() - self.height() - 8))
        self.move(at)
        self.show()
        self._field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that work the list while one types."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._pick()
            case Qt.Key.Key_Tab:
                stances = ("supports", "contradicts", "context")
                self._stance = stances[(stances.index(self._stance) + 1) % 3]
                self._show_stance()
            case _:
                return False
        return True

    def _show_stance(self) -> None:
        self._badge.set_mark(self._stance, self._ui.t.word("stance", self._stance))

    def _move(self, step: int) -> None:
        if self._list.count():
            self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())

    def _fill(self, words: str) -> None:
        self._list.clear()
        for target in matching(self._targets, words, used=self._used):
            number = target.number
            if target.kind == "fact":
                number = self._ui.t("link.fact_number", number=number)
            item = QListWidgetItem(f"{number}   {target.text}")
            item.setToolTip(target.native)
            item.setData(Qt.ItemDataRole.UserRole, target)
            self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _pick(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.hide()
            target = item.data(Qt.ItemDataRole.UserRole)
            self._used = [target.id, *(each for each in self._used if each != target.id)][:_REMEMBERED]
            self.picked.emit(target, self._stance)
