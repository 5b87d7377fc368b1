"""How fast files go in: copying and hashing beside a plain loop, and a whole folder by page.

    python tests/benchmarks/import_speed.py [FOLDER]

The shares are of the speed of a loop in plain Python that copies and hashes, in the same run on the same disk,
and of one that also has each file safe on the disk, as an import must; the target is 70 %. With a folder
of real documents it also prints milliseconds for each page of its PDFs.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from evidence_desk.commands.importing import Import
from evidence_desk.commands.session import Session
from evidence_desk.intake.copy import INCOMING, copy_and_hash, place
from evidence_desk.intake.ingest import ingest_many
from evidence_desk.intake.scan import scan
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.store.matter_folder import MatterFolder, create_matter_folder
from evidence_desk.store.store import Store

Work = Callable[[list[Path], Path], None]

_ROUNDS = 5
_MEBIBYTE = 1 << 20


def plain(sources: list[Path], folder: Path) -> None:
    """Copy and hash with nothing else."""
    for number, source in enumerate(sources):
        digest = hashlib.sha256()
        with source.open("rb") as reader, (folder / str(number)).open("wb") as writer:
            while chunk := reader.read(256 * 1024):
                digest.update(chunk)
                writer.write(chunk)


def synced(sources: list[Path], folder: Path) -> None:
    """Copy and hash, each file safe on the disk before the next, as an import must have it."""
    plain(sources, folder)
    for number in range(len(sources)):
        with (folder / str(number)).open("rb+") as file:
            os.fsync(file.fileno())


def one_by_one(sources: list[Path], folder: Path) -> None:
    """Copy, hash and place as a worker process does."""
    for source in sources:
        copied = copy_and_hash(source, folder / INCOMING)
        place(copied.temp_path, folder, copied.sha256, source.suffix[1:])


def seconds(work: Work, sources: list[Path], top: Path) -> float:
    """Return how long it takes on an empty folder."""
    folder = Path(tempfile.mkdtemp(dir=top))
    began = time.perf_counter()
    work(sources, folder)
    took = time.perf_counter() - began
    shutil.rmtree(folder)
    return took


def compare(top: Path, name: str, sizes: list[int], pool: WorkerPool) -> None:
    """Print the speed beside the plain loops for files of these sizes."""

    def _import(sources: list[Path], folder: Path) -> None:
        assert all(not one.failure for one in ingest_many(pool, map(str, sources), str(folder)))

    folder = top / f"in {name}"
    folder.mkdir()
    sources = []
    for number, size in enumerate(sizes):
        source = folder / f"{number}.bin"
        source.write_bytes(os.urandom(size))
        sources.append(source)
    works: list[Work] = [plain, synced, one_by_one, _import]
    rounds = [[seconds(work, sources, top) for work in works] for _ in range(_ROUNDS)]
    loop, safe, own, whole = (statistics.median(times) for times in zip(*rounds, strict=True))
    total = sum(sizes) / _MEBIBYTE
    print(f"{name}: a plain loop {total / loop:.0f} MB/s, one that syncs {total / safe:.0f} MB/s")
    print(f"  one process: {total / own:.0f} MB/s, {loop / own:.0%} and {safe / own:.0%} of these")
    print(f"  the import: {total / whole:.0f} MB/s, {loop / whole:.0%} and {safe / whole:.0%} of these")


def by_page(top: Path, documents: Path) -> None:
    """Print what a whole import costs by page: copying, hashing, reading, storing, committing."""
    folder = create_matter_folder(top / "m.edesk", replica="benchmark")
    session = Session(Store(MatterFolder(folder.root), actor="benchmark"))
    paths = [
        found.path
        for found in scan([documents])
        if found.skipped is None and found.path.suffix.lower() == ".pdf"
    ]
    size = sum(path.stat().st_size for path in paths) / _MEBIBYTE
    with WorkerPool(os.cpu_count() or 1) as pool:
        list(pool.each([(n, os.getpid, ()) for n in range(8)]))  # the processes are up
        began = time.perf_counter()
        report = Import(session, pool).run(paths)
        took = time.perf_counter() - began
    session.close()
    beside = pdftotext(paths)
    pages = sum(taken.pages for taken in report.files)
    cores = os.cpu_count() or 1
    print(
        f"{len(paths)} PDFs, {size:.1f} MB, {pages} pages in {took:.2f} s on {cores} cores: "
        f"{1000 * took / pages:.2f} ms a page, {1000 * took * cores / pages:.2f} ms a page a core"
    )
    if beside is not None:
        print(f"pdftotext, text alone on one core: {1000 * beside / pages:.2f} ms a page")


def pdftotext(paths: list[Path]) -> float | None:
    """Return how long the yardstick takes to read the text alone, one document after another."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    began = time.perf_counter()
    for path in paths:
        subprocess.run([program, "-q", str(path), os.devnull], check=False)
    return time.perf_counter() - began


def main() -> None:
    """Run the benchmark."""
    with tempfile.TemporaryDirectory() as top:
        with WorkerPool(os.cpu_count() or 1) as pool:
            list(pool.each([(n, os.getpid, ()) for n in range(8)]))  # the processes are up
            compare(Path(top), "4 files of 64 MB", [64 << 20] * 4, pool)
            compare(Path(top), "40 files of 1 MB", [1 << 20] * 40, pool)
            compare(Path(top), "400 files of 50 KB", [50_000] * 400, pool)
        if len(sys.argv) > 1:
            by_page(Path(top), Path(sys.argv[1]))


if __name__ == "__main__":
    main()
