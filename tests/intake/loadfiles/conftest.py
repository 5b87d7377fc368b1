"""Sets with load files, made on the spot, and the workers that check them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from evidence_desk.intake.loadfiles.check import CheckedSet, check
from evidence_desk.intake.loadfiles.loading import SetRequest
from evidence_desk.intake.loadfiles.mapping import Mapping
from evidence_desk.jobs.pool import WorkerPool
from tests.intake.loadfiles.write import write_dat


@pytest.fixture(scope="session")
def pool() -> Iterator[WorkerPool]:
    """Worker processes, shared by all tests of load files."""
    with WorkerPool(2) as made:
        yield made


@dataclass
class MadeSet:
    """A production in a folder: its load files beside its files."""

    folder: Path
    pool: WorkerPool
    dat: Path | None = None
    opt: Path | None = None
    hashes: dict[str, str] = field(default_factory=dict)

    def file(self, name: str, data: bytes) -> str:
        """Write a file of the set and return its name as load files write it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.hashes[name] = hashlib.md5(data).hexdigest()
        return name.replace("/", "\\")

    def image(self, name: str, shade: int = 200, frames: int = 1) -> str:
        """Write a TIFF and return its name as load files write it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pages = [Image.new("L", (40, 60), shade + frame) for frame in range(frames)]
        pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:])
        return name.replace("/", "\\")

    def rows(self, header: Sequence[str], *rows: Sequence[str]) -> MadeSet:
        """Write the DAT."""
        self.dat = self.folder / "load.dat"
        self.dat.write_bytes(write_dat(header, rows))
        return self

    def pages(self, *lines: str, name: str = "load.opt") -> MadeSet:
        """Write the OPT (or, by its name, the LFP)."""
        self.opt = self.folder / name
        self.opt.write_bytes("".join(line + "\r\n" for line in lines).encode())
        return self

    def request(self, mapping: Mapping | None = None) -> SetRequest:
        """Return what to read."""
        return SetRequest(load_file=self.dat, images=self.opt, mapping=mapping)

    def check(self, mapping: Mapping | None = None) -> CheckedSet:
        """Carry out the dry run."""
        return check(self.request(mapping), self.pool)


@pytest.fixture
def made(tmp_path: Path, pool: WorkerPool) -> MadeSet:
    """An empty set, to be filled."""
    folder = tmp_path / "set"
    folder.mkdir()
    return MadeSet(folder, pool)


def codes(checked: CheckedSet) -> list[str]:
    """Return the codes of what is wrong, sorted."""
    return sorted(one.code for one in checked.findings)
