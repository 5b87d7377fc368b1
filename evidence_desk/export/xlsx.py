"""Writes a paper as a spreadsheet: a sheet for each section, ready to read, filter and print."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

import xlsxwriter

from evidence_desk.export.blocks import Cell, Paper, Paragraph, Row, Run, Section, Table, plain
from evidence_desk.export.style import Style, paper_style
from evidence_desk.export.texts import clean, cut, display_width, sheet_name
from evidence_desk.export.xlsx_formats import Formats
from evidence_desk.support.errors import UserError

# Limits of the format: ECMA-376 as Excel reads it.
_CELL_CHARACTERS = 32_767
_ROWS, _COLUMNS = 1_048_576, 16_384
_LINKS = 65_530
_HEADER_CHARACTERS = 255
_NOTE_CHARACTERS = 4_000

_A4 = 9
_LINE_POINTS, _PADDING_POINTS, _MAX_ROW_POINTS = 14.5, 6.0, 400.0
_ROTATED_POINTS, _HEAD_POINTS = 140.0, 24.0
_TOP_ROWS = 2


@dataclass(slots=True)
class _Sheet:
    """A section on its sheet: ``starts`` is the first row of each block, counted from 0."""

    name: str
    section: Section
    starts: tuple[int, ...]
    links: int = 0
    places: dict[str, tuple[int, int]] = field(default_factory=dict)


def xlsx_bytes(paper: Paper) -> bytes:
    """Return the paper as the bytes of an .xlsx file; the same paper gives the same bytes.

    Every text is written as a string: nothing in it is run as a formula or turned into a link.

    Raises:
        UserError: ``too_large`` if a table has more rows or columns than a sheet can hold.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    made = datetime.combine(paper.made, time(), UTC)
    book.set_properties({"title": clean(paper.title), "subject": clean(paper.subtitle), "created": made})
    _Writer(book, paper, paper_style()).write()
    book.close()
    return target.getvalue()


class _Writer:
    """Writes one paper into one workbook."""

    def __init__(self, book: Any, paper: Paper, style: Style) -> None:
        self._book, self._paper, self._style = book, paper, style
        self._formats = Formats(book, style, style.fonts.get(paper.lang, ""))
        taken: set[str] = set()
        self._sheets = [_plan(section, sheet_name(section.title, taken)) for section in paper.sections]

    def write(self) -> None:
        for sheet in self._sheets:
            page = self._book.add_worksheet(sheet.name)
            self._top(page, sheet)
            for start, block in zip(sheet.starts, sheet.section.blocks, strict=True):
                if isinstance(block, Paragraph):
                    page.write_string(
                        start, 0, self._text(block.runs), self._formats.paragraph(block.is_muted)
                    )
                else:
                    self._table(page, sheet, block, start)
            self._print_set_up(page, sheet)

    def _top(self, page: Any, sheet: _Sheet) -> None:
        title = (
            self._paper.title if sheet is self._sheets[0] else f"{self._paper.title} · {sheet.section.title}"
        )
        page.write_string(0, 0, clean(title), self._formats.title())
        page.set_row(0, 26)
        about = "   ".join((self._paper.subtitle, *self._paper.meta))
        page.write_string(1, 0, self._fit(about), self._formats.paragraph(True))
        page.hide_gridlines(2)

    def _table(self, page: Any, sheet: _Sheet, table: Table, start: int) -> None:
        self._headings(page, sheet, table, start)
        if not table.rows:
            page.write_string(start + 1, 0, self._fit(table.empty), self._formats.paragraph(True))
        for offset, row in enumerate(table.rows, start=1):
            self._row(page, sheet, table, row, start + offset)

    def _headings(self, page: Any, sheet: _Sheet, table: Table, start: int) -> None:
        rotated = any(column.is_rotated for column in table.columns)
        page.set_row(start, _ROTATED_POINTS if rotated else _HEAD_POINTS)
        for index, column in enumerate(table.columns):
            page.set_column(index, index, column.width)
            form = self._formats.heading(column)
            self._put(page, (start, index), column.heading, form)
        last = start + max(len(table.rows), 1)
        page.ignore_errors({"number_stored_as_text": f"A1:{_address(last, len(table.columns) - 1)}"})
        if sheet.section.tables[0] is table:
            page.freeze_panes(start + 1, table.lead)
            page.autofilter(start, 0, last, len(table.columns) - 1)

    def _row(self, page: Any, sheet: _Sheet, table: Table, row: Row, at: int) -> None:
        page.set_row(at, _height(table, row))
        index = 0
        for cell in row.cells:
            self._cell(page, sheet, cell, row, (at, index), table)
            for covered in range(index + 1, index + cell.span):
                page.write_blank(at, covered, None, self._formats.cell(Cell(), row, table.columns[covered]))
            index += cell.span

    def _cell(
        self, page: Any, sheet: _Sheet, cell: Cell, row: Row, place: tuple[int, int], table: Table
    ) -> None:
        form = self._formats.cell(cell, row, table.columns[place[1]])
        if cell.share is not None:
            page.write_number(*place, cell.share, form)
            bar = self._style.page.light.bar
            page.conditional_format(*place, *place, _bar(bar))
        elif cell.link and (target := self._target(cell.link)) and sheet.links < _LINKS:
            sheet.links += 1
            page.write_url(*place, target, form, self._text(cell.runs))
        else:
            self._put(page, place, cell.runs, form)
        if cell.notes:
            note = "\n\n".join(cell.notes)
            page.write_comment(*place, self._fit(note, _NOTE_CHARACTERS), _note_box(note))

    def _put(self, page: Any, place: tuple[int, int], runs: tuple[Run, ...], form: Any) -> None:
        text = self._text(runs)
        if not text:
            page.write_blank(*place, None, form)
        elif len(runs) < 2 or text != clean(plain(runs)) or len({self._formats.ink(run) for run in runs}) < 2:
            page.write_string(*place, text, form)
        else:
            page.write_rich_string(*place, *self._fragments(runs), form)

    def _fragments(self, runs: tuple[Run, ...]) -> list[Any]:
        """Return font, text, font, text …, as rich strings are written; the gaps between runs belong to the later."""
        parts: list[Any] = []
        for run in runs:
            text = clean(run.text)
            if parts:
                text = ("\n" if run.starts_line else " ") + text
            if text:
                parts += [self._formats.run(run), text]
        return parts

    def _target(self, anchor: str) -> str:
        for sheet in self._sheets:
            if anchor in sheet.places:
                quoted = sheet.name.replace("'", "''")
                return f"internal:'{quoted}'!{_address(*sheet.places[anchor])}"
        return ""

    def _text(self, runs: tuple[Run, ...]) -> str:
        return self._fit(plain(runs))

    def _fit(self, text: str, limit: int = _CELL_CHARACTERS) -> str:
        return cut(clean(text), limit, self._paper.cut_mark)

    def _print_set_up(self, page: Any, sheet: _Sheet) -> None:
        page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.65)
        if sheet.section.tables:
            table = sheet.section.tables[0]
            start = sheet.starts[sheet.section.blocks.index(table)]
            page.fit_to_pages(table.pages_wide, 0)
            page.repeat_rows(start)
            if table.lead:
                page.repeat_columns(0, table.lead - 1)
        half = (_HEADER_CHARACTERS - 10) // 2
        names = [_print_text(text, half) for text in (self._paper.subtitle, self._paper.title)]
        page.set_header(f"&L{names[0]}&R{names[1]}")
        numbers = self._paper.page_words.format(page="&P", pages="&N")
        page.set_footer(f"&L{_print_text(self._paper.made_words, half)}&R{numbers}")


def _plan(section: Section, name: str) -> _Sheet:
    """Return where each block of a section goes, and where its anchors are."""
    row, starts = _TOP_ROWS, []
    sheet = _Sheet(name, section, ())
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
        index = 0
        for cell in row.cells:
            if cell.anchor:
                places[cell.anchor] = (at, index)
            index += cell.span


def _check_size(table: Table, start: int, name: str) -> None:
    for count, limit, what in (
        (start + 1 + len(table.rows), _ROWS, "rows"),
        (len(table.columns), _COLUMNS, "columns"),
    ):
        if count > limit:
            message = f"The sheet “{name}” would need {count:,} {what}; a spreadsheet holds {limit:,}"
            raise UserError("too_large", message, "Export it as html, csv or json.", count=count, limit=limit)


def _height(table: Table, row: Row) -> float:
    """Return the height of a row in points: office programs do not agree on when to find it themselves."""
    lines, index = 1, 0
    for cell in row.cells:
        if cell.span == 1 and cell.runs:
            room = max(table.columns[index].width - 1.5 - 2 * cell.indent, 3)
            wide = [display_width(line) * 1.08 for line in cell.text.split("\n")]
            lines = max(lines, sum(max(1, -int(-width // room)) for width in wide))
        index += cell.span
    extra = _PADDING_POINTS if row.kind == "group" else 0.0
    return min(lines * _LINE_POINTS + _PADDING_POINTS + extra, _MAX_ROW_POINTS)


def _bar(colour: str) -> dict[str, Any]:
    """Return a bar in the cell that is full at 1."""
    limits = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
    return {"type": "data_bar", "bar_color": colour, "bar_solid": True, "bar_no_border": True} | limits


def _note_box(note: str) -> dict[str, Any]:
    lines = sum(1 + display_width(line) // 52 for line in note.split("\n"))
    return {"width": 340, "height": min(24 + 15 * lines, 480), "font_size": 9, "color": "#FFFDF5"}


def _print_text(text: str, limit: int) -> str:
    """Return a text for a page's head or foot, where ``&`` begins a code and is written twice."""
    line = " ".join(clean(text).split())
    while len(doubled := line.replace("&", "&&").encode("utf-16-le")) // 2 > limit:
        line = line[: -(len(doubled) // 2 - limit + 1) // 2] if len(line) > limit else line[:-1]
    return line.replace("&", "&&")


def _address(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
