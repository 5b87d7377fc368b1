"""Walks what was chosen for import and names every file to take and every one left out."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evidence_desk.domain.numbering import natural_key

_JUNK = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "$recycle.bin", "__macosx"})
_MATTER = "matter.sqlite"  # a folder that holds it is a matter, its own copies of files and its database
# Chosen files that go to a worker process at once to be copied, so that small ones do not wait for each other.
_MOST_FILES, _MOST_BYTES = 64, 8 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was met.

    Attributes:
        path: where it is.
        relative: its path within what was chosen, with ``/`` between the parts.
        skipped: why it is not taken: ``hidden``, ``system_file``, ``office_lock``, ``symlink``,
            ``special_file``, ``matter`` (a whole folder),
            ``unreadable_folder``, ``missing``; None for a file to take.
        detail: what the system says, if anything.
    """

    path: Path
    relative: str
    skipped: str | None = None
    detail: str = ""


def scan(paths: Iterable[str | Path]) -> Iterator[Found]:
    """Walk files and folders in natural order and yield every file, those left out with the reason.

    What the user names is taken even if it is hidden or a link; links met inside a folder are reported
    and not followed. A matter's folder is left out whole, the one that is imported into first of all.
    """
    for given in paths:
        path = Path(given)
        try:
            mode = path.stat().st_mode
        except OSError as error:
            yield Found(path, path.name, "missing", error.strerror or "")
            continue
        if stat.S_ISDIR(mode):
            yield from _walk(path, path.resolve().name)
        else:
            yield Found(path, path.name, None if stat.S_ISREG(mode) else "special_file")


def _walk(top: Path, name: str) -> Iterator[Found]:
    # A stack instead of recursion: a folder tree may be deeper than Python's.
    stack: list[Iterator[tuple[Path, str]]] = [iter([(top, name)])]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
            continue
        folder, relative = entry
        try:
            entries = sorted(os.scandir(folder), key=lambda item: (natural_key(item.name), item.name))
        except OSError as error:
            yield Found(folder, relative, "unreadable_folder", error.strerror or "")
            continue
        if any(item.name == _MATTER for item in entries):
            yield Found(folder, relative, "matter")
            continue
        folders: list[tuple[Path, str]] = []
        for item in entries:
            inner = f"{relative}/{item.name}"
            reason = _reason_to_skip(item)
            if reason is None and item.is_dir(follow_symlinks=False):
                folders.append((Path(item.path), inner))
            else:
                yield Found(Path(item.path), inner, reason)
        stack.append(iter(folders))


def grouped(paths: Iterable[str]) -> Iterator[list[str]]:
    """Yield paths in groups, small files together, as they are taken at once."""
    group: list[str] = []
    room = _MOST_BYTES
    for path in paths:
        try:
            size = os.stat(path).st_size  # noqa: PTH116  it is much faster, for many small files
        except (OSError, ValueError):
            size = 0
        if group and (size > room or len(group) == _MOST_FILES):
            yield group
            group, room = [], _MOST_BYTES
        group.append(path)
        room -= size
    if group:
        yield group


def reason_by_name(name: str) -> str | None:
    """Return why a file or folder of this name is left out: ``system_file``, ``office_lock`` or ``hidden``."""
    if name.casefold() in _JUNK:
        return "system_file"
    if name.startswith(("~$", ".~lock.")):
        return "office_lock"
    if name.startswith("."):
        return "system_file" if name == ".DS_Store" or name.startswith("._") else "hidden"
    return None


def _reason_to_skip(item: os.DirEntry[str]) -> str | None:
    if item.is_symlink():
        return "symlink"
    if reason := reason_by_name(item.name):
        return reason
    if item.is_file(follow_symlinks=False) or item.is_dir(follow_symlinks=False):
        return None
    return "special_file"
