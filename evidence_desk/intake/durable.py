"""Makes files that were written last through a power cut, many together, which costs far less than one by one."""

from __future__ import annotations

import errno
import os
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Semaphore

# A disk takes many requests at once, and a file system joins what is asked for at the same time.
_AT_ONCE = 16


class Durable:
    """Makes files durable while further ones are written."""

    def __init__(self) -> None:
        self._threads: ThreadPoolExecutor | None = None
        self._waiting: deque[Path] = deque()
        self._idle = Semaphore(_AT_ONCE)
        self._running: list[Future[None]] = []
        self._folders: set[Path] = set()
        self._error: OSError | None = None

    def add(self, path: str | Path) -> None:
        """Begin to make a file durable that is in its place."""
        if os.name == "posix":
            path = Path(path)
            self._folders |= {path.parent, path.parent.parent}  # the second names the first
            self._begin(path)

    def wait(self) -> None:
        """Return once all that was added is durable, with its names; raises OSError.

        It raises it ever after: a system tells of a write that failed once, and the bytes stay lost.
        """
        try:
            self._finish()
            folders, self._folders = self._folders, set()
            for folder in folders:
                self._begin(folder)
            self._finish()
        except OSError as error:
            self._error = error
        if self._error is not None:
            raise self._error

    def _begin(self, path: Path) -> None:
        self._waiting.append(path)
        # To hand each to a thread costs more than the rest; where all are at work, one of them comes to it.
        if self._idle.acquire(blocking=False):
            self._threads = self._threads or ThreadPoolExecutor(_AT_ONCE)
            self._running.append(self._threads.submit(self._sync_waiting))

    def _sync_waiting(self) -> None:
        try:
            while self._waiting:
                _sync(self._waiting.popleft())
        except IndexError:  # another thread was quicker
            pass
        finally:
            self._idle.release()

    def _finish(self) -> None:
        """Return once nothing waits any more."""
        threads, self._threads = self._threads, None
        if threads is None:
            return
        threads.shutdown()
        running, self._running = self._running, []
        for done in running:
            done.result()
        for path in self._waiting:  # added as the last thread had seen that nothing waits
            _sync(path)
        self._waiting.clear()


def make_durable(paths: Iterable[str | Path]) -> None:
    """Return once files, and the names they have in their folders, last through a power cut; raises OSError."""
    durable = Durable()
    for path in paths:
        durable.add(path)
    durable.wait()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # not every system can do it for a folder
            raise
    finally:
        os.close(descriptor)
