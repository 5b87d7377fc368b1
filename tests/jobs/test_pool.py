"""The worker pool: a bad task costs only itself, and nothing is left behind."""

from __future__ import annotations

import multiprocessing
import operator
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.jobs.progress import Cancelled, CancelToken
from evidence_desk.jobs.worker import TaskFailure, TaskLimits

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts address space")


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1, limits=TaskLimits(seconds=20, memory=256 << 20)) as pool:
        yield pool


def is_usable(pool: WorkerPool) -> bool:
    return pool.submit(operator.add, 2, 3).result(20) == 5


def test_one_process_is_kept_for_many_tasks(pool: WorkerPool) -> None:
    first = pool.submit(os.getpid).result(20)
    assert first != os.getpid()
    assert [pool.submit(os.getpid).result(20) for _ in range(20)] == [first] * 20


def test_nothing_starts_before_the_first_task() -> None:
    before = multiprocessing.active_children()
    with WorkerPool(2):
        assert multiprocessing.active_children() == before


def test_exception_is_carried_with_its_trace(pool: WorkerPool) -> None:
    worker = pool.submit(os.getpid).result(20)
    failure = pool.submit(operator.truediv, 1, 0).result(20)
    assert (failure.code, failure.message) == ("failed", "ZeroDivisionError: division by zero")
    assert "Traceback" in failure.trace
    assert pool.submit(os.getpid).result(20) == worker


def test_result_that_cannot_be_sent_is_a_failure(pool: WorkerPool) -> None:
    failure = pool.submit(operator.methodcaller("__iter__"), (i for i in ())).result(20)
    assert failure.code == "failed"
    failure = pool.submit(memoryview, b"x").result(20)
    assert (failure.code, failure.message) == ("failed", "the result cannot be sent: TypeError")
    assert is_usable(pool)


@posix
def test_abort_costs_only_its_task(pool: WorkerPool, capfd: pytest.CaptureFixture[str]) -> None:
    failure = pool.submit(os.abort).result(20)
    assert (failure.code, failure.message) == ("crashed", "the reader crashed (SIGABRT)")
    assert is_usable(pool)
    assert capfd.readouterr() == ("", "")


def test_leaving_the_process_costs_only_its_task(pool: WorkerPool) -> None:
    assert pool.submit(os._exit, 3).result(20).message == "the reader crashed (exit code 3)"
    assert is_usable(pool)


def test_hang_is_ended_at_its_limit(pool: WorkerPool) -> None:
    begin = time.monotonic()
    failure = pool.submit(time.sleep, 60, limits=TaskLimits(seconds=0.3)).result(20)
    assert (failure.code, failure.message) == ("timeout", "it took longer than 0.3 seconds")
    assert time.monotonic() - begin < 5
    assert is_usable(pool)


@linux
def test_memory_is_limited_beyond_what_the_process_needs_itself(pool: WorkerPool) -> None:
    assert len(pool.submit(bytes, 100 << 20).result(20)) == 100 << 20
    assert pool.submit(bytes, 300 << 20).result(20).code == "out_of_memory"
    assert is_usable(pool)


@posix
def test_worker_that_died_idle_is_replaced_unnoticed(pool: WorkerPool) -> None:
    os.kill(pool.submit(os.getpid).result(20), signal.SIGKILL)
    time.sleep(0.2)
    assert is_usable(pool)


@posix
def test_workers_do_not_hear_ctrl_c(pool: WorkerPool) -> None:
    worker = pool.submit(os.getpid).result(20)
    os.kill(worker, signal.SIGINT)
    assert pool.submit(os.getpid).result(20) == worker


def test_cancel_ends_a_running_and_a_waiting_task(pool: WorkerPool) -> None:
    running, waiting = pool.submit(time.sleep, 60), pool.submit(time.sleep, 60)
    time.sleep(0.05)
    waiting.cancel()
    running.cancel()
    assert [handle.result(5).code for handle in (running, waiting)] == ["cancelled", "cancelled"]
    assert is_usable(pool)


def test_each_goes_on_after_failures_and_takes_few_calls_ahead(pool: WorkerPool) -> None:
    taken: list[int] = []

    def calls() -> Iterator[tuple[int, Callable[..., Any], tuple[Any, ...]]]:
        for number in range(-3, 4):
            taken.append(number)
            yield number, operator.floordiv, (12, number)

    results = pool.each(calls())
    first = next(results)
    assert len(taken) <= 3
    found = dict([first, *results])
    assert isinstance(found.pop(0), TaskFailure)
    assert found == {number: 12 // number for number in (-3, -2, -1, 1, 2, 3)}


def test_each_stops_when_asked(pool: WorkerPool) -> None:
    token = CancelToken()
    results = pool.each(((n, time.sleep, (0 if n == 0 else 60,)) for n in range(9)), token)
    assert next(results) == (0, None)
    token.cancel()
    begin = time.monotonic()
    with pytest.raises(Cancelled):
        next(results)
    assert is_usable(pool)
    assert time.monotonic() - begin < 5


def test_close_ends_a_running_task_and_leaves_no_process() -> None:
    before = set(multiprocessing.active_children())
    pool = WorkerPool(1)
    pool.submit(os.getpid).result(20)
    handles = [pool.submit(time.sleep, 60) for _ in range(3)]
    pool.close()
    assert {handle.result(1).code for handle in handles} == {"cancelled"}
    assert set(multiprocessing.active_children()) <= before
    with pytest.raises(RuntimeError):
        pool.submit(os.getpid)


@posix
def test_killing_the_parent_leaves_no_orphan(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent("""
        import os, time
        from evidence_desk.jobs.pool import WorkerPool
        if __name__ == "__main__":
            pool = WorkerPool(2)
            print(pool.submit(os.getpid).result(20), flush=True)
            pool.submit(time.sleep, 60)
            time.sleep(60)
        """)
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-W", "error", str(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
        _, errors = parent.communicate(timeout=20)  # ends only when no child holds the pipes any more
    assert errors == b""
    deadline = time.monotonic() + 5
    while is_alive(worker) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_alive(worker)


def is_alive(process: int) -> bool:
    """Tell whether a process runs; one that waits to be reaped by its parent does not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


@posix
def test_a_worker_lets_the_window_go_first(pool: WorkerPool) -> None:
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    assert pool.submit(os.getpriority, os.PRIO_PROCESS, 0).result(20) == min(19, mine + 10)
