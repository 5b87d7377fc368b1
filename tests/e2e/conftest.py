"""Runs the program as a person would: as a process, on real files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-m", "evidence_desk"]


def desk(*words: object, code: int = 0) -> str:
    """Run the program to its end and return what it printed on stdout."""
    done = subprocess.run(
        [*COMMAND, *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == code, (done.returncode, done.stdout[-500:], done.stderr[-2000:])
    return done.stdout


def answer(*words: object, code: int = 0) -> Any:
    """Run the program with ``--json`` and return its answer."""
    return json.loads(desk(*words, "--json", code=code))


def new_matter(path: Path) -> Path:
    """Make an empty matter."""
    desk("new", path, "--profile", "prc_civil", "--title", "Import")
    return path


def corpus() -> Path:
    """Return the folder of real documents beside the checkout; skips where there is none."""
    beside = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
    folder = Path(os.environ.get("EVIDENCE_DESK_CORPUS", beside))
    if not folder.is_dir():
        pytest.skip("there is no folder shared/corpus beside the checkout")
    return folder
