"""The command line: from words to an exit code. Errors of users end here, each as one line."""

from __future__ import annotations

import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol

from evidence_desk.cli.terminal import has_display, note
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


def main(desk: Desk, arguments: Sequence[str] | None, open_window: OpenWindow) -> int:
    """Run the words and return the exit code: 0 done, 1 done with problems listed, 2 refused, 130 stopped.

    Args:
        desk: opens and makes matters.
        arguments: the words; those of the process when None.
        open_window: opens the window.
    """
    _use_utf8()
    try:
        code = _run(desk, _words(arguments), open_window)
        for problem in desk.preferences.problems:
            note(f"Warning: {problem}")
        sys.stdout.flush()
    except UserError as error:
        _refuse(str(error))
        return REFUSED
    except (Cancelled, KeyboardInterrupt):
        note("evidence-desk: stopped; what was finished is kept")
        return STOPPED
    except BrokenPipeError:
        _drop_output()  # whoever read the answer has read enough
        return STOPPED
    except OSError as error:
        _drop_output()
        where = f" ({error.filename})" if error.filename else ""
        _refuse(f"the system refused: {(error.strerror or str(error)).lower()}{where}")
        return REFUSED
    except Exception as error:  # noqa: BLE001  the edge of the program: a bug must not print a traceback at a user
        _log.debug("%s", traceback.format_exc())
        what = " ".join(f"{type(error).__name__}: {error}".split())
        _refuse(f"this is a bug in Evidence Desk ({what}); please report it")
        return REFUSED
    return code


def _words(arguments: Sequence[str] | None) -> Namespace:
    given = sys.argv[1:] if arguments is None else arguments
    if not given:  # the window opens, and sooner without a parser
        return Namespace(word=None, actor=None)
    from evidence_desk.cli.words import parser

    return parser().parse_args(given)


def _run(desk: Desk, words: Namespace, open_window: OpenWindow) -> int:
    if words.actor:
        desk.actor = words.actor
    if words.word is None or words.word == "open":
        return _open(getattr(words, "matter", None), open_window)
    if words.word == "demo":
        from evidence_desk.cli.making import demo

        return demo(desk, words, lambda path: _open(path, open_window))
    return _handler(words.word)(desk, words)


def _handler(word: str) -> Callable[[Desk, Namespace], int]:
    """Return what carries out a word; imported only now, since the window needs none of them."""
    module, name = _WORDS[word]
    found: Callable[[Desk, Namespace], int] = getattr(import_module(f"evidence_desk.cli.{module}"), name)
    return found


def _open(matter: Path | None, open_window: OpenWindow) -> int:
    """Open the window, or say why there can be none; Qt itself would end the process."""
    if not has_display():
        raise UserError(
            "no_display",
            "There is no display here, so no window can open",
            "The words of 'evidence-desk --help' need none.",
        )
    try:
        return open_window(matter)
    except ImportError as error:
        raise UserError(
            "no_window", f"The window cannot start ({error})", "Run 'evidence-desk doctor'."
        ) from error


# word -> the module of this package and the function in it
_WORDS = {
    "new": ("making", "new"),
    "settings": ("settings", "settings"),
    "doctor": ("doctor", "doctor"),
    "import": ("changing", "import_"),
    "ocr": ("changing", "ocr"),
    "apply": ("changing", "apply"),
    "undo": ("changing", "undo"),
    "redo": ("changing", "redo"),
    "list": ("reading", "list_"),
    "search": ("searching", "search_"),
    "terms": ("searching", "terms"),
    "export": ("reading", "export"),
    "verify": ("reading", "verify"),
    "history": ("reading", "history"),
    "take-offline": ("copies", "take_offline"),
    "open-copy": ("copies", "open_copy"),
    "bring-back": ("copies", "bring_back"),
    "whats-new": ("news", "whats_new"),
}


def _drop_output() -> None:
    """Let nothing that still waits to be written fail again when the process ends."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123  a device, not a path of ours
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _refuse(reason: str) -> None:
    note(f"evidence-desk: {reason}")


def _use_utf8() -> None:
    """Print Chinese also where the terminal's code page cannot; a name that is no UTF-8 is written escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
