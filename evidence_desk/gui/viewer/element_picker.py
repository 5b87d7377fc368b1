"""The small window that asks what a place proves or at which court stage it is used: type a number or words, Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from evidence_desk.domain.finding import EXACT, NOT, fit
from evidence_desk.domain.words import StageLinkStatus, Stance
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import badge, column, label, row
from evidence_desk.gui.widgets.marks import MarkBadge

_REMEMBERED = 12


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be proved, or a court stage: ``kind`` is element, fact or stage.

    ``groups`` are the names of the claim that it belongs to.
    """

    kind: str
    id: str
    number: str
    text: str
    native: str = ""
    groups: tuple[str, str] = ("", "")


def matching(targets: Sequence[Target], words: str, *, used: Sequence[str] = ()) -> list[Target]:
    """Return the targets that fit what was typed: by number, then those that begin with it, then those that hold it.

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
    if any(name.casefold().startswith(" ".join(parts)) for name in (target.text, target.native)):
        return 1
    how = fit(f"{target.number} {rest}", " ".join(parts))
    return _NO_FIT if how == NOT else 2 + how


class ElementPicker(QFrame):
    """Asks for an element or a fact, and how a place bears on it; or for a stage, and how it is used there.

    Signals:
        picked: (Target, way), the way a stance or a status at a stage.
    """

    picked = Signal(object, str)

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        """Stay hidden until `ask`."""
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("popup")
        self._ui = ui
        self._targets: tuple[Target, ...] = ()
        self._used: list[str] = []
        self._way, self._ways, self._group = "", tuple[str, ...](), ""
        self.setFixedWidth(460)
        layout = column(self, margins=(12, 10, 12, 10), spacing=7)
        self._badge, self._status = MarkBadge(ui.theme, "supports", ""), badge("", "accent")
        self._what = label(role="muted")
        self._field = QLineEdit()
        self._list = QListWidget()
        self._list.setProperty("role", "palette")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setFixedHeight(286)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._keys = label(role="small")
        layout.addWidget(row(self._badge, self._status, self._what, None))
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        layout.addWidget(self._keys)
        self._field.textChanged.connect(self._fill)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(lambda _item: self._pick())

    def ask(self, targets: Sequence[Target], way: str, quote: str, at: QPoint) -> None:
        """Open at a place of the screen; ``quote`` reminds of what was selected.

        Targets are elements and facts, the way a stance; or all of them stages, and the way a status.
        """
        self._targets, self._way = tuple(targets), way
        is_stage = any(each.kind == "stage" for each in targets)
        self._group = "stage_status" if is_stage else "stance"
        self._ways = tuple(map(str, StageLinkStatus if is_stage else Stance))
        self._say("picker.stage" if is_stage else "picker")
        self._show_way()
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
                self._turn(1)
            case Qt.Key.Key_Backtab:
                self._turn(-1)
            case _:
                return False
        return True

    def _turn(self, step: int) -> None:
        self._way = self._ways[(self._ways.index(self._way) + step) % len(self._ways)]
        self._show_way()

    def _say(self, texts: str) -> None:
        hint = self._ui.t(f"{texts}.hint")
        self._field.setPlaceholderText(hint)
        self._field.setAccessibleName(hint)
        self._keys.setText(self._ui.t(f"{texts}.keys"))

    def _show_way(self) -> None:
        word, is_stance = self._ui.t.word(self._group, self._way), self._group == "stance"
        if is_stance:
            self._badge.set_mark(self._way, word)
        self._status.setText(word)
        self._badge.setVisible(is_stance)
        self._status.setVisible(not is_stance)

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
            self.picked.emit(target, self._way)
