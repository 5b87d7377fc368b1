"""Runs the program on real files, and what is long of it as a person would: as a process."""

from __future__ import annotations

import atexit
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from evidence_desk.bootstrap import run_command_line

COMMAND = [sys.executable, "-m", "evidence_desk"]


# What is long, and may be broken off. To start the program takes longer than the other words take, and
# tests/cli/test_process.py starts it for these.
_OWN_PROCESS = ("import", "demo")


def desk(*words: object, code: int = 0) -> str:
    """Run the words to their end, in a process of their own where that matters; return what they print on stdout."""
    run = _in_a_process if words[0] in _OWN_PROCESS else _in_this_one
    returned, out, err = run([str(word) for word in words])
    assert returned == code, (returned, out[-500:], err[-2000:])
    return out


def _in_a_process(words: list[str]) -> tuple[int, str, str]:
    done = subprocess.run(
        [*COMMAND, *words], capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )
    return done.returncode, done.stdout, done.stderr


def _in_this_one(words: list[str]) -> tuple[int, str, str]:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run_command_line(words)
    return code, *(_written(stream) for stream in (out, err))


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def answer(*words: object, code: int = 0) -> Any:
    """Run the words with ``--json`` and return the answer."""
    return json.loads(desk(*words, "--json", code=code))


@cache
def _empty_matter() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="empty-matter-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    desk("new", folder / "m.edesk", "--profile", "prc_civil", "--title", "Import")
    return folder / "m.edesk"


def new_matter(path: Path) -> Path:
    """Make an empty matter."""
    return Path(shutil.copytree(_empty_matter(), path))


def corpus() -> Path:
    """Return the folder of real documents beside the checkout; skips where there is none."""
    beside = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
    folder = Path(os.environ.get("EVIDENCE_DESK_CORPUS", beside))
    if not folder.is_dir():
        pytest.skip("there is no folder shared/corpus beside the checkout")
    return folder
