"""Pages of files whose originals are not here: a copy taken without files holds their pictures and their text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import msgspec

from evidence_desk.commands.session import Session
from evidence_desk.domain.file_ids import hash_of
from evidence_desk.intake.kept_pages import PICTURE, PLACES, kept_path
from evidence_desk.intake.layout import page_layout
from evidence_desk.intake.model import PageGeometry
from evidence_desk.intake.readers.registry import is_drawn
from evidence_desk.store.page_text import Page
from evidence_desk.support.logs import topic

TEXT = "text.jsonl"
_log = topic("copies")


def pages_folder(session: Session) -> Path:
    """Return where a matter keeps pages of files it does not hold; there need not be any."""
    return session.path / "pages"


def has_original(session: Session, file_id: str) -> bool:
    """Return whether the bytes of a file are here."""
    return session.file_path(file_id).is_file()


def kept_picture(session: Session, file_id: str, page: int) -> Path | None:
    """Return the picture of a page (from 1), or None when there is none."""
    return _there(kept_path(pages_folder(session), hash_of(file_id), page, PICTURE))


def kept_places(session: Session, file_id: str, page: int) -> Path | None:
    """Return the file that tells where the characters of a page (from 1) are, or None when there is none."""
    return _there(kept_path(pages_folder(session), hash_of(file_id), page, PLACES))


def laid_out(session: Session, file_id: str, media_type: str, page: int) -> PageGeometry | None:
    """Return a page of a kind that is text from the text that was read of it; None for other kinds."""
    text = None if is_drawn(media_type) else session.page_text(file_id, page)
    return page_layout(text, media_type, page) if text is not None else None


def lost_text(session: Session, files: Sequence[str]) -> Iterator[tuple[str, list[Page]]]:
    """Yield the text that came along with a copy of some files; for when the cache was thrown away."""
    wanted = set(files)
    path = pages_folder(session) / TEXT
    if not wanted or not path.is_file():
        return
    with path.open("rb") as lines:
        for line in lines:
            try:
                file_id, pages = page_line(line)
            except (ValueError, KeyError, TypeError):
                _log.warning("a line of %s is damaged; the file it tells of is read again", path)
                continue
            if file_id in wanted:
                yield file_id, pages


def page_line(line: str | bytes) -> tuple[str, list[Page]]:
    """Return the file and the pages of a line of kept text.

    Raises:
        ValueError, KeyError, TypeError: it is no such line.
    """
    values = json.loads(line)
    return msgspec.convert(values["sha256"], str), msgspec.convert(values["pages"], list[Page])


def line_of(file_id: str, pages: Sequence[Page]) -> str:
    """Return the text of a file's pages as one line."""
    return json.dumps({"sha256": file_id, "pages": [asdict(p) for p in pages]}, ensure_ascii=False) + "\n"


def _there(path: Path) -> Path | None:
    return path if path.is_file() else None
