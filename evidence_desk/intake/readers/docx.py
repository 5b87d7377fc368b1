"""Reads Word documents (Office Open XML): body, notes, headers, footers and comments, changes marked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers import package as packages
from evidence_desk.intake.readers.package import Package, attribute
from evidence_desk.intake.readers.text import add_pages
from evidence_desk.intake.readers.word_lists import Numbering, Styles
from evidence_desk.intake.readers.word_story import Found, Story

_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read(path: Path, limits: Limits) -> ReadResult:
    """Read a document; tracked changes and comments are in ``facts`` with their authors and dates."""
    from lxml import etree

    result = ReadResult(tools={"lxml": ".".join(str(part) for part in etree.LXML_VERSION[:3])})
    with packages.opened(path, limits) as package:
        package.read_properties(result)
        main = package.main_part("word/document.xml")
        related = package.related(main)
        root = package.part(main)
        try:
            text = _text(package, root, related, result) if root is not None else ""
        except RecursionError:
            text = ""
            result.warn("nested_too_deep", "the document is nested too deep to be read")
        packages.note_damage(package, result)
    add_pages(result, text, limits)
    if not text.strip():
        result.warn("empty", "there is no text in the document")
    return result


def _part(package: Package, related: list[tuple[str, str, str]], kind: str) -> Any | None:
    return next((package.part(part) for _, found, part in related if found == kind), None)


def _text(package: Package, root: Any, related: list[tuple[str, str, str]], result: ReadResult) -> str:
    styles = Styles(_part(package, related, "styles"))
    found = Found()
    story = Story(styles, Numbering(_part(package, related, "numbering"), styles), found)
    body = story.text(root)
    sections = [body]
    for kind in ("footnote", "endnote"):
        notes = _part(package, related, f"{kind}s")
        sections.append(_notes(story, notes, kind, found.notes[kind]))
    margins = [part for _, kind, part in related if kind in ("header", "footer")]
    sections.append(_margins(story, [package.part(part) for part in margins]))
    comments = _comments(story, _part(package, related, "comments"), found.comments)
    sections.append("\n".join(_comment_line(comment) for comment in comments))
    _note_facts(result, found, comments)
    return "\n\n".join(section for section in sections if section.strip())


def _note_facts(result: ReadResult, found: Found, comments: list[dict[str, str]]) -> None:
    if found.heading:
        result.facts["heading"] = found.heading
    if found.changes:
        result.facts["tracked_changes"] = found.changes
    if comments:
        result.facts["comments"] = comments
    if found.has_hidden:
        result.warn("hidden_content", "the document has hidden text")


def _notes(story: Story, root: Any | None, kind: str, order: list[str]) -> str:
    """Return the notes in the order they are referred to, then those nobody refers to."""
    texts = {}
    for note in root.iterchildren(f"{{*}}{kind}") if root is not None else ():
        if attribute(note, "type") not in _SEPARATORS:
            texts[attribute(note, "id") or ""] = " ".join(story.text(note).split())
    numbers = {key: number for number, key in enumerate(order, 1)}
    keys = [key for key in order if key in texts] + [key for key in texts if key not in numbers]
    return "\n".join(f"[{kind} {numbers.get(key, '?')}] {texts[key]}" for key in keys if texts[key])


def _margins(story: Story, roots: list[Any | None]) -> str:
    """Return what stands in headers and footers, each text once."""
    lines: dict[str, None] = {}
    for root in roots:
        text = " ".join(story.text(root).split()) if root is not None else ""
        if text:
            kind = "header" if root is not None and packages.local(root) == "hdr" else "footer"
            lines[f"[{kind}] {text}"] = None
    return "\n".join(lines)


def _comments(story: Story, root: Any | None, order: list[str]) -> list[dict[str, str]]:
    entries = {}
    for comment in root.iterchildren("{*}comment") if root is not None else ():
        key = attribute(comment, "id") or ""
        entry = {"text": " ".join(story.text(comment).split())}
        for name in ("author", "date"):
            if attribute(comment, name):
                entry[name] = str(attribute(comment, name))
        entries[key] = entry
    for number, key in enumerate(order, 1):
        if key in entries:
            entries[key]["number"] = str(number)
    known = [entries[key] for key in order if key in entries]
    return known + [entry for entry in entries.values() if "number" not in entry]


def _comment_line(comment: dict[str, str]) -> str:
    who = ", ".join(comment[name] for name in ("author", "date") if name in comment)
    return f"[comment {comment.get('number', '?')}{f', {who}' if who else ''}] {comment['text']}"
