"""Small disks that fill up, and disks that cannot be written; only where the system lets us mount them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


def _mount(*words: str) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("small disks are mounted on Linux only")
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"a test disk cannot be mounted here: {done.stderr.strip() or done.returncode}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    _mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder))
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def freeze(small_disk: Path) -> Callable[[], None]:
    """Make the small disk one that cannot be written."""
    return lambda: _mount("-o", "remount,ro", str(small_disk))


def fill_disk(folder: Path, *, leave: int = 0) -> Path:
    """Fill a disk to the last bytes but some."""
    path = folder / "ballast"
    with path.open("wb", buffering=0) as stream:
        try:
            while True:
                stream.write(b"\0" * 4096)
        except OSError:
            stream.truncate(max(0, stream.tell() - leave))
    return path
