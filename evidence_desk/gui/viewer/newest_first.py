"""What is asked of the workers for the pages: the newest first, since that is what is looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Job = TypeVar("Job")


class NewestFirst(Generic[Job]):
    """Starts a few jobs at once. Of those that wait, the oldest are given up: whoever asked has scrolled on."""

    def __init__(
        self, start: Callable[[Job], bool], give_up: Callable[[Job], None], *, at_once: int, waiting: int
    ) -> None:
        """Take what starts a job, False once no more can be, and what tells that one is given up."""
        self._start, self._give_up = start, give_up
        self._at_once, self._most = at_once, waiting
        self._waiting: list[Job] = []
        self._running = 0

    def ask(self, job: Job) -> None:
        """Start a job as soon as it is its turn."""
        self._waiting.append(job)
        self._go_on()
        if len(self._waiting) > self._most:
            self._give_up(self._waiting.pop(0))

    def ended(self) -> None:
        """Start the next; one that was started has ended."""
        self._running -= 1
        self._go_on()

    def _go_on(self) -> None:
        while self._waiting and self._running < self._at_once:
            if not self._start(self._waiting.pop()):
                return
            self._running += 1
