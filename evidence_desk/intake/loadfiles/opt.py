"""Reads Opticon OPT files: one line a page, ``ALIAS,VOLUME,PATH,DOC_BREAK,FOLDER_BREAK,BOX_BREAK,PAGES``."""

from __future__ import annotations

from pathlib import Path

from evidence_desk.intake.loadfiles.decoding import read_text
from evidence_desk.intake.loadfiles.model import Finding, ImageDocument, ImageList, PageImage

_FIELDS = 7


def read_opt(path: str | Path) -> ImageList:
    """Read an OPT file; a document begins at each line with Y in its fourth field.

    Raises:
        UserError: ``unreadable`` or ``too_large``.
    """
    source = Path(path).name
    text = read_text(path).text
    findings: list[Finding] = []
    groups: list[tuple[list[PageImage], int | None]] = []
    for number, line in enumerate(text.split("\n"), 1):
        fields = _fields(line)
        if not line.strip():
            continue
        if len(fields) != _FIELDS or not fields[0] or not fields[2]:
            message = f"line {number} is not a page: it needs an identifier, a path and six commas"
            findings.append(Finding("not_a_page", message, source, number))
            continue
        page = PageImage(label=fields[0], path=fields[2], line=number, volume=fields[1])
        is_first = fields[3].upper() == "Y"
        if not is_first and not groups:
            message = f"line {number} is the first page but has no document break (Y)"
            findings.append(Finding("no_document_break", message, source, number))
        if is_first or not groups:
            groups.append(([], _count(fields[6])))
        groups[-1][0].append(page)
    documents = tuple(ImageDocument(tuple(pages), declared) for pages, declared in groups)
    return ImageList(source, documents, tuple(findings))


def _fields(line: str) -> list[str]:
    """Return the seven fields of a line; further commas belong to the path."""
    parts = line.split(",")
    if len(parts) > _FIELDS:
        parts = [*parts[:2], ",".join(parts[2:-4]), *parts[-4:]]
    return [part.strip().strip('"') for part in parts]


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
