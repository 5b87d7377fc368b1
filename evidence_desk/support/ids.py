"""Identities: UUIDv7 for things people make, UUIDv5 for pairs, so that offline copies never collide."""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections.abc import Callable

IdMaker = Callable[[], str]

# A name space of our own for pairs (RFC 9562, section 5.5).
_PAIRS = uuid.UUID("6d6f0d52-6f0a-5d0f-9b0e-3f6f3a5c7e11")


class UuidV7:
    """Makes UUIDv7 texts (RFC 9562, section 5.7) that sort in the order they were made, also within a millisecond."""

    def __init__(self, milliseconds: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> None:
        """Take the source of milliseconds since 1970."""
        self._milliseconds = milliseconds
        self._lock = threading.Lock()
        self._last = 0
        self._counter = 0

    def __call__(self) -> str:
        """Return the next identity, e.g. ``018f3c5e-7c1a-7000-8b1e-2f0d6c9a4e55``."""
        with self._lock:
            now = max(self._milliseconds(), self._last)
            if now == self._last:
                self._counter += 1
                if self._counter > 0xFFF:
                    now, self._counter = now + 1, 0
            else:
                self._counter = 0
            self._last = now
            random_bits = int.from_bytes(os.urandom(8), "big") & 0x3FFF_FFFF_FFFF_FFFF
            value = now << 80 | 0x7 << 76 | self._counter << 64 | 0b10 << 62 | random_bits
        return str(uuid.UUID(int=value))


def pair_id(kind: str, *parts: str) -> str:
    """Return the same identity for the same relation everywhere, e.g. one tag on one evidence item.

    Two people who add the same tag to the same item on two copies have then made the same row.
    """
    return str(uuid.uuid5(_PAIRS, "\x1f".join((kind, *parts))))
