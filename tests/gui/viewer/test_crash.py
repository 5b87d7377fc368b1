"""A document that kills its reader shows why, can be opened outside, and costs nothing else."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import psutil
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from tests.gui.conftest import WAIT, changing, space, trigger


def _kill_readers(is_enough: Event) -> None:
    """End every worker process of this program as a crash would, until it is enough."""
    while not is_enough.wait(0.002):
        for child in psutil.Process().children():
            with suppress(psutil.NoSuchProcess):
                if "spawn_main" in " ".join(child.cmdline()):
                    child.kill()


def _is_sharing_memory() -> bool:
    return sys.platform == "linux" and "/dev/shm/psm_" in Path("/proc/self/maps").read_text()


def test_a_document_whose_reader_dies_shows_why_and_the_window_lives(
    window: MainWindow, qtbot: QtBot
) -> None:
    review = space(window).review
    viewer = review.viewer
    rows = window.ui.bridge.read(evidence_queries.list_evidence)
    scans = [row for row in rows if row.files and row.files[0].media_type == "application/pdf"]
    evidence, other = scans[-1].id, next(row.id for row in rows if row.exhibit == "A-3")
    killing = Event()
    killer = Thread(target=_kill_readers, args=(killing,))
    killer.start()
    try:
        qtbot.wait(300)
        viewer.canvas._store.forget(scans[-1].files[0].id)  # it may have been read ahead
        review.go_to(evidence)
        qtbot.waitUntil(viewer._problem.isVisible, timeout=3 * WAIT)
    finally:
        killing.set()
        killer.join()
    assert "the reader crashed" in viewer._problem.reason.text()
    outside = [each.text() for each in viewer._problem.findChildren(QPushButton) if each.isVisible()]
    assert outside == ["Try again", "Open outside"]
    assert viewer.is_shown()

    changing(window, qtbot, lambda: trigger(window, "review", "mark_reviewed"))  # coding goes on
    review.go_to(other)
    qtbot.waitUntil(lambda: viewer.canvas._store.stand_in(viewer.canvas.file, 1, 0) is not None, timeout=WAIT)  # type: ignore[arg-type]
    assert viewer._problem.isHidden()
    review.go_to(evidence)
    assert viewer._problem.isVisible()
    next(each for each in viewer._problem.findChildren(QPushButton) if each.text() == "Try again").click()
    qtbot.waitUntil(lambda: viewer.canvas._store.stand_in(viewer.canvas.file, 1, 0) is not None, timeout=WAIT)  # type: ignore[arg-type]
    assert viewer._problem.isHidden()
    qtbot.waitUntil(lambda: not _is_sharing_memory(), timeout=WAIT)
