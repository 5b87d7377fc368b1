"""Reads a ZIP archive as the list of what is in it; the members themselves are taken out by the container."""

from __future__ import annotations

from pathlib import Path

from evidence_desk.intake.containers.names import tidy
from evidence_desk.intake.containers.zip import files_of, opened
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers.text import add_pages

_LISTED = 10_000


def read(path: Path, limits: Limits) -> ReadResult:
    """Read the directory of an archive; ``facts["files"]`` counts what is in it."""
    result = ReadResult(tools={"zip": "1"})
    with opened(path) as archive:
        files = files_of(archive)
        lines = [f"{tidy(name)}  {entry.file_size:,}" for entry, name in files[:_LISTED]]
        result.facts["files"] = len(files)
        if archive.comment:
            result.facts["comment"] = archive.comment[:2000].decode("utf-8", "replace")
    add_pages(result, "\n".join(lines), limits)
    return result
