"""The message at the bottom of the window: what was done with its undo, or what went wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import breakable, button, column, label

_NOTE_MS, _ERROR_MS = 5000, 15000
_WIDEST = 640
_GAP = 8
_ABOVE = 76  # pixels: over the status line and the line that says how coding goes on


class Toast(QFrame):
    """One message at a time, over the content, never in the way of the keyboard.

    Attributes:
        kept_clear: returns the place on the screen of what it shall not cover.
    """

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        """Stay hidden at the bottom of ``parent``."""
        super().__init__(parent)
        self._host = parent
        self._ui = ui
        self._said = ""
        self._act: Callable[[], object] = self.hide
        self.kept_clear: Callable[[], QRect] = QRect
        self.setObjectName("toast")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 9, 10, 9)
        layout.setSpacing(14)
        words = self._box = QWidget()
        words_layout = self._words = column(words, spacing=1)
        self._message, self._remedy = label(role="strong"), label()
        words_layout.addWidget(self._message)
        words_layout.addWidget(self._remedy)
        self._second_act: Callable[[], object] = self.hide
        self._button: QPushButton = button("", self._on_action)
        self._second: QPushButton = button("", self._on_second)
        self._close = button("✕", self.hide, tip=ui.t("toast.close"))
        for widget in (words, self._button, self._second, self._close):
            layout.addWidget(widget)
        for each in (self._button, self._second, self._close):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def note(self, message: str, *, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Say what was done, with a button that does something about it."""
        self._show("note", message, "", action, act, _NOTE_MS)

    def offer(
        self, message: str, first: tuple[str, Callable[[], object]], second: tuple[str, Callable[[], object]]
    ) -> None:
        """Say what was done, with two buttons that each do something about it."""
        self._show("note", message, "", *first, _NOTE_MS)
        self._second_act = second[1]
        self._second.setText(second[0])
        self._second.show()
        self._place()

    def error(
        self, message: str, remedy: str = "", *, action: str = "", act: Callable[[], object] | None = None
    ) -> None:
        """Say what went wrong and what to do next, with a button where that is done here."""
        self._show("error", message, remedy, action, act, _ERROR_MS)

    @property
    def text(self) -> str:
        """The message that shows."""
        return self._said

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place at the bottom when the window changes size."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _show(
        self, level: str, message: str, remedy: str, action: str, act: Callable[[], object] | None, stay: int
    ) -> None:
        self.setProperty("level", level)
        for each in (self, self._message, self._remedy, self._button, self._second, self._close):
            each.style().unpolish(each)
            each.style().polish(each)
        for each, text in ((self._message, message), (self._remedy, remedy)):
            each.setText(breakable(text))
            each.setVisible(bool(text))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._second.hide()
        self._said, self._act = message, act or self.hide
        self.setAccessibleName(f"{message} {remedy}".strip())
        self.show()
        self._place()
        self.raise_()
        self._timer.start(stay)

    def _fit(self) -> None:
        """Let each text be as wide as it is, up to what the window has room for, and break it there."""
        widest = min(max(300, self._host.width() - 360), _WIDEST)
        for each in (self._message, self._remedy):
            is_long = each.fontMetrics().horizontalAdvance(each.text()) > widest
            each.setWordWrap(is_long)
            each.setMinimumWidth(widest if is_long else 0)

    def _place(self) -> None:
        self._fit()
        # Labels that changed a moment ago, or while they were hidden, did not tell the layouts above them yet.
        self._words.invalidate()
        self._box.updateGeometry()
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
        self.adjustSize()
        place = QRect(QPoint(0, self._host.height() - self.height() - _ABOVE), self.size())
        place.moveLeft((self._host.width() - self.width()) // 2)
        clear = self.kept_clear()
        clear.moveTopLeft(self._host.mapFromGlobal(clear.topLeft()))
        if place.intersects(clear):
            place.moveBottom(clear.top() - _GAP)
        self.move(place.topLeft())

    def step_aside(self) -> None:
        """Stand where nothing is covered that shall not be, after that has moved."""
        if not self.isHidden():
            self._place()

    def _on_action(self) -> None:
        self.hide()
        self._act()

    def _on_second(self) -> None:
        self.hide()
        self._second_act()
