"""Gives the UI thread its work in turns of the event loop, so that keys and painting come between."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

Call = Callable[[], object]


def is_gone(then: Callable[..., object]) -> bool:
    """Tell whether what is told is for a part of the window that was closed meanwhile."""
    from shiboken6 import isValid

    owner = _owner(then)
    return isinstance(owner, QObject) and not isValid(owner)


def _owner(then: Any) -> Any:
    """Return the object whose method this is, or in whose method it was written down."""
    while isinstance(then, partial):
        then = then.func
    return _closed_over(then) if isinstance(then, FunctionType) else getattr(then, "__self__", None)


def _closed_over(function: FunctionType) -> object:
    """Return the ``self`` a function was written down with, or None; others of its names may not be bound yet."""
    names = function.__code__.co_freevars
    return (function.__closure__ or ())[names.index("self")].cell_contents if "self" in names else None


class Turns(QObject):
    """Makes calls on the UI thread: those of other threads one a turn, those of its own once it has painted."""

    _came = Signal(object)

    def __init__(self, parent: QObject) -> None:
        """Have nothing to do."""
        super().__init__(parent)
        self._arrived: deque[Call] = deque()
        self._next = self._timer(self._take_next)
        self._put_off: deque[Call] = deque()
        self._painted = self._timer(self.catch_up)
        # Whatever thread emits it, the work is done by a slot of this object, so on the UI thread.
        self._came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)

    def add(self, call: Call) -> None:
        """Make a call in a turn of its own, in the order they come; from any thread."""
        self._came.emit(call)

    def put_off(self, call: Call) -> None:
        """Make a call once what shows now is painted."""
        self._put_off.append(call)
        self._painted.start()

    def catch_up(self) -> None:
        """Make the calls that were put off; where one raises, those behind it come in a turn of their own."""
        calls, self._put_off = self._put_off, deque()
        try:
            while calls:
                calls.popleft()()
        finally:
            if calls:
                self._put_off.extendleft(reversed(calls))
                self._painted.start()

    def _on_came(self, call: Call) -> None:
        self._arrived.append(call)
        self._next.start()

    def _take_next(self) -> None:
        call = self._arrived.popleft()
        if self._arrived:
            self._next.start()
        call()

    def _timer(self, act: Call) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(0)
        timer.timeout.connect(act)
        return timer
