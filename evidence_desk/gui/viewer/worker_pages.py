"""Pages painted and measured in worker processes, so that no file can stop the window."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from evidence_desk.gui.bridge import Bridge
from evidence_desk.intake.model import PageGeometry, RenderedPage
from evidence_desk.jobs.pool import TaskFailure, TaskHandle, WorkerPool
from evidence_desk.queries.rows import FileRow


class WorkerPages(QObject):
    """A PageSource over a pool of worker processes."""

    _arrived = Signal(object, object)

    def __init__(self, bridge: Bridge, pool: WorkerPool, parent: QObject | None = None) -> None:
        """Take the bridge, which knows where the bytes of a file are, and the pool."""
        super().__init__(parent)
        self._bridge, self._pool = bridge, pool
        self._paths: dict[str, str] = {}
        bridge.closing.connect(self._paths.clear)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def warm_up(self) -> None:
        """Start a worker process before the first page is asked for, since that takes a moment."""
        from evidence_desk.intake.readers.registry import is_drawn

        self._pool.submit(is_drawn, "text/plain")

    def request_page(
        self,
        file: FileRow,
        page: int,
        scale: float,
        turn: int,
        callback: Callable[[RenderedPage | str | None], None],
    ) -> None:
        """Paint a page in a worker process."""
        from evidence_desk.intake.pages import render_page

        path = self._path(file)
        if path is not None:
            paint = partial(render_page, scale=scale, rotation=turn)
            self._follow(self._pool.submit(paint, path, file.media_type, page), callback)

    def request_geometry(
        self, file: FileRow, page: int, callback: Callable[[PageGeometry | str], None]
    ) -> None:
        """Measure a page in a worker process."""
        from evidence_desk.intake.pages import page_geometry

        session = self._bridge.session
        hint = session.page_geometry_hint(file.sha256, page) if session is not None else None
        if hint is not None:  # read off the picture, so only the cache knows where the words are
            self._arrived.emit(callback, hint)
            return
        path = self._path(file)
        if path is not None:
            self._follow(self._pool.submit(page_geometry, path, file.media_type, page), callback)

    def _path(self, file: FileRow) -> str | None:
        session = self._bridge.session
        if session is not None and file.sha256 not in self._paths:
            self._paths[file.sha256] = str(session.file_path(file.sha256))
        return self._paths.get(file.sha256)

    def _follow(self, task: TaskHandle, callback: Callable[[Any], None]) -> None:
        def deliver(future: Future[Any]) -> None:
            with suppress(RuntimeError):  # the window is gone, and this object with it
                self._arrived.emit(callback, future.result())

        task.future.add_done_callback(deliver)

    def _on_arrived(self, callback: Callable[[Any], None], answer: Any) -> None:
        callback(answer.message if isinstance(answer, TaskFailure) else answer)
