"""Opens Outlook messages ([MS-OXMSG]) and reads their properties, whatever code page they are in."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from oxmsg.storage import Storage

from evidence_desk.intake.charset import decode
from evidence_desk.intake.model import Limits
from evidence_desk.support.errors import UserError

# Tags of properties ([MS-OXPROPS]).
SUBJECT, BODY, HTML, RTF, HEADERS = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP, SENT_BY_NAME = 0x0C1A, 0x0C1F, 0x5D01, 0x0042
TO, CC, BCC = 0x0E04, 0x0E03, 0x0E02
SUBMITTED, DELIVERED, MODIFIED = 0x0039, 0x0E06, 0x3008
MESSAGE_ID, IN_REPLY_TO, REFERENCES, TOPIC = 0x1035, 0x1042, 0x1039, 0x0070
DISPLAY_NAME, ADDRESS, SMTP, RECIPIENT_TYPE = 0x3001, 0x3003, 0x39FE, 0x0C15
ATTACH_METHOD, ATTACH_LONG_NAME, ATTACH_NAME, ATTACH_PATH = 0x3705, 0x3707, 0x3704, 0x370D
ATTACH_MIME, ATTACH_CONTENT_ID, ATTACH_DATA = 0x370E, 0x3712, 0x3701
_CODEPAGES = (0x3FFD, 0x3FDE)  # of the message, of its body
_UNICODE, _EIGHT_BIT, _BINARY, _TIME, _INTEGER, _OBJECT = 0x001F, 0x001E, 0x0102, 0x0040, 0x0003, 0x000D
_ROOT_HEADER, _INNER_HEADER, _PART_HEADER = 32, 24, 8
_PROPERTIES = "__properties_version1.0"
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def open_message(path: Path, limits: Limits) -> Storage:
    """Return the root storage of a message; raises UserError ``damaged`` or ``too_large_unpacked``."""
    if path.stat().st_size > limits.unpacked:
        raise UserError("too_large_unpacked", "the message is too large to be opened")
    from olefile import OleFileIO
    from olefile.olefile import OleFileError

    try:
        with OleFileIO(str(path)) as ole:
            return Storage.from_ole(ole)
    except (OleFileError, OSError, ValueError, LookupError, struct.error, RecursionError) as error:
        raise UserError(
            "damaged", f"the message cannot be opened: {' '.join(str(error).split())[:200]}"
        ) from error


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of a message, recipient or attachment."""

    storage: Storage
    fixed: dict[int, bytes]
    streams: dict[str, bytes]
    charset: str | None

    def text(self, tag: int) -> str:
        """Return a text property, or nothing."""
        wide = self.streams.get(_stream(tag, _UNICODE))
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self.streams.get(_stream(tag, _EIGHT_BIT))
        return decode(narrow.rstrip(b"\0"), self.charset).text if narrow else ""

    def binary(self, tag: int) -> bytes | None:
        """Return the bytes of a property, or None."""
        return self.streams.get(_stream(tag, _BINARY))

    def integer(self, tag: int) -> int | None:
        """Return a 32-bit property, or None."""
        value = self.fixed.get(tag << 16 | _INTEGER)
        return None if value is None else int.from_bytes(value[:4], "little", signed=True)

    def moment(self, tag: int) -> datetime | None:
        """Return a time property, or None."""
        value = int.from_bytes(self.fixed.get(tag << 16 | _TIME, b""), "little")
        try:
            return _EPOCH + timedelta(microseconds=value // 10) if value else None
        except OverflowError:
            return None

    @property
    def has_only_rich_text(self) -> bool:
        """Whether the body is kept as compressed RTF alone."""
        has_words = any(self.streams.get(_stream(tag, kind)) for tag in (BODY, HTML) for kind in _KINDS)
        return not has_words and _stream(RTF, _BINARY) in self.streams

    @property
    def object(self) -> Storage | None:
        """The storage an attachment is kept as: a message, or an object of another program."""
        name = _stream(ATTACH_DATA, _OBJECT)
        return next((inner for inner in self.storage.storages if inner.name == name), None)


_KINDS = (_UNICODE, _EIGHT_BIT, _BINARY)


def properties_of(message: Storage) -> Properties:
    """Return the properties of a message that is a whole file."""
    return _read(message, _ROOT_HEADER, None)


def parts_of(message: Storage, prefix: str) -> Iterator[Properties]:
    """Yield the properties of what a message holds: prefix ``__attach`` or ``__recip``."""
    charset = properties_of(message).charset
    for inner in sorted(message.storages, key=lambda storage: storage.name):
        if inner.name.startswith(prefix):
            yield _read(inner, _PART_HEADER, charset)


def inner_header_to_root(data: bytes) -> bytes:
    """Return the property stream of an inner message as that of a whole file, whose header is longer (2.4.1)."""
    return data[:_INNER_HEADER] + bytes(_ROOT_HEADER - _INNER_HEADER) + data[_INNER_HEADER:]


def _read(storage: Storage, header: int, charset: str | None) -> Properties:
    streams = {stream.name: stream.bytes_ for stream in storage.streams}
    data = streams.get(_PROPERTIES, b"")[header:]
    fixed = {}
    for start in range(0, len(data) - 15, 16):
        tag, value = struct.unpack_from("<I4x8s", data, start)
        fixed[tag] = value
    return Properties(storage, fixed, streams, charset or _charset(fixed))


def _charset(fixed: dict[int, bytes]) -> str | None:
    for tag in _CODEPAGES:
        page = int.from_bytes(fixed.get(tag << 16 | _INTEGER, b"")[:4], "little")
        if page:
            return {65001: "utf-8", 936: "gb18030", 54936: "gb18030", 20127: "cp1252"}.get(page, f"cp{page}")
    return None


def _stream(tag: int, kind: int) -> str:
    return f"__substg1.0_{tag:04X}{kind:04X}"
