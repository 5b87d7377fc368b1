"""Commands that change many items at once, or take back one step of the past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from evidence_desk.commands.base import Command, Work
from evidence_desk.commands.evidence import SharedFields, enter, resolve_all
from evidence_desk.commands.taking_back import take_back
from evidence_desk.store import history
from evidence_desk.store import tables as t
from evidence_desk.support.errors import CommandError
from evidence_desk.support.wording import counted


@dataclass(frozen=True, kw_only=True)
class EditItems(SharedFields):
    """Set the same fields of several evidence items. What a person enters is no guess any more."""

    evidence: list[str]

    def apply(self, work: Work) -> str:
        """Update the items."""
        ids = resolve_all(work, self.evidence)
        values = self.shared_columns(work)
        if not values:
            raise CommandError(
                "empty", "No field is given", "Give at least one field to set.", field="evidence"
            )
        enter(work, ids, values)
        return f"Edit {counted(len(ids), 'item')}"


@dataclass(frozen=True, kw_only=True)
class PutBack(Command):
    """Take back one earlier step of the history, if nothing it wrote was changed since."""

    in_files: ClassVar[bool] = False  # the numbers of steps mean something in one matter only

    entry: int

    def apply(self, work: Work) -> str:
        """Write the rows of the step as they were before it.

        Raises:
            CommandError: there is no such step, or it is the making of the matter.
            UserError: ``row_moved_on`` when a row is not as the step left it, ``still_needed`` when something else
                refers to one that would go.
        """
        if not work.has(select(t.HISTORY.c.seq).where(t.HISTORY.c.seq == self.entry)):
            raise CommandError("no_such_thing", f"The history has no step {self.entry}", field="entry")
        entry = history.entry(work.connection, self.entry)
        if any(change.table == "matter" and change.before is None for change in entry.row_changes()):
            raise CommandError("makes_matter", "This step made the matter", "It stays.", field="entry")
        take_back(work.recorder, entry)
        return f"Put back: {entry.summary}"
