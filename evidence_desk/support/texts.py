"""Texts that can be stored and shown: file names and documents hold half surrogate pairs, and signs nobody sees.

UTF-8 has no place for the first; the others can make a name look like another, e.g. ``fdp.exe`` like ``exe.pdf``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")
# What turns the direction of the letters behind it, for nothing that the letters themselves would not do.
_TURNING = "\u202a-\u202e\u2066-\u2069"
_UNSEEN = (
    f"{_TURNING}\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f"
)
_UNSEEN += "\u2028\u2029\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e007f"
# Joiners belong to emoji and to the scripts of Persia and India; beside a letter of ASCII they only hide.
_IN_NAMES = re.compile(f"[{_UNSEEN}]|(?<=[\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?=[\x00-\x7f]|$)")
_IN_TEXTS = re.compile(f"[{_TURNING}]")


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


def one_line(text: str) -> str:
    """Return a text that can be stored, on one line, with single blanks between its words."""
    return " ".join(_SURROGATE.sub("\ufffd", text).split())


def visible(name: str) -> str:
    """Return a name or a path as it is shown: every sign nobody sees, or that turns others, by its number."""
    return _IN_NAMES.sub(_named, name)


def unturned(text: str) -> str:
    """Return a text with every sign by its number that would turn the letters behind it."""
    return _IN_TEXTS.sub(_named, text)


def _named(sign: re.Match[str]) -> str:
    return f"⟨U+{ord(sign[0]):04X}⟩"


def path_text(path: Path | str) -> str:
    r"""Return a path as text that names it fully: bytes that are no UTF-8 stand as escapes, e.g. ``\xe9``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
