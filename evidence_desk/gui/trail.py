"""The way one went through the window: places left behind, and those ahead after going back."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Any

_MOST = 50
_QUICK_S = 0.7  # steps closer than this are one way through the list

Spot = tuple[str, Any]  # a view, and a place in it


class Trail:
    """Remembers where one was, newest last."""

    def __init__(self) -> None:
        """Begin anywhere."""
        self._behind: deque[Spot] = deque(maxlen=_MOST)
        self._ahead: deque[Spot] = deque(maxlen=_MOST)
        self._last_step = 0.0

    def clear(self) -> None:
        """Forget the way; what comes next begins here."""
        self._behind.clear()
        self._ahead.clear()
        self._last_step = 0.0

    def leave(self, spot: Spot) -> None:
        """Remember a spot that is left for another one; a new way ends the one forward."""
        self._last_step = 0.0
        self._keep(spot)

    def step(self, spot: Spot) -> None:
        """Remember a spot that is left by a step through a list; of many quick steps the first one counts."""
        now, before = time.monotonic(), self._last_step
        self._last_step = now
        if now - before > _QUICK_S:
            self._keep(spot)

    def back(self, here: Spot, is_there: Callable[[Spot], bool]) -> Spot | None:
        """Return the spot before ``here`` that is there still, or None."""
        return self._travel(self._behind, self._ahead, here, is_there)

    def forward(self, here: Spot, is_there: Callable[[Spot], bool]) -> Spot | None:
        """Return the spot that one left by going back, or None."""
        return self._travel(self._ahead, self._behind, here, is_there)

    def _keep(self, spot: Spot) -> None:
        self._ahead.clear()
        if not self._behind or self._behind[-1] != spot:
            self._behind.append(spot)

    def _travel(
        self, spots: deque[Spot], behind: deque[Spot], here: Spot, is_there: Callable[[Spot], bool]
    ) -> Spot | None:
        self._last_step = 0.0
        while spots:
            spot = spots.pop()
            if spot != here and is_there(spot):
                behind.append(here)
                return spot
        return None
