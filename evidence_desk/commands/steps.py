"""Carries out the steps of one change, and gives their handles to what they made."""

from __future__ import annotations

from collections.abc import Sequence

from evidence_desk.commands.base import Work
from evidence_desk.commands.command_files import Step, at_index
from evidence_desk.support.errors import CommandError


def carry_out(work: Work, steps: Sequence[Step], *, numbered: bool) -> str:
    """Apply the commands in their order and return what the last one says of itself.

    Raises:
        CommandError: one cannot be carried out; it names the place of the command when they are ``numbered``.
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
