"""What helps at the search box: completions of fields and values, and what is wrong with a query and where."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QWidget

from evidence_desk.domain.search_completion import Completions, completions
from evidence_desk.domain.search_tokens import QUOTES
from evidence_desk.gui.search.problems import told, told_of_notice
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import column, label
from evidence_desk.gui.widgets.own_keys import ENTER, claims
from evidence_desk.queries.completion_values import completion_values
from evidence_desk.queries.unknown_values import QueryNotice
from evidence_desk.support.errors import UserError

_MOST_SHOWN, _LINE = 8, 28
_PAUSE_MS = 15
_AROUND = 40
_NONE = Completions(0, 0, ())


class SearchBox(QObject):
    """Watches the search box.

    Down and Up choose a completion, Tab or Enter takes it; Enter searches at once and goes to the list. Escape
    closes the popup, then empties the box, then leaves it.

    Signals:
        searched: the query, a moment after typing stopped or at once on Enter.
        entered: Enter was pressed; the keyboard belongs to what was found.
    """

    searched = Signal(str)
    entered = Signal()

    def __init__(self, ui: Ui, edit: QLineEdit, host: QWidget) -> None:
        """Watch ``edit``; the popup shows over ``host``."""
        super().__init__(edit)
        self._ui, self._edit, self._host = ui, edit, host
        self._values: dict[str, list[str]] = {}
        self._offered = _NONE
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._search)
        self.popup = QFrame(host)
        self.popup.setObjectName("popup")
        layout = column(self.popup, margins=(8, 8, 8, 8), spacing=4)
        self._where = label(wraps=True)
        self._where.setTextFormat(Qt.TextFormat.RichText)  # what was typed is escaped before it gets here
        self._problem, self._remedy = label(role="strong", wraps=True), label(role="muted", wraps=True)
        self.list = QListWidget()
        self.list.setProperty("role", "palette")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(ui.t("search.completions"))
        self.list.itemClicked.connect(lambda _item: self._take())
        for widget in (self._where, self._problem, self._remedy, self.list):
            layout.addWidget(widget)
        self.popup.hide()
        edit.installEventFilter(self)
        edit.textEdited.connect(self._on_edited)
        edit.textChanged.connect(lambda _text: self._timer.start(_PAUSE_MS))
        ui.bridge.opened.connect(self._read_values)
        ui.bridge.closing.connect(self._forget)
        self._read_values()

    def set_query(self, query: str) -> None:
        """Put a query into the box and search for it at once."""
        self._edit.setText(query)
        self.popup.hide()
        self._search()

    def show_problem(self, error: UserError | None) -> None:
        """Show what is wrong with the query and where, or that nothing is."""
        message, remedy = told(self._ui.t, error) if error else ("", "")
        self._tell(message, remedy, int(error.details.get("position", 0)) if error else 0)

    def show_notices(self, notices: Sequence[QueryNotice]) -> None:
        """Show what the query asks for and the matter does not have; nothing while completions are offered."""
        is_choosing = self.popup.isVisible() and self.list.isVisibleTo(self.popup)
        if notices and not is_choosing:
            self._tell(*told_of_notice(self._ui.t, notices[0]), notices[0].position)

    def _tell(self, message: str, remedy: str, position: int) -> None:
        for each, text in ((self._problem, message), (self._remedy, remedy)):
            each.setText(text)
            each.setVisible(bool(text))
        self._where.setVisible(bool(message))
        if message:
            self._where.setText(self._pointed(position))
            self.list.hide()
            self._place()
        elif not self.list.count():
            self.popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that work the popup while one types."""
        kind = event.type()
        if claims(event, Qt.Key.Key_Escape, *ENTER):  # here these keys mean the box, not the window
            return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(Qt.Key(event.key()))
        if kind == QEvent.Type.FocusIn:
            self._read_values()
        elif kind == QEvent.Type.FocusOut:
            self.popup.hide()
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        is_choosing = self.popup.isVisible() and self.list.isVisibleTo(self.popup)
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if is_choosing:
                step = 1 if key == Qt.Key.Key_Down else -1
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
            elif key == Qt.Key.Key_Down:
                self.entered.emit()
            return True
        if key == Qt.Key.Key_Tab and is_choosing:
            self.list.setCurrentRow(max(0, self.list.currentRow()))
            self._take()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_enter(is_choosing=is_choosing)
            return True
        if key == Qt.Key.Key_Escape:
            self._on_escape()
            return True
        return False

    def _on_enter(self, *, is_choosing: bool) -> None:
        if is_choosing and self.list.currentRow() >= 0:
            self._take()
            return
        self._search()
        if not self._where.isVisibleTo(self.popup):
            self.popup.hide()
            self.entered.emit()

    def _on_escape(self) -> None:
        if self.popup.isVisible():
            self.popup.hide()
        elif self._edit.text():
            self.set_query("")
        else:
            self.entered.emit()

    def _search(self) -> None:
        self._timer.stop()
        self.searched.emit(self._edit.text())

    def _on_edited(self, text: str) -> None:
        self._offered = completions(text, self._edit.cursorPosition(), values=self._values)
        typed = text[self._offered.start : self._offered.end]
        options = [each for each in self._offered.options if each != typed][:_MOST_SHOWN]
        self.list.clear()
        self.list.addItems(options)
        self.list.setVisible(bool(options))
        self.list.setFixedHeight(max(1, len(options)) * _LINE + 6)
        if options:
            for each in (self._where, self._problem, self._remedy):
                each.hide()
            self._place()
        else:
            self.popup.hide()

    def _take(self) -> None:
        if self.list.currentRow() < 0:
            return
        chosen, text, offered = self.list.currentItem().text(), self._edit.text(), self._offered
        ending = "" if chosen.endswith(":") else " "
        self._edit.setText(text[: offered.start] + chosen + ending + text[offered.end :].lstrip())
        self._edit.setCursorPosition(offered.start + len(chosen) + len(ending))
        self.popup.hide()
        if not ending:
            self._on_edited(self._edit.text())

    def _pointed(self, position: int) -> str:
        """Return the query with the place marked where it is wrong."""
        text = self._edit.text()
        start = max(0, position - _AROUND)
        end = _end_of_part(text, position)
        before, wrong, after = text[start:position], text[position:end] or "␣", text[end : end + _AROUND]
        color = self._ui.theme.color("contradicts").name()
        mark = f'<span style="color: {color}; text-decoration: underline; font-weight: 600">{escape(wrong)}</span>'
        return ("…" if start else "") + escape(before) + mark + escape(after)

    def _place(self) -> None:
        corner = self._edit.mapTo(self._host.window(), QPoint(0, self._edit.height() + 4))
        self.popup.setFixedWidth(self._edit.width())
        self.popup.move(self._host.mapFrom(self._host.window(), corner))
        self.popup.adjustSize()
        self.popup.raise_()
        if self._edit.hasFocus():
            self.popup.show()

    def _read_values(self) -> None:
        self._ui.bridge.read_later(self._take_values, completion_values)

    def _take_values(self, values: Any) -> None:
        self._values = values or {}

    def _forget(self) -> None:
        self._values = {}
        self.popup.hide()


def _end_of_part(text: str, start: int) -> int:
    """Return where the part of a query that begins at ``start`` ends; blanks within quotation marks are of it."""
    is_quoted = False
    for at in range(start, len(text)):
        if text[at] in QUOTES:
            is_quoted = not is_quoted
        elif text[at].isspace() and not is_quoted:
            return at
    return len(text)
