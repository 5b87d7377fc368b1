"""Lets a search go before all other reads, though not for long: what it finds shows before they hold it up."""

from __future__ import annotations

import threading
from time import monotonic

_LONGEST = 0.5  # seconds; a search that takes longer is not waited for


class Courtesy:
    """Knows whether a search runs. `begin`, `end` and `drop` are called on the UI thread, `wait` on any."""

    def __init__(self) -> None:
        """Know of no search."""
        self._searches = 0
        self._until = 0.0
        self._is_over = threading.Event()
        self._is_over.set()

    def begin(self) -> None:
        """Note that a search begins."""
        self._searches += 1
        self._until = monotonic() + _LONGEST
        self._is_over.clear()

    def end(self) -> None:
        """Note that what a search found shows."""
        self._searches -= 1
        if not self._searches:
            self.drop()

    def drop(self) -> None:
        """Let nothing wait any more."""
        self._is_over.set()

    def wait(self) -> None:
        """Wait until the last search shows, or was waited for long enough, by however many reads."""
        self._is_over.wait(max(0.0, self._until - monotonic()))
