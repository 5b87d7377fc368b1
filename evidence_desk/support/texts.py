"""Texts that can be stored: UTF-8 has no place for half a surrogate pair, yet file names and documents hold them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(value: Any) -> Any:
    """Return a JSON-able value with every lone surrogate as U+FFFD; texts keep their length."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    return value


def is_storable(value: Any) -> bool:
    """Say whether a JSON value holds no lone surrogate."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str) and _SURROGATE.search(item):
            return False
        if isinstance(item, dict):
            waiting += [*item, *item.values()]
        elif isinstance(item, list):
            waiting += item
    return True


def path_text(path: Path | str) -> str:
    r"""Return a path as text that names it fully: bytes that are no UTF-8 stand as escapes, e.g. ``\xe9``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
