"""Reads web archives (MHTML, RFC 2557): the page that was saved, as it shows; loads nothing."""

from __future__ import annotations

import email
import email.policy
import re
import sys
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from evidence_desk.intake.charset import decode
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers import html
from evidence_desk.intake.readers.text import add_pages, read_bytes
from evidence_desk.support.errors import UserError

_MOST_PARTS = 5_000
_MOST_LEVELS = 100
_MULTIPART = re.compile(rb"^content-type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
# What the standard library's header parser is known to raise on damaged headers.
_DAMAGED = (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError)


def read(path: Path, limits: Limits) -> ReadResult:
    """Read a web archive; frames follow the page they belong to.

    Raises UserError ``text_too_large`` or ``nested_too_deep``.
    """
    data = read_bytes(path, limits)
    if len(_MULTIPART.findall(data)) > _MOST_LEVELS:  # the parser's time grows with the square of the depth
        raise UserError("nested_too_deep", "the web archive is nested too deep to be read")
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
    result = ReadResult(tools={"email": ".".join(str(part) for part in sys.version_info[:3])})
    texts: list[str] = []
    for count, part in enumerate(message.walk()):
        if count >= _MOST_PARTS:
            result.warn("too_many_parts", f"only the first {_MOST_PARTS} parts of the archive were looked at")
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            _read_page(part, texts, result)
    _read_header(message, result)
    add_pages(result, "\n\n".join(text for text in texts if text), limits)
    if not any(texts):
        result.warn("empty", "the archive holds no page that shows text")
    return result


def _read_page(part: Message[Any, Any], texts: list[str], result: ReadResult) -> None:
    try:
        payload = part.get_payload(decode=True)
    except _DAMAGED:
        payload = None
    if not isinstance(payload, bytes):
        return
    page = html.parse(decode(payload, html.declared_charset(payload) or _charset(part)).text)
    for warning in page.warnings:
        result.warn(*warning)
    if not texts:
        result.title = page.title
        html.note_meta(page, result)
    texts.append(page.text)


def _charset(part: Message[Any, Any]) -> str | None:
    try:
        return part.get_content_charset()
    except _DAMAGED:
        return None


def _read_header(message: Message[Any, Any], result: ReadResult) -> None:
    result.title = result.title or _header(message, "Subject") or None
    address = _header(message, "Snapshot-Content-Location") or _header(message, "Content-Location")
    if address:
        result.facts["saved_from"] = address
    try:
        saved = parsedate_to_datetime(_header(message, "Date")).isoformat()
    except (*_DAMAGED, OverflowError):
        return
    result.facts["saved_at"] = saved
    result.dates.append(("document_created", saved))


def _header(message: Message[Any, Any], name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())
    except _DAMAGED:
        return ""
