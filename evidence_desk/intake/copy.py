"""Copies a file and hashes it in the same pass, and puts the copy where its hash says."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evidence_desk.support.errors import UserError

_CHUNK = 256 * 1024
INCOMING = "incoming"
_SPECIAL = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class Copied:
    """A finished copy: its SHA-256 in hexadecimal, its size in bytes, and where it lies for now."""

    sha256: str
    size: int
    temp_path: Path


def _nothing(_count: int) -> None:
    """Stand in for a progress callback nobody gave."""


def copy_and_hash(
    source: str | Path, folder: str | Path, *, on_bytes: Callable[[int], None] = _nothing
) -> Copied:
    """Copy a regular file to a new one in ``folder``, synced to disk, and hash it on the way.

    ``on_bytes`` hears how many bytes were copied by each step. Raises UserError: ``not_a_file`` for pipes,
    devices and other special files, ``unreadable``, ``changed_while_read``, ``disk_full``, ``not_writable``.
    """
    source, folder = Path(source), Path(folder)
    with _open_regular(source) as reader:
        before = os.fstat(reader.fileno())
        temp = new_file(folder)
        try:
            sha256, size = _pump(reader, temp, source, before.st_size, on_bytes)
            after = os.fstat(reader.fileno())
            if (before.st_size, before.st_mtime_ns) != (size, after.st_mtime_ns):
                raise _changed(source)
        except BaseException:
            temp.unlink(missing_ok=True)
            raise
    return Copied(sha256, size, temp)


def stored_copy(folder: str | Path, sha256: str, size: int) -> Path | None:
    """Return the file of this hash and size that is already kept under ``folder``, whatever its extension."""
    kept = (Path(folder) / sha256[:2]).glob(f"{sha256}*")
    return next((path for path in sorted(kept) if path.stat().st_size == size), None)


def place(temp: str | Path, folder: str | Path, sha256: str, extension: str) -> Path:
    """Move a finished copy to ``folder/ab/<sha256>.<extension>``, read-only, and return that path.

    A file of this hash that is already there with the right size is kept and the copy dropped. Raises
    UserError ``disk_full`` or ``not_writable``.
    """
    temp, folder = Path(temp), Path(folder)
    target = folder / sha256[:2] / (f"{sha256}.{extension}" if extension else sha256)
    try:
        kept = stored_copy(folder, sha256, temp.stat().st_size)
        if kept is not None:
            temp.unlink()
            return kept
        is_new = not target.parent.is_dir()
        target.parent.mkdir(parents=True, exist_ok=True)
        temp.chmod(0o444)
        temp.replace(target)
        _sync_folder(target.parent)
        if is_new:
            _sync_folder(folder)
    except OSError as error:
        raise write_error(error, folder) from error
    return target


def clear_incoming(folder: str | Path) -> int:
    """Remove the unfinished copies that a killed import left in ``folder/incoming``; return their number."""
    count = 0
    for path in (Path(folder) / INCOMING).glob("*.part"):
        path.unlink(missing_ok=True)
        count += 1
    return count


def _open_regular(source: Path) -> BinaryIO:
    # Without O_NONBLOCK the opening of a pipe would wait for a writer, before it can be refused.
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
    )
    try:
        _refuse_special(source, source.stat().st_mode)
        descriptor = os.open(source, flags)
        try:
            _refuse_special(source, os.fstat(descriptor).st_mode)
        except BaseException:
            os.close(descriptor)
            raise
    except OSError as error:
        raise _read_error(error, source) from error
    return os.fdopen(descriptor, "rb", buffering=0)


def _refuse_special(source: Path, mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    kind = next((words for test, words in _SPECIAL if test(mode)), "a special file")
    raise UserError(
        "not_a_file", f"{source} is {kind}, not a file", "Choose ordinary files.", path=str(source), kind=kind
    )


def new_file(folder: Path) -> Path:
    """Make an empty file of a name of our own in a folder; raises UserError as `write_error` says."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(suffix=".part", dir=folder)
    except OSError as error:
        raise write_error(error, folder) from error
    os.close(descriptor)
    return Path(name)


def _pump(
    reader: BinaryIO, temp: Path, source: Path, expected: int, on_bytes: Callable[[int], None]
) -> tuple[str, int]:
    """Copy until the end, or past the expected size: a file that grows as fast as it is read has no end."""
    digest = hashlib.sha256()
    size = 0
    try:
        with temp.open("wb", buffering=0) as writer:
            while size <= expected and (chunk := _read(reader, source)):
                digest.update(chunk)
                write_all(writer, chunk)
                size += len(chunk)
                on_bytes(len(chunk))
            os.fsync(writer.fileno())
    except OSError as error:
        raise write_error(error, temp.parent) from error
    return digest.hexdigest(), size


def _read(reader: BinaryIO, source: Path) -> bytes:
    try:
        return reader.read(_CHUNK)
    except OSError as error:
        raise _read_error(error, source) from error


def write_all(writer: BinaryIO, chunk: bytes) -> None:
    """Write a chunk to an unbuffered file, however many calls that takes."""
    view = memoryview(chunk)
    while view:
        view = view[writer.write(view) :]


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut; not every system can do it for a folder."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def _changed(source: Path) -> UserError:
    remedy = "Close the program that writes it and import it again."
    return UserError("changed_while_read", f"{source} changed while it was copied", remedy, path=str(source))


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _read_error(error: OSError, source: Path) -> UserError:
    return UserError(
        "unreadable",
        f"{source} cannot be read: {_reason(error)}",
        "Check that it is there and that you may read it.",
        path=str(source),
    )


def write_error(error: OSError, folder: Path) -> UserError:
    """Return ``disk_full`` or ``not_writable`` for what the system said when ``folder`` was written to."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(
            "disk_full",
            f"The disk that holds {folder} is full",
            "Make room and import again; what was imported is kept.",
            path=str(folder),
        )
    return UserError(
        "not_writable",
        f"{folder} cannot be written: {_reason(error)}",
        "Check its permissions.",
        path=str(folder),
    )
