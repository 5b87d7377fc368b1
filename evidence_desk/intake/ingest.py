"""Takes one file in: copy, hash, recognise, read, guess; and a batch of them through worker processes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from evidence_desk.intake.copy import INCOMING, copy_and_hash, place, stored_copy
from evidence_desk.intake.guess import Guesses, guess
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers.registry import read_file
from evidence_desk.intake.recognise import recognise
from evidence_desk.support.errors import UserError
from evidence_desk.support.texts import storable

A = TypeVar("A")
_Call = tuple[str, Callable[..., "Ingested"], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class IngestFailure:
    """Why a file could not be taken in; the codes are those of `copy.copy_and_hash` and `copy.place`."""

    code: str
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one file.

    Attributes:
        source: the path it was read from.
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


def ingest_one(
    path: str,
    files_folder: str,
    limits: Limits | None = None,
    *,
    is_stored_skipped: bool = False,
    unread: tuple[str, str] | None = None,
) -> Ingested:
    """Take one file in; never raises for a bad file.

    Runs in a worker process, since reading may crash or hang. With ``is_stored_skipped`` a file whose bytes
    are already kept in ``files_folder`` is not read, only marked as a duplicate. ``unread`` is the (code,
    message) of a reading that ended badly before: the file is then taken in without being read.
    """
    name = storable(Path(path).name)
    try:
        copied = copy_and_hash(path, Path(files_folder) / INCOMING)
        kind = recognise(copied.temp_path, name)
        is_stored = stored_copy(files_folder, copied.sha256, copied.size) is not None
        stored = place(copied.temp_path, files_folder, copied.sha256, kind.extension)
    except UserError as error:
        return Ingested(path, name, failure=IngestFailure(error.code, error.message, error.remedy))
    # The bytes may be kept already under another ending, from an import that was undone.
    extension = stored.suffix.removeprefix(".")
    found = Ingested(path, name, copied.sha256, copied.size, str(stored), kind.media_type, extension)
    if is_stored and is_stored_skipped:
        return replace(found, is_duplicate=True)
    result = _read(stored, kind.media_type, limits, unread)
    if kind.mismatch:
        result.warn("name_mismatch", kind.mismatch)
    return replace(found, result=result, guesses=guess(name, kind.media_type, result))


def _read(stored: Path, media_type: str, limits: Limits | None, unread: tuple[str, str] | None) -> ReadResult:
    if unread is not None:
        return ReadResult(warnings=[unread])
    try:
        return read_file(stored, media_type, limits)
    except MemoryError:
        raise  # the process has to be replaced
    except Exception as error:  # noqa: BLE001  a reader's bug on a hostile file must not cost the batch or the file
        return ReadResult(warnings=[("failed", f"the reader failed: {type(error).__name__}: {error}"[:300])])


class Pool(Protocol):
    """What `ingest_many` needs of a pool of worker processes."""

    def each(
        self, calls: Iterable[tuple[A, Callable[..., Any], tuple[Any, ...]]], token: Any = None
    ) -> Iterator[tuple[A, Any]]:
        """Run calls and yield (key, result); a failed task's result has ``code`` and ``message``."""


def ingest_many(
    pool: Pool,
    paths: Iterable[str],
    files_folder: str,
    *,
    limits: Limits | None = None,
    known_hashes: Collection[str] = (),
    token: Any = None,
) -> Iterator[Ingested]:
    """Take files in through a pool and yield each when it is finished, no content twice as new.

    Files whose hash is among ``known_hashes``, or was yielded before, have ``is_duplicate``. A file whose
    reading crashes, hangs or eats its memory is taken in again without being read; the reason is then in its
    ``result.warnings`` as ``crashed``, ``timeout``, ``out_of_memory`` or ``failed``. Raises what
    ``pool.each`` raises when the token asks to stop.
    """
    seen = set(known_hashes)
    again: list[_Call] = []
    first = partial(ingest_one, is_stored_skipped=True)
    for path, outcome in pool.each(((path, first, (path, files_folder, limits)) for path in paths), token):
        if not isinstance(outcome, Ingested):
            reason = (str(outcome.code), str(outcome.message))
            again.append((path, partial(ingest_one, unread=reason), (path, files_folder, limits)))
        elif outcome.is_duplicate and outcome.sha256 not in seen:
            # The bytes are there but nobody knows them: an import before this one was killed.
            again.append((path, ingest_one, (path, files_folder, limits)))
        else:
            yield _marked(outcome, seen)
    for path, outcome in pool.each(again, token):
        yield _marked(outcome if isinstance(outcome, Ingested) else _given_up(path, outcome), seen)


def _marked(found: Ingested, seen: set[str]) -> Ingested:
    """Mark a file as a duplicate if its hash was seen, and see it."""
    if not found.sha256:
        return found
    is_duplicate = found.sha256 in seen
    seen.add(found.sha256)
    return replace(found, is_duplicate=is_duplicate)


def _given_up(path: str, failure: Any) -> Ingested:
    message = f"{path} could not be taken in: {failure.message}"
    return Ingested(path, storable(Path(path).name), failure=IngestFailure(str(failure.code), message))
