"""How the command line talks: answers on stdout, everything else on stderr."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import threading
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from evidence_desk.jobs.progress import CancelToken, Progress
from evidence_desk.support.codec import to_json

_CELL = 60


def answer(value: Any) -> None:
    """Print one JSON document on stdout."""
    json.dump(to_json(value), sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def say(text: str) -> None:
    """Print a line of the answer for people."""
    print(text)


def note(text: str) -> None:
    """Print a line beside the answer."""
    print(text, file=sys.stderr)


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal; Han characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def table(headings: Sequence[str], lines: Sequence[Sequence[object]]) -> str:
    """Return rows in aligned columns under headings; long cells are cut with an ellipsis."""
    cells = [list(headings), *([_cell(value) for value in line] for line in lines)]
    widths = [max(width(row[column]) for row in cells) for column in range(len(headings))]
    shown = [
        "  ".join(text + " " * (wide - width(text)) for text, wide in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    return "\n".join(shown)


def _cell(value: object) -> str:
    text = " ".join(str(value).split())
    if width(text) <= _CELL:
        return text
    while width(text) > _CELL - 1:
        text = text[:-1]
    return text + "…"


class ProgressBar:
    """A line on a terminal's stderr that says how far the work is; silent where there is no terminal."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()
        self._drawn_at = 0.0
        self._began = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        """Show progress, at most ten times a second."""
        now = time.monotonic()
        if not self._is_shown or (now - self._drawn_at < 0.1 and progress.done != progress.total):
            return
        self._drawn_at = now
        columns = shutil.get_terminal_size().columns
        sys.stderr.write("\r" + self._line(progress, now)[: columns - 1].ljust(columns - 1))
        sys.stderr.flush()

    def _line(self, progress: Progress, now: float) -> str:
        if not progress.total:
            return f"{progress.phase} {progress.done or ''} …"
        share = progress.done / progress.total
        left = (now - self._began) * (1 - share) / share if share else 0.0
        bar = "#" * int(20 * share) + "-" * (20 - int(20 * share))
        return (
            f"{progress.phase} [{bar}] {progress.done}/{progress.total}  {left:.0f} s left  {progress.detail}"
        )

    def close(self) -> None:
        """Wipe the line."""
        if self._is_shown and self._drawn_at:
            sys.stderr.write("\r" + " " * (shutil.get_terminal_size().columns - 1) + "\r")


@contextmanager
def stoppable() -> Iterator[tuple[CancelToken, ProgressBar]]:
    """Give a token that Ctrl+C cancels, and a progress bar; a second Ctrl+C breaks off at once."""
    token, bar = CancelToken(), ProgressBar()
    in_main = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGINT)

    def _on_interrupt(_number: int, _frame: object) -> None:
        if token.is_cancelled:
            raise KeyboardInterrupt
        token.cancel()

    if in_main:
        signal.signal(signal.SIGINT, _on_interrupt)
    try:
        yield token, bar
    finally:
        if in_main:
            signal.signal(signal.SIGINT, before)
        bar.close()
