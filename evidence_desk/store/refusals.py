"""What SQLite refuses (full disk, read-only folder, damage), said so that a user can mend it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from evidence_desk.support.errors import UserError

_HARDLY_ANYTHING = 65_536  # bytes; SQLite grows its files by 32 KiB

_SQLITE_REFUSALS = {
    "SQLITE_FULL": ("disk_full", "The disk that holds {path} is full", "Free some space and try again."),
    "SQLITE_READONLY": ("read_only", "{path} cannot be written", "Copy the matter to a folder of yours."),
    "SQLITE_BUSY": ("busy", "{path} is in use by another program", "Close it there and try again."),
    "SQLITE_NOTADB": ("damaged", "{path} is not a matter or is damaged", "Restore it from backups/."),
    "SQLITE_CORRUPT": ("damaged", "{path} is damaged", "Restore it from backups/ and run verify."),
    "SQLITE_IOERR": ("disk_error", "The disk failed while {path} was read or written", "Check the disk."),
    "SQLITE_CONSTRAINT_FOREIGNKEY": (
        "still_needed",
        "Something in the matter still refers to what this would remove",
        "Remove or change that first.",
    ),
    "SQLITE_CANTOPEN": ("cannot_open", "{path} cannot be opened", "Check that the folder can be read."),
}


def _is_full(path: Path) -> bool:
    existing = next((place for place in (path, *path.parents) if place.exists()), path)
    try:
        return shutil.disk_usage(existing).free < _HARDLY_ANYTHING
    except OSError:
        return False


def _refusal(error: BaseException | None, path: Path) -> UserError | None:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_IOERR") and _is_full(path):
        name = "SQLITE_FULL"  # what SQLite says of a log or shared memory that cannot grow
    for prefix, (code, message, remedy) in _SQLITE_REFUSALS.items():
        if name.startswith(prefix):
            return UserError(code, message.format(path=path), f"{remedy} Nothing was changed.")
    return None


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite refuses into a UserError that names a file or folder; other errors are bugs and go on."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        refusal = _refusal(error.orig if isinstance(error, DBAPIError) else error, path)
        if refusal is None:
            raise
        raise refusal from error
