"""An import: scan, read in worker processes, take in by commands a few files at a time, keep the page text.

Stopping it, or the power failing, keeps what was committed; running it again takes in only the rest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.commands.intake import ImportedFile, ImportedItem, ImportFiles
from evidence_desk.commands.produced_text import with_produced
from evidence_desk.commands.session import Session
from evidence_desk.domain import fuzzy_dates
from evidence_desk.domain.fuzzy_dates import FuzzyDateError
from evidence_desk.intake.ingest import Ingested, Pool, ingest_many
from evidence_desk.intake.model import ReadResult
from evidence_desk.intake.readers.registry import read_file
from evidence_desk.intake.scan import Found, scan
from evidence_desk.jobs.progress import Cancelled, CancelToken, OnProgress, Progress
from evidence_desk.store.page_text import Page
from evidence_desk.store.tables import EVIDENCE_FILE, FILE
from evidence_desk.support.clock import timestamp
from evidence_desk.support.errors import UserError
from evidence_desk.support.texts import path_text, storable

_CHUNK_FILES = 100
_CHUNK_SECONDS = 2.0

# What a reader says that costs nothing worth a line on the item.
_HARMLESS = frozenset({"no_reader", "name_mismatch", "repaired", "hidden_content"})


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file of the matter as an import met it."""

    path: str
    sha256: str
    evidence: str
    pages: int
    media_type: str
    parent: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LeftFile:
    """A file that was not taken in, and why."""

    path: str
    code: str
    message: str


@dataclass(slots=True)
class ImportReport:
    """What an import did; files seen = imported + duplicates + failed + skipped."""

    files: list[TakenFile] = field(default_factory=list)
    duplicates: list[TakenFile] = field(default_factory=list)
    failed: list[LeftFile] = field(default_factory=list)
    skipped: list[LeftFile] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """Return how many files were met."""
        return len(self.files) + len(self.duplicates) + len(self.failed) + len(self.skipped)


def _quiet(_progress: Progress) -> None:
    """Hear progress and say nothing."""


class Import:
    """One run of an import into a session.

    Attributes:
        report: what was done so far; complete and true also after a stop.
    """

    def __init__(
        self,
        session: Session,
        pool: Pool,
        *,
        tags: Sequence[str] = (),
        type: str = "",  # noqa: A002  the field's word
        as_evidence: bool = True,
    ) -> None:
        """Prepare an import.

        Args:
            session: the open matter.
            pool: the worker processes that read.
            tags: references of tags to put on every new item.
            type: the document type of every new item, instead of the guessed one.
            as_evidence: whether each new file becomes an evidence item.
        """
        self.report = ImportReport()
        self._session = session
        self._pool = pool
        self._tags = list(tags)
        self._type = type
        self._as_evidence = as_evidence
        self._batch = session.new_id()
        self._source = ""

    def run(
        self, paths: Sequence[Path], *, on_progress: OnProgress = _quiet, token: CancelToken | None = None
    ) -> ImportReport:
        """Import files and folders.

        Raises:
            Cancelled: the token asked to stop; what was committed stays.
            UserError: a named path does not exist, or the matter cannot be written (any more); what was
                committed stays.
        """
        _check_exist(paths)
        token = token or CancelToken()
        named = ", ".join(path.name or str(path) for path in paths[:3])
        self._source = storable(named) + (" …" if len(paths) > 3 else "")
        on_progress(Progress(0, None, "scanning"))
        found = self._scan(paths)
        known = set(self._session.read(_hashes))
        self._take_in(found, known, on_progress, token)
        read_missing_text(self._session, self._pool, on_progress=on_progress, token=token)
        return self.report

    def _scan(self, paths: Sequence[Path]) -> list[Found]:
        wanted = []
        for found in scan(paths):
            if found.skipped is None:
                wanted.append(found)
            else:
                self.report.skipped.append(LeftFile(str(found.path), found.skipped, _why_skipped(found)))
        return wanted

    def _take_in(
        self, found: list[Found], known: set[str], on_progress: OnProgress, token: CancelToken
    ) -> None:
        order = {str(item.path): place for place, item in enumerate(found)}
        waiting: list[Ingested] = []
        began = time.monotonic()
        results = ingest_many(
            self._pool, order, str(self._session.files_folder), known_hashes=known, token=token
        )
        try:
            for done, result in enumerate(results, 1):
                waiting.append(result)
                on_progress(Progress(done, len(found), "reading", result.name))
                check_room(result)
                if len(waiting) >= _CHUNK_FILES or time.monotonic() - began > _CHUNK_SECONDS:
                    self._commit(waiting, known, order)
                    waiting, began = [], time.monotonic()
        except (Cancelled, UserError):
            self._commit(waiting, known, order)
            raise
        self._commit(waiting, known, order)

    def _commit(self, results: list[Ingested], known: set[str], order: dict[str, int]) -> None:
        """Take in a part of the files as one step of the history, in the order they were found."""
        fresh: dict[str, Ingested] = {}
        again: list[Ingested] = []
        for result in sorted(results, key=lambda one: order[one.source]):
            if result.failure is not None:
                self.report.failed.append(
                    LeftFile(result.source, result.failure.code, result.failure.message)
                )
            elif result.is_duplicate or result.sha256 in known or result.sha256 in fresh:
                again.append(result)
            else:
                fresh[result.sha256] = result
        if fresh:
            results = list(fresh.values())
            self._session.run(
                ImportFiles(
                    batch=self._batch,
                    source=self._source,
                    files=[imported_file(result) for result in results],
                    items=[_item(result, self._type) for result in results] if self._as_evidence else [],
                    tags=self._tags,
                )
            )
            known.update(fresh)
        for result in fresh.values():
            self._session.keep_pages(result.sha256, pages_of(result.result))
        held = self._session.read(held_files, [*fresh, *(one.sha256 for one in again)])
        self.report.files += [taken_file(one, *held[one.sha256]) for one in fresh.values()]
        self.report.duplicates += [taken_file(one, *held[one.sha256]) for one in again]


def check_room(result: Ingested) -> None:
    """Stop at the first file the matter's own folder has no room for: all after it would fail the same way."""
    failure = result.failure
    if failure is not None and failure.code in ("disk_full", "not_writable"):
        raise UserError(failure.code, failure.message, failure.remedy)


def _check_exist(paths: Sequence[Path]) -> None:
    for path in paths:
        if not path.exists():
            raise UserError(
                "not_found", f"There is nothing at {path}", "Check the path. Nothing was changed."
            )


def _why_skipped(found: Found) -> str:
    words = {
        "hidden": "a hidden file",
        "system_file": "a file of the operating system",
        "office_lock": "a lock file of an office program",
        "symlink": "a link; links are not followed",
        "special_file": "not an ordinary file",
        "unreadable_folder": "a folder that cannot be read",
        "missing": "gone",
    }
    reason = words.get(found.skipped or "", found.skipped or "")
    return f"{reason} ({found.detail})" if found.detail else reason


def _item(result: Ingested, type_given: str) -> ImportedItem:
    """Return the item of a file, with first values; each says where it comes from until somebody edits it."""
    title, type_, date = result.name, type_given, ""
    why: dict[str, str] = {}
    guesses = result.guesses
    if guesses is not None:
        title, why["title"] = storable(guesses.title.value), guesses.title.source
        if not type_given:
            type_, why["type"] = guesses.type.value, guesses.type.source
        if guesses.date is not None and _is_date(guesses.date.value):
            date, why["date"] = guesses.date.value, guesses.date.source
    return ImportedItem(
        files=[result.sha256], title=storable(title), type=type_, date=storable(date), guesses=why
    )


def imported_file(result: Ingested) -> ImportedFile:
    """Return a file that was taken in as the command wants it."""
    read = result.result
    serious = next(((code, text) for code, text in read.warnings if code not in _HARMLESS), ("", ""))
    return ImportedFile(
        sha256=result.sha256,
        name=result.name,
        media_type=result.media_type,
        extension=result.extension,
        bytes=result.size,
        pages=len(read.pages),
        original_path=path_text(Path(result.source).absolute()),
        modified_at=_modified(result.source),
        problem_code=serious[0],
        problem=storable(serious[1]),
        facts=storable(_facts(read)),
        tools=read.tools,
    )


def _facts(read: ReadResult) -> dict[str, object]:
    """Return what the reader found out, with what belongs to no page."""
    found: dict[str, object] = dict(read.facts)
    if read.people:
        found["people"] = read.people
    if read.dates:
        found["dates"] = [list(pair) for pair in read.dates]
    if read.warnings:
        found["warnings"] = [list(pair) for pair in read.warnings]
    return found


def _is_date(text: str) -> bool:
    try:
        fuzzy_dates.parse(text)
    except FuzzyDateError:
        return False
    return True


def _modified(path: str) -> str:
    try:
        return timestamp(datetime.fromtimestamp(Path(path).stat().st_mtime, UTC))
    except (OSError, ValueError, OverflowError):
        return ""


def pages_of(read: ReadResult) -> list[Page]:
    """Return the pages of a reading as the cache keeps them."""
    return [
        Page(p.number, storable(p.label or ""), storable(p.text), p.width_pt, p.height_pt) for p in read.pages
    ]


def _hashes(connection: Connection) -> list[str]:
    return list(connection.execute(select(FILE.c.id)).scalars())


def held_files(connection: Connection, hashes: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Return of each file its evidence item, or an empty text, and its pages."""
    joined = FILE.outerjoin(EVIDENCE_FILE, EVIDENCE_FILE.c.file_id == FILE.c.id)
    columns = select(FILE.c.id, EVIDENCE_FILE.c.evidence_id, FILE.c.pages).select_from(joined)
    rows = connection.execute(columns.where(FILE.c.id.in_(hashes)).order_by(EVIDENCE_FILE.c.id.desc()))
    return {sha256: (evidence or "", pages) for sha256, evidence, pages in rows}


def taken_file(result: Ingested, evidence: str, pages: int) -> TakenFile:
    """Return a file as a report names it, with its item and its pages in the matter."""
    problem = next((text for code, text in result.result.warnings if code not in _HARMLESS), "")
    return TakenFile(
        path=result.source,
        sha256=result.sha256,
        evidence=evidence,
        pages=pages,
        media_type=result.media_type,
        problem=problem,
    )


def read_missing_text(
    session: Session, pool: Pool, *, on_progress: OnProgress = _quiet, token: CancelToken | None = None
) -> int:
    """Read the text of files that the cache does not hold: after a crash, or after the cache was thrown away.

    Returns:
        how many files were read.

    Raises:
        Cancelled: the token asked to stop.
    """
    unread = session.unread_files()
    for done, (sha256, result) in enumerate(pool.each(_readings(session, unread), token), 1):
        # A file whose reader dies has no text; it was read, and is not tried at every opening.
        pages = pages_of(result) if isinstance(result, ReadResult) else []
        session.keep_pages(sha256, with_produced(session, sha256, pages))
        on_progress(Progress(done, len(unread), "reading text"))
    return len(unread)


def _readings(
    session: Session, hashes: Iterable[str]
) -> Iterator[tuple[str, Callable[..., Any], tuple[Any, ...]]]:
    media_types = session.read(_media_types)
    for sha256 in hashes:
        path = session.file_path(sha256)
        if path.is_file():
            yield sha256, read_file, (path, media_types[sha256])


def _media_types(connection: Connection) -> dict[str, str]:
    return {row.id: row.media_type for row in connection.execute(select(FILE.c.id, FILE.c.media_type))}
