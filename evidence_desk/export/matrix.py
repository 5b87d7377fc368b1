"""Makes the claim-evidence matrix as a paper: the grid, the cites behind it, and its gaps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from evidence_desk.export.blocks import Cell, Column, Paper, Paragraph, Row, Run, Section, Table, Tone
from evidence_desk.export.gaps import elements, gaps, linked_columns
from evidence_desk.export.matrix_lists import cites_section, gaps_section
from evidence_desk.export.matrix_parts import Desk, cell_anchor, column_anchor, element_anchor, tone_of
from evidence_desk.export.style import matrix_spec, paper_style
from evidence_desk.export.words import PaperWords
from evidence_desk.queries.rows import ClaimRow, ElementRow, EvidenceRow, LinkRow, Matrix

_LEGEND: tuple[Tone, ...] = ("supports", "contradicts", "context")


def matrix_paper(matrix: Matrix, words: PaperWords, *, lang: str, today: date) -> Paper:
    """Return the matrix paper: sections ``matrix``, ``cites`` and ``gaps``.

    Args:
        matrix: what to show; evidence that meets no element has no column, and is listed under the gaps.
        words: the words of papers.
        lang: ``en``, ``zh``, or ``both`` side by side.
        today: the date the paper bears.

    Raises:
        UserError: ``unknown_language``.
    """
    desk = Desk(matrix, words.voice(lang), matrix_spec(), paper_style())
    lacks = gaps(matrix)
    counts = {
        "claims": len(matrix.claims),
        "elements": len(list(elements(matrix))),
        "evidence": len(matrix.columns),
        "gaps": len(lacks),
    }
    sections = (_grid_section(desk), cites_section(desk), gaps_section(desk, lacks))
    return desk.voice.paper(desk.spec, matrix.matter, counts, sections, today=today)


def _grid_section(desk: Desk) -> Section:
    spec, voice = desk.spec.section("matrix"), desk.voice
    shown = linked_columns(desk.matrix)
    rows: list[Row] = []
    for claim in desk.matrix.claims:
        rows.append(_claim_row(desk, claim, len(shown)))
        rows += [_element_row(desk, claim, element, shown) for element in claim.elements]
    columns = (*desk.columns(spec), *(_heading(desk, evidence) for evidence in shown))
    table = Table(
        columns=columns,
        rows=tuple(rows),
        lead=spec.lead,
        empty=voice.text("matrix.empty"),
        caption=voice.text(desk.spec.title),
        pages_wide=max(1, -(-len(shown) // desk.spec.columns_per_page)),
    )
    note = _columns_note(desk, len(shown))
    return Section("matrix", voice.text(spec.title), (*_legend(desk), *note, table))


def _legend(desk: Desk) -> tuple[Paragraph, Paragraph]:
    voice, spec = desk.voice, desk.spec
    stances = [f"{desk.style.symbol(tone)} {voice.text(f'stance.{tone}')}" for tone in _LEGEND]
    gap = f"{desk.style.symbol('gap')} {voice.text('column.gap')}"
    signs = [
        voice.text("legend.weight"),
        f"{spec.cites} {voice.text('legend.cites')}",
        f"{spec.mixed} {voice.text('legend.mixed')}",
        f"{spec.through_fact} {voice.text('legend.through_fact')}",
    ]
    lines = ["   ".join((*stances, gap)), "   ".join(signs)]
    first, second = (Paragraph((Run(line),), is_muted=True) for line in lines)
    return first, second


def _columns_note(desk: Desk, shown: int) -> tuple[Paragraph, ...]:
    total = len(desk.matrix.columns)
    if shown == total:
        return ()
    return (Paragraph(desk.voice.runs("legend.columns", shown=shown, total=total), is_muted=True),)


def _heading(desk: Desk, evidence: EvidenceRow) -> Column:
    exhibit = (Run(evidence.exhibit, is_bold=True),) if evidence.exhibit else ()
    runs = (*exhibit, *desk.voice.names(evidence.title, evidence.native_title, on_lines=True))
    anchor = column_anchor(evidence)
    return Column(f"evidence:{evidence.id}", runs, desk.spec.evidence_width, True, "center", anchor)


def _claim_row(desk: Desk, claim: ClaimRow, shown: int) -> Row:
    makers = {
        "number": Cell((Run(claim.number, is_bold=True),)),
        "text": Cell(desk.bold(desk.voice.names(claim.title, claim.native_title, on_lines=True))),
        "burden": Cell((Run(amount_words(claim.amount, claim.currency)),) if claim.amount else ()),
        "proof": Cell(share=claim.coverage, label=desk.voice.text("coverage")) if claim.elements else Cell(),
    }
    lead = [makers[column.key] for column in desk.spec.section("matrix").columns]
    return Row((*lead, *(Cell() for _ in range(shown))), "group")


def _element_row(desk: Desk, claim: ClaimRow, element: ElementRow, shown: tuple[EvidenceRow, ...]) -> Row:
    depth = _depth(claim, element)
    names = desk.voice.names(element.text, element.native_text, on_lines=True)
    makers = {
        "number": Cell((Run(element.number, is_muted=True),)),
        "text": Cell(names, indent=depth),
        "burden": Cell(desk.voice.value("burden", element.burden)),
        "proof": _proof(desk, element),
    }
    lead = [makers[column.key] for column in desk.spec.section("matrix").columns]
    met = [_meeting(desk, element, evidence) for evidence in shown]
    return Row((*lead, *met), anchor=element_anchor(element))


def _depth(claim: ClaimRow, element: ElementRow) -> int:
    """Return how deep an element lies under its claim; a parent that is not of this claim counts as none."""
    parents = {other.id: other.parent for other in claim.elements}
    depth, above = 1, element.parent
    while above in parents and depth < len(parents):
        depth, above = depth + 1, parents[above]
    return depth


def _proof(desk: Desk, element: ElementRow) -> Cell:
    dots = desk.spec.dots
    strength = min(max(element.strength, 0), dots.count)
    drawn = dots.filled * strength + dots.empty * (dots.count - strength)
    is_gap = element.state in ("unproven", "contradicted")
    sign = (Run(desk.style.symbol("gap")),) if is_gap else ()
    return Cell((Run(drawn), *sign, *desk.voice.value("proof", element.state)), "gap" if is_gap else "none")


def _meeting(desk: Desk, element: ElementRow, evidence: EvidenceRow) -> Cell:
    cell = desk.matrix.cells.get((element.id, evidence.id))
    if cell is None:
        return Cell()
    label = desk.voice.text(
        "cell.label",
        element=element.number,
        exhibit=evidence.exhibit or evidence.title,
        stance=desk.voice.text(f"stance.{cell.stance}"),
        weight=cell.weight,
        cites=len(cell.cites),
    )
    return Cell(
        (Run(desk.meeting_words(cell)),),
        tone_of(cell.stance),
        level=1 if cell.is_through_fact else cell.weight,
        notes=tuple(_note(desk, link, evidence) for link in cell.links),
        link=f"cites-{cell_anchor(cell)}",
        anchor=cell_anchor(cell),
        label=label,
    )


def _note(desk: Desk, link: LinkRow, evidence: EvidenceRow) -> str:
    symbol, stance = desk.style.symbol(tone_of(link.stance)), desk.voice.text(f"stance.{link.stance}")
    name = desk.voice.name(evidence.title, evidence.native_title)
    lines = [f"{symbol}{link.weight} {stance} · {evidence.exhibit} {name}".strip()]
    for cite in link.cites:
        page = desk.voice.text("note.page", page=cite.label or cite.page)
        lines.append(f"{page}: “{cite.quote}”" if cite.quote else page)
    if link.purpose:
        lines.append(f"{desk.voice.text('column.purpose')}: {link.purpose}")
    return "\n".join(lines)


def amount_words(amount: str, currency: str) -> str:
    """Return an amount with its thousands set apart and its currency, e.g. ``100,000,000 CNY``."""
    try:
        grouped = f"{Decimal(amount):,f}"
    except (InvalidOperation, ValueError):
        grouped = amount
    return f"{grouped} {currency}".strip()
