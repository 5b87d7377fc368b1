"""Small word tables in memory, cut into words and stemmed as the index is: stems of words, and hits in texts."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing

from evidence_desk.store.index_file import TOKENIZER

# Folding leaves neither of them in a text.
_OPEN, _CLOSE = "\x02", "\x03"
_MARKED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")


def _table() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute(f"CREATE VIRTUAL TABLE words USING fts5(text, tokenize='{TOKENIZER}')")
    return connection


def stems(words: Sequence[str]) -> list[str]:
    """Return what the index holds for each of some words: its stem, in small letters and without marks."""
    with closing(_table()) as connection:
        connection.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(words, instance)")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO words(rowid, text) VALUES (?, ?)", enumerate(words))
        held = dict(connection.execute("SELECT doc, term FROM stems").fetchall())
    return [held.get(number, "") for number in range(len(words))]


def hits(folded: Sequence[str], match: str) -> list[list[tuple[int, int]]]:
    """Return where a match of the index's language is in folded texts, as first and past-the-last offsets."""
    found: list[list[tuple[int, int]]] = [[] for _text in folded]
    with closing(_table()) as connection:
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO words(rowid, text) VALUES (?, ?)", enumerate(folded))
        query = "SELECT rowid, highlight(words, 0, ?, ?) FROM words WHERE words MATCH ?"
        for number, marked in connection.execute(query, (_OPEN, _CLOSE, match)):
            found[number] = _spans(marked)
    return found


def _spans(marked: str) -> list[tuple[int, int]]:
    """Return the marked spans, counted without the marks: two before each span's end, one before its start."""
    return [
        (match.start() - 2 * number, match.end() - 2 * (number + 1))
        for number, match in enumerate(_MARKED.finditer(marked))
    ]
