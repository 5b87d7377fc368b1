"""Who wrote a value last, as entry of a copy; and what a copy knows of the entries of the others.

A value carries a stamp: the entries that gave it, each the identity of a copy and a number. A copy knows all entries
of another up to a number. A side that knows the stamp of the other's value, and has another value, has seen it and gone
on: its value is the newer one, whatever the clocks say. Where neither knows the other's, both wrote at the same time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Stamp = frozenset[tuple[str, int]]
Known = dict[str, int]
Key = tuple[str, str]  # table and id

NO_STAMP: Stamp = frozenset()
WHOLE = "*"  # stands for every column without a stamp of its own
ALIVE = "id"  # the column whose stamp says when a row was decided to stay


def knows(known: Mapping[str, int], stamp: Stamp) -> bool:
    """Say whether all entries of a stamp are known."""
    return all(known.get(replica, 0) >= seq for replica, seq in stamp)


class RowStamps:
    """The stamps of one row: one of the whole row, and those of columns written later."""

    __slots__ = ("columns", "whole")

    def __init__(self, whole: Stamp, columns: Mapping[str, Stamp] | None = None) -> None:
        """Take the stamps; columns not named have that of the whole."""
        self.whole = whole
        self.columns: Mapping[str, Stamp] = columns or {}

    def of(self, column: str) -> Stamp:
        """Return the stamp of a column."""
        return self.columns.get(column, self.whole)

    def all(self) -> Stamp:
        """Return the stamps of all columns together."""
        return self.whole.union(*self.columns.values()) if self.columns else self.whole

    def with_columns(self, columns: Mapping[str, Stamp]) -> RowStamps:
        """Return the stamps after some columns were written."""
        return RowStamps(self.whole, {**self.columns, **columns})

    def is_same(self, other: RowStamps) -> bool:
        """Say whether nothing was written on one side only."""
        return self.whole == other.whole and self.columns == other.columns


def stamp_json(stamp: Stamp) -> list[list[Any]]:
    """Return a stamp as JSON, e.g. ``[["a-copy", 12]]``."""
    return [list(entry) for entry in sorted(stamp)]


def stamp_from_json(value: list[list[Any]]) -> Stamp:
    """Return the stamp of a JSON value."""
    return frozenset((str(replica), int(seq)) for replica, seq in value)


class StampBook:
    """Stamps of many rows as compact JSON: every stamp once, rows by its number."""

    def __init__(self) -> None:
        """Begin empty."""
        self._numbers: dict[Stamp, int] = {}
        self.rows: dict[str, dict[str, dict[str, int]]] = {}
        self.gone: dict[str, dict[str, int]] = {}

    def _number(self, stamp: Stamp) -> int:
        return self._numbers.setdefault(stamp, len(self._numbers))

    def put(self, key: Key, stamps: RowStamps) -> None:
        """Note the stamps of a whole row."""
        columns = {name: self._number(stamp) for name, stamp in stamps.columns.items()}
        self.rows.setdefault(key[0], {})[key[1]] = {WHOLE: self._number(stamps.whole), **columns}

    def put_columns(self, key: Key, columns: Mapping[str, Stamp]) -> None:
        """Note the stamps of some columns of a row; the others keep theirs."""
        held = self.rows.setdefault(key[0], {}).setdefault(key[1], {})
        held.update({name: self._number(stamp) for name, stamp in columns.items()})

    def put_gone(self, key: Key, stamp: Stamp) -> None:
        """Note the stamp of a deletion."""
        self.gone.setdefault(key[0], {})[key[1]] = self._number(stamp)

    def as_json(self) -> dict[str, Any]:
        """Return the book as the history keeps it."""
        return {"list": [stamp_json(s) for s in self._numbers], "rows": self.rows, "gone": self.gone}


def read_rows(book: Mapping[str, Any]) -> list[tuple[Key, dict[str, Stamp]]]:
    """Return the rows of a book with the stamps of their columns, ``WHOLE`` among them where the row is new."""
    stamps = [stamp_from_json(value) for value in book["list"]]
    return [
        ((table, row_id), {name: stamps[number] for name, number in columns.items()})
        for table, rows in book["rows"].items()
        for row_id, columns in rows.items()
    ]


def read_gone(book: Mapping[str, Any]) -> list[tuple[Key, Stamp]]:
    """Return the deletions of a book with their stamps."""
    stamps = [stamp_from_json(value) for value in book["list"]]
    return [
        ((table, row_id), stamps[number])
        for table, rows in book["gone"].items()
        for row_id, number in rows.items()
    ]
