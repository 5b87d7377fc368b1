"""The words of the command line: one parser, with the names and options of the interface."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import evidence_desk
from evidence_desk.cli.listing import KINDS
from evidence_desk.support.errors import UserError


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one clear line, raised instead of printed."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the words."""
        raise UserError("usage", f"{self.prog}: {message}", f"See '{self.prog} --help'.")


def parser() -> Parser:
    """Return the parser of the whole command line."""
    top = Parser(
        prog="evidence-desk",
        description="Evidence of a lawsuit: what each item proves, for which claim, at which court stage.",
        epilog="With no words the window opens. Exit 0: done. 1: done, problems are listed. 2: refused.",
    )
    top.add_argument("--version", action="version", version=f"evidence-desk {evidence_desk.__version__}")
    top.add_argument("--actor", metavar="NAME", help="who makes the changes (default: the login name)")
    words = top.add_subparsers(dest="word", metavar="WORD", parser_class=Parser)
    _add_making(words)
    _add_changing(words)
    _add_reading(words)
    return top


if TYPE_CHECKING:
    _Words = argparse._SubParsersAction[Parser]  # noqa: SLF001  the only name the type has


def _word(words: _Words, name: str, help_text: str, *, matter: bool = True, json: bool = False) -> Parser:
    word = words.add_parser(name, help=help_text, description=help_text[:1].upper() + help_text[1:] + ".")
    if matter:
        word.add_argument("matter", type=Path, metavar="MATTER", help="the .edesk folder")
    if json:
        word.add_argument("--json", action="store_true", help="print one JSON document")
    return word


def _add_making(words: _Words) -> None:
    open_ = _word(words, "open", "open a matter in the window", matter=False)
    open_.add_argument("matter", type=Path, metavar="MATTER", nargs="?", help="the .edesk folder")
    demo = _word(words, "demo", "make the sample matter and its papers, and open it", matter=False)
    demo.add_argument(
        "--dir", type=Path, default=Path("evidence-desk-demo"), help="where (default: %(default)s)"
    )
    demo.add_argument("--no-window", action="store_true", help="do not open the window")
    new = _word(words, "new", "make an empty matter")
    new.add_argument("--profile", required=True, metavar="ID", help="the jurisdiction, e.g. prc_civil")
    new.add_argument("--title", required=True, help="what the matter is called")
    _word(words, "doctor", "say what is installed, what is missing, and how to mend it", matter=False)


def _add_changing(words: _Words) -> None:
    import_ = _word(words, "import", "take files and folders in as evidence", json=True)
    import_.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    import_.add_argument(
        "--tag", action="append", default=[], metavar="T", help="tag every new item; may be repeated"
    )
    import_.add_argument("--type", default="", metavar="T", help="document type of every new item")
    import_.add_argument(
        "--passwords", type=Path, metavar="FILE", help="passwords to try on what is locked, one a line"
    )
    apply = _word(words, "apply", "carry out a command file, all of it or nothing", json=True)
    apply.add_argument("commands", type=Path, metavar="COMMANDS.json")
    for name, what in (("undo", "take back the last changes"), ("redo", "do again what undo took back")):
        word = _word(words, name, what)
        word.add_argument("--steps", type=int, default=1, metavar="N", help="how many (default: 1)")


def _add_reading(words: _Words) -> None:
    list_ = _word(words, "list", "list what the matter holds", json=True)
    list_.add_argument("kind", choices=list(KINDS), metavar="KIND", help=", ".join(KINDS))
    export = _word(words, "export", "write a paper")
    export.add_argument("paper", metavar="PAPER", help="matrix, import-report")
    export.add_argument("--format", required=True, metavar="F", help="xlsx, csv, html or json")
    export.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help="the file to write")
    export.add_argument("--lang", default="both", choices=["en", "zh", "both"], help="(default: %(default)s)")
    _word(words, "verify", "re-hash every file, walk the history, check the database", json=True)
    _word(words, "history", "show who changed what, when", json=True)
