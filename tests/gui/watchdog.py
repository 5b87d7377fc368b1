"""Watches how long the event loop of the window keeps what comes next waiting."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

_EVERY_MS = 2


class Watchdog:
    """Notes the gap between one turn of the event loop and the next, of the thread that makes it.

    Attributes:
        gaps: milliseconds of each gap, without the time the thread was ready and the system ran others.
        working: milliseconds of processor time the thread used in each.
    """

    def __init__(self, parent: QObject) -> None:
        self.gaps: list[float] = []
        self.working: list[float] = []
        self._clock = QElapsedTimer()
        self._waits = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._timer = QTimer(parent)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._note)
        self._waited, self._worked = self._stand()

    def start(self) -> None:
        self._waited, self._worked = self._stand()
        self._clock.start()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def most(self) -> str:
        """Return the largest figures as text."""
        largest = [
            f"{name} {max(held):.0f} ms" for name, held in (("gap", self.gaps), ("work", self.working))
        ]
        return ", ".join(largest)

    def _note(self) -> None:
        waited, worked = self._stand()
        passed = self._clock.nsecsElapsed()
        self._clock.start()
        self.gaps.append((passed - (waited - self._waited)) / 1e6)
        self.working.append((worked - self._worked) / 1e6)
        self._waited, self._worked = waited, worked

    def _stand(self) -> tuple[int, int]:
        """Return how long this thread was ready without a processor, and how long it had one; nanoseconds."""
        try:
            waited = int(self._waits.read_text().split()[1])
        except OSError:  # no Linux
            waited = 0
        return waited, time.thread_time_ns()
