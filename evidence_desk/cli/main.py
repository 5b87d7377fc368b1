"""The command line: from words to an exit code. Errors of users end here, each as one line."""

from __future__ import annotations

import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from evidence_desk.cli import changing, making, reading
from evidence_desk.cli.terminal import note
from evidence_desk.cli.words import parser
from evidence_desk.commands.desk import Desk
from evidence_desk.jobs.progress import Cancelled
from evidence_desk.support.errors import UserError
from evidence_desk.support.logs import topic

REFUSED = 2
STOPPED = 130
_log = topic("cli")


class OpenWindow(Protocol):
    """Opens the window, on a matter or on the start page, and returns its exit code."""

    def __call__(self, matter: Path | None) -> int:
        """Run the window until it is closed."""


_WORDS: dict[str, Callable[[Desk, Namespace], int]] = {
    "new": making.new,
    "doctor": making.doctor,
    "import": changing.import_,
    "ocr": changing.ocr,
    "apply": changing.apply,
    "undo": changing.undo,
    "redo": changing.redo,
    "list": reading.list_,
    "export": reading.export,
    "verify": reading.verify,
    "history": reading.history,
}


def main(desk: Desk, arguments: Sequence[str] | None, open_window: OpenWindow) -> int:
    """Run the words and return the exit code: 0 done, 1 done with problems listed, 2 refused, 130 stopped.

    Args:
        desk: opens and makes matters.
        arguments: the words; those of the process when None.
        open_window: opens the window.
    """
    _use_utf8()
    try:
        words = parser().parse_args(arguments)
        if words.word is None or words.word == "open":
            return open_window(getattr(words, "matter", None))
        if words.word == "demo":
            return making.demo(desk, words, open_window)
        return _WORDS[words.word](desk, words)
    except UserError as error:
        note(f"evidence-desk: {error}")
        return REFUSED
    except (Cancelled, KeyboardInterrupt):
        note("evidence-desk: stopped; what was finished is kept")
        return STOPPED
    except BrokenPipeError:
        return STOPPED
    except Exception as error:  # noqa: BLE001  the edge of the program: a bug must not print a traceback at a user
        _log.debug("%s", traceback.format_exc())
        note(
            f"evidence-desk: this is a bug in Evidence Desk ({type(error).__name__}: {error}); please report it"
        )
        return REFUSED


def _use_utf8() -> None:
    """Print Chinese also where the terminal's code page cannot."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
