"""The lists behind the matrix: every cite of every link, and every gap."""

from __future__ import annotations

from evidence_desk.export.blocks import Cell, Paragraph, Row, Run, Section, Table
from evidence_desk.export.gaps import Gap, elements
from evidence_desk.export.matrix_parts import Desk, cell_anchor, column_anchor, element_anchor, tone_of
from evidence_desk.queries.rows import CiteRow, ElementRow, EvidenceRow, LinkRow, MatrixCell


def cites_section(desk: Desk) -> Section:
    """Return a row for each cite of each link, in the order of the grid; a link without cites has a row."""
    spec = desk.spec.section("cites")
    rows: list[Row] = []
    for _claim, element in elements(desk.matrix):
        for evidence in desk.matrix.columns:
            if cell := desk.matrix.cells.get((element.id, evidence.id)):
                rows += _cell_rows(desk, cell, element, evidence)
    title = desk.voice.text(spec.title)
    empty = desk.voice.text("cites.empty")
    return Section("cites", title, (Table(desk.columns(spec), tuple(rows), spec.lead, empty, title),))


def _cell_rows(desk: Desk, cell: MatrixCell, element: ElementRow, evidence: EvidenceRow) -> list[Row]:
    pairs: list[tuple[LinkRow, CiteRow | None]] = []
    for link in cell.links:
        pairs += [(link, cite) for cite in link.cites] or [(link, None)]
    rows: list[Row] = []
    for index, (link, cite) in enumerate(pairs):
        makers = _link_cells(desk, link, evidence) | _cite_cells(desk, cite, evidence)
        makers |= {"element": _element_cell(desk, link, element)}
        makers |= {"exhibit": Cell((Run(evidence.exhibit or "→"),), link=cell_anchor(cell))}
        cells = tuple(makers[column.key] for column in desk.spec.section("cites").columns)
        rows.append(Row(cells, anchor="" if index else f"cites-{cell_anchor(cell)}"))
    return rows


def _element_cell(desk: Desk, link: LinkRow, element: ElementRow) -> Cell:
    """Return the number of the element; a link to a fact of the element names the fact too."""
    fact = desk.voice.runs("cite.fact", number=link.fact_number) if link.fact else ()
    return Cell((Run(element.number), *fact), link=element_anchor(element))


def _link_cells(desk: Desk, link: LinkRow, evidence: EvidenceRow) -> dict[str, Cell]:
    tone = tone_of(link.stance)
    sign = Run(f"{desk.style.symbol(tone)}{link.weight}")
    return {
        "stance": Cell((sign, *desk.voice.value("stance", link.stance)), tone, link.weight),
        "title": Cell(desk.voice.names(evidence.title, evidence.native_title, on_lines=True)),
        "purpose": _words(link.purpose),
        "objection": _words(link.objection),
        "answer": _words(link.answer),
    }


def _cite_cells(desk: Desk, cite: CiteRow | None, evidence: EvidenceRow) -> dict[str, Cell]:
    if cite is None:
        return {key: Cell() for key in ("file", "page", "label", "quote", "check")}
    names = {file.id: file.name for file in evidence.files}
    state = desk.voice.value("check", cite.state) if cite.quote else ()
    return {
        "file": _words(names.get(cite.file, "")),
        "page": _words(str(cite.page)),
        "label": _words(cite.label),
        "quote": _words(cite.quote or cite.note),
        "check": Cell(state, "gap" if state and cite.state != "ok" else "none"),
    }


def gaps_section(desk: Desk, lacks: list[Gap]) -> Section:
    """Return the gaps, sorted by kind, with how many there are of each."""
    spec = desk.spec.section("gaps")
    counts = {kind: sum(gap.kind == kind for gap in lacks) for kind in desk.spec.gaps}
    said = [f"{desk.voice.text(f'gap.{kind}')} · {n}" for kind, n in counts.items() if n]
    summary = (Paragraph((Run("   ".join(said)),), is_muted=True),) if said else ()
    rows = [_gap_row(desk, gap) for kind in desk.spec.gaps for gap in lacks if gap.kind == kind]
    title = desk.voice.text(spec.title)
    table = Table(desk.columns(spec), tuple(rows), spec.lead, desk.voice.text("gaps.empty"), title)
    return Section("gaps", title, (*summary, table))


def _gap_row(desk: Desk, gap: Gap) -> Row:
    if gap.element:
        what, anchor = (gap.element.text, gap.element.native_text), element_anchor(gap.element)
        burden = desk.voice.value("burden", gap.element.burden)
    else:
        what, anchor, burden = _evidence_names(gap)
    sign = Run(desk.style.symbol("gap"))
    makers = {
        "kind": Cell((sign, *desk.voice.runs(f"gap.{gap.kind}", on_lines=True)), "gap"),
        "number": Cell((Run(gap.number),) if gap.number else (), link=anchor if gap.number else ""),
        "what": Cell(desk.voice.names(*what, on_lines=True)),
        "burden": Cell(burden),
        "linked": _words("   ".join(_linked(desk, gap))),
    }
    return Row(tuple(makers[column.key] for column in desk.spec.section("gaps").columns))


def _evidence_names(gap: Gap) -> tuple[tuple[str, str], str, tuple[Run, ...]]:
    evidence = gap.evidence
    if evidence is None:
        return ("", ""), "", ()
    return (evidence.title, evidence.native_title), column_anchor(evidence) if gap.cells else "", ()


def _linked(desk: Desk, gap: Gap) -> list[str]:
    """Return what it meets so far: ``▲ A-8`` for an element, ``▲ 1.2`` for evidence."""
    exhibits = {evidence.id: evidence.exhibit or evidence.title for evidence in desk.matrix.columns}
    numbers = {element.id: element.number for _claim, element in elements(desk.matrix)}
    return [
        f"{desk.style.symbol(tone_of(cell.stance))} "
        + (exhibits[cell.evidence] if gap.element else numbers[cell.element])
        for cell in gap.cells
    ]


def _words(text: str) -> Cell:
    return Cell((Run(text),)) if text else Cell()
