"""What is still to be reviewed, what comes next, and how fast the review goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

_PAUSE = 300.0  # seconds; whoever does nothing for longer was away
_FEWEST = 3  # documents; the pace of fewer says nothing


class ReviewQueue:
    """The items nobody has reviewed yet, known without asking the matter."""

    def __init__(self) -> None:
        """Know of none."""
        self._open: set[str] = set()

    def take(self, ids: set[str]) -> None:
        """Take what is unreviewed as read from the matter."""
        self._open = ids

    def note(self, ids: Iterable[str], state: str | None) -> None:
        """Follow a change of the review state before the matter is read again; None changes nothing."""
        if state == "unreviewed":
            self._open.update(ids)
        elif state:
            self._open.difference_update(ids)

    def after(self, ids: Sequence[str], place: int) -> int:
        """Return the line of the next unreviewed item after a line, going on from the top; -1 when there is none."""
        if not self._open:
            return -1
        lines = chain(range(place + 1, len(ids)), range(min(place, len(ids))))
        return next((line for line in lines if ids[line] in self._open), -1)


class Pace:
    """Counts reviewed documents an hour of work; longer pauses do not count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Count from nothing; ``clock`` gives seconds."""
        self._clock = clock
        self._last: float | None = None
        self._worked = 0.0
        self._done: set[str] = set()

    def note(self, ids: Iterable[str]) -> None:
        """Count items that were reviewed now; one that was counted before does not count again."""
        now = self._clock()
        if self._last is not None:
            self._worked += min(now - self._last, _PAUSE)
        self._last = now
        self._done.update(ids)

    @property
    def per_hour(self) -> int:
        """Documents an hour, or 0 while it cannot be told."""
        if len(self._done) < _FEWEST or self._worked <= 0:
            return 0
        return int(len(self._done) / self._worked * 3600)
