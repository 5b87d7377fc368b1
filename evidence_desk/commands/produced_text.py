"""The pages of a produced file: its own text, else the text that was produced with it; labels are Bates numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from evidence_desk.commands.import_rows import pages_of
from evidence_desk.commands.session import Session
from evidence_desk.domain.produced import said_of
from evidence_desk.intake.charset import decode
from evidence_desk.intake.model import ReadResult
from evidence_desk.store.page_text import Page
from evidence_desk.store.tables import FILE
from evidence_desk.support.errors import UserError
from evidence_desk.support.texts import storable

_MOST_BYTES = 64 << 20
_LETTER = (612.0, 792.0)  # points; the size of a page that has words and no picture


def text_parts(path: Path, pages: int = 0) -> list[str]:
    """Return the pages of a produced text file as `parts_of` does; none for one that cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES)
    except OSError:
        return []
    return parts_of(decode(data).text, pages)


def parts_of(text: str, pages: int = 0) -> list[str]:
    """Return the pages of a text, which a form feed parts; none for a text of blanks.

    A form feed after the last page begins no further one, unless the document has just so many pages.
    """
    parts = storable(text.replace("\r\n", "\n")).split("\f")
    if len(parts) != pages and not parts[-1].strip():
        parts.pop()
    return parts if any(part.strip() for part in parts) else []


def keep_read(session: Session, sha256: str, result: ReadResult) -> None:
    """Keep what was read of a file of the matter, with what a load file says about it."""
    pages = pages_of(result)
    told = _with_produced(session, sha256, pages)
    is_own = [page.text for page in told] == [page.text for page in pages]
    session.keep_pages(sha256, told, result.mark if is_own else None)


def _with_produced(session: Session, sha256: str, pages: Sequence[Page]) -> list[Page]:
    """Return the pages of a file of the matter with what a load file says about them, where it came with one.

    The file's facts hold the labels of its pages and either the hash of its text file or its text; of a document
    of several files also which parts of that text are the file's pages. Produced text is taken only where the
    file has none of its own.
    """
    about = session.read(_about, sha256)
    if not about:
        return list(pages)
    has_words = any(page.text.strip() for page in pages)
    told = list(pages) if has_words else fill(pages, _parts(session, about, len(pages)))
    labels = about.get("labels", [])
    return [
        replace(page, label=labels[page.number - 1]) if page.number <= len(labels) else page for page in told
    ]


def fill(pages: Sequence[Page], parts: Sequence[str]) -> list[Page]:
    """Return pages with the text of parts: one each where the numbers agree, else all on the first page."""
    if not parts:
        return list(pages)
    if not pages:
        return [Page(number, "", part, *_LETTER) for number, part in enumerate(parts, 1)]
    if len(parts) == len(pages):
        return [replace(page, text=part) for page, part in zip(pages, parts, strict=True)]
    return [replace(pages[0], text="\n".join(parts)), *pages[1:]]


def _parts(session: Session, about: dict[str, Any], pages: int) -> list[str]:
    spread = about.get("text_spread")
    if not spread:
        return _whole(session, about, pages)
    parts = _whole(session, about, spread["of"])
    return ["\n".join(parts[at - 1] for at in places if at <= len(parts)) for places in spread["pages"]]


def _whole(session: Session, about: dict[str, Any], pages: int) -> list[str]:
    if about.get("inline_text"):
        return parts_of(str(about["inline_text"]), pages)
    if not about.get("text"):
        return []
    try:
        return text_parts(session.file_path(str(about["text"])), pages)
    except UserError:  # the import was undone, and the text file with it
        return []


def _about(connection: Connection, sha256: str) -> dict[str, Any]:
    facts = connection.execute(select(FILE.c.facts).where(FILE.c.id == sha256)).scalar()
    return said_of(facts)
