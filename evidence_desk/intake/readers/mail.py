"""Reads one mail (RFC 5322, MIME): its header as facts, its body as text, and the names of what is attached."""

from __future__ import annotations

import re
import sys
from datetime import UTC
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import Any

from evidence_desk.intake import mime
from evidence_desk.intake.mime import HEADER_ERRORS, MAX_PARTS, Leaf
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers import html
from evidence_desk.intake.readers.text import add_pages

_SHOWN = ("From", "To", "Cc", "Bcc", "Date", "Subject")
_PEOPLE = ("From", "Sender")
_IDS = ("Message-ID", "In-Reply-To", "References", "Reply-To", "Sender", "Thread-Index", "Thread-Topic")
_ID = re.compile(r"<[^<>\s]+>")


def read(path: Path, limits: Limits) -> ReadResult:
    """Read a mail; what is attached is listed in ``facts["attachments"]`` and taken out by the container."""
    result = ReadResult(tools={"email": ".".join(str(part) for part in sys.version_info[:3])})
    message = mime.parse_file(path, limits)
    headers = {name: value for name in _SHOWN + _IDS if (value := mime.header(message, name))}
    body, attachments = _parts(list(mime.leaves(message)), result)
    add_mail(result, headers, body, attachments, limits)
    return result


def add_mail(
    result: ReadResult, headers: dict[str, str], body: str, attachments: list[dict[str, Any]], limits: Limits
) -> None:
    """Put what a mail says into a result: header fields as facts and first lines, then the body.

    ``facts`` has ``from``, ``to``, ``cc``, ``bcc``, ``date``, ``subject``, ``message_id``, ``in_reply_to``,
    ``references`` as they stand; ``sent`` is the date as ISO 8601 with its own zone, ``thread`` the id of the
    first mail of the conversation, ``addresses`` the bare addresses by field.
    """
    result.title = headers.get("Subject")
    result.people = [value for name in _PEOPLE if (value := headers.get(name))][:1]
    result.facts.update({name.lower().replace("-", "_"): value for name, value in headers.items()})
    result.facts["addresses"] = _addresses(headers)
    if sent := sent_date(headers.get("Date")):
        result.facts["sent"] = sent
        result.dates.append(("mail_date", sent))
    if thread := _thread(headers):
        result.facts["thread"] = thread
    result.facts["attachments"] = attachments
    head = "\n".join(f"{name}: {headers[name]}" for name in _SHOWN if name in headers)
    add_pages(result, f"{head}\n\n{body}".strip("\n"), limits)


def _addresses(headers: dict[str, str]) -> dict[str, list[str]]:
    found = {}
    for name in ("From", "To", "Cc", "Bcc"):
        try:
            pairs = getaddresses([headers.get(name, "")])
        except HEADER_ERRORS:
            continue
        if addresses := [address for _, address in pairs if address]:
            found[name.lower()] = addresses
    return found


def sent_date(text: str | None) -> str | None:
    """Return a Date field as ISO 8601 with its zone (UTC where it names none), or None if it is unreadable."""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
        return moment.isoformat() if moment.tzinfo else moment.replace(tzinfo=UTC).isoformat()
    except (*HEADER_ERRORS, OverflowError):
        return None


def _thread(headers: dict[str, str]) -> str | None:
    """Return the id of the mail a conversation began with, as far as this mail knows (RFC 5322, 3.6.4)."""
    for name in ("References", "In-Reply-To", "Message-ID"):
        if match := _ID.search(headers.get(name, "")):
            return match[0]
    return None


def _parts(leaves: list[Leaf], result: ReadResult) -> tuple[str, list[dict[str, Any]]]:
    """Return the body as text and what is attached; of alternatives, plain text comes before HTML."""
    if len(leaves) > MAX_PARTS:
        result.warn("too_many_parts", f"only the first {MAX_PARTS} parts of the mail were looked at")
        leaves = leaves[:MAX_PARTS]
    attached = [leaf for leaf in leaves if mime.is_attached(leaf)]
    words = [leaf for leaf in leaves if not mime.is_attached(leaf)]
    texts = {leaf.place: _text(leaf) for leaf in words}
    plain = {
        leaf.choice for leaf in words if leaf.media_type != "text/html" and texts[leaf.place].strip()
    } - {0}
    shown = [
        texts[leaf.place] for leaf in words if not (leaf.media_type == "text/html" and leaf.choice in plain)
    ]
    body = "\n\n".join(text.strip("\r\n") for text in shown if text.strip())
    return body, [_attachment(leaf) for leaf in attached]


def _text(leaf: Leaf) -> str:
    found = mime.text(leaf)
    return html.parse(found).text if leaf.media_type == "text/html" else found


def _attachment(leaf: Leaf) -> dict[str, Any]:
    return {
        "name": mime.file_name(leaf),
        "media_type": leaf.media_type,
        "size": sum(map(len, mime.chunks(leaf))),
    }
