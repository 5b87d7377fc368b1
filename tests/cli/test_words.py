"""The parser knows what the rest of the command line knows, without importing it; every word has a handler."""

from __future__ import annotations

import argparse
import subprocess
import sys

from evidence_desk.cli.listing import KINDS
from evidence_desk.cli.main import _handler
from evidence_desk.cli.words import LISTED, parser


def test_the_parser_offers_every_kind_that_can_be_listed() -> None:
    assert tuple(KINDS) == LISTED


def test_every_word_of_the_parser_has_something_that_carries_it_out() -> None:
    top = parser()
    words = next(each for each in top._actions if isinstance(each, argparse._SubParsersAction))
    for word in set(words.choices) - {"open", "demo"}:
        assert callable(_handler(word)), word


def test_starting_brings_no_database_along() -> None:
    program = (
        "import sys; import evidence_desk.bootstrap, evidence_desk.cli.main, evidence_desk.gui.app;"
        "print(*sorted({'sqlalchemy', 'alembic', 'msgspec', 'sqlite3'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
