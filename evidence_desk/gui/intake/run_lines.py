"""All lines of one import run with the words each is found by, made once on the thread that reads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from evidence_desk.gui.texts import Texts
from evidence_desk.queries.batches import BatchFile, BatchRow, batch_of
from evidence_desk.support.texts import visible


def why_text(t: Texts, file: BatchFile) -> str:
    """Return why something became of a file, in words; nothing where there is nothing to say."""
    return visible(t.read_note(file.code, file.message)) if file.message else ""


@dataclass(frozen=True, slots=True, eq=False)
class RunLines:
    """What a run met.

    Attributes:
        run: the run.
        lines: what a list of it shows, each with the text that is searched.
    """

    run: BatchRow
    lines: tuple[tuple[BatchFile, str], ...]

    @staticmethod
    def read(
        connection: Connection, t: Texts, run_id: str, running: Collection[str], known: RunLines | None
    ) -> RunLines | None:
        """Return the lines of a run, those that are ``known`` where nothing about them is new; None if it is gone."""
        run = batch_of(connection, run_id, running)
        if run is None or (known is not None and run == known.run):
            return known if run is not None else None
        return RunLines(run, tuple((file, _text(t, file)) for file in run.lines))

    def fitting(self, _connection: object, typed: str, outcome: str) -> list[BatchFile]:
        """Return the lines that have an outcome, any where it is empty, and all words somewhere in them."""
        words = typed.casefold().split()
        return [
            file
            for file, text in self.lines
            if (not outcome or file.outcome == outcome) and all(word in text for word in words)
        ]


def _text(t: Texts, file: BatchFile) -> str:
    return f"{file.path} {file.message} {why_text(t, file)} {file.code} {file.sha256}".casefold()
