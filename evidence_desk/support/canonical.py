"""One way to write a value as bytes, so that two programs that hash the same value get the same hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> str:
    """Return a value as JSON with sorted keys, no blanks, UTF-8 characters as themselves (after RFC 8785).

    Raises:
        ValueError: for NaN and infinities, which JSON cannot say.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256_text(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8 as 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
