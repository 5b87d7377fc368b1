"""Keeps page pictures and page geometry at hand, and asks for what is missing without waiting."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from evidence_desk.intake.geometry import displayed_size
from evidence_desk.intake.model import PageGeometry
from evidence_desk.queries.rows import FileRow

_MEMORY = 64 * 1024 * 1024  # bytes of page pictures kept
_LEAST = 4  # pictures kept however large: those that show, and the next
_CHARACTERS = 150_000  # places of characters kept; each takes about 200 bytes

NO_PICTURE = "no_picture"
PUT_OFF = "put_off"  # instead of an answer: it was asked for long ago, and can be asked for again

PageKey = tuple[str, int]
ImageKey = tuple[str, int, int, int]


class PageSource(Protocol):
    """Where pages come from. Callbacks come on the UI thread.

    A text instead of a page says why there is none, or is `PUT_OFF`.
    """

    def request_page(
        self,
        file: FileRow,
        page: int,
        scale: float,
        turn: int,
        callback: Callable[[QImage | str | None], None],
        *,
        size: int,
    ) -> None:
        """Paint a page (from 1) at ``scale`` pixels a point, turned ``turn`` degrees more than it asks for.

        ``size`` is how many bytes the picture will have, 0 where that is not known. None means that there is
        no picture of it.
        """

    def request_geometry(
        self, file: FileRow, page: int, callback: Callable[[PageGeometry | str], None]
    ) -> None:
        """Find size, text and character places of a page."""


class PageStore(QObject):
    """Pictures and geometry of pages, newest used kept longest.

    Signals:
        ready: (file_id, page) something of a page has arrived.
    """

    ready = Signal(str, int)

    def __init__(self, source: PageSource, parent: QObject | None = None) -> None:
        """Take the source to ask."""
        super().__init__(parent)
        self._source = source
        self._images: OrderedDict[ImageKey, QImage] = OrderedDict()
        self._geometries: OrderedDict[PageKey, PageGeometry] = OrderedDict()
        self._no_geometry: dict[PageKey, str] = {}
        self._no_image: dict[PageKey, str] = {}
        self._asked: set[PageKey | ImageKey] = set()
        self._ahead: dict[PageKey, tuple[FileRow, Callable[[PageGeometry], float]]] = {}
        self._bytes = self._characters = 0

    def geometry(self, file: FileRow, page: int) -> PageGeometry | None:
        """Return where the text of a page is, or None and ask for it."""
        key = (file.id, page)
        if key in self._geometries:
            self._geometries.move_to_end(key)
            return self._geometries[key]
        if key not in self._asked and key not in self._no_geometry:
            self._asked.add(key)
            self._source.request_geometry(file, page, lambda answer: self._on_geometry(key, answer))
        return None

    def known(self, file: FileRow) -> dict[int, PageGeometry]:
        """Return what is known of the pages of a file, by page (from 1), without asking for more."""
        return {page: found for (file_id, page), found in self._geometries.items() if file_id == file.id}

    def image(self, file: FileRow, page: int, scale: float, turn: int) -> QImage | None:
        """Return the picture of a page at a scale, or None and ask for it."""
        key = (file.id, page, round(scale * 1000), turn)
        if key in self._images:
            self._images.move_to_end(key)
            return self._images[key]
        if key not in self._asked and key[:2] not in self._no_image:
            self._asked.add(key)
            self._source.request_page(
                file,
                page,
                scale,
                turn,
                lambda answer: self._on_page(key, answer),
                size=self._size(key, scale),
            )
        return None

    def stand_in(self, file: FileRow, page: int, turn: int) -> QImage | None:
        """Return the largest picture of the page at another scale, to show until the right one arrives."""
        wanted = (file.id, page)
        found = [key for key in self._images if key[:2] == wanted and key[3] == turn]
        return self._images[max(found)] if found else None

    def problem(self, file: FileRow, page: int) -> str:
        """Return why a page cannot be shown, or an empty text."""
        key = (file.id, page)
        return self._no_image.get(key, "")

    def is_measured(self, file: FileRow, page: int) -> bool:
        """Return whether the geometry of a page is known, or known not to be had."""
        key = (file.id, page)
        return key in self._geometries or key in self._no_geometry

    def prefetch(self, file: FileRow, scale_of: Callable[[PageGeometry], float]) -> None:
        """Ask for the first page of a file that is likely to be shown next, once its size tells the scale."""
        found = self.geometry(file, 1)
        if found is not None and not found.lines:
            self.image(file, 1, scale_of(found), 0)
        elif found is None and not self.is_measured(file, 1):
            self._ahead[file.id, 1] = file, scale_of

    def forget(self, file_id: str) -> None:
        """Ask for the pages of a file anew; what could not be shown is tried again."""
        for key in [key for key in self._images if key[0] == file_id]:
            self._bytes -= self._images.pop(key).sizeInBytes()
        for place in [place for place in self._no_image if place[0] == file_id]:
            del self._no_image[place]
        self.forget_geometry(file_id)

    def forget_geometry(self, file_id: str) -> None:
        """Measure the pages of a file anew when they are asked for; what is read off them has changed."""
        for kept in (self._geometries, self._no_geometry):
            for key in [key for key in kept if key[0] == file_id]:
                del kept[key]
        self._characters = sum(map(_weight, self._geometries.values()))
        self.ready.emit(file_id, 1)

    def _on_geometry(self, key: PageKey, answer: PageGeometry | str) -> None:
        self._asked.discard(key)
        if answer == PUT_OFF:
            self._ahead.pop(key, None)
            return
        if isinstance(answer, str):
            self._no_geometry[key] = answer
        else:
            self._geometries[key] = answer
            self._characters += _weight(answer)
            while self._characters > _CHARACTERS and len(self._geometries) > _LEAST:
                self._characters -= _weight(self._geometries.popitem(last=False)[1])
        self.ready.emit(*key)
        ahead = self._ahead.pop(key, None)
        if ahead is not None:
            self.prefetch(*ahead)

    def _on_page(self, key: ImageKey, answer: QImage | str | None) -> None:
        self._asked.discard(key)
        if answer == PUT_OFF:
            return
        if isinstance(answer, QImage):
            self._images[key] = answer
            self._bytes += answer.sizeInBytes()
            while self._bytes > _MEMORY and len(self._images) > _LEAST:
                self._bytes -= self._images.popitem(last=False)[1].sizeInBytes()
        else:
            self._no_image[key[:2]] = answer or NO_PICTURE
        self.ready.emit(key[0], key[1])

    def _size(self, key: ImageKey, scale: float) -> int:
        """Return how many bytes the picture of a page will have at most; 0 while its size is not known."""
        found = self._geometries.get(key[:2])
        if found is None:
            return 0
        width, height = displayed_size(found.width_pt, found.height_pt, found.rotation + key[3])
        return 4 * math.ceil(width * scale + 1) * math.ceil(height * scale + 1)


def _weight(found: PageGeometry) -> int:
    return len(found.char_boxes) + len(found.lines) + len(found.cells)
