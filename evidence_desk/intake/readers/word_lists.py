"""Counts the numbered paragraphs of a Word document, whose numbers are not in its text (ECMA-376, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from evidence_desk.intake.readers.numerals import number_text
from evidence_desk.intake.readers.package import attribute, is_on

_LEVELS = 9


@dataclass(slots=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    is_decimal: bool = False  # "legal" numbering writes all levels in decimal


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    level_of_style: dict[str, int] = field(default_factory=dict)
    linked_style: str | None = None


@dataclass(slots=True)
class _Number:
    key: str
    restarts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Style:
    base: str | None
    number: str | None
    level: int | None
    outline: int | None
    name: str


class Styles:
    """The paragraph styles of a document: their lists and which of them are headings."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, _Style] = {}
        for entry in root.iterchildren("{*}style") if root is not None else ():
            number, level = numbering_of(entry.find("{*}pPr"))
            name = (value(entry.find("{*}name")) or "").lower()
            outline = integer(value(entry.find("{*}pPr/{*}outlineLvl")))
            base = value(entry.find("{*}basedOn"))
            self._styles[attribute(entry, "styleId") or ""] = _Style(base, number, level, outline, name)

    def numbering(self, style: str | None) -> tuple[str | None, int | None]:
        """Return (list, level) of a style, its own or inherited."""
        level = None
        for entry in self._line(style):
            level = entry.level if level is None else level
            if entry.number is not None:
                return entry.number, level
        return None, level

    def is_heading(self, style: str | None) -> bool:
        """Tell whether a style is that of a title or of a heading of the first level."""
        return any(entry.name in ("title", "heading 1") or entry.outline == 0 for entry in self._line(style))

    def _line(self, style: str | None) -> list[_Style]:
        line: list[_Style] = []
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            line.append(self._styles[style])
            style = self._styles[style].base
        return line


class Numbering:
    """Gives each numbered paragraph its number, in the order of the document."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, _Number] = {}
        if root is None:
            return
        for entry in root.iterchildren("{*}abstractNum"):
            self._lists[attribute(entry, "abstractNumId") or ""] = _list(entry)
        for entry in root.iterchildren("{*}num"):
            key = value(entry.find("{*}abstractNumId")) or ""
            self._numbers[attribute(entry, "numId") or ""] = _Number(key, _restarts(entry))

    def prefix(self, properties: Any | None) -> str:
        """Return the number of a paragraph with a space after it, or an empty string."""
        style = value(properties.find("{*}pStyle")) if properties is not None else None
        number, level = numbering_of(properties)
        if number is None:
            number, style_level = self._styles.numbering(style)
            level = style_level if level is None else level
        found = self._numbers.get(number or "")
        lists = self._list_of(found) if found is not None else None
        if found is None or lists is None:
            return ""
        if level is None:
            level = lists.level_of_style.get(style or "", 0)
        return self._counted(found, lists, level)

    def _list_of(self, number: _Number) -> _List | None:
        """Return the list of a number; some lists only name the style whose list they are."""
        found = self._lists.get(number.key)
        if found is None or not found.linked_style or found.levels:
            return found
        linked, _ = self._styles.numbering(found.linked_style)
        return self._lists.get(self._numbers[linked].key) if linked in self._numbers else found

    def _counted(self, number: _Number, lists: _List, level: int) -> str:
        shape = lists.levels.get(level)
        if shape is None or not 0 <= level < _LEVELS:
            return ""
        if level in number.restarts:
            lists.counts[level] = number.restarts.pop(level)
        else:
            lists.counts[level] = lists.counts.get(level, shape.start - 1) + 1
        for lower in [key for key in lists.counts if key > level]:
            del lists.counts[lower]
        if shape.style == "bullet":
            return "• "

        def written(match: re.Match[str]) -> str:
            other = int(match.group(1)) - 1
            which = lists.levels.get(other, _Level())
            count = lists.counts.setdefault(other, which.start)
            return number_text(count, "decimal" if shape.is_decimal else which.style)

        text = re.sub("%([1-9])", written, shape.text).strip()
        return f"{text} " if text else ""


def value(element: Any | None) -> str | None:
    """Return the ``w:val`` of an element."""
    return attribute(element, "val") if element is not None else None


def integer(text: str | None) -> int | None:
    """Return a whole number of a sensible size, or None."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text, re.ASCII) else None


def numbering_of(properties: Any | None) -> tuple[str | None, int | None]:
    """Return (list, level) that paragraph properties name; each None where they do not."""
    found = properties.find("{*}numPr") if properties is not None else None
    if found is None:
        return None, None
    return value(found.find("{*}numId")), integer(value(found.find("{*}ilvl")))


def _list(entry: Any) -> _List:
    found = _List(linked_style=value(entry.find("{*}numStyleLink")))
    for level in entry.iterchildren("{*}lvl"):
        depth = integer(attribute(level, "ilvl"))
        if depth is None:
            continue
        start = integer(value(level.find("{*}start")))
        found.levels[depth] = _Level(
            1 if start is None else start,
            value(level.find("{*}numFmt")) or "decimal",
            value(level.find("{*}lvlText")) or "",
            is_on(level.find("{*}isLgl")),
        )
        style = value(level.find("{*}pStyle"))
        if style:
            found.level_of_style[style] = depth
    return found


def _restarts(entry: Any) -> dict[int, int]:
    found = {}
    for override in entry.iterchildren("{*}lvlOverride"):
        depth = integer(attribute(override, "ilvl"))
        start = integer(value(override.find("{*}startOverride")))
        if depth is not None and start is not None:
            found[depth] = start
    return found
