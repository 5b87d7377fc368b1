"""Goes to a page by its number, by what is printed on it, or by the number it was produced under."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.item_pages import ItemPages
from evidence_desk.gui.viewer.page_facts import PageFacts, number_in
from evidence_desk.gui.viewer.page_field import PageField, PageName
from evidence_desk.queries.pages import PageLabel, page_labels
from evidence_desk.queries.rows import FileRow

_MOST = 20_000  # names offered; whoever has more pages than that types the whole name
_SAID = 60  # signs of what was typed that are repeated; a whole page may have been pasted


class PageAsking(QObject):
    """Answers what is typed into the field of the page.

    Signals:
        found: the id of a file of the item and the page (from 1) to go to.
    """

    found = Signal(str, int)

    def __init__(self, ui: Ui, field: PageField, facts: PageFacts) -> None:
        """Answer for ``field``; ``facts`` knows the pages of the file that shows."""
        super().__init__(field)
        self._ui, self._field, self._facts = ui, field, facts
        self._item = ItemPages()
        self._file: FileRow | None = None
        field.entered.connect(self._read_names)
        field.asked.connect(self._go)

    def show_file(self, file: FileRow | None, item: ItemPages) -> None:
        """Answer for a file, and the others of its item."""
        self._file, self._item = file, item

    def ask(self) -> None:
        """Let a page be typed, where there is a document."""
        if self._file is not None:
            self._field.ask()

    def _read_names(self) -> None:
        item = self._item
        ids = [each.id for each in item.files]

        def take(labels: Any) -> None:
            if item == self._item:
                self._field.complete_from(self._named(labels or []))

        self._ui.bridge.read_soon(take, page_labels, ids)

    def _named(self, labels: list[PageLabel]) -> list[PageName]:
        """Return what the pages are called, in the order of the files, with the file where there are several."""
        files = self._item.files
        place = {each.id: at for at, each in enumerate(files)}
        names = [
            PageName(name, files[place[each.file]].name if len(files) > 1 else "")
            for each in sorted(labels, key=lambda each: (place[each.file], each.page))
            for name in each.names[1:] or each.names  # rather each number than all of them in one
        ]
        return names[:_MOST]

    def _go(self, words: str) -> None:
        file = self._file
        if file is None:
            return
        place = self._place_of(words) or self._place_of(self._field.only_match(words))
        if place is not None:
            self.found.emit(*place)
            return
        pages = len(self._item) if self._item.is_one_document else max(1, file.pages)
        t, typed = self._ui.t, words.strip()
        said = typed if len(typed) <= _SAID else f"{typed[:_SAID]}…"
        self._field.tell(t("viewer.no_page", page=said), t("viewer.no_page_remedy", n=pages))

    def _place_of(self, words: str) -> tuple[str, int] | None:
        """Return the file and the page that words mean: in the item where it is one document, else in the file."""
        assert self._file is not None
        item, number = self._item, number_in(words)
        page = 0 if item.is_one_document else self._facts.page_of(words, max(1, self._file.pages))
        if page:
            return self._file.id, page
        found = self._facts.page_among([each.id for each in item.files], words)
        if found is None and item.is_one_document and 1 <= number <= len(item):
            there, page = item.at(number - 1)
            return there.id, page
        return found
