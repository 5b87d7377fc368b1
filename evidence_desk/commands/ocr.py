"""Commands that say of which files the pictures of text are to be read; the reading itself is no change."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from evidence_desk.commands.base import Command, Work
from evidence_desk.commands.evidence import resolve_all
from evidence_desk.intake.ocr import can_hold_pictures
from evidence_desk.store import tables as t
from evidence_desk.support.wording import counted

_PART = 500


@dataclass(frozen=True, kw_only=True)
class RequestOcr(Command):
    """Ask for OCR of the pages without text of some items' files. Files that cannot hold pictures are left."""

    evidence: list[str]

    def apply(self, work: Work) -> str:
        """Mark the files."""
        number = mark_for_ocr(work, self.evidence, is_wanted=True)
        return f"Ask for the text in the pictures of {counted(number, 'file')}"


@dataclass(frozen=True, kw_only=True)
class DropOcr(Command):
    """Do without OCR of some items' files; what it read is forgotten."""

    evidence: list[str]

    def apply(self, work: Work) -> str:
        """Take the mark off the files."""
        number = mark_for_ocr(work, self.evidence, is_wanted=False)
        return f"Do without the text in the pictures of {counted(number, 'file')}"


def mark_for_ocr(work: Work, evidence: list[str], *, is_wanted: bool) -> int:
    """Set the mark of the items' files and return of how many it changed."""
    ids = resolve_all(work, evidence)
    found: dict[str, dict[str, bool]] = {}
    for start in range(0, len(ids), _PART):
        joined = t.EVIDENCE_FILE.join(t.FILE, t.EVIDENCE_FILE.c.file_id == t.FILE.c.id)
        query = (
            select(t.FILE.c.id, t.FILE.c.media_type)
            .select_from(joined)
            .where(t.EVIDENCE_FILE.c.evidence_id.in_(ids[start : start + _PART]), t.FILE.c.ocr != is_wanted)
        )
        for row in work.connection.execute(query):
            if can_hold_pictures(row.media_type):
                found[row.id] = {"ocr": is_wanted}
    work.recorder.update_many(t.FILE, found)
    return len(found)
