"""Between the window and an open matter: runs commands off the UI thread and says what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from evidence_desk.gui.courtesy import Courtesy
from evidence_desk.gui.job import Job
from evidence_desk.gui.paced import PacedProgress
from evidence_desk.gui.turns import Turns, is_gone
from evidence_desk.support.errors import UserError
from evidence_desk.support.logs import topic

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from evidence_desk.commands.base import Command
    from evidence_desk.commands.command_files import Step
    from evidence_desk.commands.session import Session
    from evidence_desk.jobs.progress import CancelToken, Progress

_log = topic("gui")

Work = Callable[[], Any]
Then = Callable[[Any], None]
Refused = Callable[[UserError], None]
JobWork = Callable[[Callable[["Progress"], None], "CancelToken"], Any]


class Bridge(QObject):
    """Owns the open session and the threads that work for the window.

    Attributes:
        session: the open matter, or None.

    Signals:
        opened: a matter was opened; read everything.
        closing: the open matter is about to be closed; let go of it.
        closed: no matter is open any more.
        committed: ChangeSet, after every change, on the UI thread; the only news of changes.
        done: the Outcome of a change this window asked for.
        failed: a UserError to show.
        writing: whether changes this window asked for are being made.
        crashed: an exception that is a bug, to report.
        job_started: (label) a job began; job_progress: its Progress; job_ended: it is over, however it ended.
    """

    opened = Signal()
    closing = Signal()
    closed = Signal()
    committed = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    writing = Signal(bool)
    crashed = Signal(object)
    job_started = Signal(str)
    job_progress = Signal(object)
    job_ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with no matter open."""
        super().__init__(parent)
        self.session: Session | None = None
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._job: Job | None = None
        self._waiting: list[Job] = []
        self._unsubscribe: Callable[[], None] | None = None
        self._generation = self._writes = 0
        # Threads that work at the same time hold up each other, and the window: what it shows now is painted first,
        # then comes what a search finds, then everything else.
        self._courtesy = Courtesy()
        self._turns = Turns(self)
        self._paced = PacedProgress(self._turns, self)
        self._paced.reported.connect(self.job_progress)

    def open(self, session: Session) -> None:
        """Take over an open session and announce it."""
        self.close()
        self.session = session
        self._generation += 1
        generation = self._generation
        self._unsubscribe = session.subscribe(lambda changes: self._on_changed(changes, generation))
        self.opened.emit()

    def close(self) -> None:
        """Stop the running job and those that wait, close the session, and announce it."""
        if self.session is None:
            return
        self.closing.emit()
        self._turns.catch_up()
        for job in list(self._waiting):
            job.cancel()
        self.stop_job()
        session, self.session = self.session, None
        self._generation += 1
        self._courtesy.drop()
        if self._unsubscribe is not None:
            self._unsubscribe()
        # Behind whatever is still being read and written, so that nothing is lost or cut off.
        for name in ("job", "index", "search", "reader", "glance", "writer"):
            self._pool(name).submit(_nothing).result()
        self._pool("writer").submit(session.close).result()
        self.closed.emit()

    def shut_down(self) -> None:
        """Close the matter and end the threads."""
        self.close()
        self.stop_job()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._pools.clear()

    @property
    def is_read_only(self) -> bool:
        """Whether the open matter cannot be changed."""
        return self.session is None or self.session.is_read_only

    def read(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Answer a bounded query at once, on the calling thread."""
        if self.session is None:
            raise UserError("no_matter", "no matter is open")
        return self.session.read(query, *args, **kw)

    def read_later(self, then: Then, query: Callable[..., Any], *args: Any, **kw: Any) -> None:
        """Answer a query of unknown size on a reader thread; ``then`` gets the answer on the UI thread.

        What `search_until` is asked meanwhile goes first, until it shows.
        """
        session, generation = self.session, self._generation

        def work() -> Any:
            is_wanted = session is not None and generation == self._generation
            return session.read(query, *args, **kw) if is_wanted and session is not None else None

        if session is not None:
            self._read_in_turn(work, then)

    def read_soon(self, then: Then, query: Callable[..., Any], *args: Any) -> None:
        """Answer a bounded query on a thread that no long reading holds up; ``then`` gets the answer."""
        session = self.session
        if session is not None:
            self._turns.put_off(partial(self._submit, "glance", partial(session.read, query, *args), then))

    def search_later(
        self, then: Then, query: Callable[..., Any], *args: Any, is_wanted: Callable[[], bool] = lambda: True
    ) -> None:
        """Answer a query that uses the text index on a reader thread; a damaged index is made anew first.

        ``is_wanted`` is asked when its turn comes; when nobody wants the answer any more, ``then`` gets None.
        """
        session, generation = self.session, self._generation

        def work() -> Any:
            is_current = session is not None and generation == self._generation and is_wanted()
            return session.search(query, *args) if is_current and session is not None else None

        if session is not None:
            self._read_in_turn(work, then)

    def search_until(self, token: CancelToken, then: Then, query: Callable[..., Any], *args: Any) -> None:
        """Answer a query that uses the text index beside all other reads.

        Once the token asks to stop, what runs is broken off, and ``then`` is not called.
        """
        session = self.session
        if session is not None:
            work = partial(session.search_until, token, query, *args)
            self._turns.put_off(partial(self._search, work, then))

    def _search(self, work: Work, then: Then) -> None:
        self._courtesy.begin()
        self._submit("search", work, then, on_end=partial(self._turns.put_off, self._courtesy.end))

    def _read_in_turn(self, work: Work, then: Then) -> None:
        def wait_and_work() -> Any:
            self._courtesy.wait()
            return work()

        self._turns.put_off(partial(self._submit, "reader", wait_and_work, then))

    def beside(self, thread: str, work: Work, then: Then) -> None:
        """Do work that is no query on a thread of its own, known by a name; ``then`` gets the answer."""
        if self.session is not None:
            self._submit(thread, work, then)

    def run(self, command: Command, then: Then | None = None, *, refused: Refused | None = None) -> None:
        """Run a command on the writer thread; ``then`` gets the Outcome.

        ``refused`` gets the UserError when it cannot be carried out; without it `failed` says so.
        """
        session = self.session
        if session is not None:
            self._write(lambda: session.run(command), then, refused)

    def run_values(
        self,
        command: type[Command],
        values: Mapping[str, Any],
        then: Then | None = None,
        *,
        refused: Refused | None = None,
    ) -> None:
        """Run a command made of what a form holds, by the names of its fields in JSON, as `run` does."""
        from evidence_desk.support.codec import decode

        session = self.session
        if session is not None:
            self._write(lambda: session.run(decode(command, values)), then, refused)

    def run_steps(
        self,
        steps: Sequence[Step],
        summary: str,
        then: Then | None = None,
        *,
        refused: Refused | None = None,
    ) -> None:
        """Run commands that may name each other's results as one undoable step called ``summary``, as `run` does."""
        session = self.session
        if session is not None and steps:
            self._write(lambda: session.run_steps(steps, summary=summary), then, refused)

    def run_commands(self, commands: Sequence[Command], summary: str, then: Then | None = None) -> None:
        """Run commands as one undoable step called ``summary``."""
        session = self.session
        if session is not None and commands:
            self._write(lambda: session.run_all(commands, summary=summary), then)

    def note(self, write: Callable[..., Any], *args: Any, then: Then | None = None) -> None:
        """Let a function keep what the program remembers for itself, on the writer thread."""
        session = self.session
        if session is not None:
            self._submit("writer", lambda: session.note(write, *args), then)

    def undo(self, then: Then | None = None) -> None:
        """Undo the last change on the writer thread."""
        if self.session is not None:
            self._write(self.session.undo, then)

    def redo(self, then: Then | None = None) -> None:
        """Redo the last undone change on the writer thread."""
        if self.session is not None:
            self._write(self.session.redo, then)

    def start_job(
        self,
        label: str,
        work: JobWork,
        then: Then | None = None,
        *,
        is_lasting: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
        on_end: Callable[[], None] | None = None,
        refused: Refused | None = None,
    ) -> Job:
        """Run long work on the job thread; jobs wait for each other. Return what stops this one.

        ``then`` gets the answer while the same matter is open, or in any case when ``is_lasting``; ``refused`` is as
        in `run`.
        ``on_progress`` and ``on_end`` hear of this job alone, as `Job` says.
        """
        from evidence_desk.jobs.progress import Cancelled, CancelToken

        job = Job(CancelToken(), on_progress, on_end)
        if not is_lasting:
            self._waiting.append(job)

        def whole() -> Any:
            self._job = job
            if job in self._waiting:
                self._waiting.remove(job)
            if job.token.is_cancelled:
                self._job = None
                raise Cancelled
            self._turns.add(lambda: self.job_started.emit(label))
            try:
                return work(partial(self._paced.note, job), job.token)
            finally:
                self._job = None
                self._turns.add(self._end_job)

        job.future = self._submit(
            "job", whole, then, is_lasting=is_lasting, on_end=partial(self._let_go, job), refused=refused
        )
        return job

    def _let_go(self, job: Job) -> None:
        if job in self._waiting:  # it was cancelled there
            self._waiting.remove(job)
        if job.on_end is not None and not is_gone(job.on_end):
            job.on_end()

    def stop_job(self) -> None:
        """Ask the running job to stop."""
        job = self._job  # the job's thread may take it away at any time
        if job is not None:
            job.cancel()

    def _end_job(self) -> None:
        self._paced.end()
        self.job_ended.emit()

    @property
    def is_busy(self) -> bool:
        """Whether a job is running."""
        return self._job is not None

    def _write(self, work: Work, then: Then | None, refused: Refused | None = None) -> None:
        def finish(outcome: Any) -> None:
            if then is not None:
                then(outcome)
            self.done.emit(outcome)

        self._count_writes(1)
        self._submit("writer", work, finish, refused=refused, on_end=partial(self._count_writes, -1))

    def _count_writes(self, by: int) -> None:
        before, self._writes = self._writes, self._writes + by
        if not before or not self._writes:
            self.writing.emit(self._writes > 0)

    def _pool(self, name: str) -> ThreadPoolExecutor:
        """Return the one thread of a name; made when first used, so that the window paints first."""
        from concurrent.futures import ThreadPoolExecutor

        if name not in self._pools:
            self._pools[name] = ThreadPoolExecutor(1, thread_name_prefix=name)
        return self._pools[name]

    def _submit(
        self,
        name: str,
        work: Work,
        then: Then | None,
        *,
        is_lasting: bool = False,
        on_end: Callable[[], None] | None = None,
        refused: Refused | None = None,
    ) -> Future[Any]:
        generation = None if is_lasting else self._generation
        future = self._pool(name).submit(work)

        def deliver(done: Future[Any]) -> None:
            try:
                if not done.cancelled():
                    self._deliver(done, then, generation, refused)
            finally:
                if on_end is not None:
                    on_end()

        def finish(done: Future[Any]) -> None:
            self._turns.add(lambda: deliver(done))

        future.add_done_callback(finish)
        return future

    def _deliver(
        self, done: Future[Any], then: Then | None, generation: int | None, refused: Refused | None
    ) -> None:
        from evidence_desk.jobs.progress import Cancelled

        error = done.exception()
        if isinstance(error, Cancelled):
            return
        if isinstance(error, UserError):
            (self.failed.emit if refused is None or is_gone(refused) else refused)(error)
        elif error is not None:
            _log.error("work for the window failed", exc_info=error)
            self.crashed.emit(error)
        elif then is not None and generation in (None, self._generation) and not is_gone(then):
            then(done.result())

    def _on_changed(self, changes: Any, generation: int) -> None:
        """Pass on a change from whichever thread made it."""
        self._turns.add(lambda: self._announce(changes, generation))

    def _announce(self, changes: Any, generation: int) -> None:
        if generation == self._generation and self.session is not None:
            self.committed.emit(changes)


def _nothing() -> None:
    """Do nothing, behind whatever a thread still has to do."""


def touches(changes: Any, kinds: Sequence[str]) -> bool:
    """Return whether a ChangeSet holds rows of any of ``kinds``."""
    return not changes.kinds.isdisjoint(kinds)
