"""Turns the markup of a Word document into text, with what was changed, noted and commented marked in it.

Inserted text stands as ``[+text+]``, deleted text as ``[-text-]``, a form feed where Word last broke the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from evidence_desk.intake.readers.package import attribute, is_on, local
from evidence_desk.intake.readers.word_lists import Numbering, Styles, value

_CHANGES = {"ins": "inserted", "del": "deleted", "moveTo": "moved_to", "moveFrom": "moved_from"}
_MARKS = {"ins": ("[+", "+]"), "moveTo": ("[+", "+]"), "del": ("[-", "-]"), "moveFrom": ("[-", "-]")}
_MOST_CHANGES = 2_000
_LONGEST_HEADING = 200  # characters; what is longer is a paragraph that borrowed the style
_TEXTS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t", "lastRenderedPageBreak": "\f"}
# Properties, codes of fields, and the second copy of drawings that older programs read.
_SKIPPED = frozenset(
    {
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "rubyPr"),
        *("instrText", "delInstrText", "fldData", "footnoteRef", "endnoteRef", "annotationRef", "posOffset"),
        "Fallback",
    }
)


@dataclass(slots=True)
class Found:
    """What a walk through a document's stories gathers besides text.

    Attributes:
        changes: tracked changes: kind, author, date, text.
        notes: ids of the foot- and endnotes in the order they are referred to.
        comments: ids of comments in the order they are referred to.
        heading: the first paragraph that is styled as a title or heading.
        has_hidden: there is text that Word does not show.
    """

    changes: list[dict[str, str]] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=lambda: {"footnote": [], "endnote": []})
    comments: list[str] = field(default_factory=list)
    heading: str | None = None
    has_hidden: bool = False


class Story:
    """Walks one story (body, header, note ...) and writes its text.

    Markup is at most 256 levels deep, which the parser sees to, so recursion is safe here.
    """

    def __init__(self, styles: Styles, numbering: Numbering, found: Found) -> None:
        self._styles = styles
        self._numbering = numbering
        self._found = found
        self._parts: list[str] = []
        self._is_in_change = False
        self._handlers: dict[str, Callable[[Any], None]] = {
            "p": self._paragraph,
            "tr": self._row,
            "r": self._run,
            "t": self._words,
            "delText": self._words,
            "br": self._break,
            "footnoteReference": self._note,
            "endnoteReference": self._note,
            "commentReference": self._comment,
            **dict.fromkeys(_CHANGES, self._change),
        }

    def text(self, root: Any) -> str:
        """Return the text of a story's element."""
        self._parts = []
        self._children(root)
        joined = re.sub(r"\+\]\[\+|-\]\[-", "", "".join(self._parts))
        return re.sub(r"\f\s*\f", "\f", joined).strip("\n\f")

    def _children(self, element: Any) -> None:
        for child in element:
            name = local(child)
            if name in self._handlers:
                self._handlers[name](child)
            elif name in _TEXTS:
                self._parts.append(_TEXTS[name])
            elif name and name not in _SKIPPED:
                self._children(child)

    def _taken(self, element: Any) -> str:
        """Return what the children of an element write, and leave it out of the story."""
        parts, self._parts = self._parts, []
        self._children(element)
        text, self._parts = "".join(self._parts), parts
        return text

    def _paragraph(self, element: Any) -> None:
        properties = element.find("{*}pPr")
        text = self._taken(element)
        break_before = properties is not None and is_on(properties.find("{*}pageBreakBefore"))
        style = value(properties.find("{*}pStyle")) if properties is not None else None
        if self._found.heading is None and self._styles.is_heading(style):
            words = " ".join(text.split())
            self._found.heading = words if 0 < len(words) <= _LONGEST_HEADING else None
        prefix = self._numbering.prefix(properties)
        lead = re.match("[\f\n]*", text)
        begin = lead.end() if lead else 0
        self._parts += ["\f" if break_before else "", text[:begin], prefix, text[begin:], "\n"]

    def _row(self, element: Any) -> None:
        """Write a row as a line, its cells two blanks apart."""
        cells = [self._taken(cell) for cell in _cells(element)]
        is_broken = any("\f" in cell for cell in cells)
        words = [" ".join(cell.split()) for cell in cells]
        self._parts += ["\f" if is_broken else "", "  ".join(word for word in words if word), "\n"]

    def _run(self, element: Any) -> None:
        properties = element.find("{*}rPr")
        if properties is not None and is_on(properties.find("{*}vanish")) and "".join(element.itertext()):
            self._found.has_hidden = True
        self._children(element)

    def _words(self, element: Any) -> None:
        self._parts.append(element.text or "")

    def _break(self, element: Any) -> None:
        self._parts.append("\f" if attribute(element, "type") == "page" else "\n")

    def _note(self, element: Any) -> None:
        kind = local(element).removesuffix("Reference")
        notes = self._found.notes[kind]
        number = attribute(element, "id") or ""
        if number not in notes:
            notes.append(number)
        self._parts.append(f"[{kind} {notes.index(number) + 1}]")

    def _comment(self, element: Any) -> None:
        comments = self._found.comments
        number = attribute(element, "id") or ""
        if number not in comments:
            comments.append(number)
        self._parts.append(f"[comment {comments.index(number) + 1}]")

    def _change(self, element: Any) -> None:
        if self._is_in_change:  # one author's deletion of another's insertion is marked once, as the outer
            self._children(element)
            return
        self._is_in_change = True
        text = self._taken(element)
        self._is_in_change = False
        if not text.strip("\f"):
            self._parts.append(text)
            return
        begin, end = _MARKS[local(element)]
        self._parts += [begin, text, end]
        if len(self._found.changes) < _MOST_CHANGES:
            change = {"kind": _CHANGES[local(element)], "text": text[:500]}
            for name in ("author", "date"):
                if attribute(element, name):
                    change[name] = str(attribute(element, name))
            self._found.changes.append(change)


def _cells(row: Any) -> list[Any]:
    """Return the cells of a row, also those inside content controls."""
    cells: list[Any] = []
    for child in row:
        if local(child) == "tc":
            cells.append(child)
        elif local(child) in ("sdt", "sdtContent", "customXml", "ins", "del"):
            cells.extend(_cells(child))
    return cells
