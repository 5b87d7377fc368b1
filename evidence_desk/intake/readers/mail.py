"""Reads one mail (RFC 5322, MIME): its header, its body as text, and the names of what is attached."""

from __future__ import annotations

import email
import email.policy
import sys
from datetime import UTC
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import Any

from evidence_desk.intake.charset import decode
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers import html
from evidence_desk.intake.readers.text import add_pages, read_bytes

_SHOWN = ("From", "To", "Cc", "Bcc", "Date", "Subject")
_PEOPLE = ("From", "Sender")
_IDS = ("Message-ID", "In-Reply-To", "References", "Reply-To")
_MAX_PARTS = 2_000
# What the standard library's header parser is known to raise on damaged headers.
_HEADER_ERRORS = (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError)


def read(path: Path, limits: Limits) -> ReadResult:
    """Read a mail; what is attached is listed in ``facts["attachments"]`` and not opened."""
    result = ReadResult(tools={"email": ".".join(str(part) for part in sys.version_info[:3])})
    data = read_bytes(path, limits)
    message = email.message_from_bytes(data, policy=email.policy.default)
    headers = {name: value for name in _SHOWN + _IDS if (value := header(message, name))}
    result.title = headers.get("Subject")
    result.people = [value for name in _PEOPLE if (value := headers.get(name))][:1]
    result.facts.update({name.lower().replace("-", "_"): value for name, value in headers.items()})
    result.facts["addresses"] = _addresses(headers)
    date = _date(headers.get("Date"))
    if date:
        result.dates.append(("mail_date", date))
    body, attachments = _parts(message, result)
    result.facts["attachments"] = attachments
    head = "\n".join(f"{name}: {headers[name]}" for name in _SHOWN if name in headers)
    add_pages(result, f"{head}\n\n{body}".strip("\n"), limits)
    return result


def header(message: Message[Any, Any], name: str) -> str | None:
    """Return a decoded header on one line, or None if it is missing; damaged ones as they stand."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), None)
    if raw is None:
        return None
    if any("\udc80" <= character <= "\udcff" for character in raw):  # bytes that no charset was named for
        text = decode(raw.encode("utf-8", "surrogateescape")).text
    else:
        try:
            text = str(message.get(name))
        except _HEADER_ERRORS:
            text = raw
    return " ".join(text.replace("\x00", "").split()) or None


def _addresses(headers: dict[str, str]) -> dict[str, list[str]]:
    found = {}
    for name in ("From", "To", "Cc", "Bcc"):
        try:
            pairs = getaddresses([headers.get(name, "")])
        except _HEADER_ERRORS:
            continue
        if addresses := [address for _, address in pairs if address]:
            found[name.lower()] = addresses
    return found


def _date(text: str | None) -> str | None:
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
        return moment.isoformat() if moment.tzinfo else moment.replace(tzinfo=UTC).isoformat()
    except (*_HEADER_ERRORS, OverflowError):
        return None


def _parts(message: Message[Any, Any], result: ReadResult) -> tuple[str, list[dict[str, Any]]]:
    """Return the body as text, plain text before HTML, and what is attached."""
    plain: list[str] = []
    web: list[str] = []
    attachments: list[dict[str, Any]] = []
    for count, part in enumerate(_leaves(message)):
        if count >= _MAX_PARTS:
            result.warn("too_many_parts", f"only the first {_MAX_PARTS} parts of the mail were looked at")
            break
        kind = part.get_content_type()
        if _is_attached(part) or not kind.startswith("text/"):
            attachments.append(_attachment(part))
        elif kind == "text/html":
            web.append(html.parse(_text(part)).text)
        else:
            plain.append(_text(part))
    body = "\n\n".join(text for text in plain if text.strip()) or "\n\n".join(web)
    return body, attachments


def _leaves(message: Message[Any, Any]) -> list[Message[Any, Any]]:
    """Return the parts that hold something; a mail within a mail is one part."""
    leaves: list[Message[Any, Any]] = []
    waiting = [message]
    while waiting and len(leaves) <= _MAX_PARTS:
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting.extend(reversed([inner for inner in payload if isinstance(inner, Message)]))
        else:
            leaves.append(part)
    return leaves


def _is_attached(part: Message[Any, Any]) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except _HEADER_ERRORS:
        return True


def _attachment(part: Message[Any, Any]) -> dict[str, Any]:
    try:
        name = part.get_filename()
    except _HEADER_ERRORS:
        name = None
    return {"name": name or "", "media_type": part.get_content_type(), "size": len(_payload(part))}


def _payload(part: Message[Any, Any]) -> bytes:
    if part.get_content_maintype() == "message":
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            try:
                return inner[0].as_bytes(policy=email.policy.compat32)
            except (*_HEADER_ERRORS, UnicodeError):
                return b""
    try:
        payload = part.get_payload(decode=True)
    except _HEADER_ERRORS:
        return b""
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message[Any, Any]) -> str:
    try:
        declared = part.get_content_charset()
    except _HEADER_ERRORS:
        declared = None
    return decode(_payload(part), declared).text
