"""Reads Rich Text Format: body, notes, headers, comments, what was deleted, title, author and dates.

The library that strips RTF leaves out notes and headers and shows deleted text as if it stood; hence our own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers.rtf_tokens import Token, code_page, font_charset, tokens
from evidence_desk.intake.readers.text import add_pages, read_bytes

_SIGNS = {
    "par": "\n",
    "sect": "\f",
    "page": "\f",
    "line": "\n",
    "row": "\n",
    "nestrow": "\n",
    "cell": "  ",
    "nestcell": "  ",
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "softline": "\n",
    "softpage": "\f",
}
_SYMBOLS = {"~": " ", "_": "-", "-": "", "\n": "\n", "\r": "\n", "{": "{", "}": "}", "\\": "\\"}
# Destinations that are text of the document; all others that begin with \* or stand below are left out.
_SECTIONS = {
    "footnote": "footnote",
    "annotation": "comment",
    "header": "header",
    "headerl": "header",
    "headerr": "header",
    "headerf": "header",
    "footer": "footer",
    "footerl": "footer",
    "footerr": "footer",
    "footerf": "footer",
}
_INFO = frozenset({"title", "author", "operator", "subject", "company", "keywords"})
_TIMES = {"creatim": "document_created", "revtim": "document_modified"}
_KEPT_STARRED = frozenset({"annotation", "footnote", "shptxt", "shpinst", "atnauthor", *_INFO})
_LEFT_OUT = frozenset(
    {
        *("fonttbl", "colortbl", "stylesheet", "pict", "objdata", "themedata", "colorschememapping"),
        *("listtable", "listoverridetable", "info", "datastore", "latentstyles", "rsidtbl", "generator"),
        *("fldinst", "xmlnstbl", "sp", "sn", "sv", "nonshppict", "filetbl"),
        *("revtbl", "atnid", "atndate", "atnref", "atnparent", "atrfstart", "atrfend"),
        *("bkmkstart", "bkmkend", "nonesttables", "mmathPr", "wgrffmtfilter"),
    }
)
_MOST_GROUPS = 10_000


@dataclass(slots=True)
class _State:
    """What a group inherits from the one around it."""

    target: str | None = "body"  # None: left out
    font: int = 0
    skip: int = 1  # signs that stand in for one \\u
    is_deleted: bool = False
    is_starred: bool = False


@dataclass(slots=True)
class _Reading:
    state: _State = field(default_factory=_State)
    outer: list[_State] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    times: dict[str, dict[str, int]] = field(default_factory=dict)
    fonts: dict[int, str | None] = field(default_factory=dict)
    page: str = "cp1252"
    waiting: bytearray = field(default_factory=bytearray)  # bytes not decoded yet: a sign may take two
    to_skip: int = 0
    notes: int = 0
    is_too_deep: bool = False


def read(path: Path, limits: Limits) -> ReadResult:
    """Read a document."""
    result = ReadResult(tools={"rtf": "1"})
    text = parse(read_bytes(path, limits), result)
    add_pages(result, text, limits)
    if not text.strip():
        result.warn("empty", "there is no text in the document")
    return result


def parse(data: bytes, result: ReadResult) -> str:
    """Return the text of a document; what it says of itself, and what was left out, goes into ``result``."""
    reading = _Reading()
    for token in tokens(data):
        if reading.is_too_deep:
            result.warn("nested_too_deep", "the document is nested too deep; the rest was left out")
            break
        _take(reading, token)
    _flush(reading)
    found = {name: _tidy("".join(parts)) for name, parts in reading.texts.items()}
    _note_info(found, reading, result)
    sections = [found.get(name, "") for name in ("body", "footnote", "header", "footer", "comment")]
    return "\n\n".join(section for section in sections if section.strip())


def _tidy(text: str) -> str:
    """Join what was deleted in one go, and drop blanks at line ends."""
    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return re.sub(r" +\n", "\n", joined.replace("-][-", "")).strip("\n\f ")


def _note_info(found: dict[str, str], reading: _Reading, result: ReadResult) -> None:
    result.title = " ".join(found.get("title", "").split()) or None
    result.people = [found["author"]] if found.get("author") else []
    for name, fact in (("operator", "changed_by"), ("company", "company"), ("subject", "subject")):
        if found.get(name):
            result.facts[fact] = found[name]
    for name, parts in reading.times.items():
        year, month, day = (parts.get(part, 0) for part in ("yr", "mo", "dy"))
        if 1900 < year < 2200 and 1 <= month <= 12 and 1 <= day <= 31:
            hour, minute = min(parts.get("hr", 0), 23), min(parts.get("min", 0), 59)
            moment = f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:00"
            result.dates.append((_TIMES[name], moment))


def _take(reading: _Reading, token: Token) -> None:
    if token.kind in ("hex", "text"):
        _take_bytes(reading, token.data)
        return
    _flush(reading)
    if token.kind == "open":
        reading.outer.append(reading.state)
        reading.state = replace(reading.state, is_starred=False)
        reading.is_too_deep = len(reading.outer) > _MOST_GROUPS
    elif token.kind == "close":
        _close(reading)
    elif token.kind == "symbol":
        if token.value == "*":
            reading.state.is_starred = True
        else:
            _write(reading, _SYMBOLS.get(token.value, ""))
    else:
        _take_word(reading, token.value, token.number)
    reading.to_skip = reading.to_skip if token.value == "u" else 0


def _close(reading: _Reading) -> None:
    if not reading.outer:
        return
    inner, reading.state = reading.state, reading.outer.pop()
    target = inner.target
    if target is not None and target in _SECTIONS.values() and target != reading.state.target:
        reading.texts.setdefault(target, []).append("\n")


def _take_bytes(reading: _Reading, data: bytes) -> None:
    dropped = min(reading.to_skip, len(data))
    reading.to_skip -= dropped
    if reading.state.target is not None:
        reading.waiting += data[dropped:]


def _flush(reading: _Reading) -> None:
    if reading.waiting:
        charset = reading.fonts.get(reading.state.font) or reading.page
        text = bytes(reading.waiting).decode(charset, "replace")
        reading.waiting.clear()
        _write(reading, text)


def _write(reading: _Reading, text: str) -> None:
    target = reading.state.target
    if target is None or not text:
        return
    if reading.state.is_deleted and text.strip():
        text = f"[-{text}-]"
    reading.texts.setdefault(target, []).append(text)


def _take_word(reading: _Reading, word: str, number: int | None) -> None:
    state = reading.state
    if _is_destination(reading, word):
        return
    if word == "u" and number is not None:
        _write(reading, _character(number))
        reading.to_skip = state.skip
    elif word in _SIGNS:
        _write(reading, _SIGNS[word])
    elif word == "uc":
        state.skip = max(0, number if number is not None else 1)
    elif word == "deleted":
        state.is_deleted = number != 0
    elif word == "plain":
        state.is_deleted = False
    elif word in ("yr", "mo", "dy", "hr", "min") and reading.times and number is not None:
        list(reading.times.values())[-1].setdefault(word, number)
    else:
        _take_font(reading, word, number)


def _take_font(reading: _Reading, word: str, number: int | None) -> None:
    if word == "ansicpg":
        reading.page = code_page(number)
    elif word in ("f", "deff") and number is not None:
        reading.state.font = number
    elif word == "fcharset":
        reading.fonts[reading.state.font] = font_charset(number)
    elif word in ("mac", "pc", "pca"):
        reading.page = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}[word]


def _character(number: int) -> str:
    """Return the character of a ``u`` word; halves of a pair are joined when the text is tidied up."""
    code = number + 0x10000 if number < 0 else number
    return chr(code) if 0 <= code <= 0xFFFF else "\ufffd"


def _is_destination(reading: _Reading, word: str) -> bool:
    """Turn to another destination if the word names one."""
    state = reading.state
    if word in _SECTIONS and state.target is not None:
        kind = _SECTIONS[word]
        reading.notes += kind == "footnote"
        mark = f"[footnote {reading.notes}]" if kind == "footnote" else f"[{kind}]"
        if kind == "comment" and reading.texts.get("atnauthor"):
            mark = f"[comment, {reading.texts['atnauthor'][-1].strip()}]"
        if kind == "footnote":
            _write(reading, mark)
        state.target, state.is_deleted = kind, False
        _write(reading, f"{mark} ")
        return True
    if (word in _INFO and state.target is None) or word == "atnauthor":
        state.target = word
        return True
    if word in _TIMES:
        reading.times.setdefault(word, {})
        return True
    if word in _LEFT_OUT or (state.is_starred and word not in _KEPT_STARRED):
        state.target = None
        state.is_starred = False
        return True
    state.is_starred = False
    return False
