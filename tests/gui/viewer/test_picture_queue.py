"""Pictures come from worker processes, the newest first, and leave no shared memory whatever becomes of them."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from evidence_desk.gui.viewer import picture_queue
from evidence_desk.gui.viewer.picture_queue import PictureQueue
from evidence_desk.intake.model import RenderedPage
from evidence_desk.intake.pixels import PixelMemory, PixelRoom
from evidence_desk.jobs.pool import WorkerPool
from tests.gui.conftest import WAIT

BLUE = bytes((255, 0, 0, 255))


def paint(side: int, *, room: PixelRoom) -> RenderedPage:
    """Paint a blue square."""
    return room.keep(side, side, 4 * side, BLUE * side * side)


def paint_none(*, room: PixelRoom) -> None:
    """Paint nothing, as for a file without pages."""


def paint_half(seconds: float, *, room: PixelRoom) -> RenderedPage:
    """Paint, tell nobody for a time, and die of it."""
    made = paint(50, room=room)
    time.sleep(seconds)
    os.kill(os.getpid(), signal.SIGKILL)
    return made


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> list[PixelRoom]:
    """The memory that was made so far."""
    made: list[PixelRoom] = []

    class Seen(PixelMemory):
        def __init__(self, size: int) -> None:
            super().__init__(size)
            made.append(self.room)

    monkeypatch.setattr(picture_queue, "PixelMemory", Seen)
    return made


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1) as made:
        yield made


@pytest.fixture
def queue(pool: WorkerPool, qapp: object) -> Iterator[PictureQueue]:
    parent = QObject()
    yield PictureQueue(pool, parent)
    parent.deleteLater()


def _left(rooms: list[PixelRoom]) -> list[str]:
    return [room.name for room in rooms if Path("/dev/shm", room.name).is_file()]


@pytest.mark.parametrize("size", [4 * 50 * 50, 100, 0])
def test_a_picture_is_the_same_whether_it_fits_or_not(
    queue: PictureQueue, rooms: list[PixelRoom], qtbot: QtBot, size: int
) -> None:
    answers: list[Any] = []
    queue.ask(partial(paint, 50), answers.append, size=size)
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT)
    assert isinstance(answers[0], QImage)
    assert (answers[0].width(), answers[0].height()) == (50, 50)
    assert answers[0].pixelColor(49, 49) == QColor("blue")
    assert _left(rooms) == []


def test_no_picture_is_an_answer_too(queue: PictureQueue, qtbot: QtBot) -> None:
    answers: list[Any] = []
    queue.ask(paint_none, answers.append, size=100)
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT)
    assert answers == [None]


def test_a_few_are_painted_at_once_and_the_newest_of_the_others_first(
    queue: PictureQueue, rooms: list[PixelRoom], qtbot: QtBot
) -> None:
    sides: list[int] = []
    for side in range(1, 11):
        queue.ask(partial(paint, side), lambda image: sides.append(image.width()), size=4 * side * side)
    assert len(rooms) == 4
    qtbot.waitUntil(lambda: len(sides) == 10, timeout=WAIT)
    assert sides == [1, 2, 3, 4, 10, 9, 8, 7, 6, 5]
    assert _left(rooms) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_worker_killed_while_it_paints_costs_its_picture_only(
    queue: PictureQueue, rooms: list[PixelRoom], qtbot: QtBot
) -> None:
    answers: list[Any] = []
    for painter in (partial(paint_half, 0.0), partial(paint, 50)) * 3:
        queue.ask(painter, answers.append, size=4 * 50 * 50)
    qtbot.waitUntil(lambda: len(answers) == 6, timeout=3 * WAIT)
    assert sum("the reader crashed" in str(answer) for answer in answers) == 3
    assert sum(isinstance(answer, QImage) for answer in answers) == 3
    assert len(rooms) == 6
    assert _left(rooms) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_the_end_of_the_program_leaves_no_memory_of_what_is_painted_or_waits(
    rooms: list[PixelRoom], qapp: object, qtbot: QtBot
) -> None:
    answers: list[Any] = []
    parent = QObject()
    with WorkerPool(1) as pool:
        queue = PictureQueue(pool, parent)
        for _ in range(8):
            queue.ask(partial(paint_half, 60.0), answers.append, size=4 * 50 * 50)
        qtbot.wait(400)
        assert sys.platform != "linux" or len(_left(rooms)) == 4
    assert _left(rooms) == []
    qtbot.wait(50)  # what comes after the end asks for nothing more
    assert len(rooms) <= 8
    assert _left(rooms) == []
    parent.deleteLater()
