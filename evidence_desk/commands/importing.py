"""An import: scan, read in worker processes, take in by commands a few families at a time, keep the page text.

Stopping it, or the power failing, keeps what was committed; running it again takes in only the rest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.commands.import_report import ImportReport, LeftFile, TakenFile
from evidence_desk.commands.intake import FurtherPlace, ImportedFile, ImportedItem, ImportFiles
from evidence_desk.commands.session import Session
from evidence_desk.domain import fuzzy_dates
from evidence_desk.domain.fuzzy_dates import FuzzyDateError
from evidence_desk.intake.ingest import Ingested, Intake, Pool, lightened
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers.registry import READERS, read_file
from evidence_desk.intake.scan import Found, scan
from evidence_desk.jobs.progress import Cancelled, CancelToken, OnProgress, Progress
from evidence_desk.store.page_text import Page
from evidence_desk.store.tables import EVIDENCE_FILE, FILE, FILE_PLACE
from evidence_desk.support.errors import UserError

_CHUNK_FILES = 100
_CHUNK_SECONDS = 2.0
_PART = 500  # hashes in one query

# What a reader says that costs nothing worth a line on the item.
_HARMLESS = frozenset({"no_reader", "name_mismatch", "repaired", "hidden_content", "duplicate_name"})


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
        limits: Limits | None = None,
        readers: Mapping[str, str] = READERS,
    ) -> None:
        """Prepare an import.

        Args:
            session: the open matter.
            pool: the worker processes that read.
            tags: references of tags to put on every new item.
            type: the document type of every new item, instead of the guessed one.
            as_evidence: whether each new file becomes an evidence item.
            limits: what a file and a family may cost, and the passwords to try.
            readers: the reader of each media type.
        """
        self._batch = session.new_id()
        self.report = ImportReport(batch=self._batch)
        self._session = session
        self._pool = pool
        self._tags = list(tags)
        self._type = type
        self._as_evidence = as_evidence
        self._limits = limits or Limits()
        self._readers = readers
        self._source = ""
        self._again: list[tuple[str, str]] = []

    def run(
        self, paths: Sequence[Path], *, on_progress: OnProgress = _quiet, token: CancelToken | None = None
    ) -> ImportReport:
        """Import files and folders, with what is in mails, archives and other containers.

        Progress has the phases ``scanning`` and ``reading``, whose total grows as files are found in files.

        Raises:
            Cancelled: the token asked to stop; what was committed stays, and the report says so.
            UserError: the matter cannot be written, or a named path does not exist.
        """
        _check_exist(paths)
        token = token or CancelToken()
        self._source = ", ".join(path.name or str(path) for path in paths[:3]) + (
            " …" if len(paths) > 3 else ""
        )
        self.report.state = "broken_off"
        try:
            on_progress(Progress(0, None, "scanning"))
            self._take_in(self._scan(paths, on_progress, token), on_progress, token)
            self.report.state = "finished"
        except Cancelled:
            self.report.state = "stopped"
            raise
        finally:
            with suppress(UserError):  # a full disk: what ended the run is what the user has to hear of
                self._keep_report()
        read_missing_text(self._session, self._pool, on_progress=on_progress, token=token)
        return self.report

    def _scan(self, paths: Sequence[Path], on_progress: OnProgress, token: CancelToken) -> list[str]:
        wanted: dict[str, None] = {}
        for count, found in enumerate(scan(paths), 1):
            token.raise_if_cancelled()
            on_progress(Progress(count, None, "scanning", found.relative))
            if found.skipped is None:
                wanted[str(found.path.absolute())] = None
            else:
                left = LeftFile(str(found.path.absolute()), found.skipped, _why_skipped(found))
                self.report.skipped.append(left)
        return list(wanted)

    def _take_in(self, paths: list[str], on_progress: OnProgress, token: CancelToken) -> None:
        def _on_read(found: Ingested) -> Ingested:
            self._session.keep_pages(found.sha256, pages_of(found.result))
            on_progress(Progress(intake.done, intake.met, "reading", found.name))
            return lightened(found)

        known = set(self._session.read(_hashes))
        intake = Intake(
            paths,
            str(self._session.files_folder),
            limits=self._limits,
            known_hashes=known,
            readers=self._readers,
            on_read=_on_read,
        )
        try:
            self._commit_all(intake.run(self._pool, token))
        except Cancelled:
            self._commit([found for family in intake.rest() for found in family])
            self._drop_unknown(intake.placed)
            raise
        on_progress(Progress(intake.done, intake.met, "reading"))

    def _commit_all(self, families: Iterable[list[Ingested]]) -> None:
        """Take in families as they come, a few at a time; each whole, so that no child is ever missing."""
        waiting: list[Ingested] = []
        began = time.monotonic()
        try:
            for family in families:
                waiting += family
                if len(waiting) >= _CHUNK_FILES or time.monotonic() - began > _CHUNK_SECONDS:
                    part, waiting = waiting, []
                    self._commit(part)
                    began = time.monotonic()
        finally:
            self._commit(waiting)

    def _commit(self, results: Sequence[Ingested]) -> None:
        """Take in whole families as one step of the history."""
        good = [result for result in results if result.failure is None]
        fresh = [result for result in good if not result.is_duplicate]
        again = [result for result in good if result.is_duplicate]
        held = self._session.read(_held_places, [one.sha256 for one in again])
        moved = [one for one in again if (one.sha256, one.source) not in held]
        if fresh or moved:
            self._session.run(
                ImportFiles(
                    batch=self._batch,
                    source=self._source,
                    files=[_file(result) for result in fresh],
                    items=[_item(result, self._type) for result in fresh] if self._as_evidence else [],
                    places=[_place(result) for result in moved],
                    tags=self._tags,
                )
            )
        self._again += [(one.source, one.sha256) for one in again if (one.sha256, one.source) in held]
        self._note(results, fresh, again)

    def _note(
        self, results: Sequence[Ingested], fresh: Sequence[Ingested], again: Sequence[Ingested]
    ) -> None:
        """Put into the report what was committed."""
        hashes = {one.sha256 for one in (*fresh, *again)} | {one.parent for one in fresh}
        items = self._session.read(_items, sorted(hashes))
        self.report.files += [_taken(one, items) for one in fresh]
        self.report.duplicates += [_taken(one, items) for one in again]
        for result in results:
            if result.failure is not None:
                left = LeftFile(result.source, result.failure.code, result.failure.message)
                (self.report.skipped if result.failure.is_meant else self.report.failed).append(left)

    def _drop_unknown(self, placed: Mapping[str, str]) -> None:
        """Remove the bytes of files that a stop kept from being taken in; this run had put them there."""
        known = set(self._session.read(_hashes))
        for sha256, stored in placed.items():
            if sha256 not in known:
                Path(stored).unlink(missing_ok=True)

    def _keep_report(self) -> None:
        report = self.report.kept(self._again)
        self._session.run(ImportFiles(batch=self._batch, source=self._source, report=report))


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
        title, why["title"] = guesses.title.value, guesses.title.source
        if not type_given:
            type_, why["type"] = guesses.type.value, guesses.type.source
        if guesses.date is not None and _is_date(guesses.date.value):
            date, why["date"] = guesses.date.value, guesses.date.source
    return ImportedItem(
        files=[result.sha256], title=title, type=type_, date=date, parent=result.parent, guesses=why
    )


def _place(result: Ingested) -> FurtherPlace:
    return FurtherPlace(
        sha256=result.sha256, name=result.name, path=result.source, modified_at=result.modified
    )


def _file(result: Ingested) -> ImportedFile:
    read = result.result
    serious = next(((code, text) for code, text in read.warnings if code not in _HARMLESS), ("", ""))
    return ImportedFile(
        sha256=result.sha256,
        name=result.name,
        media_type=result.media_type,
        extension=result.extension,
        bytes=result.size,
        pages=result.page_count,
        original_path=result.source,
        modified_at=result.modified,
        problem_code=serious[0],
        problem=serious[1],
        facts={
            **read.facts,
            **({"people": read.people} if read.people else {}),
            **_dates(read),
            **_notes(read),
            **({"kept_as": result.kind} if result.kind else {}),
        },
        tools=read.tools,
    )


def _dates(read: ReadResult) -> dict[str, object]:
    return {"dates": [list(pair) for pair in read.dates]} if read.dates else {}


def _notes(read: ReadResult) -> dict[str, object]:
    return {"warnings": [list(pair) for pair in read.warnings]} if read.warnings else {}


def _is_date(text: str) -> bool:
    try:
        fuzzy_dates.parse(text)
    except FuzzyDateError:
        return False
    return True


def pages_of(read: ReadResult) -> list[Page]:
    """Return the pages of a reading as the cache keeps them."""
    return [Page(p.number, p.label or "", p.text, p.width_pt, p.height_pt) for p in read.pages]


def _hashes(connection: Connection) -> list[str]:
    return list(connection.execute(select(FILE.c.id)).scalars())


def _items(connection: Connection, hashes: Sequence[str]) -> dict[str, str]:
    """Return the evidence item of each file, where it has one."""
    found: dict[str, str] = {}
    for start in range(0, len(hashes), _PART):
        query = select(EVIDENCE_FILE.c.file_id, EVIDENCE_FILE.c.evidence_id).where(
            EVIDENCE_FILE.c.file_id.in_(hashes[start : start + _PART])
        )
        found |= dict(connection.execute(query).tuples().all())
    return found


def _held_places(connection: Connection, hashes: Sequence[str]) -> set[tuple[str, str]]:
    """Return hash and path of every place some files are known to come from."""
    found: set[tuple[str, str]] = set()
    for start in range(0, len(hashes), _PART):
        part = hashes[start : start + _PART]
        first = select(FILE.c.id, FILE.c.original_path).where(FILE.c.id.in_(part))
        further = select(FILE_PLACE.c.file_id, FILE_PLACE.c.path).where(FILE_PLACE.c.file_id.in_(part))
        found |= {*connection.execute(first).tuples(), *connection.execute(further).tuples()}
    return found


def _taken(result: Ingested, items: dict[str, str]) -> TakenFile:
    problem = next((text for code, text in result.result.warnings if code not in _HARMLESS), "")
    return TakenFile(
        path=result.source,
        sha256=result.sha256,
        evidence=items.get(result.sha256, ""),
        pages=result.page_count,
        media_type=result.media_type,
        parent=items.get(result.parent, ""),
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
        session.keep_pages(sha256, pages_of(result) if isinstance(result, ReadResult) else [])
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


__all__ = ["Import", "ImportReport", "LeftFile", "TakenFile", "pages_of", "read_missing_text"]
