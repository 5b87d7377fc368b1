"""Reads presentations (Office Open XML): a run of pages a slide, with its notes and comments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers import package as packages
from evidence_desk.intake.readers.package import Package, attribute, local
from evidence_desk.intake.readers.text import add_pages

_TITLES = ("title", "ctrTitle")
_FIELDS_OF_PAPER = ("sldNum", "dt", "ftr", "hdr", "sldImg")


def read(path: Path, limits: Limits) -> ReadResult:
    """Read every slide, hidden ones too (``facts["hidden_slides"]`` numbers them)."""
    from lxml import etree

    result = ReadResult(tools={"lxml": ".".join(str(part) for part in etree.LXML_VERSION[:3])})
    with packages.opened(path, limits) as package:
        package.read_properties(result)
        hidden = []
        for number, part in enumerate(_slides(package), 1):
            if len(result.pages) >= limits.pages:
                result.warn("text_truncated", "only the first part of the text was kept")
                break
            root = package.part(part)
            if root is not None and root.get("show") in ("0", "false"):
                hidden.append(number)
            add_pages(result, _slide_text(package, part, root, result), limits, label=str(number))
        packages.note_damage(package, result)
    if hidden:
        result.facts["hidden_slides"] = hidden
        result.warn("hidden_content", "the presentation has hidden slides")
    if not any(page.text.strip() for page in result.pages):
        result.warn("empty", "there is no text in the presentation")
    return result


def _slides(package: Package) -> list[str]:
    """Return the parts of the slides in the order they are shown."""
    main = package.main_part("ppt/presentation.xml")
    root = package.part(main)
    parts = {key: part for key, kind, part in package.related(main) if kind == "slide"}
    entries = root.iterfind("{*}sldIdLst/{*}sldId") if root is not None else ()
    # Both ``id`` and ``r:id`` stand there; only the latter names a relationship.
    keys = [next((value for value in entry.attrib.values() if value in parts), "") for entry in entries]
    return [parts[key] for key in keys if key] or list(parts.values())


def _slide_text(package: Package, part: str, root: Any | None, result: ReadResult) -> str:
    if root is None:
        return ""
    sections = [_shapes(root, result)]
    for _, kind, target in package.related(part):
        other = package.part(target) if kind in ("notesSlide", "comments") else None
        if other is None:
            continue
        text = _shapes(other, None) if kind == "notesSlide" else _comments(other)
        if text:
            sections.append(f"[notes] {text}" if kind == "notesSlide" else text)
    return "\n\n".join(section for section in sections if section)


def _shapes(root: Any, result: ReadResult | None) -> str:
    """Return the paragraphs of all shapes and tables in the order of the markup."""
    lines: list[str] = []
    for paragraph in root.iter("{*}p"):
        if next(paragraph.iterancestors("{*}Fallback"), None) is not None:
            continue  # the second copy of a drawing, for older programs
        kind = _placeholder(paragraph)
        text = _paragraph(paragraph)
        if kind in _FIELDS_OF_PAPER or not text.strip():
            continue
        if result is not None and kind in _TITLES and "heading" not in result.facts:
            result.facts["heading"] = " ".join(text.split())[:300]
        lines.append(text)
    return "\n".join(lines)


def _placeholder(paragraph: Any) -> str:
    """Return what the shape around a paragraph is for, e.g. ``title``."""
    for parent in paragraph.iterancestors("{*}sp"):
        found = parent.find("{*}nvSpPr/{*}nvPr/{*}ph")
        return found.get("type", "") if found is not None else ""
    return ""


def _paragraph(paragraph: Any) -> str:
    signs = {"br": "\n", "tab": "\t"}
    found = paragraph.iter("{*}t", "{*}br", "{*}tab")
    return "".join(signs.get(local(element), element.text or "") for element in found)


def _comments(root: Any) -> str:
    """Return a line a comment, of the older and the newer kind of markup."""
    lines = []
    for comment in root.iter("{*}cm"):
        words = [element.text or "" for element in comment.iter("{*}text", "{*}t")]
        date = attribute(comment, "dt") or attribute(comment, "created")
        text = " ".join("".join(words).split())
        if text:
            lines.append(f"[comment{f', {date}' if date else ''}] {text}")
    return "\n".join(lines)
