"""What long work reports and how it is asked to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class Cancelled(Exception):  # noqa: N818  it is a request that was honoured, not an error
    """The work stopped because somebody asked it to; what was finished stays finished."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        done: units finished, e.g. files or bytes.
        total: units in all, or None while it is not known.
        phase: stable word for the step, e.g. ``reading``; translated where it is shown.
        detail: what is being worked on, e.g. a file's name.
    """

    done: int
    total: int | None
    phase: str
    detail: str = ""


class CancelToken:
    """A stop request that any thread may make and any thread may look at.

    Attributes:
        is_cancelled: whether somebody asked to stop.
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._stop: Callable[[], None] | None = None

    def cancel(self) -> None:
        """Ask the work to stop; asking twice is harmless."""
        with self._lock:
            self._event.set()
            if self._stop is not None:
                self._stop()

    @contextmanager
    def stopping(self, stop: Callable[[], None]) -> Iterator[None]:
        """Have ``stop`` called, on whichever thread asks, when a stop is asked for within the block.

        Raises:
            Cancelled: it was asked for already.
        """
        with self._lock:
            self.raise_if_cancelled()
            self._stop = stop
        try:
            yield
        finally:
            with self._lock:
                self._stop = None

    @property
    def is_cancelled(self) -> bool:
        """Return whether a stop was asked for."""
        return self._event.is_set()

    def raise_if_cancelled(self) -> None:
        """Raise `Cancelled` once a stop was asked for."""
        if self._event.is_set():
            raise Cancelled


OnProgress = Callable[[Progress], None]


def quiet(_progress: Progress) -> None:
    """Hear progress and say nothing."""


class Meter:
    """Counts units of work as they are done, says how far it is, and stops it when asked to.

    Attributes:
        total: units in all, or None while it is not known.
    """

    def __init__(
        self, on_progress: OnProgress, token: CancelToken, phase: str, total: int | None = None
    ) -> None:
        """Begin at nothing."""
        self.on_progress, self.token, self.total = on_progress, token, total
        self._phase, self._done = phase, 0

    def __call__(self, count: int) -> None:
        """Note that ``count`` more are done.

        Raises:
            Cancelled: it was asked to stop.
        """
        self.token.raise_if_cancelled()
        self._done += count
        self.on_progress(Progress(self._done, self.total, self._phase))
