"""The parts of a mail (RFC 5322, MIME) with their exact bytes, however broken the mail is."""

from __future__ import annotations

import email.message
import email.parser
import email.policy
import re
from binascii import a2b_base64
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

from evidence_desk.intake.charset import decode
from evidence_desk.intake.model import Limits
from evidence_desk.intake.readers.text import check_size

MAX_PARTS = 20_000
_PIECE = 64 * 1024
_NOT_BASE64 = re.compile("[^A-Za-z0-9+/=]+")
_SEVEN_BIT = frozenset({"us-ascii", "ascii", "7bit", "ansi_x3.4-1968"})
# What the standard library's header parser is known to raise on damaged headers.
HEADER_ERRORS = (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError)


class _Part(email.message.EmailMessage):
    """A part whose inner mail stays as it stands, instead of being taken apart and put together differently."""

    def get_content_type(self) -> str:
        """Return the media type, with ``message/`` hidden from the parser."""
        found = super().get_content_type()
        return found.replace("message/", "x-message/", 1) if found.startswith("message/") else found


_POLICY = email.policy.default.clone(message_factory=_Part)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part that holds something itself.

    Attributes:
        part: the part.
        media_type: what it says it is, e.g. ``message/rfc822``.
        choice: number of the innermost ``multipart/alternative`` it is in, or 0.
        place: its place among all leaves, from 1.
    """

    part: Message[Any, Any]
    media_type: str
    choice: int
    place: int


def parse(data: bytes) -> Message[Any, Any]:
    """Return the mail; its inner mails are leaves like any other part."""
    return email.message_from_bytes(data, policy=_POLICY)


def parse_file(path: Path, limits: Limits) -> Message[Any, Any]:
    """Return the mail of a file, read piece by piece: as a whole it would take eight times its size in memory.

    Raises UserError ``text_too_large``.
    """
    check_size(path, limits)
    parser = email.parser.BytesFeedParser(policy=_POLICY)
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            parser.feed(piece)
    return parser.close()


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
        except HEADER_ERRORS:
            text = raw
    return " ".join(text.replace("\x00", "").split()) or None


def leaves(message: Message[Any, Any]) -> Iterator[Leaf]:
    """Yield the parts that hold something, in order, at most `MAX_PARTS` + 1; a mail in the mail is one part."""
    # A stack instead of recursion: parts may be nested deeper than Python's.
    waiting: list[tuple[Message[Any, Any], int]] = [(message, 0)]
    count = choices = 0
    while waiting and count <= MAX_PARTS:
        part, choice = waiting.pop()
        payload = part.get_payload()
        if isinstance(payload, list):
            if part.get_content_subtype() == "alternative":
                choices += 1
                choice = choices
            waiting.extend((inner, choice) for inner in reversed(payload) if isinstance(inner, Message))
        else:
            count += 1
            yield Leaf(part, part.get_content_type().replace("x-message/", "message/", 1), choice, count)


def is_attached(leaf: Leaf) -> bool:
    """Tell whether a leaf is a file of its own rather than words of the mail."""
    if leaf.media_type.startswith("multipart/"):
        return False  # a part that promises parts and has none: what stands there are words
    if not leaf.media_type.startswith("text/"):
        return True
    try:
        return leaf.part.get_content_disposition() == "attachment" or bool(leaf.part.get_filename())
    except HEADER_ERRORS:
        return True


def is_inline(leaf: Leaf) -> bool:
    """Tell whether a leaf is shown within the mail, as pictures of a signature are."""
    try:
        return leaf.part.get_content_disposition() == "inline" or "content-id" in leaf.part
    except HEADER_ERRORS:
        return False


def file_name(leaf: Leaf) -> str:
    """Return what an attached file is called, or nothing."""
    try:
        name = leaf.part.get_filename()
    except HEADER_ERRORS:
        return ""
    if name and any("\udc80" <= character <= "\udcff" for character in name):
        name = decode(name.encode("utf-8", "surrogateescape")).text
    return " ".join((name or "").split())


def packed_size(leaf: Leaf) -> int:
    """Return how many bytes a leaf takes in the mail."""
    found = leaf.part.get_payload()
    return len(found) if isinstance(found, str) else 0


def payload(leaf: Leaf) -> bytes:
    """Return the bytes of a leaf, decoded from base64 or quoted-printable."""
    return b"".join(chunks(leaf))


def chunks(leaf: Leaf) -> Iterator[bytes]:
    """Yield the bytes of a leaf; base64, in which large things come, piece by piece."""
    raw = leaf.part.get_payload()
    coding = next((v for k, v in leaf.part.raw_items() if k.lower() == "content-transfer-encoding"), "")
    if isinstance(raw, str) and str(coding).strip().lower() == "base64":
        yield from _from_base64(raw)
        return
    try:
        found = leaf.part.get_payload(decode=True)
    except HEADER_ERRORS:
        return
    if isinstance(found, bytes):
        yield found


def _from_base64(raw: str) -> Iterator[bytes]:
    """Decode base64 (RFC 2045, 6.8): what is not of its alphabet is skipped, and a full padding ends it."""
    rest = ""
    for start in range(0, len(raw), _PIECE):
        rest += _NOT_BASE64.sub("", raw[start : start + _PIECE])
        while (end := rest.find("=")) >= 0:
            if end % 4 >= 2:
                yield a2b_base64(rest[:end] + "==")
                return
            rest = rest.replace("=", "", 1)
        whole = len(rest) // 4 * 4
        yield a2b_base64(rest[:whole])
        rest = rest[whole:]
    if len(rest) >= 2:
        yield a2b_base64(rest + "==")


def text(leaf: Leaf) -> str:
    """Return the words of a text leaf; what the charset cannot read is estimated."""
    try:
        declared = leaf.part.get_content_charset()
    except HEADER_ERRORS:
        declared = None
    data = payload(leaf)
    if declared in _SEVEN_BIT and not data.isascii():  # what programs say that do not know
        declared = None
    return decode(data, declared).text
