"""Writes the members of a container aside, within what its family may still cost; runs in a worker process."""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from evidence_desk.intake.copy import INCOMING, new_file, write_all
from evidence_desk.intake.model import Embedded, LeftOut, Limits, ReadResult

_HERE = "evidence_desk.intake.containers"
_SLICE_SECONDS = 10.0

# media type -> module that has ``members(path, limits, warn)`` and ``may_hold(path, result)``.
CONTAINERS: dict[str, str] = {
    "application/pdf": f"{_HERE}.pdf",
    "application/zip": f"{_HERE}.zip",
    "application/mbox": f"{_HERE}.mbox",
    "application/vnd.ms-outlook": f"{_HERE}.msg",
    "message/rfc822": f"{_HERE}.mail",
}

Warn = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a container, before it is written aside.

    Attributes:
        inner_path: its place in the container.
        name: what it is called.
        chunks: returns its bytes; raises `MemberError` or UserError where they cannot be had.
        packed: how many bytes it takes in the container.
        modified: ISO 8601, or empty.
        kind: as in `Embedded`.
        warnings: as in `Embedded`.
    """

    inner_path: str
    name: str
    chunks: Callable[[], Iterator[bytes]]
    packed: int
    modified: str = ""
    kind: str = "member"
    warnings: tuple[tuple[str, str], ...] = ()


class MemberError(Exception):
    """A member that cannot be taken out; the others can. Has ``code`` and ``message``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may still be taken out of one family: members, bytes, and why bytes would run out."""

    members: int
    bytes: int
    reason: str


@dataclass(slots=True)
class Unpacked:
    """A part of the members of a container.

    Attributes:
        embedded: the files written aside, in the container's order.
        left_out: what was not.
        warnings: (code, message) about the container itself.
        spent: bytes unpacked, those of dropped members too.
        resume: how many members are dealt with, where there are more; otherwise None.
    """

    embedded: list[Embedded] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    spent: int = 0
    resume: int | None = None


def may_hold(path: Path, media_type: str, result: ReadResult) -> bool:
    """Tell whether a file that was read may have files in it, so that it is worth unpacking."""
    module = CONTAINERS.get(media_type)
    return module is not None and bool(import_module(module).may_hold(path, result))


def unpack(
    path: str,
    media_type: str,
    files_folder: str,
    limits: Limits,
    allowance: Allowance,
    start: int = 0,
    *,
    seconds: float = _SLICE_SECONDS,
) -> Unpacked:
    """Write members aside into ``files_folder/incoming``, from member number ``start`` on.

    Stops after some ``seconds``, so that the time limit of a task does not bound the size of an archive;
    `Unpacked` then says where to go on. Raises UserError for a container that cannot be opened or a disk that is full.
    """
    run = _Run(Path(files_folder) / INCOMING, limits, allowance)
    members = import_module(CONTAINERS[media_type]).members(Path(path), limits, run.warn)
    began = time.monotonic()
    for number, member in enumerate(members):
        if number < start:
            continue
        if number == start:  # at least one is taken, however long it took to come here
            began = time.monotonic()
        elif time.monotonic() - began > seconds and run.is_going_on:
            run.done.resume = number
            return run.done
        run.take(member)
    return run.finished()


class _Run:
    """One slice of unpacking: what was done, and what may still be."""

    def __init__(self, folder: Path, limits: Limits, allowance: Allowance) -> None:
        self.done = Unpacked()
        self._folder = folder
        self._limits = limits
        self._allowance = allowance
        self._refused = 0
        self._reason = ""

    @property
    def is_going_on(self) -> bool:
        return not self._reason

    def warn(self, code: str, message: str) -> None:
        if (code, message) not in self.done.warnings:
            self.done.warnings.append((code, message))

    def take(self, member: Member | LeftOut) -> None:
        if isinstance(member, LeftOut):
            self.done.left_out.append(member)
            return
        if self.is_going_on and len(self.done.embedded) >= self._allowance.members:
            self._reason = "too_many_members"
        if not self.is_going_on:
            self._refused += 1
            return
        try:
            self.done.embedded.append(self._write(member))
        except MemberError as error:
            self.done.left_out.append(LeftOut(member.inner_path, error.code, error.message))

    def finished(self) -> Unpacked:
        if self._refused:
            words = "its limit of members or unpacked bytes was reached"
            message = f"{self._refused:,} more files in it were not taken in: {words}"
            self.done.left_out.append(LeftOut("…", self._reason, message))
            self.warn(self._reason, message)
        return self.done

    def _write(self, member: Member) -> Embedded:
        writer = new_file(self._folder)
        try:
            with writer:
                sha256, size = self._pump(member, writer)
        except BaseException:
            Path(writer.name).unlink(missing_ok=True)
            raise
        return Embedded(
            temp_path=writer.name,
            sha256=sha256,
            size=size,
            name=member.name,
            inner_path=member.inner_path,
            modified=member.modified,
            kind=member.kind,
            warnings=member.warnings,
        )

    def _pump(self, member: Member, writer: BinaryIO) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        for chunk in _read(member):
            size += len(chunk)
            self.done.spent += len(chunk)
            self._check(member, size)
            digest.update(chunk)
            write_all(writer, chunk)
        return digest.hexdigest(), size

    def _check(self, member: Member, size: int) -> None:
        limits = self._limits
        if size > limits.ratio_from and size > limits.ratio * max(1, member.packed):
            raise MemberError("zip_bomb", f"it unpacks to more than {limits.ratio} times its packed size")
        if self.done.spent > self._allowance.bytes:
            self._reason = self._allowance.reason
            raise MemberError(self._reason, "what one file may unpack to was used up")


def _read(member: Member) -> Iterator[bytes]:
    """Yield the bytes of a member; errors of packed data become `MemberError`."""
    try:
        yield from member.chunks()
    except (zlib.error, EOFError, OSError, ValueError, LookupError) as error:
        raise MemberError(
            "damaged", f"it cannot be unpacked: {' '.join(str(error).split())[:200]}"
        ) from error
