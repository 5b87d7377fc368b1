"""The columns the evidence list can show, and what stands in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from evidence_desk.gui.texts import Texts
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.queries.rows import EvidenceRow

CellText = Callable[[EvidenceRow, Texts, Vocabulary], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; its heading is the text ``column.NAME``.

    Attributes:
        width: in pixels, until somebody drags it.
        text: the words in a cell; None where the cell is painted otherwise.
        order: what a click on its heading orders by.
    """

    name: str
    width: int
    text: CellText | None = None
    order: str = ""

    @property
    def ordered_by(self) -> str:
        """What a click on its heading orders by."""
        return self.order or self.name


def _field(name: str, width: int) -> Column:
    return Column(name, width, lambda row, _t, _v: str(getattr(row, name)))


def _pages(row: EvidenceRow) -> str:
    pages = sum(file.pages for file in row.files)
    return f"{pages:,}" if pages else ""


def _day(text: str) -> str:
    return datetime.fromisoformat(text).astimezone().strftime("%Y-%m-%d") if text else ""


_ALL = (
    Column("review", 28),
    Column("exhibit", 58, lambda row, _t, _v: row.exhibit or "—"),
    Column("title", 200),
    Column("date", 82, lambda row, t, _v: t.date(row.date.text)),
    Column("proves", 88),
    Column("type", 96, lambda row, _t, v: v.type_name(row.type)),
    Column("kind", 96, lambda row, _t, v: v.kind_name(row.kind)),
    _field("native_title", 150),
    Column("tags", 130, lambda row, _t, _v: ", ".join(row.tags)),
    Column("stages", 60, lambda row, _t, _v: str(row.stages or "")),
    Column("pages", 56, lambda row, _t, _v: _pages(row)),
    _field("numbers", 130),
    _field("author", 110),
    _field("source", 110),
    _field("custodian", 110),
    Column("side", 76, lambda row, t, _v: t.word("side", row.side) if row.side else ""),
    _field("language", 76),
    Column("original_status", 90, lambda row, _t, v: v.original_status_name(row.original_status)),
    _field("confidentiality", 100),
    _field("privilege", 100),
    Column("added", 84, lambda row, _t, _v: _day(row.added_at)),
)
COLUMNS: dict[str, Column] = {column.name: column for column in _ALL}
USUAL = ("review", "exhibit", "title", "date", "proves")
ALWAYS = "title"  # it takes the room the others leave, and lines are renamed in it
