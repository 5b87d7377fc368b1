"""The neutral block tree of a paper: what every writer (spreadsheet, page, text) reads, knowing no matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Tone = Literal["supports", "contradicts", "context", "gap", "none"]
RowKind = Literal["plain", "group"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; ``tag`` is its language as in BCP 47, empty for the paper's own."""

    text: str
    tag: str = ""
    is_bold: bool = False
    is_muted: bool = False
    starts_line: bool = False


def plain(runs: tuple[Run, ...]) -> str:
    """Return the text of some runs: a space between them, a line feed before a run that starts a line."""
    parts: list[str] = []
    for run in runs:
        if parts:
            parts.append("\n" if run.starts_line else " ")
        parts.append(run.text)
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    Attributes:
        runs: its text.
        tone: what its colour means; ``level`` 1 to 3 is how strongly.
        share: 0 to 1 where the cell shows a share as a bar, instead of text.
        notes: what a reader sees on asking for more, one text an entry.
        link: the anchor the cell leads to; ``anchor`` is the name by which others lead here.
        label: the cell said in words, for a screen reader.
        indent: how many steps its text is moved in.
    """

    runs: tuple[Run, ...] = ()
    tone: Tone = "none"
    level: int = 1
    share: float | None = None
    notes: tuple[str, ...] = ()
    link: str = ""
    anchor: str = ""
    label: str = ""
    indent: int = 0

    @property
    def text(self) -> str:
        """Return the words of the cell; a share as a whole percentage."""
        return plain(self.runs) if self.share is None else f"{self.share:.0%}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters of the standard font, and how its cells sit."""

    key: str
    heading: tuple[Run, ...]
    width: float
    is_rotated: bool = False
    align: Align = "left"
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row; a row of kind ``group`` heads the rows below it."""

    cells: tuple[Cell, ...]
    kind: RowKind = "plain"
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first ``lead`` columns say what a row is, and stay in sight.

    ``pages_wide`` is over how many pages' width it may be printed; ``empty`` is said where it has no rows.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    lead: int = 0
    empty: str = ""
    caption: str = ""
    pages_wide: int = 1

    def __post_init__(self) -> None:
        """Refuse a row that does not cover the columns."""
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"a row of {self.caption!r} does not cover its {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a muted one explains rather than says."""

    runs: tuple[Run, ...]
    is_muted: bool = False


Block = Table | Paragraph


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper with its own heading: a sheet, or a chapter."""

    key: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return its tables, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper.

    Attributes:
        key: its name for the program, e.g. ``matrix``.
        title: what it is; ``subtitle`` is the matter it is about.
        meta: short statements under the title: counts, date.
        lang: ``en``, ``zh`` or ``both``; ``tags`` are its languages as in BCP 47, the main one first.
        made: its date; nothing in a paper depends on any other clock.
        made_words: the date as a sentence, for the foot of a page.
        page_words: the foot of a page, with ``{page}`` and ``{pages}`` where the numbers go.
        cut_mark: what stands at the end of a text a format has no room for.
    """

    key: str
    title: str
    subtitle: str
    meta: tuple[str, ...]
    lang: str
    tags: tuple[str, ...]
    made: date
    made_words: str
    page_words: str
    cut_mark: str
    sections: tuple[Section, ...]
