"""A reader that does what its file says: abort, hang, or eat memory. It stands in for a bug in a library."""

from __future__ import annotations

import os
import time
from pathlib import Path

from evidence_desk.intake.model import Limits, PageText, ReadResult


def read(path: Path, _limits: Limits) -> ReadResult:
    """Crash, hang, eat, raise, or read."""
    text = path.read_text("utf-8", "replace")
    if text.startswith("abort"):
        os.abort()
    if text.startswith("hang"):
        time.sleep(600)
    if text.startswith("eat"):
        hoard = [bytearray(64 << 20) for _ in range(10_000)]
        return ReadResult(title=str(len(hoard)))
    if text.startswith("raise"):
        raise RuntimeError("a bug")
    return ReadResult(pages=[PageText(1, None, text, 595.0, 842.0)])
