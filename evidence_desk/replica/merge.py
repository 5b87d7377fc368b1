"""Brings a copy back: checks both histories, plans the merge, and writes it as one step that undo takes back whole."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import Connection, update

from evidence_desk.commands.base import Work
from evidence_desk.commands.conflicts import decide_all
from evidence_desk.commands.session import Session
from evidence_desk.domain.file_ids import hash_of
from evidence_desk.domain.words import Take
from evidence_desk.intake.copy import INCOMING, place
from evidence_desk.jobs.progress import CancelToken, Meter, OnProgress, Progress, quiet
from evidence_desk.queries.chain import BRING_BACK
from evidence_desk.queries.conflicts import conflict_count, conflicts
from evidence_desk.queries.integrity import check_history
from evidence_desk.queries.replicas import copy_info
from evidence_desk.replica.ancestor import read_state
from evidence_desk.replica.changes import change_groups
from evidence_desk.replica.checks import check_related, check_same_matter, check_whole, read_theirs
from evidence_desk.replica.container import check_file_rows
from evidence_desk.replica.kept import Keeper
from evidence_desk.replica.plan import Plan, merge_conflicts, merge_rows
from evidence_desk.replica.report import BringBackReport, Choice, Told
from evidence_desk.replica.source import Source, opened_source
from evidence_desk.replica.writing import decide_new, entries_taken, merged_stamps, take_entries, write_rows
from evidence_desk.store import tables as t
from evidence_desk.store.blobs import blob_path
from evidence_desk.store.history import RowImage
from evidence_desk.store.identity import matter_id
from evidence_desk.store.replica_tables import COPY_GIVEN
from evidence_desk.support.errors import UserError
from evidence_desk.support.wording import counted


def bring_back(
    session: Session,
    copy: Path,
    *,
    preview: bool = False,
    choice: Choice = "later",
    decisions: Mapping[str, Choice] | None = None,
    passphrase: str | None = None,
    on_progress: OnProgress = quiet,
    token: CancelToken | None = None,
) -> BringBackReport:
    """Merge a copy of the matter into it, or say what that would do.

    Values both sides changed, and deletions of what the other side changed, are conflicts; they are decided by
    ``choice`` where that is possible, and otherwise kept until somebody decides.

    Args:
        session: the open matter.
        copy: an ``.edcopy`` file, or the matter folder of a copy.
        preview: change nothing.
        choice: whose word counts in conflicts.
        decisions: whose word counts in single new conflicts, by the ids that a preview showed; else ``choice``.
        passphrase: of a sealed copy.
        on_progress: hears what is being done.
        token: asked between steps whether to stop, up to the moment of writing.

    Raises:
        UserError: not a copy, of another matter, newer, changed, sealed, or damaged; nothing was changed.
        Cancelled: asked to stop; nothing was changed.
    """
    token = token or CancelToken()
    if copy.exists() and copy.resolve() == session.path.resolve():
        raise UserError("same_matter", f"{copy} is this matter itself", "Choose a copy of it.")

    with session.exclusive(), tempfile.TemporaryDirectory(dir=_scratch(session)) as scratch:
        opened = opened_source(
            copy,
            passphrase=passphrase,
            scratch=Path(scratch),
            actor=session.actor,
            on_bytes=Meter(on_progress, token, "checking the copy"),
        )
        with opened as source, source.store.read() as theirs:
            bringing = _Bringing(session, source, theirs, lambda phase: _step(on_progress, token, phase))
            return bringing.report() if preview else bringing.carry_out(choice, decisions or {})


def _scratch(session: Session) -> Path | None:
    """Return where to unpack: on the matter's disk, or where the system likes it for one that cannot be written."""
    return None if session.is_read_only else session.cache_folder


def _step(on_progress: OnProgress, token: CancelToken, phase: str) -> None:
    token.raise_if_cancelled()
    on_progress(Progress(0, None, phase))


class _NothingDecidedError(Exception):
    """None of the conflicts that were left can be decided this way: there is no step to write."""


class _Bringing:
    """One bringing back of a copy."""

    def __init__(
        self, session: Session, source: Source, theirs: Connection, on_step: Callable[[str], None]
    ) -> None:
        self._session = session
        self._source = source
        self._theirs = theirs
        self._on_step = on_step
        plan = self._made_plan()
        self._plan, self._taken = plan, entries_taken(plan)
        self._told = Told(plan, self._taken, change_groups(plan), copy_info(theirs))

    def _made_plan(self) -> Plan:
        session, theirs = self._session, self._theirs
        check_same_matter(matter_id(theirs), session.read(matter_id), self._source.name)
        self._on_step("reading the copy")
        their_state = read_theirs(theirs)
        check_whole(
            check_history(theirs, their_state.problems, their_state.rows), f"The copy {self._source.name}"
        )
        self._on_step("reading the matter")
        our_state = session.read(read_state, beside=their_state.known)
        ours_problems = session.read(check_history, our_state.problems, our_state.rows)
        check_whole(ours_problems, "This matter")
        check_related(our_state, their_state)
        files = [row for key, row in their_state.rows.items() if key[0] == "file"]
        check_file_rows((str(row["id"]), str(row["extension"])) for row in files)
        self._on_step("comparing")
        plan = Plan(our_state, their_state)
        clashes = merge_rows(plan)
        merge_conflicts(plan)
        Keeper(plan).complete(clashes)
        return plan

    def report(self) -> BringBackReport:
        """Say what it would do."""
        return self._told.report(self._told.planned_conflicts(), applied=False)

    def carry_out(self, choice: Choice, decisions: Mapping[str, Choice]) -> BringBackReport:
        """Do it."""
        self._told.choice = choice
        self._fetch_files()
        if self._taken:
            self._session.back_up("before-merge")
            self._on_step("writing")
            self._session.record(BRING_BACK, lambda work: self._write(work, choice, decisions))
        elif choice != "later" and self._session.read(conflict_count):
            with contextlib.suppress(_NothingDecidedError):
                self._session.record("DecideConflicts", lambda work: self._decide_held(work, choice))
        if not self._session.is_read_only:
            self._session.note(_note_brought, self._theirs, self._session.now())
        return self._told.report(self._session.read(conflicts), applied=True)

    def _fetch_files(self) -> None:
        """Copy the bytes of new files to where they belong, before anything refers to them."""
        for (table, row_id), row in self._plan.insert.items():
            if table == "file" and not self._has_file(row_id, row["extension"]):
                self._on_step("copying files")
                self._fetch(hash_of(row_id), row)

    def _has_file(self, file_id: str, extension: str) -> bool:
        return blob_path(self._session.files_folder, file_id, extension).is_file()

    def _fetch(self, sha256: str, row: RowImage) -> None:
        folder = self._session.files_folder
        temp = self._source.fetch(sha256, row["extension"], folder / INCOMING)
        if temp is not None:
            place(temp, folder, sha256, row["extension"])
            return
        info = copy_info(self._theirs)
        if info is None or sha256 not in info.files_left:
            raise UserError(
                "file_missing",
                f"The copy lists the file {row['name']} ({sha256[:12]}) and does not hold it",
                "Run verify on the copy. Nothing was changed.",
            )

    def _write(self, work: Work, choice: Choice, decisions: Mapping[str, Choice]) -> tuple[str, object]:
        plan, told = self._plan, self._told
        write_rows(work, plan)
        if choice != "later":
            told.settled = decide_all(work, Take(choice))
        told.decided = decide_new(work, plan, choice, decisions)
        left = [row for row in plan.conflicts.values() if row not in told.decided]
        work.recorder.insert_many(t.CONFLICT, left)
        take_entries(work.connection, self._theirs, plan, self._taken)
        report = told.report([], applied=True)
        stamps = merged_stamps(work, plan, [*told.settled, *told.decided], self._session.replica)
        arguments = {
            "copy": self._source.name,
            "ours": {"seq": plan.ours.seq, "head": plan.ours.head},
            "theirs": {"replica": plan.theirs.replica, "seq": plan.theirs.seq, "head": plan.theirs.head},
            "taken": self._taken,
            "stamps": stamps.as_json(),
        }
        return f"Bring back {self._source.name}: {report.summary}", arguments

    def _decide_held(self, work: Work, choice: Choice) -> tuple[str, object]:
        """Decide what earlier bringings left, where the copy brings nothing more."""
        self._told.settled = settled = decide_all(work, Take(choice))
        if not settled:
            raise _NothingDecidedError
        decided = counted(len(settled), "conflict")
        ids = [row["id"] for row in settled]
        return f"Decide {decided}: {choice}", {"conflicts": ids, "take": choice}


def _note_brought(connection: Connection, theirs: Connection, at: str) -> None:
    info = copy_info(theirs)
    if info is not None:
        came = COPY_GIVEN.c.id.in_([info.copy, *info.origins])
        connection.execute(update(COPY_GIVEN).where(came).values(brought_at=at))
