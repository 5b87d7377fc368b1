"""What the sections of the matrix paper share: names of places, stances as tones, headings from data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from evidence_desk.export.blocks import Column, Run, Tone
from evidence_desk.export.style import MatrixSpec, SectionSpec, Style
from evidence_desk.export.words import Voice
from evidence_desk.queries.rows import ElementRow, EvidenceRow, Matrix, MatrixCell

_STANCES = ("supports", "contradicts", "context")


@dataclass(frozen=True, slots=True)
class Desk:
    """What it takes to make the paper: the matrix, the voice, and the data of the paper."""

    matrix: Matrix
    voice: Voice
    spec: MatrixSpec
    style: Style

    def columns(self, section: SectionSpec) -> tuple[Column, ...]:
        """Return the columns a section always has."""
        return tuple(
            Column(column.key, self.voice.runs(column.heading, on_lines=True), column.width)
            for column in section.columns
        )

    def meeting_words(self, cell: MatrixCell) -> str:
        """Return a cell of the grid in signs, e.g. ``▲3 ·2``: supports, weight 3, two cites."""
        mixed = self.spec.mixed if cell.mixed else ""
        cites = f" {self.spec.cites}{len(cell.cites)}" if cell.cites else ""
        through = self.spec.through_fact if cell.is_through_fact else ""
        return f"{self.style.symbol(tone_of(cell.stance))}{cell.weight}{mixed}{through}{cites}"

    @staticmethod
    def bold(runs: tuple[Run, ...]) -> tuple[Run, ...]:
        """Return the runs with the first one bold."""
        return (replace(runs[0], is_bold=True), *runs[1:]) if runs else ()


def tone_of(stance: str) -> Tone:
    """Return the tone of a stance; an unknown stance has none."""
    return cast("Tone", stance) if stance in _STANCES else "none"


def element_anchor(element: ElementRow) -> str:
    """Return the name of an element's row in the grid."""
    return f"element-{element.id}"


def column_anchor(evidence: EvidenceRow) -> str:
    """Return the name of an evidence item's column in the grid."""
    return f"evidence-{evidence.id}"


def cell_anchor(cell: MatrixCell) -> str:
    """Return the name of a cell of the grid; ``cites-`` before it names its first row under the cites."""
    return f"cell-{cell.element}-{cell.evidence}"
