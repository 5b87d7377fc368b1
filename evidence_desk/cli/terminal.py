"""How the command line talks: answers on stdout, everything else on stderr."""

from __future__ import annotations

import json
import os
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
from evidence_desk.support.texts import visible

_CELL = 60
_MIN_CELL = 8
_GAP = "  "


def answer(value: Any) -> None:
    """Print one JSON document on stdout."""
    from evidence_desk.support.codec import to_json

    json.dump(to_json(value), sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def say(text: str) -> None:
    """Print a line of the answer for people."""
    print(visible(text))


def note(text: str) -> None:
    """Print a line beside the answer."""
    print(visible(text), file=sys.stderr)


def has_display() -> bool:
    """Say whether a window can be shown: always on Windows and macOS, elsewhere where a display is named."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal: Han characters take two, combining marks none."""
    return sum(
        2 if unicodedata.east_asian_width(character) in "WF" else 0 if unicodedata.combining(character) else 1
        for character in text
    )


def say_table(headings: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    """Print rows in aligned columns under headings, fitted to the terminal where there is one."""
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    print(table(headings, lines, columns=columns))


def table(headings: Sequence[str], lines: Sequence[Sequence[object]], *, columns: int | None = None) -> str:
    """Return rows in aligned columns under headings; numbers stand at the right.

    Args:
        headings: of the columns.
        lines: the cells of each row.
        columns: how wide the whole may be; the widest columns are cut with an ellipsis.
    """
    cells = [list(headings), *([_cell(value) for value in line] for line in lines)]
    widths = _fitted(
        [min(_CELL, max(width(row[at]) for row in cells)) for at in range(len(headings))], columns
    )
    is_number = [bool(lines) and all(_is_number(line[at]) for line in lines) for at in range(len(headings))]
    shown = [
        _GAP.join(
            _aligned(text, wide, is_right)
            for text, wide, is_right in zip(row, widths, is_number, strict=True)
        ).rstrip()
        for row in cells
    ]
    return "\n".join(shown)


def _fitted(widths: list[int], columns: int | None) -> list[int]:
    """Take from the widest column until the whole fits, or no column can give more."""
    if columns is None:
        return widths
    fitted, room = list(widths), columns - len(_GAP) * (len(widths) - 1)
    while sum(fitted) > room and max(fitted) > _MIN_CELL:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _cell(value: object) -> str:
    text = f"{value:,}" if _is_number(value) else str(value)
    return visible(" ".join(text.split()))


def _aligned(text: str, wide: int, is_right: bool) -> str:
    if width(text) > wide:
        while width(text) > wide - 1:
            text = text[:-1]
        text += "…"
    blank = " " * (wide - width(text))
    return blank + text if is_right else text + blank


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
