"""Finds the files a load file names, within the folder of the set and nowhere else."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_DRIVE = re.compile(r"[A-Za-z]:")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789")]
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f:]")
_LONGEST = 4096
_MOST_ENDS = 40


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where a declared path leads.

    Attributes:
        path: the file, or empty.
        problem: ``missing``, ``escapes_the_set``, ``odd_path``, or empty.
        is_absolute: whether it was declared with a drive, a share or a leading separator.
    """

    path: str = ""
    problem: str = ""
    is_absolute: bool = False


class SetPaths:
    """Resolves paths of one set. Case and Unicode form may differ from the names on the disk.

    Attributes:
        root: the folder nothing may leave.
    """

    def __init__(self, root: Path, starts: Sequence[Path] = ()) -> None:
        """Take the set's folder, and folders within it that relative paths may also start from."""
        self.root = root.resolve()
        wanted = dict.fromkeys([self.root, *(start.resolve() for start in starts)])
        inside = [start for start in wanted if start.is_relative_to(self.root)]
        self._starts = [start.relative_to(self.root).parts for start in inside]
        self._listings: dict[Path, dict[str, str]] = {}

    def resolve(self, declared: str) -> Resolved:
        """Return where a declared path leads; never a file outside the set's folder.

        ``..`` may go up within the set only. Of an absolute path the end that exists in the set is taken; a
        relative one may begin with the name of the set's own folder.
        """
        text = declared.strip().strip('"').replace("\\", "/")
        is_absolute = text.startswith("/") or bool(_DRIVE.match(text))
        text = _DRIVE.sub("", text, count=1) if _DRIVE.match(text) else text
        if not text or len(text) > _LONGEST or _CONTROLS.search(text):
            return Resolved(problem="odd_path", is_absolute=is_absolute)
        parts = [part for part in text.split("/") if part not in ("", ".")]
        if not parts or any(_is_device(part) for part in parts):
            return Resolved(problem="odd_path", is_absolute=is_absolute)
        places = self._places(parts, is_absolute=is_absolute)
        found = next((one for one in map(self._find, filter(None, places)) if one is not None), None)
        if found is not None:
            return self._inside(found, is_absolute)
        problem = "escapes_the_set" if None in places and not is_absolute else "missing"
        return Resolved(problem=problem, is_absolute=is_absolute)

    def _places(self, parts: list[str], *, is_absolute: bool) -> list[list[str] | None]:
        """Return where a path may lead, each as the parts of a path from the root, None where it leaves that."""
        is_from_above = len(parts) > 1 and _folded(parts[0]) == _folded(self.root.name)
        ends = range(min(len(parts), _MOST_ENDS) if is_absolute else 1 + is_from_above)
        return [_normal([*start, *parts[skipped:]]) for start in self._starts for skipped in ends]

    def _inside(self, found: Path, is_absolute: bool) -> Resolved:
        """Return a file that exists, unless a link leads it out of the set."""
        real = found.resolve()
        if not real.is_relative_to(self.root):
            return Resolved(problem="escapes_the_set", is_absolute=is_absolute)
        if not real.is_file():
            return Resolved(problem="missing", is_absolute=is_absolute)
        return Resolved(str(real), is_absolute=is_absolute)

    def _find(self, parts: Sequence[str]) -> Path | None:
        here = self.root
        for part in parts:
            name = self._names(here).get(_folded(part))
            if name is None:
                return None
            here = here / (part if (here / part).exists() else name)
        return here

    def _names(self, folder: Path) -> dict[str, str]:
        held = self._listings.get(folder)
        if held is None:
            try:
                held = {_folded(name): name for name in sorted(os.listdir(folder), reverse=True)}  # noqa: PTH208
            except OSError:
                held = {}
            self._listings[folder] = held
        return held


def _normal(given: Sequence[str]) -> list[str] | None:
    """Return the parts of a path with ``..`` carried out, or None when it goes up beyond its start."""
    parts: list[str] = []
    for part in given:
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            return None
    return parts


def _is_device(part: str) -> bool:
    return part.split(".", maxsplit=1)[0].strip().casefold() in _DEVICES


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
