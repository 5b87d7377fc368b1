"""Reads IPRO LFP files: ``IM,<key>,<boundary>,<offset>,@<volume>;<path>;<file>;<type>[,<rotation>]``.

Boundaries: D begins a document, C one attached to the document before it, S and B a folder and a box (which
begin a document as well); a blank continues.
"""

from __future__ import annotations

import re
from pathlib import Path

from evidence_desk.intake.loadfiles.decoding import read_text
from evidence_desk.intake.loadfiles.model import Finding, ImageDocument, ImageList, PageImage

_LINE = re.compile(
    r"IM,(?P<key>[^,]+),(?P<boundary>[DCSB ]?),(?P<offset>\d{0,8}),"
    r"@(?P<volume>[^;]*);(?P<folder>[^;]*);(?P<file>[^;]*);(?P<type>\d*)(?:,(?P<turns>\d?).*)?"
)
_QUARTER = 90


def read_lfp(path: str | Path) -> ImageList:
    """Read an LFP file; lines that are not images (``OF``, ``VN``, ...) are named once a kind.

    Raises:
        UserError: ``unreadable`` or ``too_large``.
    """
    source = Path(path).name
    text = read_text(path).text
    findings: list[Finding] = []
    groups: list[tuple[list[PageImage], str]] = []
    others: set[str] = set()
    main = ""
    for number, line in enumerate(text.split("\n"), 1):
        found = _LINE.fullmatch(line.rstrip())
        if found is None:
            findings += _strange(line, number, source, others)
            continue
        page, boundary = _page(found, number), found["boundary"].strip()
        if boundary and boundary != "C":
            main = page.label
        if boundary or not groups:
            groups.append(([], main if boundary == "C" else ""))
        groups[-1][0].append(page)
    documents = tuple(ImageDocument(tuple(pages), None, parent) for pages, parent in groups)
    return ImageList(source, documents, tuple(findings))


def _page(found: re.Match[str], number: int) -> PageImage:
    folder, name = found["folder"].strip(), found["file"].strip()
    return PageImage(
        label=found["key"].strip(),
        path=f"{folder}\\{name}" if folder else name,
        line=number,
        volume=found["volume"].strip(),
        offset=int(found["offset"] or 0),
        rotation=int(found["turns"] or 0) % 4 * _QUARTER,
    )


def _strange(line: str, number: int, source: str, others: set[str]) -> list[Finding]:
    kind = line.split(",", 1)[0].strip()
    if not kind or kind in others:
        return []
    if kind == "IM":
        message = f"line {number} is not a page as LFP writes it"
        return [Finding("not_a_page", message, source, number)]
    others.add(kind)
    return [Finding("ignored_lines", f"lines of the kind {kind[:20]!r} are not read", source, number)]
