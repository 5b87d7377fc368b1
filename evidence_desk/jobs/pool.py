"""Feeds tasks to worker processes one at a time; a crash, hang or bomb costs only its own task."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future
from concurrent.futures import wait as wait_futures
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, TypeVar

from evidence_desk.jobs.progress import Cancelled, CancelToken
from evidence_desk.jobs.worker import Answer, TaskFailure, TaskLimits, serve
from evidence_desk.support.logs import topic

A = TypeVar("A")
_log = topic("jobs")

# multiprocessing reaps children of all threads in whichever thread starts or joins one; two at once disagree.
_PROCESS_TABLE = threading.Lock()
_LOOK_AROUND = 0.1  # seconds between looks at the stop request while a task runs
_NICE = 5  # a third of the processor where somebody at the usual 0 wants it, all of it where nobody does
_PATIENCE = 2.0  # seconds an idle worker has to end by itself


@dataclass(eq=False, slots=True)
class _Task:
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    limits: TaskLimits
    future: Future[Any] = field(default_factory=Future)
    token: CancelToken = field(default_factory=CancelToken)


class TaskHandle:
    """A task that was submitted; its result is the function's, or a `TaskFailure`."""

    def __init__(self, task: _Task) -> None:
        self._task = task

    @property
    def future(self) -> Future[Any]:
        """Return the standard future, for callbacks and waiting; it never holds an exception."""
        return self._task.future

    @property
    def is_done(self) -> bool:
        """Return whether there is a result."""
        return self._task.future.done()

    def result(self, timeout: float | None = None) -> Any:
        """Wait for the result or the `TaskFailure`; raises TimeoutError after ``timeout`` seconds."""
        return self._task.future.result(timeout)

    def cancel(self) -> None:
        """Drop the task, or end its process if it runs; the result is a `TaskFailure` ``cancelled``."""
        self._task.token.cancel()


class _Worker:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=serve, args=(theirs,), name="reader", daemon=True)
        with _PROCESS_TABLE, theirs:
            _start_deaf_to_interrupts(self.process)
            _put_behind(self.process)

    def end(self, *, is_killed: bool) -> int | None:
        """End the process and give everything back; return its exit code."""
        if is_killed:
            self.process.kill()
        self.connection.close()
        wait([self.process.sentinel], _PATIENCE)
        self.process.kill()
        with _PROCESS_TABLE:
            self.process.join()
            code = self.process.exitcode
            self.process.close()
        return code


def _start_deaf_to_interrupts(process: SpawnProcess) -> None:
    """Start a process that Ctrl+C cannot reach, not even while its interpreter is starting."""
    if sys.platform == "win32":
        process.start()
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it changes the signal mask, so it must be up before
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _put_behind(process: SpawnProcess) -> None:
    """Let the window go first where there are more processes than processors; from the start, which takes longest."""
    if process.pid is None:
        return
    if sys.platform == "win32":
        import psutil

        psutil.Process(process.pid).nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.setpriority(os.PRIO_PROCESS, process.pid, os.getpriority(os.PRIO_PROCESS, 0) + _NICE)


class WorkerPool:
    """A few processes that are started when first needed, kept, and replaced when they fail.

    Functions are named by module, so they must be module-level, and arguments and results picklable.
    """

    def __init__(self, size: int, *, limits: TaskLimits | None = None) -> None:
        """Take the number of processes and the limits of a task that is given none of its own."""
        self._size = size
        self._limits = limits or TaskLimits()
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._closing = CancelToken()

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def submit(
        self, function: Callable[..., Any], *arguments: Any, limits: TaskLimits | None = None
    ) -> TaskHandle:
        """Queue one call of ``function``; `functools.partial` carries keyword arguments.

        Raises RuntimeError after `close`.
        """
        task = _Task(function, arguments, limits or self._limits)
        task.future.set_running_or_notify_cancel()  # from here on only the handle can cancel it
        with self._lock:
            if self._closing.is_cancelled:
                raise RuntimeError("the pool is closed")
            self._start_thread()
            self._tasks.put(task)
        return TaskHandle(task)

    def each(
        self, calls: Iterable[tuple[A, Callable[..., Any], tuple[Any, ...]]], token: CancelToken | None = None
    ) -> Iterator[tuple[A, Any]]:
        """Run (key, function, arguments) calls; yield (key, result or `TaskFailure`) as they finish.

        Only a few calls are taken ahead, so ``calls`` may be endless. When the token asks to stop, the
        running tasks are ended and `Cancelled` is raised; what was yielded before is complete. Closing the
        iterator ends the running tasks as well.
        """
        token = token or CancelToken()
        source = iter(calls)
        running: dict[Future[Any], tuple[A, TaskHandle]] = {}
        try:
            while True:
                self._fill(running, source)
                if not running:
                    return
                finished, _ = wait_futures(running, _LOOK_AROUND, FIRST_COMPLETED)
                for future in finished:
                    yield running.pop(future)[0], future.result()
                token.raise_if_cancelled()
        finally:
            for _, handle in running.values():
                handle.cancel()
            wait_futures(running)  # so that nothing is written any more by what was ended

    def _fill(
        self,
        running: dict[Future[Any], tuple[A, TaskHandle]],
        source: Iterator[tuple[A, Callable[..., Any], tuple[Any, ...]]],
    ) -> None:
        while len(running) < 2 * self._size:
            call = next(source, None)
            if call is None:
                return
            key, function, arguments = call
            handle = self.submit(function, *arguments)
            running[handle.future] = (key, handle)

    def close(self) -> None:
        """End the running tasks, drop the waiting ones, and wait until every process is gone."""
        with self._lock:
            self._closing.cancel()
            threads = list(self._threads)
            for _ in threads:
                self._tasks.put(None)
        for thread in threads:
            thread.join()
        while not self._tasks.empty():
            task = self._tasks.get()
            if task is not None:
                _drop(task)

    def _start_thread(self) -> None:
        if len(self._threads) < self._size:
            # A daemon, so that a forgotten close() cannot keep the program from ending.
            thread = threading.Thread(target=self._feed, name=f"pool-{len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _feed(self) -> None:
        worker: _Worker | None = None
        try:
            while (task := self._tasks.get()) is not None:
                if self._closing.is_cancelled or task.token.is_cancelled:
                    _drop(task)
                    continue
                worker = self._carry_out(task, worker)
        finally:
            if worker is not None:
                worker.end(is_killed=False)

    def _carry_out(self, task: _Task, worker: _Worker | None) -> _Worker | None:
        """Run a task and return the worker to use next, None for a new one."""
        call = (task.function, task.arguments, task.limits)
        try:
            worker = _send(worker, call)
        except Exception as error:  # noqa: BLE001  thread boundary: arguments that cannot be pickled, no more processes
            task.future.set_result(TaskFailure("failed", f"the task could not start: {error}"))
            return worker if worker is not None and not worker.connection.closed else None
        answer = self._await(task, worker)
        if answer.is_last:
            code = worker.end(is_killed=True)
            if answer.value is _DIED:
                answer = Answer(_crash(code))
            worker = None
        task.future.set_result(answer.value)
        return worker

    def _await(self, task: _Task, worker: _Worker) -> Answer:
        deadline = time.monotonic() + task.limits.seconds
        connection = worker.connection
        while not wait([connection, worker.process.sentinel], _LOOK_AROUND):
            if self._closing.is_cancelled or task.token.is_cancelled:
                return Answer(_STOPPED, is_last=True)
            if time.monotonic() > deadline:
                message = f"it took longer than {task.limits.seconds:g} seconds"
                return Answer(TaskFailure("timeout", message), is_last=True)
        return _receive(connection)


_STOPPED = TaskFailure("cancelled", "stopped")
_DIED = TaskFailure("crashed", "the reader crashed")


def _drop(task: _Task) -> None:
    task.future.set_result(_STOPPED)


def _send(worker: _Worker | None, call: tuple[Any, ...]) -> _Worker:
    """Send a call to the worker, or to a new one if there is none or it died while it was idle."""
    if worker is not None:
        try:
            worker.connection.send(call)
        except OSError:
            worker.end(is_killed=True)
        else:
            return worker
    worker = _Worker()
    try:
        worker.connection.send(call)
    except BaseException:
        worker.end(is_killed=True)
        raise
    return worker


def _receive(connection: Connection) -> Answer:
    try:
        answer = connection.recv()
    except (EOFError, OSError):
        return Answer(_DIED, is_last=True)
    except Exception as error:  # noqa: BLE001  process boundary: a result that cannot be unpickled
        failure = TaskFailure("failed", f"the result cannot be read: {type(error).__name__}")
        return Answer(failure, is_last=True)
    return answer if isinstance(answer, Answer) else Answer(_DIED, is_last=True)


def _crash(code: int | None) -> TaskFailure:
    reason = f"exit code {code}"
    if code is not None and code < 0:
        try:
            reason = signal.Signals(-code).name
        except ValueError:
            reason = f"signal {-code}"
    _log.warning("a worker process died: %s", reason)
    return TaskFailure("crashed", f"the reader crashed ({reason})")


__all__ = ["Cancelled", "TaskFailure", "TaskHandle", "TaskLimits", "WorkerPool"]
