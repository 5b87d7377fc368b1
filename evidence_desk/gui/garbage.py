"""Looks for garbage on the UI thread, when the window has time for it."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000
_REST = 0.1  # of a processor; a UI thread that takes less is at rest
_YOUNG_ONES = 30  # looks at what is new, until all there is is looked through
_living: list[int] = []  # one for each collector there is


class GarbageCollector(QObject):
    """Does what Python would do on any thread at any time, which holds up the window and may delete widgets there.

    While it exists, nothing else collects. A look at what is new takes a few milliseconds, one at all there is in
    a matter of 100,000 items about 25, so that waits until the window is at rest.
    """

    def __init__(self, parent: QObject) -> None:
        """Take over from Python; what is there now is not looked at again while this exists."""
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        _living.append(1)
        self.destroyed.connect(_end)
        self._worked = time.thread_time()
        timer = QTimer(self)
        timer.timeout.connect(self._look)
        timer.start(_EVERY_MS)

    def _look(self) -> None:
        new, _newer, looks = gc.get_count()
        worked = time.thread_time() - self._worked
        if looks >= _YOUNG_ONES and worked < _REST * _EVERY_MS / 1000:
            gc.collect()
        elif new > gc.get_threshold()[0]:
            gc.collect(1)
        self._worked = time.thread_time()


def _end(_gone: QObject) -> None:
    _living.pop()
    # Not now: what it belonged to is being deleted, and what Python found then it would delete within that, for a
    # lock that Qt holds meanwhile.
    QTimer.singleShot(0, _give_back)


def _give_back() -> None:
    if not _living:
        gc.unfreeze()
        gc.enable()
