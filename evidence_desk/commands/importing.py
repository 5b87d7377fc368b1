"""An import: scan, read in worker processes, take in by commands a few families at a time, keep the page text.

Stopping it, or the power failing, keeps what was committed; running it again takes in only the rest.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.commands import lookups
from evidence_desk.commands.import_batch import ImportBatch, held_files, held_places
from evidence_desk.commands.import_report import ImportReport, LeftFile, TakenFile
from evidence_desk.commands.import_rows import (
    further_place,
    imported_file,
    imported_item,
    pages_of,
    taken_file,
)
from evidence_desk.commands.kept_pages import lost_text
from evidence_desk.commands.produced_text import keep_read
from evidence_desk.commands.reading_again import Unread, unread
from evidence_desk.commands.session import Session
from evidence_desk.domain.begun_imports import Chosen
from evidence_desk.domain.file_ids import hash_of
from evidence_desk.domain.remarks import serious
from evidence_desk.intake.ingest import Intake, Pool, lightened
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.one_file import Ingested
from evidence_desk.intake.readers.registry import CONVERTER, READERS, read_file
from evidence_desk.intake.scan import Found, scan
from evidence_desk.jobs.progress import Cancelled, CancelToken, OnProgress, Progress, quiet
from evidence_desk.queries.pages import PICTURES, evidence_without_text, read_by_ocr
from evidence_desk.queries.same_bytes import file_of_bytes, files_of_bytes
from evidence_desk.store.tables import FILE
from evidence_desk.support.errors import UserError
from evidence_desk.support.texts import path_text

_CHUNK_FILES = 100
_CHUNK_SECONDS = 2.0
_TAKEN_BACK = "it was taken out of the matter while it was imported again"


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
        onto: str = "",
        ocr: bool = False,
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
            onto: the id of an item whose files the chosen ones join; what is found in them becomes items below it.
            ocr: whether OCR is asked for of the items met that have pages without text.
            limits: what a file and a family may cost, and the passwords to try.
            readers: the reader of each media type.
        """
        self._batch = ImportBatch(session, tags=tags, onto=onto)
        self.report = self._batch.report
        self._session = session
        self._pool = pool
        self._type = type
        self._as_evidence, self._onto = as_evidence, onto
        self._is_ocr_wanted = ocr
        self._limits = limits or Limits()
        self._unread = Unread()
        self._readers = readers
        self._waiting: list[Ingested] = []
        self._intake: Intake | None = None
        self._pictured: dict[str, str] = {}  # what else is to be said of files with pages that are pictures

    def run(
        self, paths: Sequence[Path], *, on_progress: OnProgress = quiet, token: CancelToken | None = None
    ) -> ImportReport:
        """Import files and folders, with what is in mails, archives and other containers.

        Progress has the phases ``scanning`` and ``reading``, whose total grows as files are found in files.

        Raises:
            Cancelled: the token asked to stop; what was committed stays, and the report says so.
            UserError: a named path does not exist, the type is not known, or the matter cannot be written (any
                more); what was committed stays.
        """
        _check_exist(paths)
        self._type = self._batch.known_type(self._type)
        token = token or CancelToken()
        named = ", ".join(path.name or str(path) for path in paths[:3])
        self._batch.begin(named + (" …" if len(paths) > 3 else ""), self._chosen(paths))
        try:
            on_progress(Progress(0, None, "scanning"))
            self._take_in(self._scan(paths, on_progress, token), on_progress, token)
            self.report.state = "finished"
            self._commit_waiting(is_last=True)
            self._batch.end("finished")
        except BaseException as error:
            self._batch.end("stopped" if isinstance(error, Cancelled) else "broken_off")
            self._end_early()
            self._batch.tell_kept(error)
            raise
        read_missing_text(
            self._session, self._pool, limits=self._limits, on_progress=on_progress, token=token
        )
        if self._is_ocr_wanted:
            met = {file.evidence for file in (*self.report.files, *self.report.duplicates)}
            wanted = [item for item in self._session.read(evidence_without_text) if item in met]
            self._batch.ask_for_ocr(wanted)
        return self.report

    def _chosen(self, paths: Sequence[Path]) -> Chosen:
        return Chosen(
            paths=tuple(f"{path_text(path.absolute())}{os.sep if path.is_dir() else ''}" for path in paths),
            tags=self._batch.tags,
            type=self._type,
            has_ocr=self._is_ocr_wanted,
            is_converting=bool(self._limits.convert_with),
            has_passwords=bool(self._limits.passwords),
            onto=self._onto,
        )

    def note_read(self) -> None:
        """Drop from the report what no longer holds, since OCR read the pages it was said of."""
        read = self._session.read(read_by_ocr, list(self._pictured))
        self.report.files = [
            replace(file, problem=self._pictured[file.sha256]) if file.sha256 in read else file
            for file in self.report.files
        ]

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
        self._batch.note_found(len(wanted))
        return list(wanted)

    def _take_in(self, paths: list[str], on_progress: OnProgress, token: CancelToken) -> None:
        def _on_read(found: Ingested) -> Ingested:
            self._keep_text(found)
            on_progress(Progress(intake.done, intake.met, "reading", found.name))
            return lightened(found)

        self._unread = self._session.read(unread, self._limits)
        known = {*map(hash_of, self._session.read(lookups.file_ids))}
        known = {sha256 for sha256 in known if sha256 not in self._unread}
        intake = self._intake = Intake(
            paths,
            str(self._session.files_folder),
            limits=self._limits,
            known_hashes=known,
            readers=self._readers,
            on_read=_on_read,
        )
        began = time.monotonic()
        for family in intake.run(self._pool, token):
            # What came last waits for the next, so that the report on the run belongs to its last step.
            is_long_ago = time.monotonic() - began > _CHUNK_SECONDS
            if self._waiting and (is_long_ago or len(self._waiting) >= _CHUNK_FILES):
                self._commit_waiting()
                began = time.monotonic()
            self._waiting += family
        on_progress(Progress(intake.done, intake.met, "reading"))

    def _keep_text(self, found: Ingested) -> None:
        if found.sha256 not in self._unread:
            self._session.keep_pages(found.sha256, pages_of(found.result), found.result.mark)
        elif self._unread.is_read_now(found):
            for file_id in self._session.read(files_of_bytes, [found.sha256])[found.sha256]:
                keep_read(self._session, file_id, found.result)

    def _end_early(self) -> None:
        """Keep the families that are whole, at least the report, and remove what was put in place of the others."""
        if self._intake is not None:
            self._waiting += [found for family in self._intake.rest() for found in family]
        try:
            self._commit_waiting(is_last=True)
        except UserError:
            with suppress(UserError):  # a full disk: what ended the run is what the user has to hear of
                self._batch.take_in([], [], [], kept=self._batch.kept())
        self._batch.drop_unknown()

    def _commit_waiting(self, *, is_last: bool = False) -> None:
        part, self._waiting = self._waiting, []
        self._commit(part, is_last=is_last)

    def _commit(self, results: Sequence[Ingested], *, is_last: bool = False) -> None:
        """Take in whole families as one step of the history; the last step keeps the report."""
        if self._intake is not None:
            self._intake.make_durable()
        with self._session.exclusive():  # nobody takes back meanwhile what is said to be held
            self._write(self._still_there(results), is_last=is_last)
        self._batch.note_done(sum(not one.parent for one in results))

    def _still_there(self, results: Sequence[Ingested]) -> list[Ingested]:
        """Leave out what cannot join an item any more, since it was held and taken back; the report names it."""
        if not self._onto:
            return list(results)
        fresh, again = self._sorted(results)
        there = {one.sha256 for one in fresh}
        there |= self._session.read(file_of_bytes, [one.sha256 for one in again]).keys()
        gone = [one for one in again if one.sha256 not in there]
        self.report.failed += [LeftFile(one.source, "taken_back", _TAKEN_BACK) for one in gone]
        return [one for one in results if one.failure is not None or one.sha256 in there]

    def _write(self, results: Sequence[Ingested], *, is_last: bool) -> None:
        fresh, again = self._sorted(results)
        anew = [one for one in again if self._unread.is_read_now(one)]
        held = self._session.read(held_places, [one.sha256 for one in again])
        moved = [one for one in again if _place_of(one) not in held]
        noted = [(path_text(one.source), one.sha256) for one in again if _place_of(one) in held]
        self._note_failures(results)
        self._batch.take_in(
            [imported_file(result) for result in fresh],
            [imported_item(result, self._type) for result in fresh if self._is_item(result)],
            [further_place(result) for result in moved],
            anew=[imported_file(result) for result in anew],
            attached=[one.sha256 for one in results if self._onto and not (one.parent or one.failure)],
            kept=self._batch.kept(fresh=len(fresh), again=len(again), noted=noted) if is_last else None,
        )
        self._batch.met_again(noted)
        self._note_taken(fresh, again)
        read = {one.sha256 for one in anew}
        self.report.read_anew += [one for one in self.report.duplicates[-len(again) :] if one.sha256 in read]

    def _is_item(self, result: Ingested) -> bool:
        return self._as_evidence and (not self._onto or bool(result.parent))

    def _sorted(self, results: Sequence[Ingested]) -> tuple[list[Ingested], list[Ingested]]:
        """Return the new files, and those that are held already, also where they were looked at again."""
        good = [result for result in results if result.failure is None]
        looked_at = [one.sha256 for one in good if not one.is_duplicate and one.sha256 in self._unread]
        held = self._session.read(held_files, looked_at)
        fresh = [one for one in good if not (one.is_duplicate or one.sha256 in held)]
        return fresh, [one for one in good if one.is_duplicate or one.sha256 in held]

    def _note_failures(self, results: Sequence[Ingested]) -> None:
        for result in results:
            if result.failure is not None:
                left = LeftFile(result.source, result.failure.code, result.failure.message)
                (self.report.skipped if result.failure.is_meant else self.report.failed).append(left)

    def _note_taken(self, fresh: Sequence[Ingested], again: Sequence[Ingested]) -> None:
        hashes = {one.sha256 for one in (*fresh, *again)} | {one.parent for one in (*fresh, *again)}
        held = self._session.read(held_files, sorted(hashes - {""}))
        parents = {"": "", **{sha256: evidence for sha256, (evidence, _pages) in held.items()}}
        for ones, listed in ((fresh, self.report.files), (again, self.report.duplicates)):
            for one in ones:
                # Somebody may have taken back, or deleted, what a moment ago was taken in.
                evidence, pages = held.get(one.sha256, ("", one.page_count))
                self._note_pictures(one)
                listed.append(taken_file(one, evidence, pages, parent=parents.get(one.parent, "")))

    def _note_pictures(self, one: Ingested) -> None:
        said = serious(one.result.warnings)
        if PICTURES in dict(said):
            self._pictured[one.sha256] = "; ".join(text for code, text in said if code != PICTURES)


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
        "matter": "the folder of a matter",
        "unreadable_folder": "a folder that cannot be read",
        "missing": "gone",
    }
    reason = words.get(found.skipped or "", found.skipped or "")
    return f"{reason} ({found.detail})" if found.detail else reason


def _place_of(result: Ingested) -> tuple[str, str]:
    return result.sha256, path_text(result.source)


def read_missing_text(
    session: Session,
    pool: Pool,
    *,
    limits: Limits | None = None,
    on_progress: OnProgress = quiet,
    token: CancelToken | None = None,
) -> int:
    """Read the text of files that the cache does not hold: after a crash, or after the cache was thrown away.

    A file that was read by way of a converter is read so again; where ``limits`` name no converter it waits.

    Returns:
        how many files were read.

    Raises:
        Cancelled: the token asked to stop.
    """
    for sha256, pages in lost_text(session, session.unread_files()):
        session.keep_pages(sha256, pages)
    unread = session.unread_files()
    for done, (sha256, result) in enumerate(
        pool.each(_readings(session, unread, limits or Limits()), token), 1
    ):
        # A file whose reader dies has no text; it was read, and is not tried at every opening.
        keep_read(session, sha256, result if isinstance(result, ReadResult) else ReadResult())
        on_progress(Progress(done, len(unread), "reading text"))
    return len(unread)


def _readings(
    session: Session, hashes: Iterable[str], limits: Limits
) -> Iterator[tuple[str, Callable[..., Any], tuple[Any, ...]]]:
    unconverted = replace(limits, convert_with="")
    how = session.read(_how_read)
    for sha256 in hashes:
        path = session.file_path(sha256)
        media_type, is_converted = how[sha256]
        if path.is_file() and (limits.convert_with or not is_converted):
            yield sha256, read_file, (path, media_type, limits if is_converted else unconverted)


def _how_read(connection: Connection) -> dict[str, tuple[str, bool]]:
    """Return of each file its media type, and whether it was read by way of a converter."""
    rows = connection.execute(select(FILE.c.id, FILE.c.media_type, FILE.c.tools))
    return {row.id: (row.media_type, CONVERTER in row.tools) for row in rows}


__all__ = ["Import", "ImportReport", "LeftFile", "TakenFile", "read_missing_text"]
