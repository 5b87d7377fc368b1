"""The papers there are, the formats each can be written in, and the one way a paper becomes a file."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from evidence_desk.export.blocks import Paper
from evidence_desk.export.csv import csv_bytes
from evidence_desk.export.html import html_bytes
from evidence_desk.export.import_report import import_report, import_report_json
from evidence_desk.export.json import matrix_json_bytes
from evidence_desk.export.matrix import matrix_paper
from evidence_desk.export.words import PaperWords
from evidence_desk.export.xlsx import xlsx_bytes
from evidence_desk.queries.batches import BatchRow
from evidence_desk.queries.rows import Matrix, MatterRow
from evidence_desk.support.errors import UserError

Read = Callable[..., Any]
_Make = Callable[[str, Read, str, date], bytes]


def export_paper(paper: str, fmt: str, read: Read, out: Path, *, lang: str, today: date) -> Path:
    """Make a paper and write it to a file; an older file of that name is replaced, whole or not at all.

    Args:
        paper: its name, one of ``paper_formats()``.
        fmt: one of its formats.
        read: runs a query of the open matter: ``read(query, *args)``.
        out: the file to write.
        lang: ``en``, ``zh`` or ``both``.
        today: the date the paper bears.

    Returns:
        The file written.

    Raises:
        UserError: ``unknown_paper``, ``unknown_format`` or ``unknown_language``, naming what there is;
            ``not_writable`` or ``disk_full``, naming the path, with nothing changed on disk.
    """
    make = _maker(paper, fmt)
    return write_whole(out, make(fmt, read, lang, today))


def paper_formats() -> Mapping[str, tuple[str, ...]]:
    """Return the papers there are with the formats of each."""
    return {paper: tuple(formats) for paper, (formats, _make) in _PAPERS.items()}


def write_whole(out: Path, data: bytes) -> Path:
    """Write a file through a temporary one beside it, so that a failure leaves the old file or none.

    Raises:
        UserError: ``not_writable`` or ``disk_full``, naming the path.
    """
    try:
        target = out.resolve()
        if target.is_dir():
            raise UserError("not_writable", f"{out} is a folder", "Name a file in it.", path=str(out))
        _write_through(target, data)
    except OSError as error:
        raise _refusal(error, out) from error
    return out


def _write_through(target: Path, data: bytes) -> None:
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        # Only after a failure is there anything left to remove.
        with suppress(OSError):
            part.unlink()


def _refusal(error: OSError, out: Path) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(
            "disk_full", f"There is no room for {out}", "Free some space or choose another disk."
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        remedy = "Make the folder first or choose another one."
        return UserError("not_writable", f"{out.parent} is no folder", remedy, path=str(out))
    reason = error.strerror or "the system refused"
    return UserError(
        "not_writable", f"{out} cannot be written: {reason}", "Choose another place.", path=str(out)
    )


def _maker(paper: str, fmt: str) -> _Make:
    papers = paper_formats()
    if paper not in papers:
        raise UserError(
            "unknown_paper", f"There is no paper “{paper}”", f"Choose one of: {', '.join(papers)}."
        )
    if fmt not in papers[paper]:
        known = ", ".join(papers[paper])
        message = f"The paper {paper} cannot be written as “{fmt}”"
        raise UserError("unknown_format", message, f"Choose one of: {known}.")
    return _PAPERS[paper][1]


def matrix_bytes(matrix: Matrix, fmt: str, *, lang: str, today: date) -> bytes:
    """Return the matrix paper in one of its formats."""
    return _MATRIX_FORMATS[fmt](matrix, lang, today)


def _make_matrix(fmt: str, read: Read, lang: str, today: date) -> bytes:
    from evidence_desk.queries.matrix import matrix

    return matrix_bytes(read(matrix), fmt, lang=lang, today=today)


def _as_paper(write: Callable[..., bytes]) -> Callable[[Matrix, str, date], bytes]:
    def make(matrix: Matrix, lang: str, today: date) -> bytes:
        return write(matrix_paper(matrix, PaperWords.load(), lang=lang, today=today))

    return make


def _matrix_json(matrix: Matrix, lang: str, today: date) -> bytes:
    PaperWords.load().voice(lang)
    return matrix_json_bytes(matrix, lang=lang, today=today)


_MATRIX_FORMATS: Mapping[str, Callable[[Matrix, str, date], bytes]] = {
    "xlsx": _as_paper(xlsx_bytes),
    "csv": _as_paper(csv_bytes),
    "html": _as_paper(html_bytes),
    "json": _matrix_json,
}


def _make_import_report(fmt: str, read: Read, lang: str, today: date) -> bytes:
    from evidence_desk.queries.batches import batches
    from evidence_desk.queries.matter import matter

    return _IMPORT_FORMATS[fmt](read(matter), read(batches), lang, today)


def _as_import_report(write: Callable[[Paper], bytes]) -> Callable[..., bytes]:
    def make(matter: MatterRow, runs: list[BatchRow], lang: str, today: date) -> bytes:
        return write(import_report(matter, runs, PaperWords.load(), lang=lang, today=today))

    return make


def _import_json(matter: MatterRow, runs: list[BatchRow], lang: str, today: date) -> bytes:
    PaperWords.load().voice(lang)
    return import_report_json(matter, runs, lang=lang, today=today)


_IMPORT_FORMATS: Mapping[str, Callable[..., bytes]] = {
    "xlsx": _as_import_report(xlsx_bytes),
    "csv": _as_import_report(csv_bytes),
    "html": _as_import_report(html_bytes),
    "json": _import_json,
}

_PAPERS: Mapping[str, tuple[Mapping[str, Any], _Make]] = {
    "matrix": (_MATRIX_FORMATS, _make_matrix),
    "import-report": (_IMPORT_FORMATS, _make_import_report),
}
