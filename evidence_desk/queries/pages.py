"""Reads of the pages of files: where their text comes from, and which have none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from evidence_desk.domain.produced import AND_ALSO, KEY
from evidence_desk.domain.remarks import Remark, remarks, serious
from evidence_desk.intake.ocr import can_hold_pictures

_SOURCES = text(
    "SELECT page, label, source, confidence, problem FROM cache.page WHERE sha256 = :sha256 ORDER BY page"
)
_LABELS = text(
    "SELECT sha256, page, label FROM cache.page WHERE label != ''"
    " AND sha256 IN (SELECT value FROM json_each(:files)) ORDER BY sha256, page"
)
_PRODUCED = text(
    "SELECT id FROM file WHERE id IN (SELECT value FROM json_each(:files))"
    " AND json_type(facts, :load_file) IS NOT NULL"
)
# Tab, line feed, form feed, carriage return and space; the length spares trimming what is long.
_WITHOUT_TEXT = text(
    "SELECT DISTINCT evidence_file.evidence_id, file.media_type FROM cache.page"
    " JOIN file ON file.id = page.sha256 JOIN evidence_file ON evidence_file.file_id = file.id"
    " WHERE (page.source = 'ocr' OR (length(page.text) < 1000"
    " AND trim(page.text, char(9, 10, 12, 13, 32)) = '')) ORDER BY evidence_file.evidence_id"
)
# The reader of a PDF notes which of its pages are pictures of text; their words may have been read since.
_READ_BY_OCR = text(
    "SELECT file.id FROM file WHERE file.id IN (SELECT value FROM json_each(:files))"
    " AND json_array_length(file.facts, '$.pages_without_text') > 0"
    " AND NOT EXISTS (SELECT 1 FROM json_each(file.facts, '$.pages_without_text') AS bare"
    " LEFT JOIN cache.page ON page.sha256 = file.id AND page.page = bare.value"
    " WHERE page.source IS NOT 'ocr' OR page.text = '')"
)
# What it notes of them.
PICTURES = "no_text_layer"


@dataclass(frozen=True, slots=True)
class PageSource:
    """Where the text of a page comes from.

    Attributes:
        page: from 1.
        source: ``text`` when the file itself tells it, ``ocr`` when it was read off the picture.
        confidence: how sure OCR is, 0 to 1; None for ``text``.
        problem: why OCR failed, or empty.
        label: what the file itself calls the page: the number printed on it, the name of a sheet.
        names: the label, and each number of a page that was produced under several.
    """

    page: int
    source: str
    confidence: float | None
    problem: str = ""
    label: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageLabel:
    """What a page (from 1) of a file, by its id, is called; ``names`` as of a `PageSource`."""

    file: str
    page: int
    label: str
    names: tuple[str, ...]


def page_sources(connection: Connection, sha256: str) -> list[PageSource]:
    """Return where the text of each page of a file comes from; nothing while the file was not read."""
    rows = connection.execute(_SOURCES, {"sha256": sha256})
    is_produced = bool(_produced(connection, [sha256]))
    return [
        PageSource(
            row.page, row.source, row.confidence, row.problem, row.label, _names(row.label, is_produced)
        )
        for row in rows
    ]


def page_labels(connection: Connection, files: Sequence[str]) -> list[PageLabel]:
    """Return what the pages of some files are called, those that are called something."""
    rows, produced = (
        connection.execute(_LABELS, {"files": json.dumps(list(files))}),
        _produced(connection, files),
    )
    return [
        PageLabel(row.sha256, row.page, row.label, _names(row.label, row.sha256 in produced)) for row in rows
    ]


def _produced(connection: Connection, files: Sequence[str]) -> frozenset[str]:
    """Return those of some files of which a load file says something."""
    named = {"files": json.dumps(list(files)), "load_file": f"$.{KEY}"}
    return frozenset(connection.execute(_PRODUCED, named).scalars())


def _names(label: str, is_produced: bool) -> tuple[str, ...]:
    """Return a label, and where it is of a production each number in it; elsewhere a comma is part of the name."""
    parts = label.split(AND_ALSO) if is_produced else ()
    return tuple(dict.fromkeys(filter(None, (label, *parts))))


def evidence_without_text(connection: Connection) -> list[str]:
    """Return the ids of the items that have pages without text of their own, which OCR could look at."""
    rows = connection.execute(_WITHOUT_TEXT)
    return list(dict.fromkeys(row.evidence_id for row in rows if can_hold_pictures(row.media_type)))


def read_by_ocr(connection: Connection, files: Sequence[str]) -> frozenset[str]:
    """Return those of some files of whose pages `PICTURES` holds no more, since all of them have text now."""
    if not files:
        return frozenset()
    return frozenset(connection.execute(_READ_BY_OCR, {"files": json.dumps(list(files))}).scalars())


def remarks_now(connection: Connection, rows: Sequence[Any]) -> list[tuple[Remark, ...]]:
    """Return of rows of files what is worth a line on each, the gravest first, but for what OCR answered."""
    said = [serious(remarks(row["facts"])) for row in rows]
    pictured = [row["id"] for row, its in zip(rows, said, strict=True) if PICTURES in dict(its)]
    read = read_by_ocr(connection, pictured)
    return [
        tuple(one for one in its if one[0] != PICTURES) if row["id"] in read else its
        for row, its in zip(rows, said, strict=True)
    ]
