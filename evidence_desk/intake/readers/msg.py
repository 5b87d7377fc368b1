"""Reads one Outlook message: header fields as facts, its body as text, and the names of what is attached."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime
from email.utils import format_datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from evidence_desk.intake import mime, outlook
from evidence_desk.intake.charset import decode
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.outlook import Properties
from evidence_desk.intake.readers import html, rtf, rtf_packed
from evidence_desk.intake.readers.mail import add_mail
from evidence_desk.support.errors import UserError

_FIELDS = {1: "To", 2: "Cc", 3: "Bcc"}  # PidTagRecipientType
_SHOWN = {"To": outlook.TO, "Cc": outlook.CC, "Bcc": outlook.BCC}
_KEPT = ("From", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID", "In-Reply-To", "References", "Reply-To")
_META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)


def read(path: Path, limits: Limits) -> ReadResult:
    """Read a message; its transport header comes before what Outlook keeps, since others can check it."""
    result = ReadResult(tools={"python-oxmsg": version("python-oxmsg"), "olefile": version("olefile")})
    message = outlook.open_message(path, limits)
    properties = outlook.properties_of(message)
    attachments = [_attachment(part) for part in outlook.parts_of(message, "__attach")]
    headers = _headers(properties, list(outlook.parts_of(message, "__recip")))
    body = _rich_text(properties, result, limits) if properties.has_only_rich_text else _body(properties)
    add_mail(result, headers, body, attachments, limits)
    return result


def _headers(message: Properties, recipients: list[Properties]) -> dict[str, str]:
    sent = mime.parse(message.text(outlook.HEADERS).lstrip("\r\n").encode("utf-8", "surrogateescape"))
    found = {name: value for name in _KEPT if (value := mime.header(sent, name))}
    kept = {
        "From": _sender(message),
        "Date": _date(message.moment(outlook.SUBMITTED) or message.moment(outlook.DELIVERED)),
        "Subject": message.text(outlook.SUBJECT),
        "Message-ID": message.text(outlook.MESSAGE_ID),
        "In-Reply-To": message.text(outlook.IN_REPLY_TO),
        "References": message.text(outlook.REFERENCES),
        "Thread-Topic": message.text(outlook.TOPIC),
        **_recipients(message, recipients),
    }
    kept = {name: line for name, value in kept.items() if (line := " ".join(value.split()))}
    return {**kept, **found}


def _date(moment: datetime | None) -> str:
    return format_datetime(moment) if moment else ""


def _sender(message: Properties) -> str:
    name = message.text(outlook.SENDER_NAME) or message.text(outlook.SENT_BY_NAME)
    return _person(name, message.text(outlook.SENDER_SMTP) or message.text(outlook.SENDER_ADDRESS))


def _recipients(message: Properties, recipients: list[Properties]) -> dict[str, str]:
    named = defaultdict(list)
    for one in recipients:
        address = one.text(outlook.SMTP) or one.text(outlook.ADDRESS)
        name = _FIELDS.get((one.integer(outlook.RECIPIENT_TYPE) or 0) & 3, "To")
        named[name].append(_person(one.text(outlook.DISPLAY_NAME), address))
    shown = {name: message.text(tag) for name, tag in _SHOWN.items()}
    return {name: ", ".join(named[name]) or shown[name] for name in _SHOWN}


def _person(name: str, address: str) -> str:
    name = name.strip().strip("'\"")
    if not address or address == name:
        return name or address
    return f'"{name}" <{address}>' if name else f"<{address}>"


def _body(message: Properties) -> str:
    plain = message.text(outlook.BODY)
    if plain.strip():
        return plain
    data = message.binary(outlook.HTML)
    if data is None:
        return html.parse(message.text(outlook.HTML)).text
    declared = _META_CHARSET.search(data[:4096])
    return html.parse(
        decode(data, declared[1].decode("ascii", "replace") if declared else message.charset).text
    ).text


def _rich_text(message: Properties, result: ReadResult, limits: Limits) -> str:
    """Return the text of a body that is kept as rich text alone; nothing, and a warning, where it is damaged."""
    about = ReadResult()
    try:
        text = rtf.parse(rtf_packed.unpacked(message.binary(outlook.RTF) or b"", limits), about)
    except UserError as error:
        result.warn("rich_text_only", f"the body was not read: {error.message}")
        return ""
    for warning in about.warnings:
        result.warn(*warning)
    return text


def _attachment(part: Properties) -> dict[str, Any]:
    inner = part.object
    name = (
        part.text(outlook.ATTACH_LONG_NAME)
        or part.text(outlook.ATTACH_NAME)
        or part.text(outlook.DISPLAY_NAME)
    )
    media_type = part.text(outlook.ATTACH_MIME) or ("application/vnd.ms-outlook" if inner else "")
    return {"name": name, "media_type": media_type, "size": len(part.binary(outlook.ATTACH_DATA) or b"")}
