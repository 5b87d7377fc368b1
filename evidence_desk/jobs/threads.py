"""Runs jobs on threads; whatever goes wrong is carried to the caller, never printed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from evidence_desk.jobs.progress import Cancelled, CancelToken, OnProgress, Progress, Work
from evidence_desk.support.logs import topic

T = TypeVar("T")
_log = topic("jobs")


def _ignore(_value: Any) -> None:
    """Stand in for a callback nobody gave."""


class JobHandle:
    """A job that was submitted.

    Attributes:
        name: the job's name.
        is_done: whether its last callback has returned.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._token = CancelToken()
        self._done = threading.Event()

    def cancel(self) -> None:
        """Ask the job to stop; it ends with `Cancelled` in ``on_error`` at its next look at the token."""
        self._token.cancel()

    @property
    def is_done(self) -> bool:
        """Return whether the job is over and its last callback has returned."""
        return self._done.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the job is over; return False when ``timeout`` seconds passed first."""
        return self._done.wait(timeout)


class ThreadRunner:
    """Runs jobs on a few threads.

    All callbacks come on the job's thread; a window has to bring them over to its own.
    """

    def __init__(self, threads: int = 4) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="job")
        self._lock = threading.Lock()
        self._handles: set[JobHandle] = set()

    def __enter__(self) -> ThreadRunner:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def submit(
        self,
        job: Work[T],
        on_progress: OnProgress = _ignore,
        on_done: Callable[[T], None] = _ignore,
        on_error: Callable[[Exception], None] = _ignore,
    ) -> JobHandle:
        """Start a job as soon as a thread is free.

        Exactly one of ``on_done`` (with the result) and ``on_error`` (with the exception; `Cancelled` when it
        was stopped) is called. Raises RuntimeError after `close`.
        """
        handle = JobHandle(job.name)
        with self._lock:
            self._handles.add(handle)
        self._executor.submit(self._run, handle, job, on_progress, on_done, on_error)
        return handle

    def _run(
        self,
        handle: JobHandle,
        job: Work[T],
        on_progress: OnProgress,
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        token = handle._token  # noqa: SLF001  the handle is this module's own
        try:
            try:
                token.raise_if_cancelled()
                result = job.run(on_progress, token)
            except Exception as error:  # noqa: BLE001  thread boundary: every error is carried to the caller
                _log_unless_stopped(job.name, error)
                on_error(error)
            else:
                on_done(result)
        except Exception:  # noqa: BLE001  thread boundary: a callback's bug must not vanish with the thread
            _log.exception("a callback of the job %s failed", job.name)
        finally:
            with self._lock:
                self._handles.discard(handle)
            handle._done.set()  # noqa: SLF001

    def close(self) -> None:
        """Ask every job to stop and wait for the threads to end."""
        with self._lock:
            handles = list(self._handles)
        for handle in handles:
            handle.cancel()
        self._executor.shutdown(wait=True)


def _log_unless_stopped(name: str, error: Exception) -> None:
    if not isinstance(error, Cancelled):
        _log.info("job %s ended with %s", name, type(error).__name__)


__all__ = ["JobHandle", "Progress", "ThreadRunner"]
