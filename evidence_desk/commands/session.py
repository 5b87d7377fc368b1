"""One open matter as the window and the command line see it: read, run commands, undo, redo."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from evidence_desk.commands import lookups, replaying, seeking
from evidence_desk.commands.base import Command, Work
from evidence_desk.commands.command_files import Step
from evidence_desk.commands.outcome import ChangeSet, Outcome, carry_out, change_set
from evidence_desk.commands.references import References
from evidence_desk.commands.session_pages import PageReading
from evidence_desk.jobs.progress import CancelToken, OnProgress, quiet
from evidence_desk.profiles import Profile, load_profile
from evidence_desk.store import history
from evidence_desk.store.indexing import IndexReport, catch_up, read_indexed
from evidence_desk.store.matter_folder import copy_database
from evidence_desk.store.store import Change, EntryHead, Store
from evidence_desk.support.codec import to_json
from evidence_desk.support.errors import UserError
from evidence_desk.support.ids import IdMaker, UuidV7
from evidence_desk.support.logs import topic

__all__ = ["ChangeSet", "Listener", "Outcome", "Session"]

P = ParamSpec("P")
T = TypeVar("T")
_log = topic("session")


Listener = Callable[[ChangeSet], None]


class Session(PageReading):
    """One open matter. Changes are made one after another, from any thread; reads need no lock.

    Attributes:
        profile: the jurisdiction of the matter.
        imports: the ids of the import runs that go on.
    """

    def __init__(self, store: Store, *, new_id: IdMaker | None = None) -> None:
        """Work on an open store; the session closes it."""
        self._store = store
        self._new_id = new_id or UuidV7()
        self._lock = threading.RLock()
        self._listeners: list[Listener] = []
        self.imports: set[str] = set()
        self.profile: Profile = self._read_profile()

    @property
    def path(self) -> Path:
        """The matter's folder."""
        return self._store.folder.root

    @property
    def files_folder(self) -> Path:
        """Where the original bytes are."""
        return self._store.folder.files

    @property
    def cache_folder(self) -> Path:
        """Where what can be made again is kept."""
        return self._store.folder.cache

    @property
    def is_read_only(self) -> bool:
        """Whether this opening cannot change the matter."""
        return self._store.is_read_only

    @property
    def journal_note(self) -> str | None:
        """Why the slower, safer journal is used (network or synced folder), or None."""
        return self._store.journal_note

    @property
    def replica(self) -> str:
        """The identity of this copy of the matter."""
        return self._store.replica

    @property
    def actor(self) -> str:
        """Who makes the changes."""
        return self._store.actor

    def now(self) -> str:
        """Return the time, as the history writes it."""
        return self._store.now()

    def new_id(self) -> str:
        """Return a new identity."""
        return self._new_id()

    def read(self, query: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what a query of queries/ answers, from one state of the matter."""
        with self._store.read() as connection:
            return query(connection, *args, **kwargs)

    def run(self, command: Command) -> Outcome:
        """Carry out one command as one step of the history.

        Raises:
            CommandError: the command cannot be carried out; nothing was changed.
            UserError: the matter cannot be written.
        """
        return self._run([Step(command)], type(command).__name__, to_json(command), None)

    def run_all(self, commands: Sequence[Command], *, summary: str | None = None) -> Outcome:
        """Carry out commands as one step of the history; one that fails undoes all.

        Raises:
            CommandError: naming the place of the command; nothing was changed.
        """
        return self.run_steps([Step(command) for command in commands], summary=summary)

    def run_steps(self, steps: Sequence[Step], *, summary: str | None = None) -> Outcome:
        """Carry out the steps of a command file as one step of the history.

        Raises:
            CommandError: naming the place of the command; nothing was changed.
        """
        listed = [
            {"do": type(s.command).__name__, **({"as": s.handle} if s.handle else {}), **to_json(s.command)}
            for s in steps
        ]
        return self._run(steps, "Apply", {"commands": listed}, summary or f"Apply {len(steps)} commands")

    def record(self, command: str, write: Callable[[Work], tuple[str, object]]) -> Outcome:
        """Let a function write rows as one step of the history, also when it writes none.

        Args:
            command: what the history calls the step.
            write: writes through the work's recorder; returns the summary and the arguments the history keeps.

        Raises:
            UserError: the matter cannot be written; nothing was changed.
        """
        with self._lock:
            with self._store.change() as change:
                work = self._work(change)
                summary, arguments = write(work)
                change.entry = EntryHead("do", command, summary, arguments)
                changed = change_set(change)
            outcome = Outcome(summary, changed, tuple(work.created), tuple(work.warnings))
            self._announce(outcome.changes)
        return outcome

    def note(self, write: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Let a function write what the program keeps for itself; no change of the matter, not in the history."""
        with self._lock, self._store.note() as connection:
            return write(connection, *args, **kwargs)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keep the other threads of this program from changing the matter meanwhile."""
        with self._lock:
            yield

    def back_up(self, reason: str) -> Path:
        """Copy the database into backups/ as it is now and return the copy."""
        return self._store.back_up(reason)

    def copy_database(self, target: Path) -> None:
        """Write the database as it is now to a new file."""
        copy_database(self._store.folder, target)

    def undo(self) -> Outcome:
        """Take back the last change that is not taken back; of an import, all that was not interrupted by others.

        Raises:
            UserError: ``nothing_to_undo``, ``import_running``, or ``row_moved_on`` when a row is not as the
                change left it.
        """
        return self._replay(replaying.undo)

    def redo(self) -> Outcome:
        """Do again what the last undo took back.

        Raises:
            UserError: ``nothing_to_redo``, or ``row_moved_on``.
        """
        return self._replay(replaying.redo)

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, in words, or None."""
        return self.read(lookups.label, history.undo_target)

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, in words, or None."""
        return self.read(lookups.label, history.redo_target)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call a function after every commit, on the thread that made it; returns how to stop that."""
        self._listeners.append(listener)

        def _stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return _stop

    def file_path(self, file_id: str) -> Path:
        """Return where the original bytes of a file of the matter are.

        Raises:
            UserError: the matter has no such file.
        """
        extension = self.read(lookups.extension, file_id)
        if extension is None:
            raise UserError("no_such_file", f"The matter holds no file {file_id[:12]}")
        return self._store.folder.blob(file_id, extension)

    def index_text(
        self, *, on_progress: OnProgress = quiet, token: CancelToken | None = None, rebuild: bool = False
    ) -> IndexReport:
        """Bring the text index up to what the matter and the page text hold; no change of the matter.

        Cheap when nothing changed. May run on any thread while commands run; a search meanwhile finds what is
        indexed so far.

        Args:
            on_progress: hears of pages done.
            token: asks to stop; what was indexed is kept.
            rebuild: whether to begin from nothing.

        Raises:
            Cancelled: the token asked to stop.
            UserError: the disk is full.
        """
        return catch_up(self._store, on_progress=on_progress, token=token or CancelToken(), rebuild=rebuild)

    def search(
        self, query: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what a query that uses the text index answers; a damaged index is made anew first."""
        return read_indexed(self._store, CancelToken(), query, *args, **kwargs)

    def search_until(
        self,
        token: CancelToken,
        query: Callable[Concatenate[Connection, P], T],
        /,
        *args: P.args,
        **kw: P.kwargs,
    ) -> T:
        """Do as `search` does; Cancelled once the token asks to stop, also amid a statement."""
        return read_indexed(self._store, token, query, *args, **kw)

    def close(self) -> None:
        """Close the matter."""
        with self._lock:
            self._listeners.clear()
            self._store.close()

    def _read_profile(self) -> Profile:
        return load_profile(self.read(lookups.profile_id) or "prc_civil")

    def _run(self, steps: Sequence[Step], name: str, arguments: object, summary: str | None) -> Outcome:
        with self._lock:
            if any(step.command.seeks for step in steps):
                self.index_text()
            with self._store.change() as change:
                work = self._work(change)
                said = carry_out(work, steps, numbered=name == "Apply")
                summary = summary or said
                if change.changes:
                    change.entry = EntryHead("do", name, summary, arguments)
                changed = change_set(change)
            outcome = Outcome(summary, changed, tuple(work.created), tuple(work.warnings))
            self._announce(outcome.changes)
        return outcome

    def _work(self, change: Change) -> Work:
        return Work(
            recorder=change.recorder,
            references=References(),
            profile=self.profile,
            new_id=self._new_id,
            at=change.at,
            actor=self._store.actor,
            page_text=self.page_text,
            page_label=self._page_label,
            find=partial(seeking.find, self._store),
            near=partial(seeking.near, self._store),
        )

    def _replay(self, step: Callable[[Store, Collection[str]], Outcome]) -> Outcome:
        with self._lock:
            outcome = step(self._store, frozenset(self.imports))
            self._announce(outcome.changes)
        return outcome

    def _announce(self, changes: ChangeSet) -> None:
        if "matter" in changes.kinds:
            self.profile = self._read_profile()
        if "file" in changes.kinds:
            try:
                self._forget_dropped_ocr()
            except UserError as error:  # the change is made and must be told of, whatever the cache says
                _log.warning("what OCR read is still in the cache: %s", error)
        if changes.rows:
            for listener in list(self._listeners):
                listener(changes)
