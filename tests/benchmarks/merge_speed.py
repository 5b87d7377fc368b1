"""How fast copies are made and brought back; each beside a plain yardstick of the same run.

Run: ``python tests/benchmarks/merge_speed.py [--small]``. Exit code 1 when a target is missed.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.claims import AddClaim
from evidence_desk.commands.evidence import AddEvidence, EditEvidence
from evidence_desk.commands.intake import ImportedFile, ImportFiles
from evidence_desk.commands.session import Session
from evidence_desk.replica.merge import bring_back
from evidence_desk.replica.pack import take_offline
from evidence_desk.replica.unpack import open_copy
from evidence_desk.store.blobs import hash_file
from evidence_desk.store.matter_folder import MatterFolder

CHANGES = 10_000
ROUNDS = 5
MERGE_SECONDS, SAMPLE_SECONDS, SHARE_OF_ZIP = 5.0, 1.0, 0.5
_ONE_BY_ONE = 200  # the rest comes in steps of this size, as imports and command files make them


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _edit(session: Session, ids: list[str], word: str) -> None:
    """Make the changes: half edits of items both sides have (a tenth of them clash), half new claims."""
    edits = [EditEvidence(evidence=row_id, **_field(word, n)) for n, row_id in enumerate(ids)]
    claims = [AddClaim(number=f"{word}{n}", title=f"Claim {n}") for n in range(CHANGES - len(edits))]
    commands = [command for pair in zip(edits, claims, strict=False) for command in pair]
    for start in range(0, len(commands), _ONE_BY_ONE):
        session.run_all(commands[start : start + _ONE_BY_ONE])


def _field(word: str, number: int) -> dict[str, str]:
    name = "notes" if number % 10 == 0 or word == "desk" else "author"
    return {name: f"{word} {number}"}


def merge(desk: LocalDesk, folder: Path) -> bool:
    """Time bringing back 10,000 changes to a matter with 10,000 others, against replaying one side by undo and redo."""
    session = desk.new_matter(folder / "m.edesk", profile="prc_civil", title="Benchmark")
    for start in range(0, CHANGES // 2, 1000):
        items = [AddEvidence(title=f"Item {n}") for n in range(start, start + 1000)]
        session.run_all(items)
    ids = [ref.id for ref in _made(session)]
    copied = desk.open_matter(open_copy(take_offline(session, folder / "c").path, folder / "copy"))
    _edit(session, ids, "desk")
    _edit(copied, ids, "copy")
    copied.close()
    found = []
    ours = _seconds(lambda: found.append(bring_back(session, folder / "copy.edesk")))
    undo = _seconds(session.undo)
    redo = _seconds(session.redo)
    report = found[0]
    again = _seconds(lambda: bring_back(session, folder / "copy.edesk"))
    print(
        f"{report.changes} changes, {report.new_conflicts} conflicts against {CHANGES} of ours: {ours:.2f} s"
    )
    print(
        f"  (target {MERGE_SECONDS:.0f} s) {ours / redo:.1f} x doing the same rows again ({redo:.2f} s), ",
        end="",
    )
    print(f"undone in {undo:.2f} s; brought again, with nothing new: {again:.2f} s")
    session.close()
    return ours <= MERGE_SECONDS


def _made(session: Session) -> list[object]:
    from evidence_desk.commands.base import Ref
    from evidence_desk.queries.evidence import evidence_ids

    return [Ref("evidence", row_id) for row_id in session.read(evidence_ids)]


def sample(desk: LocalDesk, folder: Path) -> bool:
    """Time a copy of the sample."""
    session = desk.make_sample(folder)
    spent = _seconds(lambda: take_offline(session, folder / "c"))
    opened = _seconds(lambda: open_copy(folder / "c.edcopy", folder / "copy"))
    print(f"copy of the sample: {spent:.2f} s (target {SAMPLE_SECONDS:.0f} s), opened in {opened:.2f} s")
    session.close()
    return spent <= SAMPLE_SECONDS


def files(desk: LocalDesk, folder: Path, megabytes: int) -> bool:
    """Time a copy of many megabytes of files against storing the same files in a zip."""
    session = desk.new_matter(folder / "m.edesk", profile="prc_civil", title="Files")
    blobs = [_put(session, megabytes * 1_000_000 // 20) for _n in range(20)]

    def _zip() -> None:
        with zipfile.ZipFile(folder / "plain.zip", "w", zipfile.ZIP_STORED) as out:
            for blob in blobs:
                out.write(blob, blob.name)
        with (folder / "plain.zip").open("rb+") as stream:
            os.fsync(stream.fileno())

    plains, copies = [], []
    for _round in range(ROUNDS):  # in turns, for the disk is not equally fast at all times
        plains.append(_seconds(_zip))
        (folder / "plain.zip").unlink()
        copies.append(_seconds(lambda: take_offline(session, folder / "c")))
        (folder / "c.edcopy").unlink()
    plain, ours = statistics.median(plains), statistics.median(copies)
    print(f"copy of {megabytes} MB of files: {ours:.2f} s, {megabytes / ours:.0f} MB/s (median of {ROUNDS})")
    print(f"  {plain / ours:.0%} of the speed of a plain zip ({plain:.2f} s; target {SHARE_OF_ZIP:.0%})")
    session.close()
    return plain / ours >= SHARE_OF_ZIP


def _put(session: Session, size: int) -> Path:
    folder = MatterFolder(session.path)
    temp = folder.files / "new"
    with temp.open("wb") as out:
        for _n in range(size // 1_000_000):
            out.write(os.urandom(1_000_000))
    sha256 = hash_file(temp)
    path = folder.blob(sha256, "bin")
    path.parent.mkdir(exist_ok=True)
    temp.rename(path)
    file = ImportedFile(
        sha256=sha256,
        name=f"{sha256[:6]}.bin",
        media_type="application/octet-stream",
        extension="bin",
        bytes=size,
        pages=0,
        original_path="",
        modified_at="",
    )
    session.run(ImportFiles(batch=session.new_id(), source="benchmark", files=[file]))
    return path


def main() -> int:
    """Measure and return the exit code."""
    desk = LocalDesk(actor="benchmark")
    with tempfile.TemporaryDirectory() as name:
        parts = [Path(name) / part for part in ("merge", "sample", "files")]
        for part in parts:
            part.mkdir()
        good = [
            merge(desk, parts[0]),
            sample(desk, parts[1]),
            files(desk, parts[2], 200 if "--small" in sys.argv else 1000),
        ]
    desk.close()
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
