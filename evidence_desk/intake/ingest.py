"""Takes one file in: copy, hash, recognise, read, guess; and a batch of them through worker processes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from evidence_desk.intake.copy import INCOMING, copy_and_hash, place
from evidence_desk.intake.guess import Guesses, guess
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers.registry import read_file
from evidence_desk.intake.recognise import recognise
from evidence_desk.support.errors import UserError

A = TypeVar("A")


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
        name: its original name.
        sha256: its hash in hexadecimal; empty if it could not be copied.
        size: bytes.
        stored: the path of the copy; empty for a duplicate or failure.
        media_type: what it is by content.
        extension: the extension it is kept under.
        is_duplicate: its hash was among those known; it was not kept again.
        result: its text and facts.
        guesses: first values for its evidence item.
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
    known_hashes: Collection[str] = (),
    unread: tuple[str, str] | None = None,
) -> Ingested:
    """Take one file in; never raises for a bad file.

    Runs in a worker process, since reading may crash or hang. ``unread`` is the (code, message) of a reading
    that ended badly before: the file is then taken in without being read.
    """
    name = Path(path).name
    try:
        copied = copy_and_hash(path, Path(files_folder) / INCOMING)
        kind = recognise(copied.temp_path, name)
        if copied.sha256 in known_hashes:
            copied.temp_path.unlink()
            return Ingested(
                path, name, copied.sha256, copied.size, "", kind.media_type, kind.extension, is_duplicate=True
            )
        stored = place(copied.temp_path, files_folder, copied.sha256, kind.extension)
    except UserError as error:
        return Ingested(path, name, failure=IngestFailure(error.code, error.message, error.remedy))
    result = _read(stored, kind.media_type, limits, unread)
    if kind.mismatch:
        result.warn("name_mismatch", kind.mismatch)
    guesses = guess(name, kind.media_type, result)
    return Ingested(
        path,
        name,
        copied.sha256,
        copied.size,
        str(stored),
        kind.media_type,
        kind.extension,
        result=result,
        guesses=guesses,
    )


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
    """Take files in through a pool and yield each as it is finished.

    A file whose reading crashes, hangs or eats its memory is taken in again without being read; the reason
    is then in its ``result.warnings`` as ``crashed``, ``timeout``, ``out_of_memory`` or ``failed``. Of files
    with equal contents in one batch each is yielded as new; the caller sees it by the hash. Raises what
    ``pool.each`` raises when the token asks to stop.
    """
    known = frozenset(known_hashes)
    broken: list[tuple[str, tuple[str, str]]] = []
    calls = ((path, ingest_one, (path, files_folder, limits, known)) for path in paths)
    for path, outcome in pool.each(calls, token):
        if isinstance(outcome, Ingested):
            yield outcome
        else:
            broken.append((path, (str(outcome.code), str(outcome.message))))
    again = ((path, ingest_one, (path, files_folder, limits, known, reason)) for path, reason in broken)
    for path, outcome in pool.each(again, token):
        if isinstance(outcome, Ingested):
            yield outcome
        else:
            failure = IngestFailure(str(outcome.code), f"{path} could not be taken in: {outcome.message}")
            yield Ingested(path, Path(path).name, failure=failure)
