"""Reads what a web page shows as text; loads nothing and runs nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evidence_desk.intake.charset import decode
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers.text import add_pages, note_charset, read_bytes

_is_block = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|"
    "figure|footer|form|h[1-6]|header|hr|html|legend|li|main|menu|nav|ol|option|p|pre|section|summary|table|tbody|"
    "tfoot|thead|title|tr|ul"
).fullmatch
_is_spaced = re.compile("blockquote|h[1-6]|p|pre|table|ul|ol|dl").fullmatch
_is_never_shown = re.compile(
    "script|style|noscript|template|head|iframe|object|svg|math|canvas|audio|video|select"
).fullmatch
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)")
_HARD, _LINE, _PARAGRAPH = "\xa0", "\v", "\f"
_DATES = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "article:modified_time",
    "last-modified",
)
_AUTHORS = ("author", "article:author", "dc.creator")
_ISO_DATE = re.compile(r"\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?)?")


@dataclass(slots=True)
class WebPage:
    """What was found in a web page: shown text, title, meta fields (lower-case names), heading, problems."""

    text: str
    title: str | None
    meta: dict[str, str]
    heading: str | None = None
    warnings: list[tuple[str, str]] = field(default_factory=list)


def read(path: Path, limits: Limits) -> ReadResult:
    """Read a web page."""
    data = read_bytes(path, limits)
    decoded = decode(data, declared_charset(data))
    page = parse(decoded.text)
    result = ReadResult(title=page.title, warnings=page.warnings, tools={"lxml": _version()})
    note_charset(result, decoded)
    note_meta(page, result)
    saved = _SAVED_FROM.search(decoded.text[:4096])
    if saved:
        result.facts["saved_from"] = saved.group(1)
    add_pages(result, page.text, limits)
    if not page.text:
        result.warn("empty", "the page shows no text")
    return result


def declared_charset(data: bytes) -> str | None:
    """Return the character set that a page names in its head, if it does."""
    declared = _META_CHARSET.search(data[:4096])
    return declared.group(1).decode("ascii", "replace") if declared else None


def note_meta(page: WebPage, result: ReadResult) -> None:
    """Take dates, authors, address and first heading of a page."""
    result.dates += [
        ("html_meta", page.meta[name]) for name in _DATES if _ISO_DATE.fullmatch(page.meta.get(name, ""))
    ]
    result.people += [page.meta[name] for name in _AUTHORS if page.meta.get(name)]
    for name, found in (("address", page.meta.get("og:url")), ("heading", page.heading)):
        if found:
            result.facts[name] = found


def parse(markup: str) -> WebPage:
    """Parse HTML and return what it shows; never raises for bad markup."""
    from lxml import etree

    # Bytes, because a declaration inside text that says another charset would be refused.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, recover=True, huge_tree=False, remove_pis=True
    )
    data = re.sub("[\x00\ud800-\udfff]", "", markup).encode("utf-8")
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.LxmlError:
        root = None
    if root is None:
        return WebPage("", None, {})
    page = WebPage(_visible_text(root), _first(root, "title"), _meta(root), _first(root, "h1"))
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        page.warnings.append(("nested_too_deep", "a part of the page is nested too deep and was left out"))
    return page


def _first(root: Any, tag: str) -> str | None:
    for element in root.iter(tag):
        return " ".join("".join(element.itertext()).split())[:1000] or None
    return None


def _meta(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content[:500])
    return found


def _is_unseen(element: Any) -> bool:
    if not isinstance(element.tag, str) or _is_never_shown(element.tag):
        return True
    if element.get("hidden") is not None or _HIDING.search(element.get("style") or ""):
        return True
    return element.tag == "input" and element.get("type", "").lower() == "hidden"


def _visible_text(root: Any) -> str:
    """Collect text in document order; a loop instead of recursion, because trees may be deep."""
    from lxml import etree

    parts: list[str] = []
    preformatted = 0
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start" and _is_unseen(element):
            walker.skip_subtree()
            continue
        if event == "start":
            preformatted += element.tag in ("pre", "textarea")
            parts.append(_opening(element.tag))
            parts.append(_words(element.text, is_kept=preformatted > 0))
            continue
        if event == "end":
            is_shown = not _is_unseen(element)
            preformatted -= is_shown and element.tag in ("pre", "textarea")
            parts.append(_closing(element.tag) if is_shown else "")
        parts.append(_words(element.tail, is_kept=preformatted > 0))
    return _tidy("".join(parts))


def _words(text: str | None, *, is_kept: bool) -> str:
    if not text:
        return ""
    if is_kept:
        return text.replace("\r\n", "\n").replace("\t", _HARD * 4).replace(" ", _HARD)
    return re.sub(r"[ \t\r\n\f\v]+", " ", text)


def _boundary(tag: str) -> str:
    if _is_spaced(tag):
        return _PARAGRAPH
    return _LINE if _is_block(tag) else ""


def _opening(tag: str) -> str:
    return "\n" if tag == "br" else _boundary(tag)


def _closing(tag: str) -> str:
    return _HARD * 2 if tag in ("td", "th") else _boundary(tag)


def _tidy(text: str) -> str:
    """Make line ends of the boundaries: however many meet, they part lines once, and paragraphs once."""
    text = re.sub(" +", " ", text)
    boundaries = f"[ {_HARD}]*[{_LINE}{_PARAGRAPH}][ {_LINE}{_PARAGRAPH}]*"
    text = re.sub(boundaries, lambda met: "\n\n" if _PARAGRAPH in met.group() else "\n", text)
    lines = [line.strip(" ").rstrip(_HARD) for line in text.split("\n")]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n").replace(_HARD, " ")


def _version() -> str:
    from lxml import etree

    return ".".join(str(part) for part in etree.LXML_VERSION[:3])
