"""What is known of the pages of the item that shows: what they are called, and where their text comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from evidence_desk.gui.bridge import Bridge
from evidence_desk.queries.pages import PageLabel, PageSource, page_labels, page_sources

_DIGITS = 20  # more than the number of any page has; of thousands no number is made


class PageFacts(QObject):
    """Reads them on the reader thread.

    Signals:
        changed: they are known now.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        """Know nothing yet."""
        super().__init__(parent)
        self._bridge = bridge
        self._file = ""
        self._sources: dict[int, PageSource] = {}
        self._files: list[str] = []
        self._labels: dict[tuple[str, int], str] = {}

    def show_item(self, files: Sequence[str]) -> None:
        """Know what the pages of other files, by id, are called."""
        if list(files) != self._files:
            self._files, self._labels = list(files), {}
            self._read_labels()

    def show_file(self, file_id: str) -> None:
        """Know the pages of another file; an empty text is none."""
        if file_id != self._file:
            self._file = file_id
            self.read()

    def read(self) -> None:
        """Read them again."""
        file, self._sources = self._file, {}

        def take(sources: Any) -> None:
            if file == self._file:
                self._sources = {each.page: each for each in sources or ()}
                self.changed.emit()

        if file:
            self._bridge.read_soon(take, page_sources, file)
        self._read_labels()

    def _read_labels(self) -> None:
        files = self._files

        def take(labels: Any) -> None:
            if files is self._files:
                self._labels = {(each.file, each.page): each.label for each in labels or ()}
                self.changed.emit()

        if len(files) > 1:
            self._bridge.read_soon(take, page_labels, files)

    def source(self, page: int) -> PageSource | None:
        """Return where the text of a page (from 1) comes from, as far as it is known."""
        return self._sources.get(page)

    def label(self, file_id: str, page: int) -> str:
        """Return what a page (from 1) of any file of the item is called; empty where it has but a number."""
        found = self._sources.get(page) if file_id == self._file else None
        return found.label if found is not None else self._labels.get((file_id, page), "")

    def table_start(self, page: int) -> int:
        """Return the page on which the table of a page (from 1) begins: the first of a row that is called the same."""
        name = self._name(page)
        while page > 1 and self._name(page - 1) == name:
            page -= 1
        return page

    def _name(self, page: int) -> str:
        found = self._sources.get(page)
        return found.label if found is not None else ""

    def page_of(self, words: str, pages: int) -> int:
        """Return the page that a number or a label names among so many pages, or 0."""
        wanted = words.strip().casefold()
        named = (each.page for each in self._sources.values() if wanted in _folded(each))
        number = number_in(words)
        return next(named, number if 1 <= number <= pages else 0) if wanted else 0

    def page_among(self, files: Sequence[str], words: str) -> tuple[str, int] | None:
        """Return the id and the page (from 1) of that file, in their order, which has a page of this label."""
        wanted = words.strip().casefold()
        labels = self._bridge.read(page_labels, files) if wanted else ()
        found = {each.file: each.page for each in reversed(labels) if wanted in _folded(each)}
        return next(((file_id, found[file_id]) for file_id in files if file_id in found), None)


def number_in(words: str) -> int:
    """Return the number that was typed, 0 for what is none of a page."""
    typed = words.strip()
    return int(typed) if typed.isdecimal() and len(typed) <= _DIGITS else 0


def _folded(page: PageSource | PageLabel) -> list[str]:
    return [name.casefold() for name in page.names]
