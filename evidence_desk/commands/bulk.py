"""Commands that change many items at once, or take back one step of the past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select

from evidence_desk.commands.base import Command, Work
from evidence_desk.commands.evidence import SharedFields, resolve_all
from evidence_desk.store import history
from evidence_desk.store import tables as t
from evidence_desk.store.recorder import rows_by_id
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
        entered = {"date" if name == "date_text" else name for name in values}
        rows = rows_by_id(work.connection, t.EVIDENCE, ids)
        work.recorder.update_many(
            t.EVIDENCE, {row_id: {**values, "guesses": _left(rows[row_id], entered)} for row_id in ids}
        )
        return f"Edit {counted(len(ids), 'item')}"


def _left(row: Any, entered: set[str]) -> dict[str, Any]:
    """Return the guesses about an item that still are guesses."""
    return {name: why for name, why in row["guesses"].items() if name not in entered}


@dataclass(frozen=True, kw_only=True)
class PutBack(Command):
    """Take back one earlier step of the history, if nothing it wrote was changed since."""

    in_files: ClassVar[bool] = False  # the numbers of steps mean something in one matter only

    entry: int

    def apply(self, work: Work) -> str:
        """Write the rows of the step as they were before it.

        Raises:
            CommandError: there is no such step, or it is the making of the matter.
            UserError: ``row_moved_on`` when a row is not as the step left it.
        """
        query = select(t.HISTORY.c.seq).where(t.HISTORY.c.seq == self.entry)
        if work.connection.execute(query).first() is None:
            raise CommandError("no_such_thing", f"The history has no step {self.entry}", field="entry")
        entry = history.entry(work.connection, self.entry)
        changes = entry.row_changes()
        if any(change.table == "matter" and change.before is None for change in changes):
            raise CommandError("makes_matter", "This step made the matter", "It stays.", field="entry")
        work.recorder.replay(change.reversed() for change in reversed(changes))
        return f"Put back: {entry.summary}"
