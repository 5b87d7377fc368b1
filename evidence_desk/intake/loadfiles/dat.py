"""Reads Concordance DAT files and their plainer relatives: one record a document, tolerant, linear, exact.

Defaults of Concordance and Relativity: columns apart by U+0014, values in U+00FE, U+00AE for a line break.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from evidence_desk.intake.loadfiles.decoding import read_text
from evidence_desk.intake.loadfiles.dialect import detect_dialect, is_header
from evidence_desk.intake.loadfiles.model import Dialect, Finding, Row, Table

_UNCLOSED = "unclosed_quote"
MULTI = ";"


def read_dat(
    path: str | Path,
    *,
    encoding: str = "",
    separator: str = "",
    quote: str = "",
    header: bool | None = None,
    known_names: frozenset[str] = frozenset(),
) -> Table:
    """Read a load file.

    Args:
        path: the file.
        encoding: its encoding where it has no byte order mark and the usual rule does not fit.
        separator: its column separator, where it is not to be found out.
        quote: its quote character, where it is not to be found out.
        header: whether its first record names the columns; None: to be found out.
        known_names: folded names of columns that speak for a header.

    Raises:
        UserError: ``unreadable``, ``too_large``, ``unknown_encoding``, ``empty_load_file``.
    """
    source = Path(path).name
    read = read_text(path, encoding)
    text, dialect = read.text, detect_dialect(read.text, read.encoding, separator, quote)
    dialect = replace(dialect, is_marked=read.is_marked, misfits=text.count("\ufffd"))
    findings: list[Finding] = []
    rows = list(_records(text, dialect, findings))
    if rows and (header or (header is None and is_header(rows[0].values, known_names))):
        names = _trimmed(rows[0].values)
        return _table(source, dialect, names, len(names), rows[1:], findings)
    widths = Counter(len(row.values) for row in rows)
    width = widths.most_common(1)[0][0] if widths else 0
    return _table(source, dialect, None, width, rows, findings)


def values_of(value: str) -> list[str]:
    """Return the several values that one holds, without blanks around them."""
    return [part.strip() for part in value.split(MULTI) if part.strip()]


def _table(
    source: str,
    dialect: Dialect,
    header: tuple[str, ...] | None,
    width: int,
    rows: list[Row],
    findings: list[Finding],
) -> Table:
    kept = []
    for row in rows:
        values = _fitted(row.values, width)
        if len(values) == width:
            kept.append(Row(row.line, values))
        else:
            message = f"line {row.line} has {len(row.values)} columns where {width} belong; it is left out"
            findings.append(Finding("wrong_columns", message, line=row.line))
        if any("\ufffd" in value for value in values):
            message = f"line {row.line} holds characters that are not {dialect.encoding}"
            findings.append(Finding("undecodable", message, line=row.line))
    named = tuple(replace(finding, source=source) for finding in findings)
    return Table(source, dialect, header, width, tuple(kept), named)


def _trimmed(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of a header without a last empty one, which a separator at the line's end makes."""
    names = tuple(value.strip() for value in values)
    return names[:-1] if len(names) > 1 and not names[-1] else names


def _fitted(values: tuple[str, ...], width: int) -> tuple[str, ...]:
    return values[:-1] if len(values) == width + 1 and not values[-1] else values


def _records(text: str, dialect: Dialect, findings: list[Finding]) -> Iterator[Row]:
    end_of_plain = re.compile(f"[{re.escape(dialect.separator)}\n]")
    position, line = 0, 1
    while position < len(text):
        start, values, more = position, [], True
        while more:
            if text.startswith(dialect.quote, position):
                value, position, is_closed = _quoted(text, position, dialect)
                if not is_closed:
                    at = line + text.count("\n", start, position)
                    findings.append(
                        Finding(_UNCLOSED, f"line {at} opens a quote and never closes it", line=at)
                    )
            else:
                found = end_of_plain.search(text, position)
                end = found.start() if found else len(text)
                value, position = text[position:end], end
            values.append(_with_breaks(value, dialect))
            more = text.startswith(dialect.separator, position)
            position += 1
        if any(values):
            yield Row(line, tuple(values))
        line += text.count("\n", start, position)


def _quoted(text: str, position: int, dialect: Dialect) -> tuple[str, int, bool]:
    """Return the value whose quote opens at ``position``, where it ends, and whether it was closed.

    Within it a doubled quote is one, and a quote before anything but a separator or a line's end is itself.
    A value that runs over a line's end into one that opens a quote was never closed: it ends with its line,
    so that one missing quote does not swallow the records after it.
    """
    quote, start, ends = dialect.quote, position + 1, (dialect.separator, "\n", "")
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    at = text.find(quote, start)
    while at >= 0:
        after = text[at + 1 : at + 2]
        if after == quote:
            at = text.find(quote, at + 2)
        elif at > line_end and text[at - 1] in ("\n", dialect.separator) and after not in ends:
            break
        elif after in ends:
            return text[start:at].replace(quote * 2, quote), at + 1, True
        else:
            at = text.find(quote, at + 1)
    return text[start:line_end], line_end, False


def _with_breaks(value: str, dialect: Dialect) -> str:
    return value.replace(dialect.newline, "\n") if dialect.newline else value
