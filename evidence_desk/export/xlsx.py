"""Writes a paper as a spreadsheet: a sheet for each section, ready to read, filter and print."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import Any

import xlsxwriter

from evidence_desk.export.blocks import Cell, Paper, Paragraph, Row, Run, Table, plain
from evidence_desk.export.style import Style, paper_style
from evidence_desk.export.texts import clean, cut, display_width, sheet_name
from evidence_desk.export.xlsx_formats import Formats
from evidence_desk.export.xlsx_layout import (
    Sheet,
    address,
    heading_height,
    paragraph_room,
    plan_sheet,
    print_text,
    row_height,
)

# Limits of the format: ECMA-376 as Excel reads it.
_CELL_CHARACTERS = 32_767
_LINKS = 65_530
_HEADER_CHARACTERS = 255
_NOTE_CHARACTERS = 4_000

_A4 = 9
# A rich string has at least two fonts with their texts.
_RICH = 4


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
        self._sheets = [plan_sheet(section, sheet_name(section.title, taken)) for section in paper.sections]

    def write(self) -> None:
        for sheet in self._sheets:
            page = self._book.add_worksheet(sheet.name)
            self._top(page, sheet)
            for start, block in zip(sheet.starts, sheet.section.blocks, strict=True):
                if isinstance(block, Paragraph):
                    self._line(page, sheet, start, self._text(block.runs), is_muted=block.is_muted)
                else:
                    self._table(page, sheet, block, start)
            self._print_set_up(page, sheet)

    def _top(self, page: Any, sheet: Sheet) -> None:
        title = (
            self._paper.title if sheet is self._sheets[0] else f"{self._paper.title} · {sheet.section.title}"
        )
        page.write_string(0, 0, clean(title), self._formats.title())
        page.set_row(0, 26)
        about = "   ".join((self._paper.subtitle, *self._paper.meta))
        self._line(page, sheet, 1, self._fit(about), is_muted=True)
        page.hide_gridlines(2)

    def _line(self, page: Any, sheet: Sheet, row: int, text: str, *, is_muted: bool) -> None:
        """Write a paragraph over as many columns as make a readable line."""
        form = self._formats.paragraph(is_muted)
        last, height = paragraph_room(sheet.section, text)
        if last:
            # Merged empty, then written: merge_range alone would take "=…" for a formula.
            page.merge_range(row, 0, row, last, "", form)
            page.set_row(row, height)
        page.write_string(row, 0, text, form)

    def _table(self, page: Any, sheet: Sheet, table: Table, start: int) -> None:
        self._headings(page, sheet, table, start)
        if not table.rows:
            page.write_string(start + 1, 0, self._fit(table.empty), self._formats.paragraph(True))
        for offset, row in enumerate(table.rows, start=1):
            self._row(page, sheet, table, row, start + offset)

    def _headings(self, page: Any, sheet: Sheet, table: Table, start: int) -> None:
        page.set_row(start, heading_height(table))
        for index, column in enumerate(table.columns):
            page.set_column(index, index, column.width)
            form = self._formats.heading(column)
            self._put(page, (start, index), column.heading, form)
        last = start + max(len(table.rows), 1)
        page.ignore_errors({"number_stored_as_text": f"A1:{address(last, len(table.columns) - 1)}"})
        if sheet.section.tables[0] is table:
            page.freeze_panes(start + 1, table.lead)
            page.autofilter(start, 0, last, len(table.columns) - 1)

    def _row(self, page: Any, sheet: Sheet, table: Table, row: Row, at: int) -> None:
        page.set_row(at, row_height(table, row))
        for index, cell in enumerate(row.cells):
            self._cell(page, sheet, cell, row, (at, index), table)

    def _cell(
        self, page: Any, sheet: Sheet, cell: Cell, row: Row, place: tuple[int, int], table: Table
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
        fragments = self._fragments(runs)
        looks = {(run.is_bold, run.is_muted) for run in runs}
        if not text:
            page.write_blank(*place, None, form)
        elif len(looks) > 1 and len(fragments) >= _RICH and "".join(fragments[1::2]) == text:
            page.write_rich_string(*place, *fragments, form)
        else:
            page.write_string(*place, text, form)

    def _fragments(self, runs: tuple[Run, ...]) -> list[Any]:
        """Return font, text, font, text …, as rich strings are written; a run brings the space before it."""
        parts: list[Any] = []
        for run in runs:
            text = clean(run.text)
            if parts:
                text = ("\n" if run.starts_line else " ") + text
            if text:
                parts += [self._formats.run(run), text]
        return parts

    def _target(self, anchor: str) -> str:
        sheet = next((sheet for sheet in self._sheets if anchor in sheet.places), None)
        if sheet is None:
            return ""
        quoted = sheet.name.replace("'", "''")
        return f"internal:'{quoted}'!{address(*sheet.places[anchor])}"

    def _text(self, runs: tuple[Run, ...]) -> str:
        return self._fit(plain(runs))

    def _fit(self, text: str, limit: int = _CELL_CHARACTERS) -> str:
        return cut(clean(text), limit, self._paper.cut_mark)

    def _print_set_up(self, page: Any, sheet: Sheet) -> None:
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
        names = [print_text(text, half) for text in (self._paper.subtitle, self._paper.title)]
        page.set_header(f"&L{names[0]}&R{names[1]}")
        numbers = self._paper.page_words.format(page="&P", pages="&N")
        page.set_footer(f"&L{print_text(self._paper.made_words, half)}&R{numbers}")


def _bar(colour: str) -> dict[str, Any]:
    """Return a bar in the cell that is full at 1."""
    limits = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
    return {"type": "data_bar", "bar_color": colour} | limits


def _note_box(note: str) -> dict[str, Any]:
    lines = sum(1 + display_width(line) // 52 for line in note.split("\n"))
    return {"width": 340, "height": min(24 + 15 * lines, 480), "font_size": 9, "color": "#FFFDF5"}
