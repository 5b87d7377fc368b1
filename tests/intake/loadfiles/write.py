"""Writes Concordance DAT and Opticon OPT files, as every review platform reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence_desk.intake.loadfiles.dialect import NEWLINE, QUOTE, SEPARATOR
from evidence_desk.intake.loadfiles.model import ImageDocument

_LINE_END = "\r\n"
_MARK = "\ufeff"
_INSTEAD = "(R)"
_LINE_BREAKS = ("\r\n", "\r", "\n")


def write_dat(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a DAT: UTF-8 with a byte order mark, U+0014 between columns, U+00FE around values, CRLF.

    A line break in a value becomes U+00AE; U+00AE itself, for which the format has no way of writing,
    becomes ``(R)``; a quote within a value is doubled.

    Args:
        header: the names of the columns.
        rows: the values of each document.

    Raises:
        ValueError: a row has not as many values as there are columns.
    """
    lines = [_line(header)]
    for number, row in enumerate(rows, 1):
        if len(row) != len(header):
            raise ValueError(f"row {number} has {len(row)} values for {len(header)} columns")
        lines.append(_line(row))
    return (_MARK + "".join(lines)).encode("utf-8", "replace")


def write_opt(documents: Iterable[ImageDocument]) -> bytes:
    """Return an OPT: a line a page, ``Y`` and the page count on the first of each document; ASCII or UTF-8.

    Of a document whose pages are one file (one line with its page count), ``declared_pages`` is written.

    Raises:
        ValueError: a label, volume or path holds what would break its line.
    """
    lines = []
    for document in documents:
        count = document.declared_pages if document.declared_pages is not None else len(document.pages)
        for place, page in enumerate(document.pages):
            values = [page.label, page.volume, page.path]
            if any(character in value for value in values for character in ",\r\n"):
                raise ValueError(f"page {page.label!r} holds a comma or a line break")
            first = ("Y", str(count)) if place == 0 else ("", "")
            lines.append(",".join([*values, first[0], "", "", first[1]]) + _LINE_END)
    return "".join(lines).encode("utf-8")


def _line(values: Sequence[str]) -> str:
    return SEPARATOR.join(f"{QUOTE}{_value(value)}{QUOTE}" for value in values) + _LINE_END


def _value(value: str) -> str:
    value = value.replace(NEWLINE, _INSTEAD).replace(QUOTE, QUOTE * 2)
    for line_break in _LINE_BREAKS:
        value = value.replace(line_break, NEWLINE)
    return value
