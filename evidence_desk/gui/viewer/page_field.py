"""The page that shows, as a field: another one is typed over it, completed below it, and gone to with Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListWidget, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import column, label
from evidence_desk.gui.widgets.eliding import Line
from evidence_desk.gui.widgets.own_keys import ENTER, claims

_MOST_SHOWN, _LINE = 8, 28
_AROUND = 18  # pixels beside the text of the field
_TYPING, _LONGEST = 92, 160  # pixels; more than that is not typed, and a longer name ends in …
_POPUP, _BESIDE = 230, 40  # its least width, and what stands beside the words offered in it


@dataclass(frozen=True, slots=True)
class PageName:
    """What a page is called, and the file it is in, empty where there is only one."""

    name: str
    file: str = ""


class PageField(Line):
    """The field. Escape gives the keyboard back, and so does a page that is found.

    Signals:
        entered: the keyboard came here, so that names of pages will be wanted.
        asked: a page was asked for by what is given.
        left: Escape was pressed.
        resized: the room it takes is another.
    """

    entered = Signal()
    asked = Signal(str)
    left = Signal()
    resized = Signal()

    def __init__(self, ui: Ui, host: QWidget) -> None:
        """Show no page yet; what helps shows over ``host``."""
        super().__init__()
        self._host = host
        self._name, self._names = "", tuple[PageName, ...]()
        self._is_clicked = False
        self.setProperty("role", "page")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(ui.t("viewer.page_field"))
        key = ui.key("review", "go_to_page")
        self.setToolTip(f"{ui.t('viewer.page_field')}  {key}")
        self.popup = QFrame(host)
        self.popup.setObjectName("popup")
        self.problem, self._remedy = label(role="strong", wraps=True), label(role="muted", wraps=True)
        self.list = QListWidget()
        self.list.setProperty("role", "palette")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(ui.t("viewer.page_names"))
        self.list.itemPressed.connect(lambda _item: self._enter())
        body = column(self.popup, margins=(8, 8, 8, 8), spacing=4)
        for widget in (self.problem, self._remedy, self.list):
            body.addWidget(widget)
        self.popup.hide()
        self.textEdited.connect(lambda _text: self._offer())

    @property
    def room(self) -> int:
        """The pixels it would take to show the whole name, or to type one."""
        wide = self.fontMetrics().horizontalAdvance(max(self._name, "000", key=len)) + _AROUND
        return max(_TYPING if self.hasFocus() else 0, min(wide, _LONGEST))

    def show_name(self, name: str) -> None:
        """Show what the page is called, unless somebody types another."""
        if name != self._name:
            self._name = name
            if not self.hasFocus():
                self.setText(name)
            self.resized.emit()

    def ask(self) -> None:
        """Put the caret here, ready to type over what shows."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def complete_from(self, names: Sequence[PageName]) -> None:
        """Offer these names of pages to whoever types."""
        self._names = tuple(names)
        if self.hasFocus() and self.isModified():
            self._offer()

    def only_match(self, words: str) -> str:
        """Return the one name that what was typed is a part of, or an empty text."""
        found = list(dict.fromkeys(each.name for each in self._matching(words)))
        return found[0] if len(found) == 1 else ""

    def tell(self, problem: str, remedy: str) -> None:
        """Say below the field why there is no such page; what was typed stays to be mended."""
        self.list.hide()
        self._show_popup((self.problem, problem), (self._remedy, remedy))
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean the field from what they do elsewhere."""
        return claims(event, Qt.Key.Key_Escape, *ENTER) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with the arrows, go with Enter, leave with Escape."""
        key = Qt.Key(event.key())
        if key in ENTER:
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            if self._is_choosing():
                place = self.list.currentRow() + step if self.list.currentRow() >= 0 else min(step, 0)
                self.list.setCurrentRow(place % self.list.count())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the room to type in."""
        super().focusInEvent(event)
        self._is_clicked = event.reason() == Qt.FocusReason.MouseFocusReason
        self.setModified(False)
        self.resized.emit()
        self.entered.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what shows with the click that brought the caret, so that another page is typed over it."""
        super().mouseReleaseEvent(event)
        if self._is_clicked and not self.hasSelectedText():
            self.selectAll()
        self._is_clicked = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show again what the page is called."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:  # the menu of the field itself
            self.popup.hide()
            self.setText(self._name)
            self.resized.emit()

    def _is_choosing(self) -> bool:
        return self.popup.isVisible() and self._is_offering

    @property
    def _is_offering(self) -> bool:
        return self.list.isVisibleTo(self.popup)

    def _enter(self) -> None:
        item = self.list.currentItem() if self._is_choosing() else None
        self.asked.emit(item.data(Qt.ItemDataRole.UserRole) if item is not None else self.text())

    def _matching(self, words: str) -> list[PageName]:
        """Return the names that begin with what was typed, then those that hold it elsewhere."""
        wanted = words.strip().casefold()
        found = [each for each in self._names if wanted and wanted in each.name.casefold()]
        return sorted(found, key=lambda each: not each.name.casefold().startswith(wanted))

    def _offer(self) -> None:
        found = self._matching(self.text())[:_MOST_SHOWN]
        self.list.clear()
        for each in found:
            self.list.addItem(f"{each.name}  ·  {each.file}" if each.file else each.name)
            self.list.item(self.list.count() - 1).setData(Qt.ItemDataRole.UserRole, each.name)
        self.list.setVisible(bool(found))
        self.list.setFixedHeight(max(1, len(found)) * max(_LINE, self.list.sizeHintForRow(0)) + 6)
        self._show_popup((self.problem, ""), (self._remedy, ""))

    def _show_popup(self, *told: tuple[QWidget, str]) -> None:
        """Show what is offered or told below the field, as far to the left as it needs; nothing hides it."""
        for each, text in told:
            each.setText(text)  # type: ignore[attr-defined]
            each.setVisible(bool(text))
        if not (any(text for _each, text in told) or self._is_offering):
            self.popup.hide()
            return
        offered = self.list.sizeHintForColumn(0) + _BESIDE if self._is_offering else 0
        self.popup.setFixedWidth(min(max(_POPUP, offered), self._host.width() - 12))
        self.popup.adjustSize()
        corner = self.mapTo(self._host, QPoint(0, self.height() + 4))
        self.popup.move(max(6, min(corner.x(), self._host.width() - self.popup.width() - 6)), corner.y())
        self.popup.raise_()
        self.popup.show()
