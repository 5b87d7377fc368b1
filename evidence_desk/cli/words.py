"""The words of the command line: one parser, with the names and options of the interface."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import evidence_desk
from evidence_desk.domain.search_language import ORDERS
from evidence_desk.support.errors import UserError

# What `list` knows: the keys of `listing.KINDS`, which would bring the database along.
LISTED = (
    "evidence", "files", "claims", "elements", "facts", "parties", "proceedings", "stages", "links", "cites",
    "tags", "presets", "searches", "review-batches", "deadlines", "near-duplicates",
    "assessments", "conflicts", "batches",
)  # fmt: skip
_PROGRAM = "evidence-desk"
_BAD_CHOICE = re.compile(
    r"argument (?P<name>\S+): invalid choice: (?P<given>.*?) \(choose from (?P<known>.*)\)$"
)
_MISSING = re.compile(r"the following arguments are required: (?P<names>.*)$")


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one clear line, raised instead of printed."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the words."""
        word = self.prog.removeprefix(_PROGRAM).strip()
        reason = _reworded(message)
        raise UserError("usage", f"{word}: {reason}" if word else reason, f"See '{self.prog} --help'.")


def _reworded(message: str) -> str:
    if found := _BAD_CHOICE.match(message):
        known = found["known"].replace("'", "")
        return f"there is no {found['name']} {found['given']}; choose one of: {known}"
    if found := _MISSING.match(message):
        return f"{found['names']} must be given"
    return message


def parser() -> Parser:
    """Return the parser of the whole command line."""
    top = Parser(
        prog=_PROGRAM,
        description="Evidence of a lawsuit: what each item proves, for which claim, at which court stage.",
        epilog=(
            "With no words the window opens. Exit 0: done. 1: done, and problems are listed. 2: refused, nothing\n"
            "was changed. 130: stopped. Each word has its own help, with an example:\n"
            f"  {_PROGRAM} import --help"
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"{_PROGRAM} {evidence_desk.__version__}")
    top.add_argument("--actor", metavar="NAME", help="who makes the changes (default: the login name)")
    words = top.add_subparsers(dest="word", metavar="WORD", parser_class=Parser)
    _add_making(words)
    _add_settings(words)
    _add_importing(words)
    _add_ocr(words)
    _add_changing(words)
    _add_reading(words)
    _add_copies(words)
    _add_bringing(words)
    return top


if TYPE_CHECKING:
    _Words = argparse._SubParsersAction[Parser]  # noqa: SLF001  the only name the type has


def _word(
    words: _Words, name: str, help_text: str, *, examples: str, matter: bool = True, json: bool = False
) -> Parser:
    lines = "".join(f"\n  {_PROGRAM} {line}" for line in examples.splitlines())
    word = words.add_parser(
        name,
        help=help_text,
        description=help_text[:1].upper() + help_text[1:] + ".",
        epilog=f"example:{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if matter:
        word.add_argument("matter", type=Path, metavar="MATTER", help="the .edesk folder")
    if json:
        word.add_argument("--json", action="store_true", help="print one JSON document")
    return word


def _add_making(words: _Words) -> None:
    open_ = _word(words, "open", "open a matter in the window", examples="open Case.edesk", matter=False)
    open_.add_argument("matter", type=Path, metavar="MATTER", nargs="?", help="the .edesk folder")
    demo = _word(
        words,
        "demo",
        "make the sample matter and its papers, and open it",
        examples="demo\ndemo --dir /tmp/sample --no-window",
        matter=False,
    )
    demo.add_argument(
        "--dir",
        type=Path,
        default=Path("evidence-desk-demo"),
        metavar="DIR",
        help="where (default: %(default)s)",
    )
    demo.add_argument("--no-window", action="store_true", help="do not open the window")
    new = _word(
        words, "new", "make an empty matter", examples="new Case.edesk --profile prc_civil --title 'A v. B'"
    )
    new.add_argument(
        "--profile", required=True, metavar="ID", help="the jurisdiction; a wrong one lists them"
    )
    new.add_argument("--title", required=True, metavar="T", help="what the matter is called")


def _add_settings(words: _Words) -> None:
    settings = _word(
        words,
        "settings",
        "show what can be set, or set it",
        examples="settings\nsettings depth\nsettings family_bytes '4 GiB'\nsettings depth --reset",
        matter=False,
        json=True,
    )
    settings.add_argument("name", metavar="NAME", nargs="?", help="one setting (default: all)")
    settings.add_argument("value", metavar="VALUE", nargs="?", help="what it shall be")
    settings.add_argument("--reset", action="store_true", help="let the default count again")
    _word(
        words,
        "doctor",
        "say what is installed, what is missing, and how to mend it",
        examples="doctor",
        matter=False,
    )


def _add_importing(words: _Words) -> None:
    import_ = _word(
        words,
        "import",
        "take files and folders in as evidence; what is held already is not taken in twice",
        examples="import Case.edesk documents/ letter.pdf\nimport Case.edesk mail/ --tag 'Key document' --type email\n"
        "import Case.edesk --load-file VOL01.dat --images VOL01.opt --dry-run",
        json=True,
    )
    import_.add_argument(
        "paths",
        type=Path,
        nargs="*",
        metavar="PATH",
        help="a file, or a folder with all in it; with a load file, the folder of its set",
    )
    import_.add_argument(
        "--tag", action="append", default=[], metavar="T", help="tag every new item; may be repeated"
    )
    import_.add_argument("--type", default="", metavar="T", help="document type of every new item")
    import_.add_argument(
        "--passwords", type=Path, metavar="FILE", help="passwords to try on what is locked, one a line"
    )
    import_.add_argument(
        "--ocr",
        action=argparse.BooleanOptionalAction,
        help="read the text in pictures and scans (extra 'ocr'); by default as the settings say",
    )
    import_.add_argument(
        "--convert",
        action=argparse.BooleanOptionalAction,
        help="read old Word and PowerPoint files by way of LibreOffice; by default as the settings say",
    )
    _add_load_file(import_)


def _add_ocr(words: _Words) -> None:
    ocr = _word(
        words,
        "ocr",
        "read the text in pictures and scans (extra 'ocr')",
        examples="ocr Case.edesk\nocr Case.edesk A-3 A-4",
        json=True,
    )
    ocr.add_argument(
        "evidence",
        nargs="*",
        metavar="EVIDENCE",
        help="exhibit or id (default: all that have pages without text)",
    )


def _add_load_file(import_: Parser) -> None:
    production = import_.add_argument_group("productions with load files")
    production.add_argument(
        "--load-file", type=Path, metavar="F", help="DAT, or a table like it; or OPT, LFP"
    )
    production.add_argument("--images", type=Path, metavar="F", help="the pages: Opticon OPT, or LFP")
    production.add_argument("--mapping", type=Path, metavar="F", help="which columns are what (JSON)")
    production.add_argument(
        "--save-mapping", type=Path, metavar="F", help="write what was found, and the fields to choose from"
    )
    production.add_argument(
        "--dry-run",
        action="store_true",
        help="say what is in the set and what is wrong with it; change nothing",
    )


def _add_changing(words: _Words) -> None:
    apply = _word(
        words,
        "apply",
        "carry out a command file, all of it or nothing",
        examples="apply Case.edesk commands.json",
        json=True,
    )
    apply.add_argument(
        "commands", type=Path, metavar="COMMANDS.json", help='{"commands": [{"do": ...}, ...]}'
    )
    for name, what in (("undo", "take back the last changes"), ("redo", "do again what undo took back")):
        word = _word(words, name, what, examples=f"{name} Case.edesk\n{name} Case.edesk --steps 3")
        word.add_argument("--steps", type=int, default=1, metavar="N", help="how many (default: 1)")


def _add_reading(words: _Words) -> None:
    list_ = _word(
        words,
        "list",
        "list what the matter holds",
        examples="list Case.edesk claims\nlist Case.edesk links --json",
        json=True,
    )
    list_.add_argument("kind", choices=LISTED, metavar="KIND", help=", ".join(LISTED))
    _add_searching(words)
    export = _word(
        words, "export", "write a paper", examples="export Case.edesk matrix --format xlsx -o matrix.xlsx"
    )
    export.add_argument("paper", metavar="PAPER", help="matrix or import-report")
    export.add_argument("--format", required=True, metavar="F", help="xlsx, csv, html or json")
    export.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help="the file to write")
    export.add_argument(
        "--lang",
        default="both",
        choices=["en", "zh", "both"],
        metavar="L",
        help="en, zh or both (default: both)",
    )
    what = "re-hash every file, walk the history, check the database"
    _word(words, "verify", what, examples="verify Case.edesk", json=True)
    _word(words, "history", "show who changed what, when", examples="history Case.edesk", json=True)


def _add_copies(words: _Words) -> None:
    take = _word(
        words,
        "take-offline",
        "write a copy to work on elsewhere; the matter stays open to work on",
        examples="take-offline Case.edesk -o train.edcopy\ntake-offline Case.edesk -o part.edcopy --scope 'tender'",
    )
    take.add_argument(
        "-o", "--out", type=Path, required=True, metavar="COPY", help="the .edcopy file to write"
    )
    take.add_argument(
        "--scope", default="", metavar="QUERY", help="only what a search finds, with what it needs"
    )
    take.add_argument("--no-files", action="store_true", help="pictures and text of the pages, not the files")
    take.add_argument("--to", default="", metavar="NAME", help="whom it is for; the matter remembers")
    _add_passphrase(take)
    open_ = _word(
        words,
        "open-copy",
        "make a working matter of a copy",
        examples="open-copy train.edcopy -o Train.edesk",
        matter=False,
    )
    open_.add_argument("copy", type=Path, metavar="COPY", help="the .edcopy file")
    open_.add_argument(
        "-o", "--out", type=Path, required=True, metavar="MATTER", help="the new .edesk folder"
    )
    _add_passphrase(open_)


def _add_bringing(words: _Words) -> None:
    bring = _word(
        words,
        "bring-back",
        "merge a copy into its matter; exit 1 while conflicts are left",
        examples="bring-back Case.edesk train.edcopy --preview\nbring-back Case.edesk Train.edesk --conflicts later",
        json=True,
    )
    bring.add_argument("copy", type=Path, metavar="COPY", help="an .edcopy file or the copy's .edesk folder")
    bring.add_argument("--preview", action="store_true", help="only say what it would do")
    bring.add_argument(
        "--conflicts",
        default="later",
        choices=["ours", "theirs", "both", "later"],
        metavar="C",
        help="ours, theirs, both or later: whose word counts where both changed something (default: later)",
    )
    _add_passphrase(bring)
    new = _word(
        words,
        "whats-new",
        "show what others did since you last looked, by person and thing",
        examples="whats-new Case.edesk\nwhats-new Case.edesk --mark --json",
        json=True,
    )
    new.add_argument("--mark", action="store_true", help="remember that you have seen it")


def _add_passphrase(word: Parser) -> None:
    word.add_argument(
        "--passphrase-file", type=Path, metavar="F", help="a file whose first line is the passphrase"
    )


def _add_searching(words: _Words) -> None:
    search = _word(
        words,
        "search",
        "find words in pages, titles, notes and quotes, and items by their fields",
        examples="search Case.edesk '合同 OR \"24 hours\" type:announcement -is:privileged'\n"
        "search Case.edesk 'terminat* date:2018-08..2019-01 in:text' --order date",
        json=True,
    )
    search.add_argument(
        "query", metavar="QUERY", help='words, "phrases", fields such as tag:Key, OR, -, word*'
    )
    search.add_argument(
        "--limit", type=_count, default=20, metavar="N", help="how many hits (default: %(default)s)"
    )
    search.add_argument(
        "--order", choices=list(ORDERS), default="relevance", metavar="O", help=", ".join(ORDERS)
    )
    terms = _word(
        words,
        "terms",
        "count the hits of a list of terms, one a line",
        examples="terms Case.edesk terms.txt -o report.csv\nterms Case.edesk - --json < terms.txt",
        json=True,
    )
    terms.add_argument(
        "terms", metavar="FILE", help="a text file, a term or query a line, # begins a comment; - for stdin"
    )
    terms.add_argument("-o", "--out", type=Path, metavar="OUT.csv", help="write the report as CSV")


def _count(value: str) -> int:
    number = int(value)
    if number < 0:
        raise argparse.ArgumentTypeError("a number from 0 is wanted")
    return number
