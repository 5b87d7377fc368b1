"""Runs OCR over the pages it was asked for, in worker processes; what it reads is kept in the cache."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.commands.session import Session
from evidence_desk.domain.file_ids import hash_of
from evidence_desk.intake.ingest import Pool
from evidence_desk.intake.model import Limits
from evidence_desk.intake.ocr import OcrPage, ocr_page
from evidence_desk.jobs.progress import CancelToken, OnProgress, Progress, quiet
from evidence_desk.store.tables import FILE

Recognise = Callable[[str, str, int, Limits], OcrPage]
_Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class LeftPage:
    """A page that OCR could not read, and why; ``id`` is that of its file, ``sha256`` names the bytes."""

    id: str
    sha256: str
    name: str
    page: int
    code: str
    message: str


@dataclass(slots=True)
class OcrReport:
    """What a run of OCR did: files and pages it looked at, pages on which it found words, and failures."""

    files: int = 0
    pages: int = 0
    with_words: int = 0
    failed: list[LeftPage] = field(default_factory=list)


def read_pictures(
    session: Session,
    pool: Pool,
    *,
    again: bool = False,
    on_progress: OnProgress = quiet,
    token: CancelToken | None = None,
    recognise: Recognise = ocr_page,
) -> OcrReport:
    """Read the pages that OCR was asked for and did not look at yet; a page that fails costs only itself.

    Args:
        session: the open matter.
        pool: the processes that read, with limits fit for one page.
        again: whether pages on which OCR failed before are tried again.
        on_progress: hears how many pages are done.
        token: asks to stop.
        recognise: reads one page in a worker process: (path, media type, page, limits).

    Raises:
        Cancelled: the token asked to stop; what was read is kept.
    """
    wanted = session.pages_for_ocr(again=again)
    kinds = session.read(_kinds)
    left = Counter({file_id: len(pages) for file_id, pages in wanted.items()})
    total = left.total()
    report = OcrReport(files=len(wanted))
    touched: set[str] = set()
    calls = _calls(session, wanted, kinds, recognise)
    try:
        for done, ((file_id, page), read) in enumerate(pool.each(calls, token), 1):
            name = kinds[file_id][0]
            _keep(session, report, (file_id, page), read, name)
            touched.add(file_id)
            left[file_id] -= 1
            if not left[file_id]:
                session.finish_ocr(file_id)
                touched.discard(file_id)
            on_progress(Progress(done, total, "reading pictures", name))
    finally:
        for file_id in touched:
            session.finish_ocr(file_id)
    return report


def _calls(
    session: Session, wanted: dict[str, list[int]], kinds: dict[str, tuple[str, str]], recognise: Recognise
) -> Iterator[tuple[_Place, Recognise, tuple[Any, ...]]]:
    for file_id, pages in wanted.items():
        path = session.file_path(file_id)
        if path.is_file():
            for page in pages:
                yield (file_id, page), recognise, (str(path), kinds[file_id][1], page, Limits())


def _keep(session: Session, report: OcrReport, place: _Place, read: Any, name: str) -> None:
    file_id, page = place
    report.pages += 1
    if isinstance(read, OcrPage):
        report.with_words += bool(read.words)
        session.keep_ocr(file_id, page, read)
    else:
        code, message = str(read.reason or read.code), str(read.message)
        report.failed.append(LeftPage(file_id, hash_of(file_id), name, page, code, message))
        session.keep_ocr(file_id, page, f"{message} ({code})")


def _kinds(connection: Connection) -> dict[str, tuple[str, str]]:
    """Return name and media type of the files OCR was asked for."""
    query = select(FILE.c.id, FILE.c.name, FILE.c.media_type).where(FILE.c.ocr)
    return {row.id: (row.name, row.media_type) for row in connection.execute(query)}
