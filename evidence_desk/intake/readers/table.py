"""Reads tables of separated values (CSV, TSV): each row a line of its cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

from evidence_desk.intake.charset import decode
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers.text import add_pages, note_charset, read_bytes
from evidence_desk.intake.table_layout import join

_SAMPLE = 1 << 16
_SEPARATORS = ",;\t|"


def read(path: Path, limits: Limits) -> ReadResult:
    """Read a table; its separator and the number of its rows and columns are in ``facts``."""
    result = ReadResult(tools={"csv": "1"})
    decoded = decode(read_bytes(path, limits))
    note_charset(result, decoded)
    text = decoded.text.replace("\x00", "")
    separator = sniff(text[:_SAMPLE])
    if separator is None:
        add_pages(result, text, limits)
        return result
    lines, columns = _lines(text, separator, result)
    result.facts |= {"separator": separator, "rows": len(lines), "columns": columns}
    add_pages(result, "\n".join(lines), limits, is_table=True)
    if not text.strip():
        result.warn("empty", "there is nothing in the table")
    return result


def sniff(sample: str) -> str | None:
    """Return the character that separates cells: the one that parts most rows into equally many; or None."""
    best: tuple[float, str] | None = None
    for separator in _SEPARATORS:
        try:
            rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=separator))
        except csv.Error:
            continue
        if len(sample) >= _SAMPLE:
            del rows[-1]  # the sample ends within it
        widths = Counter(len(row) for row in rows if row)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        score = count / widths.total() if width > 1 else 0.0
        if score > 0.5 and (best is None or score > best[0]):
            best = (score, separator)
    return best[1] if best else None


def _lines(text: str, separator: str, result: ReadResult) -> tuple[list[str], int]:
    lines: list[str] = []
    columns = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    begun = 0  # line in which the row that is being read begins
    try:
        for row in reader:
            begun = reader.line_num
            columns = max(columns, len(row))
            lines.append(join([" ".join(cell.split()) for cell in row]))
    except csv.Error as error:  # a cell of more than 128 KiB: a quotation mark that is never closed
        result.warn("damaged", f"the table cannot be read beyond row {len(lines)}: {error}")
        lines.extend(re.split("\r\n|\r|\n", text)[begun:])
    return lines, columns
