"""A piece of long work the window started: whoever started it can stop it, and is told of it alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Future

    from evidence_desk.jobs.progress import CancelToken, Progress


@dataclass(eq=False, slots=True)
class Job:
    """It waits for its turn, runs, or is over.

    Attributes:
        token: asks it to stop.
        on_progress: gets its own Progress, a few times a second.
        on_end: called once it is over, however it ended, behind the answer if there is one.
        future: its place among the jobs, once it has one.
    """

    token: CancelToken
    on_progress: Callable[[Progress], None] | None = None
    on_end: Callable[[], None] | None = None
    future: Future[Any] | None = None

    def cancel(self) -> None:
        """Ask it to stop; one that waits is over at once."""
        self.token.cancel()
        if self.future is not None:
            self.future.cancel()
