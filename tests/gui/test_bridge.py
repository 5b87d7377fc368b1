"""Work leaves the UI thread, and what goes wrong there comes back as one signal."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.claims import AddClaim
from evidence_desk.commands.people import SetMatter
from evidence_desk.gui.bridge import Bridge
from evidence_desk.jobs.progress import CancelToken, Progress
from evidence_desk.queries import claims as claim_queries
from evidence_desk.support.errors import UserError
from tests.gui.conftest import WAIT


@pytest.fixture
def bridge(qtbot: QtBot, desk: LocalDesk, tmp_path: Path) -> Bridge:
    made = Bridge()
    made.open(desk.new_matter(tmp_path / "m.edesk", profile="prc_civil", title="A v. B"))
    yield made
    made.shut_down()


def test_commands_run_on_the_writer_and_answers_come_on_the_ui_thread(bridge: Bridge, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    assert bridge.session is not None
    bridge.session.subscribe(lambda _changes: threads.append(threading.current_thread()))
    with qtbot.waitSignals([bridge.committed, bridge.done], timeout=WAIT):
        bridge.run(
            AddClaim(number="1", title="x"), lambda _outcome: threads.append(threading.current_thread())
        )
    assert [thread is threading.main_thread() for thread in threads] == [False, True]
    with qtbot.waitSignal(bridge.done, timeout=WAIT):
        bridge.undo()
    assert bridge.read(claim_queries.claims) == []


def test_a_refused_command_is_one_signal_and_changes_nothing(bridge: Bridge, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bridge.failed, timeout=WAIT) as blocker:
        bridge.run_values(SetMatter, {"colour": "red"})
    assert isinstance(blocker.args[0], UserError)


def test_a_bug_is_reported_apart_from_refusals(
    bridge: Bridge, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with qtbot.waitSignal(bridge.crashed, timeout=WAIT) as blocker:
        bridge.start_job("x", lambda _report, _token: 1 / 0)
    assert isinstance(blocker.args[0], ZeroDivisionError)
    assert not bridge.is_busy


def test_a_job_reports_and_stops_when_it_is_asked_to(bridge: Bridge, qtbot: QtBot) -> None:
    answers: list[object] = []

    def work(report: object, token: object) -> None:
        report(Progress(1, 2, "reading"))  # type: ignore[operator]
        while True:
            token.raise_if_cancelled()  # type: ignore[attr-defined]
            threading.Event().wait(0.01)

    with qtbot.waitSignal(bridge.job_progress, timeout=WAIT):
        bridge.start_job("x", work, answers.append)
    with qtbot.waitSignal(bridge.job_ended, timeout=WAIT):
        bridge.stop_job()
    assert answers == []


def test_answers_of_a_matter_that_was_closed_are_dropped(bridge: Bridge, qtbot: QtBot) -> None:
    answers: list[object] = []
    bridge.read_later(answers.append, claim_queries.claims)
    bridge.close()
    qtbot.wait(100)
    assert answers == []
    with pytest.raises(UserError):
        bridge.read(claim_queries.claims)


def test_of_two_matters_opened_in_a_row_the_second_stays_and_the_first_is_closed(
    bridge: Bridge, qtbot: QtBot, desk: LocalDesk, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{name}.edesk" for name in ("one", "two")]
    for path in paths:
        desk.new_matter(path, profile="prc_civil", title="x").close()
    with qtbot.waitSignals([bridge.opened, bridge.opened], timeout=WAIT):
        for path in paths:
            bridge.start_job(
                "open",
                lambda _report, _token, path=path: desk.open_matter(path),
                bridge.open,
                is_lasting=True,
            )
    qtbot.waitUntil(lambda: bridge.session is not None and bridge.session.path == paths[1], timeout=WAIT)
    desk.open_matter(paths[0]).close()


def test_a_job_is_told_of_alone_and_stopped_alone(bridge: Bridge, qtbot: QtBot) -> None:
    begun, told = threading.Event(), []

    def first(report: object, token: CancelToken) -> None:
        report(Progress(1, 2, "reading"))  # type: ignore[operator]
        begun.set()
        while not token.is_cancelled:
            threading.Event().wait(0.01)

    running = bridge.start_job(
        "first", first, on_progress=lambda _now: told.append("progress"), on_end=lambda: told.append("first")
    )
    waiting = bridge.start_job(
        "second", lambda _report, _token: told.append("ran"), on_end=lambda: told.append("second")
    )
    assert begun.wait(WAIT / 1000)
    waiting.cancel()
    qtbot.waitUntil(lambda: "second" in told, timeout=WAIT)
    assert bridge.is_busy
    assert "first" not in told
    running.cancel()
    qtbot.waitUntil(lambda: "first" in told, timeout=WAIT)
    assert told.count("progress") == 1
    assert "ran" not in told


def test_closing_does_not_wait_for_jobs_that_have_not_begun(bridge: Bridge, qtbot: QtBot) -> None:
    begun = threading.Event()
    ran: list[str] = []

    def first(_report: object, token: CancelToken) -> None:
        begun.set()
        while not token.is_cancelled:
            threading.Event().wait(0.01)

    bridge.start_job("first", first)
    bridge.start_job("second", lambda _report, _token: ran.append("second"))
    assert begun.wait(WAIT / 1000)
    bridge.close()
    assert ran == []
