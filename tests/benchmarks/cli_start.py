"""How fast the command line answers, and how fast files come in; each beside a plain yardstick of the same run.

Run: ``python tests/benchmarks/cli_start.py``. Exit code 1 when a target is missed.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 7
FILES = 300
TARGET_SECONDS = 1.0
COMMAND = [sys.executable, "-m", "evidence_desk"]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def start(folder: Path) -> bool:
    """Time a cold ``list`` of the sample against the import of the database library alone."""
    _run(*COMMAND, "demo", "--no-window", "--dir", str(folder))
    matter = str(next(folder.glob("*.edesk")))
    ours, plain = [], []
    for _ in range(ROUNDS):
        ours.append(_seconds(lambda: _run(*COMMAND, "list", matter, "claims", "--json")))
        plain.append(_seconds(lambda: _run(sys.executable, "-c", "import sqlalchemy")))
    listed, imported = statistics.median(ours), statistics.median(plain)
    print(f"list of the sample, cold: {listed:.2f} s (target {TARGET_SECONDS:.1f} s)")
    print(f"  {listed / imported:.1f} x 'import sqlalchemy' ({imported:.2f} s)")
    return listed <= TARGET_SECONDS


def throughput(folder: Path) -> None:
    """Time an import of many small text files against copying, syncing and hashing them."""
    source, copies = folder / "in", folder / "copies"
    source.mkdir(parents=True)
    copies.mkdir()
    for number in range(FILES):
        text = f"Letter {number}, dated 2019-01-05. 接口变更。\n" * 400
        (source / f"{number}.txt").write_text(text, encoding="utf-8")

    def _copy_and_hash() -> None:
        for path in source.iterdir():
            data = path.read_bytes()
            with (copies / hashlib.sha256(data).hexdigest()).open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())

    matter = str(folder / "m.edesk")
    _run(*COMMAND, "new", matter, "--profile", "prc_civil", "--title", "Benchmark")
    ours = _seconds(lambda: _run(*COMMAND, "import", matter, str(source)))
    again = _seconds(lambda: _run(*COMMAND, "import", matter, str(source)))
    plain = _seconds(_copy_and_hash)
    print(f"import of {FILES} files: {ours:.2f} s, {FILES / ours:.0f} files/s, with reading and guessing")
    print(f"  {ours / plain:.1f} x copying, syncing and hashing them ({plain:.2f} s); again: {again:.2f} s")


def main() -> int:
    """Measure and return the exit code."""
    with tempfile.TemporaryDirectory() as name:
        is_fast = start(Path(name) / "sample")
        throughput(Path(name) / "import")
    return 0 if is_fast else 1


if __name__ == "__main__":
    sys.exit(main())
