"""The data a paper is made from: which sections and columns it has, and what its tones look like."""

from __future__ import annotations

from typing import Literal

import msgspec

from evidence_desk.export.blocks import Tone
from evidence_desk.support.resources import resource


class ColumnSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column: ``heading`` is the key of its words, ``width`` counts characters."""

    key: str
    heading: str
    width: float


class SectionSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section: ``title`` is the key of its words, ``lead`` counts the columns that stay in sight."""

    key: str
    title: str
    lead: int
    columns: tuple[ColumnSpec, ...]


class DotsSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the strength of proof is drawn."""

    filled: str
    empty: str
    count: int


class MatrixSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The matrix paper, as in resources/papers/matrix.json; schemas/paper.schema.json describes it."""

    paper: str
    title: str
    dots: DotsSpec
    mixed: str
    through_fact: str
    cites: str
    evidence_width: float
    columns_per_page: int
    sections: tuple[SectionSpec, ...]
    gaps: tuple[str, ...]

    def section(self, key: str) -> SectionSpec:
        """Return the section of that key."""
        return next(section for section in self.sections if section.key == key)


class ListsSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A paper of plain lists, as in resources/papers/import-report.json."""

    paper: str
    title: str
    sections: tuple[SectionSpec, ...]


class Shade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The ink and the three fills of a tone, as ``#RRGGBB``, weakest first."""

    ink: str
    fills: tuple[str, str, str]

    def fill(self, level: int) -> str:
        """Return the fill of a level; levels outside 1 to 3 take the nearest."""
        return self.fills[min(max(level, 1), 3) - 1]


class ToneSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tone: always a symbol and a colour together, so that it reads in black and white."""

    symbol: str
    light: Shade
    dark: Shade


class PageColours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The colours of a page that carry no meaning."""

    surface: str
    ink: str
    muted: str
    rule: str
    band: str
    head: str
    accent: str
    bar: str


class PageSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The page by day and by night."""

    light: PageColours
    dark: PageColours


class Style(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How papers look, as in resources/papers/tones.json."""

    fonts: dict[str, str]
    tones: dict[Literal["supports", "contradicts", "context", "gap", "none"], ToneSpec]
    page: PageSpec

    def symbol(self, tone: Tone) -> str:
        """Return the symbol that stands for a tone."""
        return self.tones[tone].symbol


def matrix_spec() -> MatrixSpec:
    """Return what the matrix paper is made of."""
    return msgspec.json.decode(resource("papers", "matrix.json").read_bytes(), type=MatrixSpec)


def lists_spec(paper: str) -> ListsSpec:
    """Return what a paper of plain lists is made of."""
    return msgspec.json.decode(resource("papers", f"{paper}.json").read_bytes(), type=ListsSpec)


def paper_style() -> Style:
    """Return how papers look."""
    return msgspec.json.decode(resource("papers", "tones.json").read_bytes(), type=Style)
