"""Reads spreadsheets (Office Open XML): one run of pages a sheet, each row a line of its cells."""

from __future__ import annotations

import datetime as dt
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers.text import add_pages
from evidence_desk.support.errors import UserError

_GAP = "  "


def read(path: Path, limits: Limits) -> ReadResult:
    """Read every sheet of a workbook, hidden ones too (``facts["hidden_sheets"]`` names them)."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    check_unpacked(path, limits)
    result = ReadResult(tools={"python-calamine": version("python-calamine")})
    _read_properties(path, result)
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheets = [sheet.name for sheet in book.sheets_metadata]
            hidden = [s.name for s in book.sheets_metadata if s.visible != SheetVisibleEnum.Visible]
            for name in sheets:
                _read_sheet(book, name, result, limits)
    except (CalamineError, OSError, ValueError) as error:
        result.warn("damaged", f"the workbook cannot be read: {' '.join(str(error).split())[:200]}")
        return result
    result.facts["sheets"] = sheets
    if hidden:
        result.facts["hidden_sheets"] = hidden
        result.warn("hidden_content", "the workbook has hidden sheets")
    return result


def check_unpacked(path: Path, limits: Limits) -> None:
    """Raise UserError ``too_large_unpacked`` or ``damaged`` before a packed document is opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, UnicodeError) as error:
        raise UserError("damaged", f"the document cannot be unpacked: {error}") from error
    if size > limits.unpacked:
        raise UserError("too_large_unpacked", f"the document would unpack to {size:,} bytes")


def _read_sheet(book: Any, name: str, result: ReadResult, limits: Limits) -> None:
    from python_calamine import WorksheetNotFound

    try:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=True)
    except WorksheetNotFound:  # a chart sheet has no cells
        return
    lines = (_GAP.join(words for cell in row if (words := _words(cell))) for row in rows)
    add_pages(result, "\n".join(lines).rstrip("\n"), limits, label=name)


def _words(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    return " ".join(str(cell).split())


def _read_properties(path: Path, result: ReadResult) -> None:
    """Take title, creator and dates from the core properties (ECMA-376 part 2, clause 11)."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as file:
            root = etree.fromstring(file.read(1 << 20), parser)
    except (KeyError, etree.LxmlError, zipfile.BadZipFile, OSError, RuntimeError, ValueError):
        return  # the properties are optional
    found = {etree.QName(child).localname: (child.text or "").strip() for child in root.iterchildren("*")}
    result.title = found.get("title") or None
    result.people = [found["creator"]] if found.get("creator") else []
    for field, source in (("created", "document_created"), ("modified", "document_modified")):
        if found.get(field):
            result.dates.append((source, found[field]))
