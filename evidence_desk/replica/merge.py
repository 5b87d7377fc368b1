"""Brings a copy back: checks both histories, plans the merge, and writes it as one step that undo takes back whole."""

from __future__ import annotations

import contextlib
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Table, insert, select, update

from evidence_desk.commands.base import Work
from evidence_desk.commands.conflicts import decide, decide_all
from evidence_desk.commands.session import Session
from evidence_desk.domain.words import Take
from evidence_desk.intake.copy import INCOMING, place
from evidence_desk.jobs.progress import CancelToken, OnProgress, Progress, quiet
from evidence_desk.queries.chain import BRING_BACK
from evidence_desk.queries.conflicts import ConflictRow, conflict_count, conflicts, in_words
from evidence_desk.queries.integrity import check_history
from evidence_desk.queries.replicas import CopyInfo, copy_info
from evidence_desk.replica.ancestor import CONFLICT, read_state, settled_columns
from evidence_desk.replica.changes import ChangeGroup, change_groups, people
from evidence_desk.replica.checks import check_related, check_same_matter, check_whole, read_theirs
from evidence_desk.replica.container import check_file_rows
from evidence_desk.replica.kept import Keeper
from evidence_desk.replica.plan import Plan, merge_conflicts, merge_rows
from evidence_desk.replica.source import Source, opened_source
from evidence_desk.replica.stamps import Key, Known, StampBook
from evidence_desk.store import tables as t
from evidence_desk.store.blobs import blob_path
from evidence_desk.store.history import RowImage
from evidence_desk.store.identity import matter_id
from evidence_desk.store.recorder import rows_by_id
from evidence_desk.store.replica_tables import COPY_GIVEN, FOREIGN_ENTRY
from evidence_desk.support.errors import CommandError, UserError
from evidence_desk.support.wording import counted

Choice = Literal["ours", "theirs", "both", "later"]
_ENTRY = ("replica", "seq", "actor", "at", "kind", "command", "summary", "arguments", "changes", "undoes")
_FOREIGN = (*_ENTRY, "previous", "hash")
_BATCH = 500


@dataclass(frozen=True, slots=True)
class BringBackReport:
    """What bringing a copy back does or did.

    Attributes:
        changes: rows it adds, changes or deletes, but for what only stays until a conflict is decided.
        added: how many of them it adds.
        deleted: how many of them it deletes.
        files: original files it brings along.
        entries: entries of other copies it takes over; 0 when there was nothing new.
        conflicts: what is left to decide in the matter, with what this copy adds to it.
        new_conflicts: how many of them this copy adds; they are the last ones.
        groups: the changes for people, like ones together.
        people: who made how many of them.
        info: what the copy knows of its taking; None for one that was copied by hand.
        applied: whether it was carried out; False for a preview.
        summary: in one line.
    """

    changes: int
    added: int
    deleted: int
    files: int
    entries: int
    conflicts: tuple[ConflictRow, ...]
    new_conflicts: int
    groups: tuple[ChangeGroup, ...]
    people: tuple[tuple[str, int], ...]
    info: CopyInfo | None
    applied: bool
    summary: str


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

    done = 0

    def _on_bytes(count: int) -> None:
        nonlocal done
        token.raise_if_cancelled()
        done += count
        on_progress(Progress(done, None, "checking the copy"))

    with session.exclusive(), tempfile.TemporaryDirectory(dir=_scratch(session)) as scratch:
        opened = opened_source(
            copy, passphrase=passphrase, scratch=Path(scratch), actor=session.actor, on_bytes=_on_bytes
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
        self.plan = self._made_plan()
        self.taken = _taken(self.plan)
        self._groups = change_groups(self.plan)
        self._decided: list[RowImage] = []  # new conflicts
        self._settled: list[RowImage] = []  # those that earlier bringings left
        self._choice: Choice = "later"

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
        return self._report(self._planned_conflicts(), applied=False)

    def carry_out(self, choice: Choice, decisions: Mapping[str, Choice]) -> BringBackReport:
        """Do it."""
        self._choice = choice
        self._fetch_files()
        if self.taken:
            self._session.back_up("before-merge")
            self._on_step("writing")
            self._session.record(BRING_BACK, lambda work: self._write(work, choice, decisions))
        elif choice != "later" and self._session.read(conflict_count):
            with contextlib.suppress(_NothingDecidedError):
                self._session.record("DecideConflicts", lambda work: self._decide_held(work, choice))
        if not self._session.is_read_only:
            self._session.note(_note_brought, self._theirs, self._session.now())
        left = self._session.read(conflicts)
        return self._report(left, applied=True)

    def _report(self, left: list[ConflictRow], *, applied: bool) -> BringBackReport:
        plan = self.plan
        changes = sum(len(group.rows) for group in self._groups)
        deleted = sum(1 for key in plan.delete if key[0] != CONFLICT)
        new, groups = len(plan.conflicts) - len(self._decided), self._groups
        return BringBackReport(
            changes=changes,
            added=len(plan.insert),
            deleted=deleted,
            files=sum(1 for table, _id in plan.insert if table == "file"),
            entries=sum(1 for _author in self._authors()),
            conflicts=tuple(left),
            new_conflicts=new,
            groups=tuple(groups),
            people=people(groups),
            info=copy_info(self._theirs),
            applied=applied,
            summary=self._summary(changes, new, deleted),
        )

    def _summary(self, changes: int, new: int, deleted: int) -> str:
        said = []
        if self.taken:
            by = ", ".join(sorted({actor for actor, _at in self._authors()}))
            said = [
                f"{counted(changes, 'change')}, {counted(new, 'conflict')}, {counted(deleted, 'deletion')}"
            ]
            said[0] += f" by {by}" if by else ""
            lost = [row for row in self.plan.conflicts.values() if row["kind"] == "delete"]
            left = sum(row not in self._decided for row in lost)
            said += [f"{counted(left, 'conflict')} about a deletion"] if left else []
        if self._settled:
            said.append(f"{counted(len(self._settled), 'conflict')} decided: {self._choice}")
        return "; ".join(said) or "There is nothing new in this copy"

    def _authors(self) -> Iterator[tuple[str, str]]:
        for (replica, seq), author in self.plan.theirs.authors.items():
            taken = self.taken.get(replica)
            if taken is not None and int(taken["from"]) < seq <= int(taken["to"]):
                yield author

    def _planned_conflicts(self) -> list[ConflictRow]:
        plan = self.plan

        def _image(table: str, row_id: str) -> Mapping[str, Any] | None:
            key = (table, row_id)
            return plan.final(key) if plan.is_live(key) else plan.theirs.rows.get(key)

        held = [r for k, r in plan.ours.rows.items() if k[0] == CONFLICT and k not in plan.delete]
        return [in_words(row, _image) for row in [*held, *plan.conflicts.values()]]

    def _fetch_files(self) -> None:
        """Copy the bytes of new files to where they belong, before anything refers to them."""
        for (table, sha256), row in self.plan.insert.items():
            if table == "file" and not self._has_file(sha256, row["extension"]):
                self._on_step("copying files")
                self._fetch(sha256, row)

    def _has_file(self, sha256: str, extension: str) -> bool:
        return blob_path(self._session.files_folder, sha256, extension).is_file()

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
        plan = self.plan
        _write_rows(work, plan)
        if choice != "later":
            self._settled = decide_all(work, Take(choice))
        self._decided = _decide_new(work, plan, choice, decisions)
        left = [row for row in plan.conflicts.values() if row not in self._decided]
        work.recorder.insert_many(t.CONFLICT, left)
        self._take_entries(work.connection)
        report = self._report([], applied=True)
        arguments = {
            "copy": self._source.name,
            "ours": {"seq": plan.ours.seq, "head": plan.ours.head},
            "theirs": {"replica": plan.theirs.replica, "seq": plan.theirs.seq, "head": plan.theirs.head},
            "taken": self.taken,
            "stamps": self._stamps(work).as_json(),
        }
        return f"Bring back {self._source.name}: {report.summary}", arguments

    def _decide_held(self, work: Work, choice: Choice) -> tuple[str, object]:
        """Decide what earlier bringings left, where the copy brings nothing more."""
        self._settled = decide_all(work, Take(choice))
        if not self._settled:
            raise _NothingDecidedError
        decided = counted(len(self._settled), "conflict")
        ids = [row["id"] for row in self._settled]
        return f"Decide {decided}: {choice}", {"conflicts": ids, "take": choice}

    def _stamps(self, work: Work) -> StampBook:
        plan, book = self.plan, StampBook()
        for key, stamps in plan.whole.items():
            book.put(key, stamps)
        for key, columns in plan.columns.items():
            book.put_columns(key, columns)
        for key, stamp in plan.gone.items():
            book.put_gone(key, stamp)
        own = frozenset([(self._session.replica, plan.ours.seq + 1)])
        for conflict in [*self._settled, *self._decided]:
            for key, names in settled_columns(conflict):
                if rows_by_id(work.connection, t.BY_NAME[key[0]], [key[1]]):
                    book.put_columns(key, dict.fromkeys(names, own))
        return book

    def _take_entries(self, connection: Connection) -> None:
        """Keep the entries of the copy word for word."""
        rows = []
        for table in (t.HISTORY, FOREIGN_ENTRY):
            for replica, taken in self.taken.items():
                rows += _entries_between(self._theirs, table, replica, int(taken["from"]), int(taken["to"]))
        seq, held = self.plan.ours.seq + 1, self.plan.ours.hashes
        fresh = [{**row, "taken_by": seq} for row in rows if (row["replica"], row["seq"]) not in held]
        for start in range(0, len(fresh), _BATCH):
            connection.execute(insert(FOREIGN_ENTRY), fresh[start : start + _BATCH])


def _entries_between(
    connection: Connection, table: Table, replica: str, after: int, upto: int
) -> list[dict[str, Any]]:
    query = select(*(table.c[name] for name in _FOREIGN)).where(
        table.c.replica == replica, table.c.seq > after, table.c.seq <= upto
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _taken(plan: Plan) -> dict[str, dict[str, Any]]:
    """Return which entries are taken over, by copy: after which number, up to which, and the hash of the last."""
    ours: Known = plan.ours.known
    return {
        replica: {"from": ours.get(replica, 0), "to": seq, "head": plan.theirs.hashes[replica, seq]}
        for replica, seq in sorted(plan.theirs.known.items())
        if seq > ours.get(replica, 0) and (replica, seq) in plan.theirs.hashes
    }


def _write_rows(work: Work, plan: Plan) -> None:
    inserts: dict[str, list[RowImage]] = defaultdict(list)
    updates: dict[str, dict[str, RowImage]] = defaultdict(dict)
    deletes: dict[str, list[str]] = defaultdict(list)
    for key, row in plan.insert.items():
        inserts[key[0]].append(row)
    for key, values in plan.update.items():
        updates[key[0]][key[1]] = values
    for key in plan.delete:
        deletes[key[0]].append(key[1])
    for table in t.RECORDED:
        work.recorder.insert_many(table, inserts[table.name])
        work.recorder.update_many(table, updates[table.name])
    for table in reversed(t.RECORDED):
        work.recorder.delete_many(table, sorted(deletes[table.name]))


def _decide_new(work: Work, plan: Plan, choice: Choice, decisions: Mapping[str, Choice]) -> list[RowImage]:
    """Decide the new conflicts as chosen; those that cannot be are left, and those about nothing any more go."""
    decided: list[RowImage] = []
    for conflict in plan.conflicts.values():
        chosen = decisions.get(str(conflict["id"]), choice)
        if chosen == "later":
            continue
        try:
            if _is_there(work, conflict):
                decide(work, conflict, Take(chosen))
        except CommandError:
            continue
        decided.append(conflict)
    left = [row for row in plan.conflicts.values() if row not in decided] if decided else []
    return decided + [row for row in left if not _is_there(work, row)]


def _is_there(work: Work, conflict: RowImage) -> bool:
    about: list[Key] = [(conflict["table_name"], conflict["row_id"])]
    if conflict["kind"] == "number":
        about += [(table, row_id) for table, row_id in conflict["along"]]
    return all(rows_by_id(work.connection, t.BY_NAME[table], [row_id]) for table, row_id in about)


def _note_brought(connection: Connection, theirs: Connection, at: str) -> None:
    info = copy_info(theirs)
    if info is not None:
        came = COPY_GIVEN.c.id.in_([info.copy, *info.origins])
        connection.execute(update(COPY_GIVEN).where(came).values(brought_at=at))
