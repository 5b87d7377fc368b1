"""Jobs on threads: results, errors and stops all reach the caller."""

from __future__ import annotations

import threading

import pytest

from evidence_desk.jobs.progress import Cancelled, CancelToken, Job, OnProgress, Progress
from evidence_desk.jobs.threads import ThreadRunner


def test_result_and_progress_arrive() -> None:
    seen: list[Progress] = []
    results: list[int] = []

    def work(on_progress: OnProgress, token: CancelToken) -> int:
        on_progress(Progress(1, 2, "reading", "a.pdf"))
        return 7

    with ThreadRunner() as runner:
        handle = runner.submit(Job("count", work), seen.append, results.append)
        assert handle.wait(5)
    assert results == [7]
    assert seen == [Progress(1, 2, "reading", "a.pdf")]


def test_error_is_carried_and_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    errors: list[Exception] = []

    def work(on_progress: OnProgress, token: CancelToken) -> None:
        raise ValueError("broken")

    with ThreadRunner() as runner:
        handle = runner.submit(Job("break", work), on_error=errors.append)
        assert handle.wait(5)
    assert [str(error) for error in errors] == ["broken"]
    assert capfd.readouterr() == ("", "")


def test_cancel_ends_a_running_job() -> None:
    started = threading.Event()
    errors: list[Exception] = []

    def work(on_progress: OnProgress, token: CancelToken) -> None:
        started.set()
        while True:
            token.raise_if_cancelled()

    with ThreadRunner() as runner:
        handle = runner.submit(Job("endless", work), on_error=errors.append)
        assert started.wait(5)
        assert not handle.is_done
        handle.cancel()
        assert handle.wait(5)
    assert [type(error) for error in errors] == [Cancelled]


def test_close_stops_what_runs_and_what_waits() -> None:
    errors: list[Exception] = []

    def work(on_progress: OnProgress, token: CancelToken) -> None:
        while not token.is_cancelled:
            pass
        token.raise_if_cancelled()

    runner = ThreadRunner(threads=1)
    for _ in range(3):
        runner.submit(Job("endless", work), on_error=errors.append)
    runner.close()
    assert [type(error) for error in errors] == [Cancelled] * 3
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("job")]


def test_a_failing_callback_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def on_done(value: int) -> None:
        raise RuntimeError("callback bug")

    with ThreadRunner() as runner:
        assert runner.submit(Job("ok", lambda on_progress, token: 1), on_done=on_done).wait(5)
    assert "callback bug" in caplog.text
