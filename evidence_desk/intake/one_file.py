"""Takes one file in: copy, hash, recognise, read, guess; runs in a worker process and never raises for a bad file."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from evidence_desk.intake.containers.unpack import may_hold
from evidence_desk.intake.copy import INCOMING, Copied, blob_name, copy_and_hash, place, put, stored_copy
from evidence_desk.intake.guess import Guesses, guess
from evidence_desk.intake.model import Embedded, Limits, ReadResult
from evidence_desk.intake.readers.registry import READERS, read_file
from evidence_desk.intake.recognise import recognise
from evidence_desk.support.clock import timestamp
from evidence_desk.support.errors import UserError
from evidence_desk.support.texts import storable

BETWEEN = " › "  # stands between the path of a file and a place within it

Unread = tuple[str, str]


@dataclass(frozen=True, slots=True)
class IngestFailure:
    """Why a file could not be taken in; the codes are those of `copy` and of `containers`.

    ``is_meant`` marks what was left out on purpose, as `scan.scan` leaves things out.
    """

    code: str
    message: str
    remedy: str = ""
    is_meant: bool = False


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one file.

    Attributes:
        source: the path it was read from; for a member that of its container, and its place in it.
        name: its original name; what of it is no UTF-8 stands as U+FFFD.
        sha256: its hash in hexadecimal; empty if it could not be copied.
        size: bytes.
        stored: the path of the kept bytes; empty for a failure.
        media_type: what it is by content.
        extension: the extension it is kept under.
        is_duplicate: its bytes were known before; it was not kept again.
        result: its text and facts.
        guesses: first values for its evidence item; None for a failure and for what was not read again.
        failure: why it could not be taken in. A file that was taken in but could not be read has None here
            and the reason in ``result.warnings``.
        modified: when it was changed last, RFC 3339; for a member as its container says.
        parent: the hash of the file it was found in; empty for a chosen file.
        inner_path: its place in that file; data only.
        kind: how it was kept there, as in `Embedded`.
        page_count: how many pages were read, also where ``result`` was lightened of them.
        is_container: it may have files in it.
        is_read: whether it was read; not so for what was skipped since its bytes are kept already.
        is_placed: whether its bytes were put into the files folder just now.
    """

    source: str
    name: str
    sha256: str = ""
    size: int = 0
    stored: str = ""
    media_type: str = ""
    extension: str = ""
    is_duplicate: bool = False
    result: ReadResult = field(default_factory=ReadResult)
    guesses: Guesses | None = None
    failure: IngestFailure | None = None
    modified: str = ""
    parent: str = ""
    inner_path: str = ""
    kind: str = ""
    page_count: int = 0
    is_container: bool = False
    is_read: bool = False
    is_placed: bool = False

    def warned(self, code: str, message: str) -> Ingested:
        """Return it with one more warning."""
        result = replace(self.result, warnings=list(self.result.warnings))
        result.warn(code, message)
        return replace(self, result=result)


def take_many(paths: Sequence[str], files_folder: str) -> list[Ingested]:
    """Copy, hash, recognise and put in their place some files, without reading them; never raises for a bad file.

    One whose bytes are kept already is not kept again and marked as a duplicate; whether the kept bytes are
    whole is not looked at. Runs in a worker process. Nothing is durable yet, see `durable`.
    """
    return [_taken(path, files_folder, is_kept_trusted=True) for path in paths]


def ingest_one(
    path: str,
    files_folder: str,
    limits: Limits | None = None,
    *,
    unread: Unread | None = None,
    readers: Mapping[str, str] = READERS,
) -> Ingested:
    """Take one file in and read it; never raises for a bad file.

    Runs in a worker process, since reading may crash or hang. ``unread`` is the (code, message) of a reading
    that ended badly before: the file is then taken in without being read.
    """
    found = _taken(path, files_folder)
    return found if found.failure is not None else read_taken(found, limits, unread=unread, readers=readers)


def ingest_member(
    member: Embedded,
    container: str,
    parent: str,
    files_folder: str,
    limits: Limits | None = None,
    *,
    is_kept_skipped: bool = False,
    unread: Unread | None = None,
    readers: Mapping[str, str] = READERS,
) -> Ingested:
    """Take in a file that was written aside by `containers.unpack`; as `ingest_one`.

    ``container`` is the source of the file it was found in, ``parent`` that file's hash. With
    ``is_kept_skipped`` a file whose bytes are kept already is not read, only marked as a duplicate.
    """
    bare = Ingested(
        source=f"{container}{BETWEEN}{member.inner_path}",
        name=member.name,
        modified=member.modified,
        parent=parent,
        inner_path=member.inner_path,
        kind=member.kind,
    )
    temp = Path(member.temp_path)
    try:
        if not temp.exists():  # a reading that ended badly had put the bytes in their place before
            temp = stored_copy(files_folder, member.sha256, member.size) or temp
        copied = Copied(member.sha256, member.size, temp)
        found = _placed(bare, copied, files_folder, is_kept_trusted=is_kept_skipped)
    except (UserError, OSError) as error:
        failed = error if isinstance(error, UserError) else UserError("unreadable", str(error))
        return replace(bare, failure=IngestFailure(failed.code, failed.message, failed.remedy))
    if found.is_duplicate:
        return found
    found = read_taken(found, limits, unread=unread, readers=readers)
    for code, message in member.warnings:
        found = found.warned(code, message)
    return found


def _taken(path: str, files_folder: str, *, is_kept_trusted: bool = False) -> Ingested:
    bare = Ingested(path, storable(Path(path).name), modified=_modified(path))
    try:
        copied = copy_and_hash(path, f"{files_folder}/{INCOMING}", is_durable=False)
        return _placed(bare, copied, files_folder, is_kept_trusted=is_kept_trusted)
    except UserError as error:
        return replace(bare, failure=IngestFailure(error.code, error.message, error.remedy))


def _placed(bare: Ingested, copied: Copied, files_folder: str, *, is_kept_trusted: bool) -> Ingested:
    """Move a finished copy to where its hash says; raises UserError.

    Bytes that are kept already and not trusted are looked at, and replaced where a power cut tore them.
    """
    kind = recognise(copied.temp_path, bare.name, head=copied.head)
    kept = stored_copy(files_folder, copied.sha256, copied.size)
    stored = kept
    if kept is None:
        stored = put(copied.temp_path, files_folder, blob_name(copied.sha256, kind.extension))
    elif not (is_kept_trusted or kept == copied.temp_path):
        stored = place(copied.temp_path, files_folder, copied.sha256, kind.extension, is_durable=False)
    elif kept != copied.temp_path:
        copied.temp_path.unlink(missing_ok=True)
    assert stored is not None
    found = replace(
        bare,
        sha256=copied.sha256,
        size=copied.size,
        stored=str(stored),
        media_type=kind.media_type,
        # The bytes may be kept already under another ending, from an import that was undone.
        extension=stored.suffix.removeprefix("."),
        is_duplicate=is_kept_trusted and kept is not None,
        is_placed=kept is None,
    )
    return found.warned("name_mismatch", kind.mismatch) if kind.mismatch else found


def read_taken(
    found: Ingested,
    limits: Limits | None,
    *,
    unread: Unread | None = None,
    readers: Mapping[str, str] = READERS,
) -> Ingested:
    """Read a file that is in its place and guess its first values; ``unread`` as for `ingest_one`."""
    stored = Path(found.stored)
    result = _read(stored, found.media_type, limits, unread, readers)
    for warning in found.result.warnings:
        result.warn(*warning)
    return replace(
        found,
        result=result,
        guesses=guess(found.name, found.media_type, result),
        page_count=len(result.pages),
        is_container=unread is None and _may_hold(stored, found.media_type, result),
        is_read=True,
    )


def _read(
    stored: Path, media_type: str, limits: Limits | None, unread: Unread | None, readers: Mapping[str, str]
) -> ReadResult:
    if unread is not None:
        return ReadResult(warnings=[unread])
    try:
        return read_file(stored, media_type, limits, readers=readers)
    except MemoryError:
        raise  # the process has to be replaced
    except Exception as error:  # noqa: BLE001  a reader's bug on a hostile file must not cost the batch or the file
        return ReadResult(warnings=[("failed", f"the reader failed: {type(error).__name__}: {error}"[:300])])


def _may_hold(stored: Path, media_type: str, result: ReadResult) -> bool:
    try:
        return may_hold(stored, media_type, result)
    except OSError:
        return False


def _modified(path: str) -> str:
    try:
        return timestamp(datetime.fromtimestamp(os.stat(path).st_mtime, UTC))  # noqa: PTH116  as in copy.new_file
    except (OSError, ValueError, OverflowError):
        return ""
