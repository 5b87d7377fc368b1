"""Says why a file gives no text, and what to do about it; the words are data."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from evidence_desk.intake.model import ReadResult
from evidence_desk.support.resources import resource

_BLOCK = 1 << 20


@cache
def _reasons() -> dict[str, tuple[str, str]]:
    data = json.loads(resource("intake", "unread.json").read_text("utf-8"))
    return {name: (entry["code"], entry["message"]) for name, entry in data["media_types"].items()}


def note(path: Path, media_type: str) -> ReadResult:
    """Return a result without pages whose warning says why."""
    result = ReadResult()
    reasons = _reasons()
    family = f"{media_type.partition('/')[0]}/*"
    if path.is_file() and is_blank(path):
        result.warn(
            "blank", "the file holds nothing but zero bytes; its content was lost before it came here"
        )
    elif media_type in reasons or family in reasons:
        result.warn(*(reasons.get(media_type) or reasons[family]))
    else:
        result.warn("no_reader", f"the text of {media_type} files cannot be read")
    return result


def is_blank(path: Path) -> bool:
    """Tell whether a file has bytes and all of them are zero, as failing disks and copies leave them."""
    with path.open("rb") as file:
        block = file.read(_BLOCK)
        if not block:
            return False
        while block:
            if block.count(0) != len(block):
                return False
            block = file.read(_BLOCK)
    return True
