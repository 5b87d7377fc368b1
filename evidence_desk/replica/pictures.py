"""Makes pictures of the pages of files that a copy does not bring along, in worker processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.commands.kept_pages import has_original, pages_folder
from evidence_desk.commands.session import Session
from evidence_desk.domain.file_ids import hash_of
from evidence_desk.intake.kept_pages import PICTURE, PLACES, keep_page, kept_path
from evidence_desk.intake.readers.registry import is_drawn
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.jobs.progress import CancelToken, OnProgress, Progress
from evidence_desk.store.tables import FILE

_Call = tuple[tuple[str, int], Callable[..., Any], tuple[Any, ...]]


def make_pictures(
    session: Session,
    hashes: Sequence[str],
    target: Path,
    *,
    pool: WorkerPool | None,
    on_progress: OnProgress,
    token: CancelToken,
) -> tuple[list[tuple[str, Path]], int]:
    """Return the pictures and places of some files' pages as (name of the member, path), and how many pages have none.

    What this copy itself was given instead of files is passed on as it is.

    Args:
        session: the open matter.
        hashes: the files that stay behind.
        target: an empty folder for what is made.
        pool: paints; without one only what is kept already is passed on.
        on_progress: hears the pages done.
        token: asked between pages whether to stop.
    """
    pages = _drawn_pages(session, hashes)
    held = pages_folder(session)
    left = [(sha, page) for sha, page in pages if not kept_path(held, sha, page, PLACES).is_file()]
    if pool is not None:
        for done, _one in enumerate(pool.each(_calls(session, left, target), token), 1):
            on_progress(Progress(done, len(left), "painting"))
    found, without = [], 0
    for sha256, page in pages:
        there = [
            (f"pages/{path.relative_to(folder).as_posix()}", path)
            for kind in (PICTURE, PLACES)
            for folder in (target, held)
            if (path := kept_path(folder, sha256, page, kind)).is_file()
        ]
        found += there
        without += not any(name.endswith(PICTURE) for name, _path in there)
    return found, without


def _drawn_pages(session: Session, hashes: Sequence[str]) -> list[tuple[str, int]]:
    about = session.read(_about_files)
    return [
        (sha256, page)
        for sha256 in hashes
        if sha256 in about and is_drawn(about[sha256][0])
        for page in range(1, about[sha256][1] + 1)
    ]


def _calls(session: Session, pages: Sequence[tuple[str, int]], target: Path) -> Iterator[_Call]:
    about, path, last = session.read(_about_files), "", ""
    for sha256, page in pages:
        if sha256 != last:
            file_id = about[sha256][2]
            path = str(session.file_path(file_id)) if has_original(session, file_id) else ""
            last = sha256
        if path:
            yield (sha256, page), keep_page, (path, about[sha256][0], sha256, page, str(target))


def _about_files(connection: Connection) -> dict[str, tuple[str, int, str]]:
    """Return of each hash what the bytes are, how many pages they have, and a file that has them."""
    rows = connection.execute(select(FILE.c.id, FILE.c.media_type, FILE.c.pages))
    return {hash_of(row.id): (row.media_type, row.pages, row.id) for row in rows}
