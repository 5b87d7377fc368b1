"""Finds a name for a copy, or for a matter made of one, that nothing has yet."""

from __future__ import annotations

from pathlib import Path

_MOST = 100


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """Return ``folder/stem+suffix``, with " (2)", " (3)" … before the suffix where that is there already."""
    names = [stem, *(f"{stem} ({n})" for n in range(2, _MOST))]
    paths = [folder / f"{name}{suffix}" for name in names]
    return next((path for path in paths if not path.exists()), paths[0])
