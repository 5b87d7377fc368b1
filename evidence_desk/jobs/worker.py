"""What runs inside a worker process: receive a task, limit it, answer, and die with the parent."""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any, Literal

from evidence_desk.support.errors import UserError

FailureCode = Literal["crashed", "timeout", "out_of_memory", "failed", "cancelled"]

_GRACE = 5.0  # seconds after which the kernel ends a task that outlived both its limit and the parent


@dataclass(frozen=True, slots=True)
class TaskLimits:
    """What one task may use.

    Attributes:
        seconds: wall-clock time.
        memory: bytes of address space on top of what the process had when the task began; None for no limit.
            Only Linux counts this; elsewhere only the time limit holds.
    """

    seconds: float = 120.0
    memory: int | None = 2 << 30


@dataclass(frozen=True, slots=True)
class TaskFailure:
    """A task that gave no result.

    Attributes:
        code: ``crashed`` (the process died), ``timeout``, ``out_of_memory``, ``failed`` (it raised) or
            ``cancelled``.
        message: one line.
        trace: the traceback of a task that raised, for the log.
        reason: the code of the `UserError` that the task raised, if it was one; ``message`` is then its line.
    """

    code: FailureCode
    message: str
    trace: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker sends back: the value or failure, and whether this process wants to be replaced."""

    value: Any
    is_last: bool = False


def address_space() -> int | None:
    """Return the bytes of address space of this process, or None where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def limited(limits: TaskLimits) -> Iterator[None]:
    """Hold the task inside to its memory, and to its time should the parent be gone."""
    before = address_space()
    if sys.platform == "win32" or before is None or limits.memory is None:
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = before + limits.memory
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    # The default action of SIGALRM ends the process even if a library never gives the interpreter back.
    signal.alarm(math.ceil(limits.seconds + _GRACE))
    try:
        yield
    finally:
        signal.alarm(0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _perform(function: Callable[..., Any], arguments: tuple[Any, ...], limits: TaskLimits) -> Answer:
    try:
        with limited(limits):
            return Answer(function(*arguments))
    except MemoryError:
        failure = TaskFailure("out_of_memory", "it needs more memory than one file may use")
        return Answer(failure, is_last=True)
    except UserError as error:
        return Answer(TaskFailure("failed", str(error), reason=error.code))
    except Exception as error:  # noqa: BLE001  process boundary: every error is carried to the caller
        line = " ".join(f"{type(error).__name__}: {error}".split())[:500]
        return Answer(TaskFailure("failed", line, traceback.format_exc()))


def _is_swollen(start: int | None, limits: TaskLimits) -> bool:
    """Tell whether the process kept so much memory that the next task should have a fresh one."""
    now = address_space()
    if start is None or now is None or limits.memory is None:
        return False
    return now - start > limits.memory // 2


def _serve(connection: Connection) -> None:
    start = address_space()
    while True:
        try:
            function, arguments, limits = connection.recv()
        except (EOFError, OSError):
            return
        except Exception as error:  # noqa: BLE001  process boundary: a task that cannot be unpickled
            failure = TaskFailure("failed", f"the task could not be read: {type(error).__name__}")
            connection.send(Answer(failure))
            continue
        answer = _perform(function, arguments, limits)
        if _is_swollen(start, limits):
            answer = Answer(answer.value, is_last=True)
        _send(connection, answer)
        if answer.is_last:
            return


def _send(connection: Connection, answer: Answer) -> None:
    try:
        data = ForkingPickler.dumps(answer)
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as error:
        failure = TaskFailure("failed", f"the result cannot be sent: {type(error).__name__}")
        data = ForkingPickler.dumps(Answer(failure, is_last=answer.is_last))
    with contextlib.suppress(OSError):  # the parent is gone; the next read says so
        connection.send_bytes(data)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
    os._exit(1)


def serve(connection: Connection) -> None:
    """Answer tasks from ``connection`` until it closes; the entry point of a worker process.

    Ctrl+C is the parent's affair and ignored here. Nothing a library prints reaches the parent's output,
    which may be a JSON document.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    silence = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(silence, descriptor)
    os.close(silence)
    threading.Thread(target=_die_with_parent, name="die-with-parent", daemon=True).start()
    with connection:
        _serve(connection)
