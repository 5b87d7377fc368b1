"""Proof that a matter is as its history says: files by hash, the chain by hash, the rows by replay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from evidence_desk.store import history
from evidence_desk.store import tables as t
from evidence_desk.store.blobs import blob_path, hash_file, stored_blobs

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be.

    Attributes:
        code: file_missing, file_changed, file_unread, file_unknown, row_changed, row_missing, row_added,
            entry_edited, entry_missing, entry_added, database_damaged or reference_broken.
        file: the SHA-256 of the file, the table and id of the row, or the number of the entry.
        message: one line that says what is wrong.
    """

    code: str
    file: str
    message: str


@dataclass(frozen=True, slots=True)
class HistoryState:
    """What a walk along the chain found."""

    ok: bool
    entries: int
    head: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of a verification."""

    ok: bool
    files_checked: int
    problems: tuple[Problem, ...]
    history: HistoryState


def verify(
    connection: Connection, files_folder: Path, *, on_progress: Callable[[int, int], None] | None = None
) -> Verification:
    """Re-hash every file, walk the history chain, replay it against the rows, and check the database.

    Args:
        connection: of a reader; what it sees is one state.
        files_folder: where the original bytes are.
        on_progress: called with files done and files in all.
    """
    problems = list(_database_problems(connection))
    chain_problems, state, rows = _walk(connection)
    problems += chain_problems
    problems += _row_problems(connection, rows)
    held = connection.execute(
        select(t.FILE.c.id, t.FILE.c.extension, t.FILE.c.name).order_by(t.FILE.c.id)
    ).all()
    for done, (sha256, extension, name) in enumerate(held, 1):
        problems += _file_problems(files_folder, sha256, extension, name)
        if on_progress is not None:
            on_progress(done, len(held))
    problems += _unknown_files(connection, files_folder)
    return Verification(not problems, len(held), tuple(problems), state)


def _database_problems(connection: Connection) -> Iterator[Problem]:
    try:
        for row in connection.execute(text("PRAGMA main.integrity_check(20)")):
            if row[0] != "ok":
                yield Problem("database_damaged", "matter.sqlite", f"The database is damaged: {row[0]}")
        for row in connection.execute(text("PRAGMA main.foreign_key_check")):
            yield Problem(
                "reference_broken", f"{row[0]}", f"A row of {row[0]} refers to a row of {row[2]} that is gone"
            )
    except DBAPIError as error:
        yield Problem("database_damaged", "matter.sqlite", f"The database cannot be read: {error.orig}")


_Rows = dict[tuple[str, str], dict[str, Any]]


def _walk(connection: Connection) -> tuple[list[Problem], HistoryState, _Rows]:
    """Walk the chain; return its problems, its state, and the rows it says there should be."""
    problems: list[Problem] = []
    rows: _Rows = {}
    count, expected_seq, previous = 0, 1, history.GENESIS
    for entry, stored_hash in history.entries(connection):
        where = f"#{entry.seq}"
        if entry.seq != expected_seq:
            missing = (
                f"#{expected_seq}"
                if entry.seq == expected_seq + 1
                else f"#{expected_seq} to #{entry.seq - 1}"
            )
            problems.append(Problem("entry_missing", where, f"History entry {missing} is missing"))
        elif entry.previous != previous:
            problems.append(
                Problem("entry_edited", where, f"History entry {where} does not follow the one before it")
            )
        if entry.digest() != stored_hash:
            problems.append(
                Problem("entry_edited", where, f"History entry {where} was edited: its hash differs")
            )
        _replay(entry, rows)
        count, expected_seq, previous = count + 1, entry.seq + 1, stored_hash
    return problems, HistoryState(not problems, count, previous if count else ""), rows


def _replay(entry: history.Entry, rows: _Rows) -> None:
    try:
        changes = entry.row_changes()
    except (ValueError, KeyError, TypeError):
        return  # said already: an edited entry has another hash
    for change in changes:
        key = (change.table, change.id)
        if change.after is None:
            rows.pop(key, None)
        elif change.before is None:
            rows[key] = dict(change.after)
        else:
            rows.setdefault(key, {}).update(change.after)


def _row_problems(connection: Connection, expected: _Rows) -> Iterator[Problem]:
    """Compare every row with what the history says it is."""
    left = set(expected)
    for table in t.RECORDED:
        for row in connection.execute(select(table)).mappings():
            key = (table.name, row["id"])
            where = f"{table.name} {row['id']}"
            if key not in expected:
                yield Problem(
                    "row_added", where, f"A row of {table.name} ({row['id']}) is in no history entry"
                )
                continue
            left.discard(key)
            differing = sorted(name for name, value in row.items() if expected[key].get(name) != value)
            if differing:
                fields = ", ".join(differing)
                yield Problem(
                    "row_changed", where, f"{where}: {fields} was changed behind the program's back"
                )
    for table_name, row_id in sorted(left):
        yield Problem("row_missing", f"{table_name} {row_id}", f"A row of {table_name} ({row_id}) is missing")


def _file_problems(folder: Path, sha256: str, extension: str, name: str) -> Iterator[Problem]:
    path = blob_path(folder, sha256, extension)
    try:
        found = hash_file(path)
    except FileNotFoundError:
        yield Problem("file_missing", sha256, f"The file {name} ({sha256[:12]}) is missing from files/")
        return
    except OSError as error:
        yield Problem(
            "file_unread", sha256, f"The file {name} ({sha256[:12]}) cannot be read: {error.strerror}"
        )
        return
    if found != sha256:
        yield Problem(
            "file_changed", sha256, f"The bytes of {name} ({sha256[:12]}) are not those that were imported"
        )


def _unknown_files(connection: Connection, folder: Path) -> Iterator[Problem]:
    """Find files nothing ever put there; those of an import that was undone or stopped are known or whole."""
    known = set(connection.execute(select(t.FILE.c.id)).scalars())
    for path in stored_blobs(folder):
        if path.stem in known:
            continue
        if not _HASH.fullmatch(path.stem) or hash_file(path) != path.stem:
            yield Problem("file_unknown", path.name, f"{path.name} in files/ is not a file of this matter")
