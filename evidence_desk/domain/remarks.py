"""What whoever read a file had to remark, among the file's facts: all of it, what counts of it, the gravest of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Remark = tuple[str, str]  # code, message

KEY = "warnings"
NOT_ALL_READ = "not_all_read"  # said of a container with something in it that could not be read
# What costs nothing worth a line on the item.
_HARMLESS = frozenset({"hidden_content", "duplicate_name"})
# What is about nothing wrong with a file, or about what OCR mends.
_ALL_RIGHT = frozenset({"no_text_layer", "charset_estimated", "converted"})
_OF_NAME = "name_mismatch"


def remarks(facts: Mapping[str, Any]) -> tuple[Remark, ...]:
    """Return all that was remarked of the file that has these facts."""
    return pairs(facts.get(KEY))


def pairs(said: Any) -> tuple[Remark, ...]:
    """Return the pairs of code and message in a list; what is none, as another program may write it, is left out."""
    listed = said if isinstance(said, (list, tuple)) else ()
    found = (one for one in listed if isinstance(one, (list, tuple)) and len(one) == 2)
    return tuple((str(code), str(message)) for code, message in found)


def serious(found: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return the remarks that are worth a line, the gravest first."""
    counted = (one for one in found if one[0] not in _HARMLESS)
    return tuple(sorted(counted, key=lambda one: (is_all_right(one[0]), one[0] == _OF_NAME)))


def renamed(found: Iterable[Remark], own: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return what was remarked of bytes with, of their name, what is remarked of another file that has them."""
    of_bytes = (one for one in found if one[0] != _OF_NAME)
    return (*of_bytes, *(one for one in own if one[0] == _OF_NAME))


def is_all_right(code: str) -> bool:
    """Tell whether a remark is about nothing that is wrong."""
    return code in _ALL_RIGHT
