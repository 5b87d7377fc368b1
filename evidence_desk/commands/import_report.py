"""What an import says of itself: every file it met, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from evidence_desk.jobs.progress import Cancelled
from evidence_desk.support.texts import path_text, storable


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file of the matter as an import met it.

    Attributes:
        parent: the evidence item it was found in.
        problem: all remarks of whoever read it that are worth a line.
    """

    path: str
    sha256: str
    evidence: str
    pages: int
    media_type: str
    parent: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LeftFile:
    """A file that was not taken in, and why."""

    path: str
    code: str
    message: str


@dataclass(slots=True)
class ImportReport:
    """What an import did; files seen = imported + duplicates + failed + skipped.

    Attributes:
        batch: the id of the run, under which the matter keeps the report.
        files: what was taken in.
        duplicates: what the matter held already, or met twice.
        read_anew: those of the duplicates that could not be read before and are read now.
        failed: what could not be taken in.
        skipped: what was left out on purpose.
        state: ``running``, ``finished``, ``stopped`` by the user, or ``broken_off`` by an error.
        left: how many of the files it found, or of the documents of a production, it did not deal with.
    """

    batch: str = ""
    files: list[TakenFile] = field(default_factory=list)
    duplicates: list[TakenFile] = field(default_factory=list)
    failed: list[LeftFile] = field(default_factory=list)
    skipped: list[LeftFile] = field(default_factory=list)
    read_anew: list[TakenFile] = field(default_factory=list)
    state: str = "running"
    left: int = 0

    @property
    def has_problems(self) -> bool:
        """Return whether a file could not be taken in, or came in with a remark."""
        return bool(self.failed or self.remarked)

    @property
    def remarked(self) -> int:
        """Return how many files were taken in with a remark of whoever read them."""
        return sum(bool(file.problem) for file in self.files)

    @property
    def seen(self) -> int:
        """Return how many files were met."""
        return len(self.files) + len(self.duplicates) + len(self.failed) + len(self.skipped)

    def kept(self, met_again: Sequence[tuple[str, str]], *, fresh: int, again: int) -> dict[str, Any]:
        """Return what the batch keeps: the counts, and every file that has no row of its own.

        Args:
            met_again: path and hash of files met before at the same path.
            fresh: files that are being taken in with the report itself, and ``again`` duplicates.
        """
        return {
            "state": self.state,
            "seen": self.seen + fresh + again,
            "imported": len(self.files) + fresh,
            "duplicates": len(self.duplicates) + again,
            "failed": len(self.failed),
            "skipped": len(self.skipped),
            "left": [
                {
                    "outcome": outcome,
                    "path": path_text(one.path),
                    "code": one.code,
                    "message": storable(one.message),
                }
                for outcome, listed in (("failed", self.failed), ("skipped", self.skipped))
                for one in listed
            ],
            "again": [{"path": path, "sha256": sha256} for path, sha256 in met_again],
        }


class ImportStopped(Cancelled):
    """An import that stopped since somebody asked it to.

    Attributes:
        report: what was done until then.
    """

    def __init__(self, report: ImportReport) -> None:
        super().__init__("stopped")
        self.report = report
