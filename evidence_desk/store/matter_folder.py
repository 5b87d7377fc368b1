"""A matter as one folder on disk: make one, recognise one, refuse what is not one."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import insert

from evidence_desk.store.blobs import blob_path
from evidence_desk.store.engines import APPLICATION_ID, FORMAT_MAJOR, writer_engine
from evidence_desk.store.identity import MATTER_ID
from evidence_desk.store.lock import cannot_write
from evidence_desk.store.migrate import FORMAT_MINOR, upgrade
from evidence_desk.store.refusals import clear_errors
from evidence_desk.store.tables import META
from evidence_desk.support.errors import UserError

SUFFIX = ".edesk"
_SHARED_MEMORY = 1 << 15  # bytes of the smallest -shm file beside a write-ahead log


@dataclass(frozen=True, slots=True)
class MatterFolder:
    """Where the parts of a matter are. The parts need not exist."""

    root: Path

    @property
    def database(self) -> Path:
        """Everything people enter, and the history."""
        return self.root / "matter.sqlite"

    @property
    def files(self) -> Path:
        """The original bytes."""
        return self.root / "files"

    @property
    def cache(self) -> Path:
        """What can be made again: page text, page images."""
        return self.root / "cache"

    @property
    def backups(self) -> Path:
        """Copies of the database from before a migration or a merge."""
        return self.root / "backups"

    def blob(self, file_id: str, extension: str) -> Path:
        """Return where the bytes of a file are."""
        return blob_path(self.files, file_id, extension)

    def is_writable(self) -> bool:
        """Say whether what SQLite needs for reading can be made in the folder, by making a file of that size."""
        try:
            with tempfile.TemporaryFile(dir=self.root, buffering=0) as file:
                return file.write(bytes(_SHARED_MEMORY)) == _SHARED_MEMORY
        except OSError:
            return False


def _format(major: int, minor: int) -> int:
    return major * 1000 + minor


def stamp_format(connection: sqlite3.Connection) -> None:
    """Write the application id and the format version into a database."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {_format(FORMAT_MAJOR, FORMAT_MINOR)}")


def check_is_matter(folder: MatterFolder) -> None:
    """Refuse a folder that is no matter, or a matter of a newer program, reading nothing but its first bytes.

    Raises:
        UserError: ``not_found``, ``not_a_matter`` or ``newer_format``.
    """
    if not folder.root.is_dir():
        raise UserError(
            "not_found", f"There is no matter at {folder.root}", "Check the path of the .edesk folder."
        )
    not_a_matter = UserError(
        "not_a_matter",
        f"{folder.root} is not a matter",
        "A matter is a folder that holds a matter.sqlite of ours.",
    )
    try:
        with folder.database.open("rb") as stream:
            header = stream.read(100)
    except FileNotFoundError:
        raise not_a_matter from None
    except OSError as error:
        raise UserError("cannot_open", f"{folder.database} cannot be read ({error.strerror})") from error
    if header[:16] != b"SQLite format 3\x00" or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise not_a_matter
    major = int.from_bytes(header[60:64], "big") // 1000
    if major > FORMAT_MAJOR:
        raise UserError(
            "newer_format",
            f"{folder.root} was made by a newer Evidence Desk (format {major}; this program reads {FORMAT_MAJOR})",
            f"Install Evidence Desk {major}.0 or later. Nothing was changed.",
        )


@contextlib.contextmanager
def new_matter(root: Path) -> Iterator[tuple[Path, MatterFolder]]:
    """Yield where a new matter goes, and an empty folder to fill, which is moved there whole or not at all.

    Raises:
        UserError: ``no_name``, ``exists`` when something is there already, ``read_only`` or ``disk_full``.
    """
    if root.name in ("", ".."):
        raise UserError("no_name", f"{root} is no name for a matter", "Name its folder. Nothing was made.")
    root = root if root.suffix == SUFFIX else root.with_name(root.name + SUFFIX)
    if root.exists():
        raise UserError("exists", f"{root} exists already", "Choose another name. Nothing was written.")
    part = root.with_name(f".{root.name}.part{os.getpid()}")
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
    except OSError as error:
        raise cannot_write(root.parent, error) from error
    folder = MatterFolder(part)
    try:
        for each in (folder.files, folder.cache, folder.backups):
            each.mkdir()
        with clear_errors(root):
            yield root, folder
        part.rename(root)
    except OSError as error:
        raise cannot_write(root.parent, error) from error
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(part)


def create_matter_folder(root: Path, *, replica: str) -> MatterFolder:
    """Make an empty matter; it appears whole or not at all.

    Args:
        root: the new folder; ``.edesk`` is added where it is missing.
        replica: the identity of this copy of the matter, written into it.

    Raises:
        UserError: as `new_matter` does.
    """
    with new_matter(root) as (made, folder):
        _make_database(folder, replica)
    return MatterFolder(made)


def _make_database(folder: MatterFolder, replica: str) -> None:
    engine = writer_engine(folder.database, journal="delete", create=True)
    try:
        with engine.begin() as connection:
            upgrade(connection)
            made = {"replica": replica, MATTER_ID: str(uuid4())}
            connection.execute(insert(META), [{"key": key, "value": value} for key, value in made.items()])
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            stamp_format(driver)
    finally:
        engine.dispose()


def back_up(folder: MatterFolder, reason: str, moment: datetime) -> Path:
    """Copy the database into backups/ as it is now, whole (VACUUM INTO), and return the copy.

    Raises:
        UserError: when the disk is full or the folder cannot be written.
    """
    try:
        folder.backups.mkdir(exist_ok=True)
    except OSError as error:
        raise cannot_write(folder.root, error) from error
    target = folder.backups / f"{moment:%Y%m%dT%H%M%S%f}-{reason}.sqlite"
    copy_database(folder, target)
    return target


def copy_database(folder: MatterFolder, target: Path) -> None:
    """Write the database as it is now to a new file, whole and without what was deleted (VACUUM INTO).

    Raises:
        UserError: when the disk is full or the file cannot be written.
    """
    try:
        with clear_errors(folder.root), contextlib.closing(sqlite3.connect(folder.database)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except BaseException:
        target.unlink(missing_ok=True)  # half a copy would pass for one that can be restored
        raise
