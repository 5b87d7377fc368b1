"""Copies a file and hashes it in the same pass, and puts the copy where its hash says."""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evidence_desk.intake.durable import make_durable
from evidence_desk.support.errors import UserError

_CHUNK = 256 * 1024
# Windows can make only a file durable that is open for writing, so there each is at once.
_IS_DURABLE_AT_ONCE = os.name != "posix"
INCOMING = "incoming"
HEAD = 1 << 16  # bytes by which a file is recognised
_names = itertools.count()
_SPECIAL = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class Copied:
    """A finished copy: its SHA-256 in hexadecimal, its size in bytes, where it lies for now, how it begins."""

    sha256: str
    size: int
    temp_path: Path
    head: bytes | None = None


def _nothing(_count: int) -> None:
    """Stand in for a progress callback nobody gave."""


def copy_and_hash(
    source: str | Path,
    folder: str | Path,
    *,
    on_bytes: Callable[[int], None] = _nothing,
    is_durable: bool = True,
) -> Copied:
    """Copy a regular file to a new one in ``folder`` and hash it on the way.

    ``on_bytes`` hears how many bytes were copied by each step. A copy that is not ``is_durable`` may be lost or
    torn by a power cut until `durable.make_durable` was called for where it lies by then. Raises UserError:
    ``not_a_file`` for pipes, devices and other special files, ``unreadable``, ``changed_while_read``,
    ``disk_full``, ``not_writable``.
    """
    reader = _open_regular(source)
    try:
        before = os.fstat(reader)
        writer = new_file(folder)
        try:
            with writer:
                sha256, size, head = _pump(reader, writer, source, before.st_size, on_bytes)
                if is_durable or _IS_DURABLE_AT_ONCE:
                    _flush(writer)
            after = os.fstat(reader)
            if (before.st_size, before.st_mtime_ns) != (size, after.st_mtime_ns):
                raise _changed(source)
        except BaseException:
            Path(writer.name).unlink(missing_ok=True)
            raise
    finally:
        os.close(reader)
    return Copied(sha256, size, Path(writer.name), head)


def stored_copy(folder: str | Path, sha256: str, size: int) -> Path | None:
    """Return the file of this hash and size that is already kept under ``folder``, whatever its extension."""
    return next((path for path in kept_under(folder, sha256) if path.stat().st_size == size), None)


def kept_under(folder: str | Path, sha256: str) -> list[Path]:
    """Return the files named by a hash that are kept under ``folder``, whatever their extension."""
    kept = f"{folder}/{sha256[:2]}"
    try:
        listed = os.listdir(kept)  # noqa: PTH208  as in new_file
    except OSError:
        return []
    return [Path(kept, name) for name in sorted(listed) if name.partition(".")[0] == sha256]


def is_whole(path: Path, sha256: str) -> bool:
    """Tell whether a kept file still has the bytes its name says; a power cut may have torn it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def place(
    temp: str | Path, folder: str | Path, sha256: str, extension: str, *, is_durable: bool = True
) -> Path:
    """Move a finished copy to ``folder/ab/<sha256>.<extension>``, read-only, and return that path.

    A file of this hash that is already there whole is kept and the copy dropped; a torn one is replaced.
    ``is_durable`` as for `copy_and_hash`. Raises UserError ``disk_full`` or ``not_writable``.
    """
    temp = Path(temp)
    try:
        kept = stored_copy(folder, sha256, temp.stat().st_size)
        if kept is not None and is_whole(kept, sha256):
            temp.unlink()
            return kept
        if kept is not None:
            kept.chmod(0o644)  # elsewhere than on POSIX what is read-only cannot be replaced
        target = put(temp, folder, kept.name if kept is not None else blob_name(sha256, extension))
        if is_durable:
            make_durable([target])
    except OSError as error:
        raise write_error(error, folder) from error
    return target


def blob_name(sha256: str, extension: str) -> str:
    """Return what a file is called where it is kept."""
    return f"{sha256}.{extension}" if extension else sha256


def put(temp: Path, folder: str | Path, name: str) -> Path:
    """Move a finished copy to ``folder/ab/name``, read-only, whatever is there; not durable. Raises UserError."""
    target = f"{folder}/{name[:2]}/{name}"
    try:
        os.chmod(temp, 0o444)  # noqa: PTH101  as in new_file
        try:
            os.replace(temp, target)  # noqa: PTH105
        except FileNotFoundError:
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            temp.replace(target)
    except OSError as error:
        raise write_error(error, folder) from error
    return Path(target)


def clear_incoming(folder: str | Path) -> int:
    """Remove the unfinished copies that a killed import left in ``folder/incoming``; return their number."""
    count = 0
    for path in (Path(folder) / INCOMING).glob("*.part"):
        path.unlink(missing_ok=True)
        count += 1
    return count


def _open_regular(source: str | Path) -> int:
    # Without O_NONBLOCK the opening of a pipe would wait for a writer, before it can be refused.
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
    )
    try:
        _refuse_special(source, os.stat(source).st_mode)  # noqa: PTH116  as below
        descriptor = os.open(source, flags)
        try:
            _refuse_special(source, os.fstat(descriptor).st_mode)
        except BaseException:
            os.close(descriptor)
            raise
    except OSError as error:
        raise _read_error(error, source) from error
    return descriptor


def _refuse_special(source: str | Path, mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    kind = next((words for test, words in _SPECIAL if test(mode)), "a special file")
    raise UserError(
        "not_a_file", f"{source} is {kind}, not a file", "Choose ordinary files.", path=str(source), kind=kind
    )


def new_file(folder: str | Path) -> BinaryIO:
    """Open a new file of a name of our own in a folder, unbuffered; raises UserError as `write_error` says."""
    try:
        while True:
            # No Path and no tempfile here: for many small files these would take longer than the copying.
            path = f"{folder}/{os.getpid()}-{next(_names)}.part"
            try:
                return open(path, "xb", buffering=0, opener=_private)
            except FileNotFoundError:
                Path(folder).mkdir(parents=True, exist_ok=True)
            except FileExistsError:
                continue  # a process that had this number before left it
    except OSError as error:
        raise write_error(error, folder) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _flush(writer: BinaryIO) -> None:
    try:
        os.fsync(writer.fileno())
    except OSError as error:
        raise write_error(error, Path(writer.name).parent) from error


def _pump(
    reader: int, writer: BinaryIO, source: str | Path, expected: int, on_bytes: Callable[[int], None]
) -> tuple[str, int, bytes]:
    """Copy until the end, or past the expected size: a file that grows as fast as it is read has no end."""
    digest = hashlib.sha256()
    size = 0
    head = b""
    while size <= expected and (chunk := _read(reader, source)):
        head = head or chunk[:HEAD]
        digest.update(chunk)
        write_all(writer, chunk)
        size += len(chunk)
        on_bytes(len(chunk))
    return digest.hexdigest(), size, head


def _read(reader: int, source: str | Path) -> bytes:
    try:
        return os.read(reader, _CHUNK)
    except OSError as error:
        raise _read_error(error, source) from error


def write_all(writer: BinaryIO, chunk: bytes) -> None:
    """Write a chunk to an unbuffered file, however many calls that takes; raises UserError as `write_error` says."""
    view = memoryview(chunk)
    try:
        while view:
            view = view[writer.write(view) :]
    except OSError as error:
        raise write_error(error, Path(writer.name).parent) from error


def _changed(source: str | Path) -> UserError:
    remedy = "Close the program that writes it and import it again."
    return UserError("changed_while_read", f"{source} changed while it was copied", remedy, path=str(source))


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _read_error(error: OSError, source: str | Path) -> UserError:
    return UserError(
        "unreadable",
        f"{source} cannot be read: {_reason(error)}",
        "Check that it is there and that you may read it.",
        path=str(source),
    )


def write_error(error: OSError, folder: str | Path) -> UserError:
    """Return ``disk_full`` or ``not_writable`` for what the system said when ``folder`` was written to."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(
            "disk_full",
            f"The disk that holds {folder} is full",
            "Make room and import again.",
            path=str(folder),
        )
    return UserError(
        "not_writable",
        f"{folder} cannot be written: {_reason(error)}",
        "Check its permissions.",
        path=str(folder),
    )
