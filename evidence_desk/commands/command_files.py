"""Command files: JSON to commands, and the errors that name the command and the field."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence_desk.commands.base import Command
from evidence_desk.commands.registry import IN_FILES
from evidence_desk.support.codec import decode
from evidence_desk.support.errors import CommandError, UserError

_MAX_DEPTH = 30


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a file, with the handle later commands call its result by, or an empty text."""

    command: Command
    handle: str = ""


def at_index(error: CommandError, index: int) -> CommandError:
    """Return the error with the 1-based place of the command in its file."""
    if error.index is None:
        error.index = index
        field = f", field {error.field!r}" if error.field else ""
        error.message = f"command {index}{field}: {error.message.replace(field, '', 1)}"
    return error


def read_command_file(path: Path) -> list[Step]:
    """Return the steps of a command file.

    Raises:
        UserError: the file cannot be read or is no JSON.
        CommandError: a command is not right; its place and field are named.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UserError(
            "cannot_read", f"{path} cannot be read ({error.strerror})", "Check the path."
        ) from error
    except (ValueError, RecursionError) as error:
        raise UserError("not_json", f"{path} is not JSON: {error}", "Mend it at the place named.") from error
    return parse_commands(value, source=str(path))


def parse_commands(value: Any, *, source: str = "The command file") -> list[Step]:
    """Return the steps of the content of a command file.

    Raises:
        UserError: it is not of the form ``{"commands": [...]}``.
        CommandError: a command is not right; its place and field are named.
    """
    commands = value.get("commands") if isinstance(value, dict) else None
    if not isinstance(commands, list):
        raise UserError(
            "not_commands", f"{source} holds no list of commands", 'Its form is {"commands": [...]}.'
        )
    if _is_deeper(commands, _MAX_DEPTH):
        raise UserError(
            "too_deep", f"{source} is nested more than {_MAX_DEPTH} levels deep", "Nothing was changed."
        )
    steps = []
    for index, item in enumerate(commands, 1):
        try:
            steps.append(_step(item))
        except CommandError as error:
            raise at_index(error, index) from error
    return steps


def _is_deeper(value: Any, levels: int) -> bool:
    """Say whether lists and objects are nested deeper than so many levels, without descending as deep."""
    level = [value]
    for _ in range(levels):
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
    return any(isinstance(item, dict | list) for item in level)


def _step(item: Any) -> Step:
    if not isinstance(item, dict):
        raise CommandError("not_a_command", "it is not an object")
    fields = dict(item)
    name, handle = fields.pop("do", None), fields.pop("as", "")
    if not isinstance(name, str) or name not in IN_FILES:
        known = ", ".join(IN_FILES)
        raise CommandError(
            "unknown_command", f"there is no command {name!r}", f"There are: {known}.", field="do"
        )
    if not isinstance(handle, str) or ("as" in item and not handle):
        raise CommandError("wrong_value", f"the handle {handle!r} is no name", field="as")
    return Step(decode(IN_FILES[name], fields), handle)
