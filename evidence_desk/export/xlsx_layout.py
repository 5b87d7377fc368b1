"""Where the parts of a paper go on the sheets of a spreadsheet, and how much room they take."""

from __future__ import annotations

from dataclasses import dataclass, field

from evidence_desk.export.blocks import Row, Section, Table, plain
from evidence_desk.export.texts import clean, display_width
from evidence_desk.support.errors import UserError

# Limits of the format: ECMA-376 as Excel reads it.
_ROWS, _COLUMNS = 1_048_576, 16_384

_LINE_POINTS, _PADDING_POINTS, _MAX_ROW_POINTS = 14.5, 6.0, 400.0
_ROTATED_POINTS = 140.0
_PARAGRAPH_CHARACTERS = 150.0
_TOP_ROWS = 2
# Text is set a point smaller than the font that column widths are counted in.
_CHARACTERS_A_COLUMN = 1.08
# A long line of prose has more narrow letters than a cell.
_PROSE = 1.12


@dataclass(slots=True)
class Sheet:
    """A section on its sheet: ``starts`` is the first row of each block, counted from 0."""

    name: str
    section: Section
    starts: tuple[int, ...]
    links: int = 0
    places: dict[str, tuple[int, int]] = field(default_factory=dict)


def plan_sheet(section: Section, name: str) -> Sheet:
    """Return where each block of a section goes, and where its anchors are."""
    row, starts = _TOP_ROWS, []
    sheet = Sheet(name, section, ())
    for block in section.blocks:
        if isinstance(block, Table):
            row += 1
            _check_size(block, row, name)
            _note_places(sheet.places, block, row)
        starts.append(row)
        row += max(len(block.rows), 1) + 1 if isinstance(block, Table) else 1
    sheet.starts = tuple(starts)
    return sheet


def _note_places(places: dict[str, tuple[int, int]], table: Table, start: int) -> None:
    for index, column in enumerate(table.columns):
        if column.anchor:
            places[column.anchor] = (start, index)
    for at, row in enumerate(table.rows, start=start + 1):
        if row.anchor:
            places[row.anchor] = (at, 0)
        places.update({cell.anchor: (at, index) for index, cell in enumerate(row.cells) if cell.anchor})


def _check_size(table: Table, start: int, name: str) -> None:
    for count, limit, what in (
        (start + 1 + len(table.rows), _ROWS, "rows"),
        (len(table.columns), _COLUMNS, "columns"),
    ):
        if count > limit:
            message = f"The sheet “{name}” would need {count:,} {what}; a spreadsheet holds {limit:,}"
            raise UserError("too_large", message, "Export it as html, csv or json.", count=count, limit=limit)


def row_height(table: Table, row: Row) -> float:
    """Return the height of a row in points: office programs do not agree on when to find it themselves."""
    lines = 1
    for cell, column in zip(row.cells, table.columns, strict=True):
        if cell.runs and not column.is_rotated:
            lines = max(lines, line_count(cell.text, column.width - 1 - 2 * cell.indent))
    extra = _PADDING_POINTS if row.kind == "group" else 0.0
    return min(lines * _LINE_POINTS + _PADDING_POINTS + extra, _MAX_ROW_POINTS)


def line_count(text: str, width: float) -> int:
    """Return how many lines a text takes in so many columns."""
    room = max(width * _CHARACTERS_A_COLUMN, 3.0)
    return sum(max(1, -int(-display_width(line) // room)) for line in text.split("\n"))


def print_text(text: str, limit: int) -> str:
    """Return a text for a page's head or foot, where ``&`` begins a code and is written twice."""
    line = " ".join(clean(text).split())
    while len(doubled := line.replace("&", "&&").encode("utf-16-le")) // 2 > limit:
        line = line[: -(len(doubled) // 2 - limit + 1) // 2] if len(line) > limit else line[:-1]
    return line.replace("&", "&&")


def address(row: int, column: int) -> str:
    """Return a place counted from 0 as a spreadsheet names it, e.g. ``AB12``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def heading_height(table: Table) -> float:
    """Return the height of a table's headings in points."""
    if any(column.is_rotated for column in table.columns):
        return _ROTATED_POINTS
    lines = max(line_count(plain(column.heading), column.width - 1) for column in table.columns)
    return lines * _LINE_POINTS + _PADDING_POINTS


def paragraph_room(section: Section, text: str) -> tuple[int, float]:
    """Return the last column that a paragraph above the table reaches, and its height in points."""
    width, last = 0.0, 0
    for index, column in enumerate(section.tables[0].columns if section.tables else ()):
        if width < _PARAGRAPH_CHARACTERS:
            width, last = width + column.width, index
    return last, line_count(text, width * _PROSE) * _LINE_POINTS
