"""The only place that builds stores, sessions and pools, and wires them together.

What the window does not need for its first paint is imported where it is first used.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from evidence_desk.jobs.progress import Cancelled, quiet
from evidence_desk.support.clock import Clock, system_clock
from evidence_desk.support.errors import UserError
from evidence_desk.support.preferences import Preferences

if TYPE_CHECKING:
    from evidence_desk.commands.importing import ImportReport
    from evidence_desk.commands.reading_pictures import OcrReport
    from evidence_desk.commands.session import Session
    from evidence_desk.intake.model import Limits
    from evidence_desk.jobs.pool import WorkerPool
    from evidence_desk.jobs.progress import CancelToken, OnProgress
    from evidence_desk.store.text_index import IndexReport
    from evidence_desk.support.ids import IdMaker

SAMPLE_NAME = "She Shoots v. Tencent Cloud.edesk"
SAMPLE_PROFILE = "prc_civil"
SAMPLE_TITLE = "She Shoots v. Tencent Cloud"
_MAX_WORKERS = 4
# Bytes for one worker process; of these its interpreter and libraries take some before it reads anything.
_LEAST_MEMORY, _OWN_MEMORY = 512 << 20, 96 << 20
_OCR_MEMORY = 2 << 30  # bytes that should be free for each process that runs OCR


class LocalDesk:
    """Matters on this machine's disks, read by worker processes on this machine."""

    def __init__(
        self,
        *,
        actor: str | None = None,
        clock: Clock = system_clock,
        new_id: IdMaker | None = None,
        preferences: Preferences | None = None,
    ) -> None:
        """Prepare a desk with the settings of the user, or others; nothing is started or opened yet."""
        self.preferences = preferences or Preferences()
        self._actor = actor or ""
        self._clock = clock
        self._new_id = new_id
        self._pool: WorkerPool | None = None

    @property
    def actor(self) -> str:
        """Who makes the changes of the matters opened from now on; the user of the system unless named."""
        if not self._actor:
            from evidence_desk.store.lock import current_user

            self._actor = current_user()
        return self._actor

    @actor.setter
    def actor(self, name: str) -> None:
        self._actor = name

    @property
    def pool(self) -> WorkerPool:
        """The worker processes that read and paint files; started when first used."""
        if self._pool is None:
            from evidence_desk.jobs.pool import TaskLimits, WorkerPool

            size, memory = _shared(self.preferences["workers"], self.preferences["memory"])
            self._pool = WorkerPool(
                size, limits=TaskLimits(seconds=self.preferences["seconds"], memory=memory)
            )
        return self._pool

    def limits(self, passwords: Sequence[str] = ()) -> Limits:
        """Return what one file may cost by the settings; see ``Desk.limits``."""
        from dataclasses import fields

        from evidence_desk.intake.model import Limits

        names = {each.name for each in fields(Limits)} - {"passwords"}
        return Limits(passwords=tuple(passwords), **{name: self.preferences[name] for name in names})

    def open_matter(self, path: Path, *, read_only: bool = False) -> Session:
        """Open a matter; see ``Desk.open_matter``."""
        from evidence_desk.commands.session import Session
        from evidence_desk.intake.copy import clear_incoming
        from evidence_desk.store.matter_folder import MatterFolder
        from evidence_desk.store.store import Store

        store = Store(MatterFolder(path), actor=self.actor, clock=self._clock, read_only=read_only)
        with ExitStack() as undo:
            undo.callback(store.close)
            if not read_only:
                clear_incoming(store.folder.files)
            session = Session(store, new_id=self._new_id)
            undo.pop_all()
        return session

    def new_matter(self, path: Path, *, profile: str, title: str) -> Session:
        """Make an empty matter and open it; see ``Desk.new_matter``. What a failure leaves half made is removed."""
        import shutil
        from uuid import uuid4

        from evidence_desk.commands.people import SetMatter
        from evidence_desk.profiles import load_profile
        from evidence_desk.store.matter_folder import create_matter_folder

        load_profile(profile)
        if not title.strip():
            raise UserError("empty", "A matter needs a title", "Give one. Nothing was made.")
        folder = create_matter_folder(path, replica=str(uuid4()))
        with ExitStack() as undo:
            undo.callback(shutil.rmtree, folder.root)
            session = self.open_matter(folder.root)
            undo.callback(session.close)
            session.run(SetMatter(title=title, profile=profile))
            undo.pop_all()
        return session

    def import_paths(
        self,
        session: Session,
        paths: Sequence[Path],
        *,
        tags: Sequence[str] = (),
        type: str = "",  # noqa: A002  the field's word
        as_evidence: bool = True,
        onto: str = "",
        limits: Limits | None = None,
        ocr: bool | None = None,
        on_progress: OnProgress = quiet,
        token: CancelToken | None = None,
    ) -> ImportReport:
        """Import files and folders; see ``Desk.import_paths``."""
        from evidence_desk.commands.import_report import ImportStopped
        from evidence_desk.commands.importing import Import
        from evidence_desk.intake import ocr as intake_ocr

        if ocr:
            intake_ocr.check_available()
        elif ocr is None:
            ocr = self.preferences["ocr"] != "never" and intake_ocr.is_available()
        was_lost = bool(session.unread_files())
        limits = limits or self.limits()
        run = Import(
            session,
            self.pool,
            tags=tags,
            type=type,
            as_evidence=as_evidence,
            onto=onto,
            ocr=ocr,
            limits=limits,
        )
        try:
            report = run.run(paths, on_progress=on_progress, token=token)
            if ocr or (was_lost and intake_ocr.is_available()):
                self.read_pictures(session, on_progress=on_progress, token=token)
                run.note_read()
            session.index_text(on_progress=on_progress, token=token)
        except Cancelled as stopped:
            raise ImportStopped(run.report) from stopped
        return report

    def read_pictures(
        self,
        session: Session,
        *,
        again: bool = False,
        on_progress: OnProgress = quiet,
        token: CancelToken | None = None,
    ) -> OcrReport:
        """Run OCR where it was asked for; see ``Desk.read_pictures``."""
        from evidence_desk.commands.importing import read_missing_text
        from evidence_desk.commands.reading_pictures import OcrReport, read_pictures
        from evidence_desk.intake import ocr as intake_ocr
        from evidence_desk.jobs.pool import TaskLimits, WorkerPool

        read_missing_text(session, self.pool, limits=self.limits(), on_progress=on_progress, token=token)
        if not session.pages_for_ocr(again=again):
            return OcrReport()
        intake_ocr.check_available()
        limits = TaskLimits(seconds=self.preferences["ocr_seconds"], memory=self.preferences["ocr_memory"])
        with WorkerPool(_ocr_processes(), limits=limits) as pool:
            return read_pictures(session, pool, again=again, on_progress=on_progress, token=token)

    def prepare_search(
        self, session: Session, *, on_progress: OnProgress = quiet, token: CancelToken | None = None
    ) -> IndexReport:
        """Bring the text index up to date; see ``Desk.prepare_search``."""
        from evidence_desk.commands.importing import read_missing_text

        if session.unread_files():
            read_missing_text(session, self.pool, limits=self.limits(), on_progress=on_progress, token=token)
        return session.index_text(on_progress=on_progress, token=token)

    def sample_path(self, folder: Path) -> Path:
        """Return where in a folder the sample matter is made."""
        return folder / SAMPLE_NAME

    def make_sample(
        self, folder: Path, *, on_progress: OnProgress = quiet, token: CancelToken | None = None
    ) -> Session:
        """Make the sample matter; see ``Desk.make_sample``. What a failure leaves half made is removed."""
        import shutil

        from evidence_desk.commands.command_files import read_command_file
        from evidence_desk.support.resources import resource

        path = self.sample_path(folder)
        session = self.new_matter(path, profile=SAMPLE_PROFILE, title=SAMPLE_TITLE)
        with ExitStack() as undo:
            undo.callback(shutil.rmtree, path)
            undo.callback(session.close)
            documents = resource("demo", "documents")
            self.import_paths(
                session, [documents], as_evidence=False, ocr=False, on_progress=on_progress, token=token
            )
            if token is not None:
                token.raise_if_cancelled()  # from here on it is quick
            steps = read_command_file(resource("demo", "commands.json"))
            session.run_steps(steps, summary="Set up the sample matter")
            session.index_text()
            undo.pop_all()
        return session

    def close(self) -> None:
        """End the worker processes."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None


def _shared(workers: int, memory: int) -> tuple[int, int]:
    """Return how many processes read, and the bytes a task in one may take, so that all stay within ``memory``.

    ``workers`` is how many are wished for, 0 for one a core.
    """
    wished = workers or min(_MAX_WORKERS, os.cpu_count() or 1)
    size = max(1, min(wished, memory // _LEAST_MEMORY))
    return size, max(_LEAST_MEMORY, memory // size) - _OWN_MEMORY


def _ocr_processes() -> int:
    """Return how many processes may run OCR beside each other; each comes to hold up to a gigabyte."""
    import psutil

    fitting = psutil.virtual_memory().available // _OCR_MEMORY
    return max(1, min(_MAX_WORKERS, os.cpu_count() or 1, fitting))


def run_command_line(arguments: Sequence[str] | None = None) -> int:
    """Run the program with the words of the command line and return its exit code."""
    from evidence_desk.cli.main import main

    desk = LocalDesk()

    def _open_window(matter: Path | None) -> int:
        gc.disable()  # what a start makes stays; the window turns it on again once it is loaded
        try:
            from evidence_desk.gui.app import run

            return run(desk, matter)
        finally:
            gc.enable()

    try:
        return main(desk, arguments, _open_window)
    finally:
        desk.close()
