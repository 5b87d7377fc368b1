"""What bringing a copy back does or did, in numbers and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from evidence_desk.queries.conflicts import ConflictRow, in_words
from evidence_desk.queries.replicas import CopyInfo
from evidence_desk.replica.ancestor import CONFLICT
from evidence_desk.replica.changes import ChangeGroup, people
from evidence_desk.replica.plan import Plan
from evidence_desk.store.history import RowImage
from evidence_desk.support.wording import counted

Choice = Literal["ours", "theirs", "both", "later"]


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


@dataclass(slots=True)
class Told:
    """What there is to tell of a bringing back, as far as it has come.

    Attributes:
        plan: what it changes.
        taken: which entries it takes over, as `writing.entries_taken` says.
        groups: the changes for people.
        info: what the copy knows of its taking.
        choice: whose word counted.
        decided: the new conflicts that were decided.
        settled: those decided that earlier bringings left.
    """

    plan: Plan
    taken: Mapping[str, Mapping[str, Any]]
    groups: Sequence[ChangeGroup]
    info: CopyInfo | None
    choice: Choice = "later"
    decided: list[RowImage] = field(default_factory=list)
    settled: list[RowImage] = field(default_factory=list)

    def report(self, left: Sequence[ConflictRow], *, applied: bool) -> BringBackReport:
        """Return the report, with the conflicts that are left."""
        plan = self.plan
        changes = sum(len(group.rows) for group in self.groups)
        deleted = sum(1 for key in plan.delete if key[0] != CONFLICT)
        new, groups = len(plan.conflicts) - len(self.decided), self.groups
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
            info=self.info,
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
            left = sum(row not in self.decided for row in lost)
            said += [f"{counted(left, 'conflict')} about a deletion"] if left else []
        if self.settled:
            said.append(f"{counted(len(self.settled), 'conflict')} decided: {self.choice}")
        return "; ".join(said) or "There is nothing new in this copy"

    def _authors(self) -> Iterator[tuple[str, str]]:
        for (replica, seq), author in self.plan.theirs.authors.items():
            taken = self.taken.get(replica)
            if taken is not None and int(taken["from"]) < seq <= int(taken["to"]):
                yield author

    def planned_conflicts(self) -> list[ConflictRow]:
        """Return the conflicts that would be left if nothing were decided."""
        plan = self.plan

        def _image(table: str, row_id: str) -> Mapping[str, Any] | None:
            key = (table, row_id)
            return plan.final(key) if plan.is_live(key) else plan.theirs.rows.get(key)

        held = [r for k, r in plan.ours.rows.items() if k[0] == CONFLICT and k not in plan.delete]
        return [in_words(row, _image) for row in [*held, *plan.conflicts.values()]]
