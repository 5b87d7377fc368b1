"""Unpacks the rich text that Outlook keeps as the body of a message ([MS-OXRTFCP], 2.1 and 3.1)."""

from __future__ import annotations

import struct
import zlib

from evidence_desk.intake.model import Limits
from evidence_desk.support.errors import UserError

_HEADER = struct.Struct("<II4sI")  # sizes packed (from the second field on) and unpacked, how, checksum
_PACKED, _PLAIN = b"LZFu", b"MELA"
_WINDOW = 4096
# What the window holds at first (2.1.2.1): the words that most documents begin with.
_FIRST = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def unpacked(data: bytes, limits: Limits) -> bytes:
    """Return the rich text of a body; raises UserError ``damaged`` or ``too_large_unpacked``."""
    if len(data) < _HEADER.size:
        raise _damaged()
    size, raw, kind, checksum = _HEADER.unpack_from(data)
    content = data[_HEADER.size : size + 4]
    if raw > limits.unpacked:
        raise UserError("too_large_unpacked", "the rich text is too large to be unpacked")
    if kind == _PLAIN:
        return content[:raw]
    # The checksum is a CRC-32 that begins with zero and is not turned over at its end (2.1.3.2).
    if kind != _PACKED or zlib.crc32(content, 0xFFFFFFFF) ^ 0xFFFFFFFF != checksum:
        raise _damaged()
    try:
        return bytes(_expanded(content, raw)[:raw])
    except IndexError as error:
        raise _damaged() from error


def _expanded(content: bytes, raw: int) -> bytearray:
    """Return what runs of eight tokens stand for: a byte each, or a place in the window and a length."""
    window = bytearray(_FIRST.ljust(_WINDOW, b"\0"))
    found, write, at = bytearray(), len(_FIRST), 0
    while len(found) < raw:
        control = content[at]
        at += 1
        for bit in range(8):
            if control >> bit & 1:
                place, length = divmod(content[at] << 8 | content[at + 1], 16)
                at += 2
                if place == write:  # the end
                    return found
                places = range(place, place + length + 2)
            else:
                window[write] = content[at]
                at += 1
                places = range(write, write + 1)
            for one in places:  # a run may go on into what it has just written
                byte = window[one % _WINDOW]
                found.append(byte)
                window[write] = byte
                write = (write + 1) % _WINDOW
    return found


def _damaged() -> UserError:
    return UserError("damaged", "the rich text of the body is damaged")
