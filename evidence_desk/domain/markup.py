"""A few marks in notes, as in Markdown: **bold**, *italic*, lists and links; everything else is plain text."""

from __future__ import annotations

import re
from html import escape

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ITALIC = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])")
_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()<>\"']+)\)|(https?://[^\s()<>\"']*[\w/])")
_BULLET, _NUMBER = re.compile(r"\s*[-*•]\s+(.*)"), re.compile(r"\s*\d{1,3}[.)、]\s*(.*)")


def to_html(text: str) -> str:
    """Return a note as HTML of ``p``, ``br``, ``ul``, ``ol``, ``li``, ``b``, ``i`` and ``a`` to http(s) addresses.

    No tag or attribute of the text itself gets through, whatever it holds; nothing in the answer is ever loaded.
    """
    blocks: list[str] = []
    lines: list[str] = []
    kind = ""
    for line in [*text.splitlines(), None]:
        now, words = _read(line)
        if (now != kind or not now) and lines:
            blocks.append(_block(kind, lines))
            lines = []
        kind = now
        if now:
            lines.append(_inline(words))
    return "".join(blocks)


def _read(line: str | None) -> tuple[str, str]:
    """Return what a line is part of: a list of either kind, a paragraph, or nothing."""
    if line is None or not line.strip():
        return "", ""
    for kind, pattern in (("ul", _BULLET), ("ol", _NUMBER)):
        found = pattern.fullmatch(line)
        if found:
            return kind, found[1]
    return "p", line.strip()


def _block(kind: str, lines: list[str]) -> str:
    if kind == "p":
        return f"<p>{'<br>'.join(lines)}</p>"
    return f"<{kind}>{''.join(f'<li>{line}</li>' for line in lines)}</{kind}>"


def _inline(text: str) -> str:
    """Return words with their marks; an address is taken as it stands, marks within it are none."""
    parts, end = [], 0
    for found in _LINK.finditer(text):
        address = found[2] or found[3]
        words = _marked(found[1]) if found[1] else escape(address)
        parts += [_marked(text[end : found.start()]), f'<a href="{escape(address)}">{words}</a>']
        end = found.end()
    return "".join([*parts, _marked(text[end:])])


def _marked(text: str) -> str:
    parts, end = [], 0
    for found in _BOLD.finditer(text):
        parts += [_slanted(text[end : found.start()]), f"<b>{_slanted(found[1])}</b>"]
        end = found.end()
    return "".join([*parts, _slanted(text[end:])])


def _slanted(text: str) -> str:
    return _ITALIC.sub(r"<i>\2</i>", escape(text))
