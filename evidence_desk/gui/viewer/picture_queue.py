"""Page pictures from worker processes, a few at a time; their pixels come by shared memory."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from evidence_desk.gui.viewer.newest_first import NewestFirst
from evidence_desk.gui.viewer.page_store import PUT_OFF
from evidence_desk.intake.model import RenderedPage
from evidence_desk.intake.pixels import PixelMemory
from evidence_desk.jobs.pool import TaskFailure, WorkerPool

_AT_ONCE = 4  # pictures asked of the workers; each may take as much memory as it has pixels
_WAITING = 40  # more than show at once

Taker = Callable[[QImage | str | None], None]
Painter = Callable[..., RenderedPage | None]
_Job = tuple[Painter, Taker, int]


class PictureQueue(QObject):
    """Asks for the newest first, since that is what is looked at."""

    _painted = Signal(object, object)

    def __init__(self, pool: WorkerPool, parent: QObject) -> None:
        """Take the pool of worker processes."""
        super().__init__(parent)
        self._pool = pool
        self._queue = NewestFirst(self._start, self._give_up, at_once=_AT_ONCE, waiting=_WAITING)
        self._painted.connect(self._on_painted, Qt.ConnectionType.QueuedConnection)

    def ask(self, paint: Painter, take: Taker, *, size: int) -> None:
        """Let ``paint`` paint ``size`` bytes into the room it is given; ``take`` gets the picture on the UI thread.

        A text instead of a picture says why there is none; None that there can be none. `PUT_OFF` instead of one that
        was asked for long ago. Where ``size`` is 0, or the
        page turns out larger, its pixels come with the answer.
        """
        self._queue.ask((paint, take, size))

    def _start(self, job: _Job) -> bool:
        paint, take, size = job
        memory = PixelMemory(size)
        try:
            task = self._pool.submit(partial(paint, room=memory.room))
        except RuntimeError:  # the program is ending
            memory.close()
            return False
        task.future.add_done_callback(partial(self._deliver, memory, take))
        return True

    @staticmethod
    def _give_up(job: _Job) -> None:
        job[1](PUT_OFF)

    def _deliver(self, memory: PixelMemory, take: Taker, future: Future[Any]) -> None:
        """Make the picture on the thread of the pool; whatever the answer is, the memory is removed."""
        try:
            answer = future.result()
            if isinstance(answer, RenderedPage):
                answer = _picture(answer, memory)
        except Exception as error:  # noqa: BLE001  thread boundary: who waits gets an answer
            answer = TaskFailure("failed", f"the picture cannot be read: {error}")
        finally:
            memory.close()
        with suppress(RuntimeError):  # the window is gone, and this object with it
            self._painted.emit(take, answer)

    def _on_painted(self, take: Taker, answer: Any) -> None:
        self._queue.ended()
        take(answer.message if isinstance(answer, TaskFailure) else answer)


def _picture(page: RenderedPage, memory: PixelMemory) -> QImage | TaskFailure:
    image = QImage(page.width, page.height, QImage.Format.Format_RGB32)
    if image.isNull():
        return TaskFailure("out_of_memory", "there is not enough memory for this picture")
    memory.copy_to(image.bits(), page)
    return image
