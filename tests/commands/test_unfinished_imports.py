"""An import that was stopped or killed says what came in, what is left and how it was asked for, and goes on later."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from evidence_desk.commands.import_batch import leave_rest
from evidence_desk.commands.importing import Import
from evidence_desk.commands.session import Session
from evidence_desk.export.papers import export_paper
from evidence_desk.intake.model import Limits
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.jobs.progress import Cancelled, CancelToken, Progress
from evidence_desk.queries.batches import batches, unfinished

from ..matters import empty_folder, open_session

MANY = 60


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1) as pool:
        yield pool


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    empty_folder(tmp_path / "m.edesk")
    session = open_session(tmp_path / "m.edesk")
    yield session
    session.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "many"
    top.mkdir()
    for number in range(MANY):
        (top / f"{number:02}.txt").write_text(f"letter {number}", encoding="utf-8")
    return top


def stop(run: Import, folder: Path, *, after: int) -> None:
    """Run an import until some files are read, and stop it."""
    token = CancelToken()

    def _stop(progress: Progress) -> None:
        if progress.phase == "reading" and progress.done >= after:
            token.cancel()

    with pytest.raises(Cancelled):
        run.run([folder], on_progress=_stop, token=token)


def test_a_stopped_import_says_what_is_left_and_how_it_was_asked_for(
    session: Session, pool: WorkerPool, folder: Path
) -> None:
    first = Import(session, pool, type="contract", limits=Limits(passwords=("secret",)))
    stop(first, folder, after=20)
    [row] = session.read(batches)
    assert (row.state, row.imported) == ("stopped", len(first.report.files))
    assert 0 < row.imported < MANY
    assert row.left == MANY - row.imported
    assert row.chosen is not None
    assert row.chosen.paths == (f"{folder}{os.sep}",)
    assert (row.chosen.type, row.chosen.has_passwords) == ("contract", True)
    assert "secret" not in repr(row)
    assert [(one.id, one.left, one.state) for one in session.read(unfinished)] == [
        (row.id, row.left, "stopped")
    ]

    rest = Import(session, pool).run([folder])
    assert len(rest.files) == row.left
    rows = session.read(batches)
    assert [(one.state, one.left, one.chosen) for one in rows] == [
        ("stopped", 0, None),
        ("finished", 0, None),
    ]
    assert session.read(unfinished) == []


def test_what_was_taken_back_is_not_offered_again(session: Session, pool: WorkerPool, folder: Path) -> None:
    stop(Import(session, pool), folder, after=20)
    session.undo()
    assert session.read(batches) == []
    assert session.read(unfinished) == []


def test_what_is_left_on_purpose_is_not_offered_again_and_stays_as_it_is(
    session: Session, pool: WorkerPool, folder: Path
) -> None:
    for after in (20, 40):
        stop(Import(session, pool), folder, after=after)
    held = [row.files for row in session.read(batches)]
    session.note(leave_rest, session.read(unfinished)[-1].id)
    assert session.read(unfinished) == []
    rows = session.read(batches)
    assert [row.files for row in rows] == held
    assert [(row.state, row.left, row.chosen) for row in rows] == [("stopped", 0, None)] * 2


def test_one_that_goes_on_is_running(session: Session, pool: WorkerPool, folder: Path) -> None:
    states: set[str] = set()

    def _look(progress: Progress) -> None:
        if progress.phase == "reading":
            states.update(row.state for row in session.read(batches, session.imports))

    Import(session, pool).run([folder], on_progress=_look)
    assert states == {"running"}
    assert session.imports == set()


def _has_come_in(path: Path) -> bool:
    """Tell whether another program noted that some of its import is in the matter."""
    with closing(sqlite3.connect(path / "matter.sqlite")) as connection:
        notes = connection.execute("SELECT value FROM meta WHERE key LIKE 'import:%'").fetchall()
    return any(json.loads(value)["has_come_in"] for (value,) in notes)


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_a_killed_import_is_listed_with_what_came_in_and_can_go_on(tmp_path: Path, pool: WorkerPool) -> None:
    path = tmp_path / "killed.edesk"
    empty_folder(path)
    top = tmp_path / "many"
    top.mkdir()
    for number in range(1500):
        (top / f"{number:04}.txt").write_text(f"letter {number}", encoding="utf-8")
    words = [sys.executable, "-m", "evidence_desk", "import", str(path), str(top), "--no-ocr"]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not _has_come_in(path) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait(60)

    session = open_session(path)
    [row] = session.read(batches)
    assert row.state == "interrupted"
    assert row.imported == row.seen == len(row.files)
    assert row.left == 1500 - row.imported > 0
    assert row.chosen is not None
    assert [(one.state, one.left) for one in session.read(unfinished)] == [("interrupted", row.left)]
    for fmt in ("xlsx", "json"):
        written = export_paper(
            "import-report", fmt, session.read, tmp_path / f"r.{fmt}", lang="both", today=date(2026, 11, 22)
        )
        assert written.stat().st_size > 0
    session.undo()
    assert session.read(batches) == session.read(unfinished) == []
    session.redo()
    assert [one.id for one in session.read(unfinished)] == [row.id]
    report = Import(session, pool).run([top])
    assert len(report.files) == row.left
    assert session.read(unfinished) == []
    session.close()
