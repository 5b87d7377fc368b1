"""Pages painted and measured in worker processes, so that no file can stop the window."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from evidence_desk.commands.kept_pages import has_original, kept_picture, kept_places, laid_out
from evidence_desk.gui.bridge import Bridge
from evidence_desk.gui.viewer.newest_first import NewestFirst
from evidence_desk.gui.viewer.page_store import PUT_OFF
from evidence_desk.gui.viewer.picture_queue import PictureQueue
from evidence_desk.intake.model import PageGeometry
from evidence_desk.jobs.pool import TaskFailure, WorkerPool
from evidence_desk.queries.rows import FileRow
from evidence_desk.support.resources import resource

_WARM = 2  # a page is painted and measured at the same time
_AT_ONCE, _WAITING = 3, 60  # pages measured; more than show at once

_Taker = Callable[[PageGeometry | str], None]
_Job = tuple[Callable[[], PageGeometry], _Taker]

if TYPE_CHECKING:
    from evidence_desk.commands.session import Session


class WorkerPages(QObject):
    """A PageSource over a pool of worker processes."""

    _arrived = Signal(object, object)
    _measured = Signal(object, object)

    def __init__(self, bridge: Bridge, pool: WorkerPool, missing: str, parent: QObject | None = None) -> None:
        """Take the bridge, which knows where the bytes of a file are, the pool, and words for a file not here."""
        super().__init__(parent)
        self._bridge, self._pool, self._missing = bridge, pool, missing
        self._pictures = PictureQueue(pool, self)
        self._measuring = NewestFirst(self._start, self._give_up, at_once=_AT_ONCE, waiting=_WAITING)
        self._originals: dict[str, str] = {}
        bridge.closing.connect(self._originals.clear)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self._measured.connect(self._on_measured, Qt.ConnectionType.QueuedConnection)

    def warm_up(self) -> None:
        """Let worker processes measure a page before the first is asked for, since starting takes a moment."""
        from evidence_desk.intake.pages import page_geometry

        note = str(resource("demo", "documents", "counsel-note.txt"))
        for _ in range(_WARM):
            self._pool.submit(page_geometry, note, "text/plain", 1)

    def request_page(
        self,
        file: FileRow,
        page: int,
        scale: float,
        turn: int,
        callback: Callable[[QImage | str | None], None],
        *,
        size: int,
    ) -> None:
        """Paint a page in a worker process."""
        from evidence_desk.intake.kept_pages import render_kept
        from evidence_desk.intake.pages import render_page
        from evidence_desk.intake.readers.registry import is_drawn

        session = self._bridge.session
        if session is None:
            return
        path = self._original(session, file)
        picture = kept_picture(session, file.id, page) if path is None else None
        if path is not None:
            paint = partial(render_page, path, file.media_type, page, scale=scale, rotation=turn)
            self._pictures.ask(paint, callback, size=size)
        elif picture is not None:
            kept = partial(render_kept, str(picture), scale=scale, rotation=turn)
            self._pictures.ask(kept, callback, size=size)
        else:
            self._arrived.emit(callback, self._missing if is_drawn(file.media_type) else None)

    def request_geometry(self, file: FileRow, page: int, callback: _Taker) -> None:
        """Measure a page in a worker process."""
        from evidence_desk.intake.pages import page_geometry

        session = self._bridge.session
        if session is None:
            return
        hint = session.page_geometry_hint(file.id, page)
        if hint is not None:  # read off the picture, so only the cache knows where the words are
            self._arrived.emit(callback, hint)
            return
        path = self._original(session, file)
        if path is not None:
            self._measuring.ask((partial(page_geometry, path, file.media_type, page), callback))
        else:
            self._request_kept(session, file, page, callback)

    def _original(self, session: Session, file: FileRow) -> str | None:
        """Return where the bytes of a file are, asked of the disk once; None for a file left at the desk."""
        if file.id not in self._originals and has_original(session, file.id):
            self._originals[file.id] = str(session.file_path(file.id))
        return self._originals.get(file.id)

    def _request_kept(self, session: Session, file: FileRow, page: int, callback: _Taker) -> None:
        """Measure a page of a file that is not here, by what was kept of it."""
        from evidence_desk.intake.kept_pages import kept_geometry

        places = kept_places(session, file.id, page)
        if places is not None:
            self._measuring.ask((partial(kept_geometry, str(places)), callback))
        else:
            found = laid_out(session, file.id, file.media_type, page)
            self._arrived.emit(callback, found if found is not None else self._missing)

    def _start(self, job: _Job) -> bool:
        measure, callback = job

        def deliver(future: Future[Any]) -> None:
            with suppress(RuntimeError):  # the window is gone, and this object with it
                self._measured.emit(callback, future.result())

        try:
            task = self._pool.submit(measure)
        except RuntimeError:  # the program is ending
            return False
        task.future.add_done_callback(deliver)
        return True

    @staticmethod
    def _give_up(job: _Job) -> None:
        job[1](PUT_OFF)

    def _on_measured(self, callback: Callable[[Any], None], answer: Any) -> None:
        self._measuring.ended()
        self._on_arrived(callback, answer)

    def _on_arrived(self, callback: Callable[[Any], None], answer: Any) -> None:
        callback(answer.message if isinstance(answer, TaskFailure) else answer)
