"""Authenticated encryption of a stream with a passphrase: what is read is what was written, or nothing is.

AES-256-GCM in chunks after the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online
Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, 2015): the nonce counts the chunks and marks the last
one, so that chunks cannot be changed, moved, left out or cut off. The key is made by Argon2id (RFC
9106, section 4, second recommended choice).
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from evidence_desk.support.errors import UserError

MAGIC = b"EDCOPYX1"
_HEADER = struct.Struct(
    ">8sIIII16s7s"
)  # magic, passes, lanes, KiB of memory, bytes of a chunk, salt, nonce prefix
_CHUNK = 1 << 20
_TAG = 16
_PASSES, _LANES, _MEMORY = 3, 4, 1 << 16  # 64 MiB
_MAX_PASSES, _MAX_LANES, _MAX_MEMORY, _MAX_CHUNK = 16, 16, 1 << 19, 1 << 24


def cannot_open() -> UserError:
    """Return the one refusal for a wrong passphrase and for changed bytes, which nobody can tell apart."""
    return UserError(
        "cannot_unseal",
        "The copy cannot be opened: the passphrase is wrong, or the file was changed",
        "Try the passphrase again, or ask for the copy again.",
    )


@dataclass(frozen=True, slots=True)
class _Cipher:
    header: bytes
    key: AESGCM
    prefix: bytes
    chunk: int

    def nonce(self, number: int, *, is_last: bool) -> bytes:
        """Return the nonce of a chunk."""
        return self.prefix + struct.pack(">IB", number, is_last)


def _cipher(header: bytes, passphrase: str) -> _Cipher:
    _magic, passes, lanes, memory, chunk, salt, prefix = _HEADER.unpack(header)
    is_bounded = 1 <= passes <= _MAX_PASSES and 1 <= lanes <= _MAX_LANES and 1 <= chunk <= _MAX_CHUNK
    if not is_bounded or not 8 * lanes <= memory <= _MAX_MEMORY:
        raise cannot_open()
    kdf = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    return _Cipher(header, AESGCM(kdf.derive(passphrase.encode("utf-8"))), prefix, chunk)


class SealingWriter:
    """Takes bytes and writes them sealed; ``finish`` must be called at the end."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        """Write the header."""
        header = _HEADER.pack(MAGIC, _PASSES, _LANES, _MEMORY, _CHUNK, os.urandom(16), os.urandom(7))
        self._cipher = _cipher(header, passphrase)
        self._out = out
        self._held = bytearray()
        self._number = 0
        out.write(header)

    def write(self, data: bytes | memoryview) -> int:
        """Take bytes; whole chunks are written, but never the last, which is known at the end only."""
        self._held += data
        while len(self._held) > _CHUNK:
            self._seal(bytes(self._held[:_CHUNK]), is_last=False)
            del self._held[:_CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write the last chunk."""
        self._seal(bytes(self._held), is_last=True)
        self._held.clear()

    def _seal(self, data: bytes, *, is_last: bool) -> None:
        nonce = self._cipher.nonce(self._number, is_last=is_last)
        self._out.write(self._cipher.key.encrypt(nonce, data, self._cipher.header))
        self._number += 1


def is_sealed(stream: BinaryIO) -> bool:
    """Say whether a stream begins as a sealed one, and go back to its beginning."""
    found = stream.read(len(MAGIC)) == MAGIC
    stream.seek(0)
    return found


def unseal(stream: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """Yield what was sealed, chunk by chunk; what was yielded counts only once the last chunk has come.

    Raises:
        UserError: ``cannot_unseal`` for a wrong passphrase and for anything changed, cut off or added.
    """
    header = stream.read(_HEADER.size)
    if len(header) != _HEADER.size or not header.startswith(MAGIC):
        raise cannot_open()
    cipher = _cipher(header, passphrase)
    number, data = 0, stream.read(cipher.chunk + _TAG)
    while True:
        following = stream.read(cipher.chunk + _TAG)
        try:
            yield cipher.key.decrypt(cipher.nonce(number, is_last=not following), data, header)
        except (InvalidTag, ValueError):
            raise cannot_open() from None
        if not following:
            return
        number, data = number + 1, following
