"""Takes the mails out of a mailbox file (RFC 4155), byte for byte, without reading it whole."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from evidence_desk.intake import mime
from evidence_desk.intake.containers.names import last_part
from evidence_desk.intake.containers.unpack import Member, Warn
from evidence_desk.intake.model import LeftOut, Limits, ReadResult
from evidence_desk.intake.readers.mail import sent_date

Data = mmap.mmap | bytes

_CHUNK = 1 << 20
_HEAD = 1 << 16
# A separator is a line that begins with "From ", names somebody and a year, and follows an empty line.
_SEPARATOR = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From \S+[^\r\n]*\d{4}[^\r\n]*\r?\n")


def may_hold(_path: Path, _result: ReadResult) -> bool:
    """Tell that a mailbox holds mails."""
    return True


@contextmanager
def mapped(path: Path) -> Iterator[Data]:
    """Give the bytes of a file without reading them all into memory."""
    with path.open("rb") as file:
        if path.stat().st_size == 0:  # which cannot be mapped
            yield b""
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data


def spans(data: Data) -> Iterator[tuple[int, int]]:
    """Yield where each mail of a mailbox begins and ends, without its separator and the empty line after it."""
    begin: int | None = None
    for match in _SEPARATOR.finditer(data):
        if begin is not None:
            yield begin, _without_empty_line(data, begin, match.start())
        begin = match.end()
    if begin is not None:
        yield begin, _without_empty_line(data, begin, len(data))


def _without_empty_line(data: Data, begin: int, end: int) -> int:
    for ending in (b"\r\n\r\n", b"\n\n"):
        if end - begin >= len(ending) and data[end - len(ending) : end] == ending:
            return end - len(ending) // 2
    return end


def heading(data: bytes) -> dict[str, str]:
    """Return sender, date and subject of a mail from its first bytes, where it names them."""
    message = mime.parse(data[:_HEAD].partition(b"\n\n")[0].partition(b"\r\n\r\n")[0] + b"\n\n")
    return {name: value for name in ("From", "Date", "Subject") if (value := mime.header(message, name))}


def members(path: Path, _limits: Limits, _warn: Warn) -> Iterator[Member | LeftOut]:
    """Yield the mails of a mailbox, called by their subjects."""
    with mapped(path) as data:
        for number, (begin, end) in enumerate(spans(data), 1):
            head = heading(data[begin : min(end, begin + _HEAD)])
            subject = head.get("Subject", "").replace("/", " ").replace("\\", " ")
            name = f"{last_part(subject)[:120]}.eml" if subject.strip() else f"message-{number}.eml"
            yield Member(
                inner_path=f"{number}/{name}",
                name=name,
                chunks=partial(_chunks, data, begin, end),
                packed=end - begin,
                modified=sent_date(head.get("Date")) or "",
                kind="message",
            )


def _chunks(data: Data, begin: int, end: int) -> Iterator[bytes]:
    for start in range(begin, end, _CHUNK):
        yield data[start : min(end, start + _CHUNK)]
