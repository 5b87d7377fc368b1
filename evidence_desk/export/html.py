"""Writes a paper as one page of HTML that needs nothing else: no script, no picture, no network."""

from __future__ import annotations

import re
from html import escape

from evidence_desk.export.blocks import Cell, Column, Paper, Paragraph, Row, Run, Section, Table
from evidence_desk.export.style import PageColours, Style, paper_style
from evidence_desk.export.texts import clean
from evidence_desk.support.resources import resource

# How many characters fit on a landscape page, and how far a column of words may shrink in print.
_PAGE_CHARACTERS, _SHRINK = 120.0, 0.55
_PAUSE = "\n\n"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_bytes(paper: Paper) -> bytes:
    """Return the paper as the UTF-8 bytes of one HTML file that loads nothing and runs nothing."""
    style = paper_style()
    tag = paper.tags[0]
    looks = resource("papers", "page.css").read_text(encoding="utf-8")
    head = [
        "<!DOCTYPE html>",
        f'<html lang="{tag}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{_text(paper.title)} · {_text(paper.subtitle)}</title>",
        f"<style>{_colours(style)}\n{looks}{_page_rule(paper)}\n</style>",
        "</head>",
        "<body>",
    ]
    body = _top(paper)
    for section in paper.sections:
        body += _section(section, tag)
    return "\n".join([*head, *body, "</body>", "</html>", ""]).encode("utf-8")


def _colours(style: Style) -> str:
    light, dark = _variables(style, is_dark=False), _variables(style, is_dark=True)
    tones = "".join(
        f"\n.{tone}-{level} {{ color: var(--{tone}); background: var(--{tone}-{level}) }}"
        for tone in style.tones
        if tone != "none"
        for level in (1, 2, 3)
    )
    # Printed on white paper whatever the screen is like.
    night = "@media screen and (prefers-color-scheme: dark)"
    return f"\n:root {{ {light} }}\n{night} {{ :root {{ {dark} }} }}{tones}"


def _variables(style: Style, *, is_dark: bool) -> str:
    page: PageColours = style.page.dark if is_dark else style.page.light
    parts = [f"--{name}: {getattr(page, name)}" for name in page.__struct_fields__ if name != "bar"]
    parts.append(f"--fill: {page.bar}")
    for name, tone in style.tones.items():
        shade = tone.dark if is_dark else tone.light
        parts.append(f"--{name}: {shade.ink}")
        parts += [f"--{name}-{level}: {shade.fill(level)}" for level in (1, 2, 3)]
    return "; ".join(parts)


def _page_rule(paper: Paper) -> str:
    name, made = _css_string(paper.subtitle), _css_string(paper.made_words)
    size = "size: A4 landscape; margin: 14mm 10mm 13mm"
    boxes = f"@top-left {{ content: {name} }} @bottom-left {{ content: {made} }}"
    numbers = '@bottom-right { content: counter(page) " / " counter(pages) }'
    return f"@page {{ {size}; font-size: 8pt; {boxes} {numbers} }}"


def _css_string(text: str) -> str:
    """Return a CSS string: all but letters and digits escaped (CSS Syntax Level 3, section 4.3.7)."""
    safe = (c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in " ".join(clean(text).split()))
    return f'"{"".join(safe)}"'


def _top(paper: Paper) -> list[str]:
    links = "".join(f'<a href="#{_name(s.key)}">{_text(s.title)}</a>' for s in paper.sections)
    meta = "".join(f"<li>{_text(item)}</li>" for item in paper.meta)
    return [
        f"<header><h1>{_text(paper.title)}</h1>",
        f'<p class="subtitle">{_text(paper.subtitle)}</p>',
        f'<ul class="meta">{meta}</ul>',
        f"<nav>{links}</nav></header>",
    ]


def _section(section: Section, tag: str) -> list[str]:
    name = _name(section.key)
    lines = [f'<section id="{name}" aria-labelledby="{name}-title">']
    lines.append(f'<h2 id="{name}-title">{_text(section.title)}</h2>')
    for block in section.blocks:
        lines += [_paragraph(block, tag)] if isinstance(block, Paragraph) else _table(block, tag)
    return [*lines, "</section>"]


def _paragraph(block: Paragraph, tag: str) -> str:
    kind = ' class="muted"' if block.is_muted else ""
    return f"<p{kind}>{_runs(block.runs, tag)}</p>"


def _table(table: Table, tag: str) -> list[str]:
    if not table.rows:
        return [f'<p class="muted">{_text(table.empty)}</p>']
    caption = _text(table.caption)
    lines = [f'<div class="frame" tabindex="0" role="region" aria-label="{caption}">']
    lines.append(f'<table style="--wide: {_wide(table):.3g}">')
    lines.append(f"<caption>{caption}</caption>")
    lines.append("<thead><tr>")
    lines += [_heading(column, tag, stays=_stays(index, table)) for index, column in enumerate(table.columns)]
    lines += ["</tr></thead>", "<tbody>"]
    for index, row in enumerate(table.rows):
        if row.kind == "group" and index:
            lines += ["</tbody>", "<tbody>"]
        lines += _row(row, table, tag)
    return [*lines, "</tbody>", "</table></div>"]


def _wide(table: Table) -> float:
    """Return how many times wider than a landscape page the table is: print makes it that much smaller.

    Words wrap, so their columns may shrink; the signs under a rotated heading may not.
    """
    needed = sum(column.width * (1.0 if column.is_rotated else _SHRINK) for column in table.columns)
    return max(1.0, needed / _PAGE_CHARACTERS)


def _stays(index: int, table: Table) -> bool:
    """Return whether a column stays in sight when the table is moved sideways: it says what a row is."""
    return index == min(table.lead, 2) - 1


def _heading(column: Column, tag: str, *, stays: bool) -> str:
    kinds = [name for name, is_so in (("rotated", column.is_rotated), ("stay", stays)) if is_so]
    classes = f' class="{" ".join(kinds)}"' if kinds else ""
    width = f' style="min-width: {max(column.width * 0.54, 2.5):.4g}rem"'
    runs = _runs(column.heading, tag)
    inner = f"<div>{runs}</div>" if column.is_rotated else runs
    return f'<th scope="col"{_id(column.anchor)}{classes}{width}>{inner}</th>'


def _row(row: Row, table: Table, tag: str) -> list[str]:
    kind = ' class="group"' if row.kind == "group" else ""
    lines = [f"<tr{_id(row.anchor)}{kind}>"]
    for index, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        stays = _stays(index, table)
        scope = ("rowgroup" if row.kind == "group" else "row") if stays else ""
        lines.append(_cell(cell, column, tag, scope=scope))
    return [*lines, "</tr>"]


def _cell(cell: Cell, column: Column, tag: str, *, scope: str) -> str:
    element = "th" if scope else "td"
    kinds = [name for name, is_so in (("stay", scope), ("sign", column.is_rotated)) if is_so]
    traits = f' class="{" ".join(kinds)}"' if kinds else ""
    traits += f' scope="{scope}"' if scope else ""
    traits += f' style="padding-left: {0.6 + 0.9 * cell.indent:.4g}rem"' if cell.indent else ""
    return f"<{element}{_id(cell.anchor)}{traits}>{_inside(cell, tag)}</{element}>"


def _inside(cell: Cell, tag: str) -> str:
    if cell.share is not None:
        share = min(max(cell.share, 0.0), 1.0)
        bar = f'<span class="bar" aria-hidden="true"><i style="width: {share:.0%}"></i></span>'
        return bar + _text(cell.text)
    words = _runs(cell.runs, tag)
    traits = (
        f' class="chip {cell.tone}-{min(max(cell.level, 1), 3)}"' if cell.tone != "none" and words else ""
    )
    traits += f' title="{_text(_PAUSE.join(cell.notes))}"' if cell.notes else ""
    traits += f' aria-label="{_text(cell.label)}"' if cell.label else ""
    if cell.link:
        return f'<a href="#{_name(cell.link)}"{traits}>{words}</a>'
    return f"<span{traits}>{words}</span>" if traits else words


def _runs(runs: tuple[Run, ...], tag: str) -> str:
    parts: list[str] = []
    for run in runs:
        kinds = [name for name, is_so in (("line", run.starts_line), ("quiet", run.is_muted)) if is_so]
        traits = f' class="{" ".join(kinds)}"' if kinds else ""
        traits += f' lang="{run.tag}"' if run.tag and run.tag != tag else ""
        words = _text(run.text).replace("\n", "<br>\n")
        words = f"<b>{words}</b>" if run.is_bold else words
        parts.append(f"<span{traits}>{words}</span>" if traits else words)
    return " ".join(parts)


def _text(text: str) -> str:
    return escape(clean(text), quote=True)


def _id(anchor: str) -> str:
    return f' id="{_name(anchor)}"' if anchor else ""


def _name(anchor: str) -> str:
    """Return an anchor as a name that needs no escape in an address."""
    return re.sub(r"[^A-Za-z0-9._-]", lambda found: f"~{ord(found[0]):x}", anchor)
