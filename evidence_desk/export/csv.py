"""Writes the first table of a paper as comma-separated values, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io

from evidence_desk.export.blocks import Paper, plain
from evidence_desk.export.texts import clean, without_formula


def csv_bytes(paper: Paper) -> bytes:
    """Return the table as UTF-8 with a byte order mark, lines ended as in RFC 4180: headings, then the rows.

    It is the same grid as the first sheet of the spreadsheet, each value on one line. A value that begins
    with = + - @ or a tab, blanks before it or not, gets an apostrophe before it: no spreadsheet runs it then.
    """
    table = paper.sections[0].tables[0]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_safe(plain(column.heading)) for column in table.columns])
    for row in table.rows:
        writer.writerow([_safe(cell.text) for cell in row.cells])
    return text.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return without_formula(clean(text).replace("\n", " "))
