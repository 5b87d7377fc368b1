"""The cell formats of a spreadsheet, made once each from the data of the style."""

from __future__ import annotations

from typing import Any

from evidence_desk.export.blocks import Cell, Column, Row, Run
from evidence_desk.export.style import Style

_SIZE = 10


class Formats:
    """Gives out the formats of one workbook; equal ones are the same one."""

    def __init__(self, book: Any, style: Style, font: str) -> None:
        """Keep the workbook, the style and the name of the font; an empty name is the program's own font."""
        self._book, self._style, self._page = book, style, style.page.light
        self._base: dict[str, Any] = {"font_size": _SIZE, "font_color": self._page.ink}
        if font:
            self._base["font_name"] = font
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def title(self) -> Any:
        """Return the format of a sheet's title."""
        return self._get(bold=True, font_size=15, valign="vcenter")

    def paragraph(self, is_muted: bool) -> Any:
        """Return the format of a line of words above a table."""
        return self._get(
            font_color=self._page.muted if is_muted else self._page.ink, valign="top", text_wrap=True
        )

    def heading(self, column: Column) -> Any:
        """Return the format of a column's heading; a rotated one reads upwards."""
        line = {"bottom": 2, "bottom_color": self._page.muted, "bg_color": self._page.head, "text_wrap": True}
        if column.is_rotated:
            return self._get(**line, rotation=90, align="center", valign="bottom", font_size=9)
        return self._get(**line, bold=True, valign="bottom", font_color=self._page.muted)

    def cell(self, cell: Cell, row: Row, column: Column) -> Any:
        """Return the format of a cell in its row and column."""
        traits: dict[str, Any] = {"bottom": 1, "bottom_color": self._page.rule, "valign": "vcenter"}
        if row.kind == "group":
            traits |= {"bg_color": self._page.band, "bold": True, "top": 1, "top_color": self._page.rule}
        if cell.tone != "none":
            shade = self._style.tones[cell.tone].light
            traits |= {"font_color": shade.ink, "bg_color": shade.fill(cell.level)}
        elif cell.link:
            traits["font_color"] = self._page.accent
        if cell.share is not None:
            traits |= {"num_format": "0%", "align": "right"}
        else:
            traits |= {"align": column.align, "text_wrap": True}
        if cell.indent:
            traits["indent"] = cell.indent
        if column.is_rotated and cell.tone != "none":
            # A white line round it sets a coloured cell apart from its neighbours.
            traits |= {"border": 1, "border_color": self._page.surface, "bold": True, "font_size": 9}
        return self._get(**traits)

    def run(self, run: Run) -> Any:
        """Return the font of a stretch of text."""
        return self._get(font_color=self._page.muted if run.is_muted else self._page.ink, bold=run.is_bold)

    def _get(self, **traits: Any) -> Any:
        whole = self._base | traits
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(whole)
        return self._made[key]
