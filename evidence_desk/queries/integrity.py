"""Proof that a matter is as its history says: files by hash, the chain by hash, the rows by replay."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select, text
from sqlalchemy.exc import DBAPIError

from evidence_desk.domain.file_ids import hash_of
from evidence_desk.queries.chain import Problem, Rows, foreign_problems, walk
from evidence_desk.queries.replicas import CopyInfo, copy_info
from evidence_desk.store import tables as t
from evidence_desk.store.blobs import blob_path, hash_file, is_hash, stored_files
from evidence_desk.store.statements import ALL_IDS, ALL_ROWS, ROW_BY_ID

__all__ = ["HistoryState", "Problem", "Verification", "verify"]


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

    Who edits the history and makes every hash in it anew, the note of its end among them, is found only by a
    hash of the history that was kept elsewhere.

    Args:
        connection: of a reader; what it sees is one state.
        files_folder: where the original bytes are.
        on_progress: called with files done and files in all.
    """
    chain = walk(connection)
    problems = [*_database_problems(connection), *chain.problems, *foreign_problems(connection)]
    if chain.is_whole:
        problems += row_problems(connection, chain.rows)
    taken = copy_info(connection)
    held = _files(connection)
    for done, (sha256, extension, name) in enumerate(held, 1):
        found = _file_problems(files_folder, sha256, extension, name)
        problems += [one for one in found if not _stayed_behind(one, taken)]
        if on_progress is not None:
            on_progress(done, len(held))
    problems += _unknown_files(
        {blob_path(files_folder, sha256, end) for sha256, end, _name in held}, files_folder
    )
    state = HistoryState(not chain.problems, chain.count, chain.head if chain.count else "")
    return Verification(not problems, len(held), tuple(problems), state)


def _damaged(error: DBAPIError, what: str) -> Problem:
    return Problem("database_damaged", "matter.sqlite", f"{what} cannot be read: {error.orig}")


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
        yield _damaged(error, "The database")


def check_history(connection: Connection, found: list[Problem], rows: Rows) -> list[Problem]:
    """Return what is wrong with a history that was walked, with the entries of copies, and with the rows beside it."""
    problems = [*found, *foreign_problems(connection)]
    return problems or list(row_problems(connection, rows))


def _stayed_behind(problem: Problem, taken: CopyInfo | None) -> bool:
    """Say whether a file is missing because this is a copy that was taken without it."""
    return taken is not None and problem.code == "file_missing" and problem.file in taken.files_left


def row_problems(connection: Connection, expected: Rows) -> Iterator[Problem]:
    """Compare every row with what the history says it is."""
    left = set(expected)
    for table in t.RECORDED:
        try:
            ids = list(connection.execute(ALL_IDS[table.name]).scalars())
            rows = _rows(connection, table, ids)
        except DBAPIError as error:
            yield _damaged(error, f"The table {table.name}")
            left -= {key for key in left if key[0] == table.name}
            continue
        left -= {(table.name, row_id) for row_id in ids}
        for row_id in ids:
            yield from _row_problem(table.name, row_id, rows.get(row_id), expected.get((table.name, row_id)))
    for table_name, row_id in sorted(left):
        yield Problem("row_missing", f"{table_name} {row_id}", f"A row of {table_name} ({row_id}) is missing")


def _rows(connection: Connection, table: Table, ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return the rows of a table by id, without those that hold what is no text or no JSON any more."""
    try:
        return {row["id"]: dict(row) for row in connection.execute(ALL_ROWS[table.name]).mappings()}
    except (DBAPIError, ValueError):
        found = {}
        for row_id in ids:
            row = _readable_row(connection, table, row_id)
            if row is not None:
                found[row_id] = row
        return found


def _readable_row(connection: Connection, table: Table, row_id: str) -> dict[str, Any] | None:
    try:
        return dict(connection.execute(ROW_BY_ID[table.name], {"row_id": row_id}).mappings().one())
    except (DBAPIError, ValueError):
        return None


def _row_problem(
    table: str, row_id: str, row: dict[str, Any] | None, expected: dict[str, Any] | None
) -> Iterator[Problem]:
    where = f"{table} {row_id}"
    if expected is None:
        yield Problem("row_added", where, f"A row of {table} ({row_id}) is in no history entry")
    elif row is None:
        yield Problem(
            "row_changed", where, f"{where} was changed behind the program's back and cannot be read"
        )
    else:
        differing = sorted(name for name, value in row.items() if expected.get(name) != value)
        if differing:
            fields = ", ".join(differing)
            yield Problem("row_changed", where, f"{where}: {fields} was changed behind the program's back")


def _files(connection: Connection) -> list[tuple[str, str, str]]:
    """Return hash, ending and name of the bytes there are, those that several files have once."""
    query = select(t.FILE.c.id, t.FILE.c.extension, t.FILE.c.name).order_by(t.FILE.c.id.desc())
    try:
        found = {(hash_of(row.id), row.extension): row.name for row in connection.execute(query)}
        return [(sha256, end, name) for (sha256, end), name in sorted(found.items())]
    except DBAPIError:
        return []  # said already, when the rows were compared


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


def _unknown_files(known: Collection[Path], folder: Path) -> Iterator[Problem]:
    """Find files no import ever put there; what an import that was undone or stopped left is whole."""
    for path in stored_files(folder):
        if path not in known and not _is_whole_blob(path, folder):
            where = path.relative_to(folder).as_posix()
            yield Problem("file_unknown", path.name, f"files/{where} is not a file of this matter")


def _is_whole_blob(path: Path, folder: Path) -> bool:
    name = path.name.partition(".")[0]
    in_place = path.parent == folder / name[:2] and is_hash(name)
    try:
        return in_place and not path.is_symlink() and hash_file(path) == name
    except OSError:
        return False
