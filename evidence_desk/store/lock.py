"""Who has a matter open: a lock of the operating system, and beside it a note of who holds it.

The system frees the lock when a process ends in any way, so a crash or a power cut leaves nothing to clean up.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
from pathlib import Path

from filelock import FileLock, Timeout

from evidence_desk.support.clock import Clock, timestamp
from evidence_desk.support.errors import UserError

LOCK = "lock"
HOLDER = "lock.json"


def current_user() -> str:
    """Return the login name of the person at the keyboard, or ``unknown``."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


class MatterLock:
    """The right to change a matter, held by one process at a time."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Prepare the lock of a matter folder; ``acquire`` takes it."""
        self._folder = folder
        self._clock = clock
        self._lock = FileLock(folder / LOCK, timeout=0)

    def acquire(self) -> None:
        """Take the lock and say who has it.

        Raises:
            UserError: ``open_elsewhere``, naming who holds it; ``read_only`` when the folder cannot be written.
        """
        try:
            self._lock.acquire()
            self._write_holder()
        except Timeout:
            raise self._open_elsewhere() from None
        except OSError as error:
            self._lock.release()
            raise cannot_write(self._folder, error) from error

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                (self._folder / HOLDER).unlink(missing_ok=True)
            self._lock.release()

    def _write_holder(self) -> None:
        holder = {
            "user": current_user(),
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "since": timestamp(self._clock()),
        }
        (self._folder / HOLDER).write_text(json.dumps(holder), encoding="utf-8")

    def _open_elsewhere(self) -> UserError:
        try:
            holder = json.loads((self._folder / HOLDER).read_text(encoding="utf-8"))
            who = f"{holder['user']} on {holder['host']} (process {holder['pid']}, since {holder['since'][:16]}Z)"
        except (OSError, ValueError, KeyError, TypeError):
            who = "another program"
        return UserError(
            "open_elsewhere",
            f"{self._folder} is open elsewhere: {who}",
            "Close it there and try again. Nothing was changed.",
        )


def cannot_write(folder: Path, error: OSError) -> UserError:
    """Return the refusal for a folder that cannot be written, by the reason the system gives."""
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(
            "disk_full",
            f"The disk that holds {folder} is full",
            "Free some space and try again. Nothing was changed.",
        )
    return UserError(
        "read_only",
        f"{folder} cannot be written ({(error.strerror or 'no reason given').lower()})",
        "Copy the matter to a folder of yours and open it there. Nothing was changed.",
    )
