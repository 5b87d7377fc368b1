"""What running commands comes to, and the running of the steps of one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence_desk.commands.base import Ref, Work
from evidence_desk.commands.command_files import Step, at_index
from evidence_desk.commands.references import refs_of_changes
from evidence_desk.store.store import Change
from evidence_desk.support.errors import CommandError


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What a commit changed, as kinds (those of references, and ``matter``) and ids."""

    rows: frozenset[tuple[str, str]]

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds that changed."""
        return frozenset(kind for kind, _id in self.rows)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: one line, what changed, what was made, and what the user should know."""

    summary: str
    changes: ChangeSet
    created: tuple[Ref, ...] = ()
    warnings: tuple[str, ...] = ()


def change_set(change: Change) -> ChangeSet:
    """Return what a transaction changed, while it is open."""
    return ChangeSet(frozenset(refs_of_changes(change.connection, change.changes)))


def carry_out(work: Work, steps: Sequence[Step], *, numbered: bool) -> str:
    """Carry out steps one after another and return what the last one said.

    Raises:
        CommandError: naming the place of the step where they are numbered.
    """
    said = ""
    for index, step in enumerate(steps, 1):
        made = len(work.created)
        try:
            said = step.command.apply(work)
            if step.handle:
                _name_handle(work, step, made)
        except CommandError as error:
            raise (at_index(error, index) if numbered else error) from error
    return said


def _name_handle(work: Work, step: Step, made: int) -> None:
    if step.handle in work.references.handles:
        raise CommandError(
            "taken", f"the handle {step.handle!r} is used twice", "Choose another.", field="as"
        )
    if len(work.created) == made:
        name = type(step.command).__name__
        raise CommandError("nothing_made", f"{name} makes nothing that a handle could name", field="as")
    ref = work.created[made]
    work.references.handles[step.handle] = (ref.kind, ref.id)
