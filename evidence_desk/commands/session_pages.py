"""What an open matter knows of the pages of its files: text, OCR, and where the characters are."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from evidence_desk.commands import lookups
from evidence_desk.commands.page_places import geometry_of
from evidence_desk.domain.simhash import Fingerprint
from evidence_desk.intake.model import PageGeometry
from evidence_desk.intake.ocr import OcrPage
from evidence_desk.store import ocr_boxes
from evidence_desk.store.page_text import Page
from evidence_desk.store.store import Store


class PageReading:
    """The part of a session that is about pages; derived from files, so no change of the matter, not in the history."""

    _store: Store
    read: Callable[..., Any]

    def pages(self, sha256: str) -> list[Page]:
        """Return the pages of a file as far as they were read, from the first."""
        found = (self._cached_page(sha256, number) for number in itertools.count(1))
        return list(itertools.takewhile(bool, found))  # type: ignore[arg-type]

    def page_text(self, sha256: str, number: int) -> str | None:
        """Return the text of a page (from 1), or None when it was not read."""
        page = self._cached_page(sha256, number)
        return page.text if page else None

    def keep_pages(self, sha256: str, pages: Sequence[Page], mark: Fingerprint | None = None) -> None:
        """Keep the text of a file's pages in the cache; no change of the matter, not in the history.

        ``mark`` is the fingerprint of that text where it is known.
        """
        if self._store.page_text is not None:
            self._store.page_text.put(sha256, pages, mark)

    def drop_pages(self, hashes: Sequence[str]) -> None:
        """Forget the text of files that were not taken in after all."""
        if self._store.page_text is not None:
            self._store.page_text.drop(hashes)

    def unread_files(self) -> list[str]:
        """Return the files whose text is not in the cache, by SHA-256."""
        if self._store.page_text is None:
            return []
        return self._store.page_text.unread(self.read(lookups.file_ids))

    def pages_for_ocr(self, *, again: bool = False) -> dict[str, list[int]]:
        """Return, by SHA-256, the pages that OCR was asked for and did not look at yet.

        Args:
            again: whether pages on which it failed are meant as well.
        """
        store = self._store.page_text
        if store is None:
            return {}
        wanted = {
            sha256: store.pages_for_ocr(sha256, again=again) for sha256 in self.read(lookups.files_with_ocr)
        }
        return {sha256: pages for sha256, pages in wanted.items() if pages}

    def keep_ocr(self, sha256: str, number: int, read: OcrPage | str) -> None:
        """Keep in the cache what OCR read off a page, or in words why it could not."""
        store = self._store.page_text
        if store is None:
            return
        if isinstance(read, str):
            store.put_ocr(sha256, number, text="", confidence=0.0, problem=read)
        else:
            boxes = ocr_boxes.pack(read.words, read.rotation)
            store.put_ocr(sha256, number, text=read.text, confidence=read.confidence, boxes=boxes)

    def finish_ocr(self, sha256: str) -> None:
        """Take the text that OCR read off a file into what near duplicates are found by."""
        if self._store.page_text is not None:
            self._store.page_text.refresh_fingerprint(sha256)
            self._forget_dropped_ocr()  # it may have been asked for no more while it ran

    def page_geometry_hint(self, sha256: str, number: int) -> PageGeometry | None:
        """Return where the characters of a page read by OCR or from a converted copy are, else None.

        A viewer asks this first, and a worker for `intake.pages.page_geometry` only when it is None.
        """
        page = self._cached_page(sha256, number)
        return geometry_of(page, self.read(lookups.media_type, sha256)) if page is not None else None

    def _page_label(self, sha256: str, number: int) -> str:
        page = self._cached_page(sha256, number)
        return page.label if page else ""

    def _cached_page(self, sha256: str, number: int) -> Page | None:
        store = self._store.page_text
        return store.page(sha256, number) if store is not None else None

    def _forget_dropped_ocr(self) -> None:
        """Forget what OCR read of files for which nobody asks it any more."""
        store = self._store.page_text
        held = store.files_with_ocr() if store is not None else set()
        if store is not None and held:
            for sha256 in held.difference(self.read(lookups.files_with_ocr)):
                store.drop_ocr(sha256)
