"""Reads spreadsheets (Office Open XML, OpenDocument, Excel 97): a run of pages a sheet, a line a row."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers import package as packages
from evidence_desk.intake.readers.text import add_pages
from evidence_desk.intake.table_layout import join

_COMMENTS = re.compile(r"xl/comments/?[\w-]*\.xml", re.IGNORECASE)


def read(path: Path, limits: Limits) -> ReadResult:
    """Read every sheet of a workbook, hidden ones too (``facts["hidden_sheets"]`` names them)."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    result = ReadResult(tools={"python-calamine": version("python-calamine")})
    is_packed = zipfile.is_zipfile(path)
    if is_packed:
        packages.check_unpacked(path, limits)
    try:
        # From bytes, because from a path the extension would decide and not the content.
        with CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())) as book:
            _read_book(book, result, limits)
    except PasswordError:
        result.warn("encrypted", "the workbook is locked with a password")
    except (CalamineError, OSError, ValueError) as error:
        result.warn("damaged", f"the workbook cannot be read: {' '.join(str(error).split())[:200]}")
    if is_packed:
        _read_package(path, result, limits)
    if not any(page.text.strip() for page in result.pages):
        result.warn("empty", "there is no text in the workbook")
    return result


def _read_book(book: Any, result: ReadResult, limits: Limits) -> None:
    from python_calamine import SheetVisibleEnum

    sheets = [sheet.name for sheet in book.sheets_metadata]
    hidden = [sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible]
    for name in sheets:
        _read_sheet(book, name, result, limits)
    result.facts["sheets"] = sheets
    if hidden:
        result.facts["hidden_sheets"] = hidden
        result.warn("hidden_content", "the workbook has hidden sheets")


def _read_sheet(book: Any, name: str, result: ReadResult, limits: Limits) -> None:
    from python_calamine import WorksheetNotFound

    try:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=True)
    except WorksheetNotFound:  # a chart sheet has no cells
        return
    cells = [[_words(cell) for cell in row] for row in rows]
    used = [place for place, column in enumerate(zip(*cells, strict=True)) if any(column)]
    lines = (join([row[place] for place in used]) for row in cells)
    add_pages(result, "\n".join(lines).rstrip("\n"), limits, label=name, is_table=True)


def _words(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    return " ".join(str(cell).split())


def _read_package(path: Path, result: ReadResult, limits: Limits) -> None:
    """Take properties and the comments on cells, which the tables do not hold."""
    with packages.opened(path, limits) as package:
        package.read_properties(result)
        comments = [
            line
            for name in package.archive.namelist()
            if _COMMENTS.fullmatch(name) and (root := package.part(name)) is not None
            for line in _comments(root)
        ]
    if comments:
        add_pages(result, "\n".join(comments), limits)
        result.facts["comments"] = len(comments)


def _comments(root: Any) -> list[str]:
    """Return a line a comment (ECMA-376, 18.7), with its cell and author."""
    authors = [" ".join((entry.text or "").split()) for entry in root.iterfind("{*}authors/{*}author")]
    lines = []
    for entry in root.iter("{*}comment"):
        index = entry.get("authorId") or ""
        author = authors[int(index)] if index.isdecimal() and int(index) < len(authors) else ""
        words = " ".join("".join(part.text or "" for part in entry.iter("{*}t")).split())
        if words:
            lines.append(f"[comment {entry.get('ref', '?')}{f', {author}' if author else ''}] {words}")
    return lines
