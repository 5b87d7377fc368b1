"""Where resources/ and schemas/ are: in a checkout, in an installed wheel, or in a frozen program."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import evidence_desk


@cache
def _root() -> Path:
    package = Path(evidence_desk.__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen)] if frozen else []
    candidates += [package / "_data", package.parent]
    for candidate in candidates:
        if (candidate / "resources" / "jurisdictions").is_dir():
            return candidate
    tried = ", ".join(str(candidate) for candidate in candidates)
    raise FileNotFoundError(f"resources/ was not found; looked in {tried}. Install the program again.")


def resource(*parts: str) -> Path:
    """Return the path of a file or folder under resources/, e.g. ``resource("themes", "light.json")``."""
    return _root().joinpath("resources", *parts)


def schema(name: str) -> Path:
    """Return the path of a JSON Schema under schemas/, e.g. ``schema("commands.schema.json")``."""
    return _root() / "schemas" / name
