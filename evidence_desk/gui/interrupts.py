"""Ctrl+C in the terminal a window was started from: heard although Qt, not Python, is waiting."""

from __future__ import annotations

import contextlib
import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts(QObject):
    """Hears the signals that ask the program to end, until `let_go`.

    Signals:
        arrived: one came.
    """

    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Listen; must be made on the main thread."""
        super().__init__(parent)
        # Python's own handler runs only when Python runs; the byte in the socket wakes Qt at once.
        self._ours, theirs = socket.socketpair()
        self._theirs = theirs
        for each in (self._ours, theirs):
            each.setblocking(False)
        self._fd_before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        self._before = {each: signal.signal(each, lambda _number, _frame: None) for each in _SIGNALS}
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)

    def let_go(self) -> None:
        """Let the signals do what they did before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._fd_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._ours.close()
        self._theirs.close()

    def _on_woken(self) -> None:
        with contextlib.suppress(BlockingIOError):
            if any(number in _SIGNALS for number in self._ours.recv(64)):
                self.arrived.emit()
