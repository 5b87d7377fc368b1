"""How fast files go in: copying and hashing beside a plain loop, and a whole folder of PDFs by page.

    python tests/benchmarks/import_speed.py [FOLDER]

The shares are of the speed of a loop in plain Python that copies and hashes, in the same run on the same disk,
the least of several rounds each; the target is 70 %. First comes what an import does until the bytes are in their
place under their hash. Then it sees to it that they last through a power cut, which the plain loop does not; it does
that while it reads, and before anything names them, and "lasting" is what both take one after the other. An import
uses all processors, the loop one; on a machine that is busy with other things the clock hides that, so the share is
also given by the time of processors, as if all were free. With a folder of real
documents it also prints the milliseconds for each page of its PDFs, hashing, copying, reading, storing and
indexing together, beside pdftotext; the target is 3 ms of a core. There the time of the processors counts, that of
all processes of the import once they have started; the clock's is printed too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.intake.durable import make_durable
from evidence_desk.intake.one_file import take_many
from evidence_desk.intake.scan import grouped, scan
from evidence_desk.jobs.pool import WorkerPool

Work = Callable[[list[Path], Path], object]

_ROUNDS = 9
_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Spent:
    """What something took: seconds by the clock, and seconds of processors in all processes."""

    clock: float
    processors: float


def plain(sources: list[Path], folder: Path) -> None:
    """Copy and hash with nothing else."""
    for number, source in enumerate(sources):
        digest = hashlib.sha256()
        with source.open("rb") as reader, (folder / str(number)).open("wb") as writer:
            while chunk := reader.read(256 * 1024):
                digest.update(chunk)
                writer.write(chunk)


def spent(work: Work, sources: list[Path], top: Path) -> Spent:
    """Return what it takes on an empty folder."""
    folder = Path(tempfile.mkdtemp(dir=top))
    began, used = time.perf_counter(), processor_seconds()
    work(sources, folder)
    took = Spent(time.perf_counter() - began, processor_seconds() - used)
    shutil.rmtree(folder)
    return took


def compare(top: Path, name: str, sizes: list[int], pool: WorkerPool) -> None:
    """Print the speed beside the plain loop for files of these sizes."""

    def taken(sources: list[Path], folder: Path) -> list[str]:
        groups = grouped(map(str, sources))
        calls = ((number, take_many, (group, str(folder))) for number, group in enumerate(groups))
        placed = [found for _number, taken in pool.each(calls) for found in taken]
        assert all(found.is_placed for found in placed)
        return [found.stored for found in placed]

    def lasting(sources: list[Path], folder: Path) -> None:
        make_durable(taken(sources, folder))

    folder = top / f"in {name}"
    folder.mkdir()
    sources = []
    for number, size in enumerate(sizes):
        source = folder / f"{number}.bin"
        source.write_bytes(os.urandom(size))
        sources.append(source)
    os.sync()  # what was just written would else go to the disk in the midst of what is measured
    works: list[Work] = [plain, taken, lasting]
    rounds = [[spent(work, sources, top) for work in works] for _ in range(_ROUNDS)]
    loops, *owns = zip(*rounds, strict=True)
    loop, worked = min(one.clock for one in loops), sum(one.processors for one in loops)
    total, cores = sum(sizes) / _MEBIBYTE, os.cpu_count() or 1
    print(f"{name}: a plain loop {total / loop:.0f} MB/s")
    for what, each in zip(("in place", "lasting"), owns, strict=True):
        own, own_worked = min(one.clock for one in each), sum(one.processors for one in each)
        print(
            f"    {what} {total / own:.0f} MB/s: {loop / own:.0%} by the clock, "
            f"{worked * cores / own_worked:.0%} by the time of {cores} processors"
        )


def by_page(top: Path, documents: Path) -> None:
    """Print what a whole import costs by page: copying, hashing, reading, storing, committing, indexing."""
    paths = [
        found.path
        for found in scan([documents])
        if found.skipped is None and found.path.suffix.lower() == ".pdf"
    ]
    size = sum(path.stat().st_size for path in paths) / _MEBIBYTE
    runs = [imported(top / f"{number}.edesk", paths) for number in range(3)]
    pages = runs[0][1]
    clock, processors = min(one.clock for one, _ in runs), min(one.processors for one, _ in runs)
    print(
        f"{len(paths)} PDFs, {size:.1f} MB, {pages} pages: {1000 * processors / pages:.2f} ms of a core a page, "
        f"{1000 * clock / pages:.2f} ms by the clock on {os.cpu_count()} cores"
    )
    yardstick = shutil.which("pdftotext")
    if yardstick is not None:
        beside = min((pdftotext(yardstick, paths) for _ in range(3)), key=lambda spent: spent.processors)
        print(
            f"pdftotext, text alone: {1000 * beside.processors / pages:.2f} ms of a core a page, "
            f"{1000 * beside.clock / pages:.2f} ms by the clock"
        )


def imported(matter: Path, paths: list[Path]) -> tuple[Spent, int]:
    """Import into a new matter; return what it took and how many pages it was."""
    desk = LocalDesk(actor="benchmark")
    session = desk.new_matter(matter, profile="prc_civil", title="Benchmark")
    try:
        warm_up(desk.pool)
        began, used = time.perf_counter(), processor_seconds()
        report = desk.import_paths(session, paths)
        taken = Spent(time.perf_counter() - began, processor_seconds() - used)
    finally:
        session.close()
        desk.close()
    return taken, sum(one.pages for one in report.files)


def warm_up(pool: WorkerPool) -> None:
    """Have the worker processes up."""
    list(pool.each([(n, time.sleep, (0.1,)) for n in range(8)]))


def processor_seconds() -> float:
    """Return the seconds of processors that this process and those it started have used so far."""
    own = psutil.Process()
    times = [one.cpu_times() for one in (own, *own.children(recursive=True))]
    return sum(one.user + one.system for one in times)


def pdftotext(program: str, paths: list[Path]) -> Spent:
    """Return what the yardstick takes to read the text alone, one document after another."""
    began, used = time.perf_counter(), os.times()
    for path in paths:
        subprocess.run([program, "-q", str(path), os.devnull], check=False)
    now = os.times()
    processors = now.children_user + now.children_system - used.children_user - used.children_system
    return Spent(time.perf_counter() - began, processors)


def main() -> None:
    """Run the benchmark."""
    with tempfile.TemporaryDirectory() as top:
        with WorkerPool(os.cpu_count() or 1) as pool:
            warm_up(pool)
            compare(Path(top), "4 files of 64 MB", [64 << 20] * 4, pool)
            compare(Path(top), "100 files of 1 MB", [1 << 20] * 100, pool)
            compare(Path(top), "1,000 files of 50 KB", [50_000] * 1000, pool)
            if len(sys.argv) > 1:
                sizes = [path.stat().st_size for path in Path(sys.argv[1]).rglob("*") if path.is_file()]
                compare(Path(top), f"{len(sizes)} files of the sizes of the documents", sizes, pool)
        if len(sys.argv) > 1:
            by_page(Path(top), Path(sys.argv[1]))


if __name__ == "__main__":
    main()
