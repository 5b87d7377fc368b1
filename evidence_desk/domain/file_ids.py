"""The ids of files: the SHA-256 of the bytes; a file that a load file describes adds a mark of its place there."""

from __future__ import annotations

import hashlib

HASH_DIGITS = 64
IDS_END = "/"  # all ids of the same bytes sort before the hash with this, from the hash itself on
_MARK = "."
_MARK_DIGITS = 16


def hash_of(file_id: str) -> str:
    """Return the SHA-256 of the bytes of a file, 64 hex digits."""
    return file_id.partition(_MARK)[0]


def placed(sha256: str, *place: str) -> str:
    """Return the id of bytes at a place that words tell; the same place has the same id in every copy of a matter."""
    words = "\0".join((sha256, *place)).encode("utf-8", "surrogatepass")
    return f"{sha256}{_MARK}{hashlib.sha256(words).hexdigest()[:_MARK_DIGITS]}"
