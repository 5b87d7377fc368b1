"""Pages are asked for once, kept while there is room, and their problems are remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QImage

from evidence_desk.gui.viewer import page_store
from evidence_desk.gui.viewer.page_store import NO_PICTURE, PageStore
from evidence_desk.intake.layout import text_geometry
from evidence_desk.intake.model import PageGeometry
from evidence_desk.queries.rows import FileRow

FILE = FileRow("f", "f" * 64, "x.pdf", "application/pdf", ".pdf", 9, 1, "", "", "", "")


class _Source:
    """Answers when it is told to, as worker processes do."""

    def __init__(self) -> None:
        self.waiting: list[tuple[str, int, Callable[[Any], None]]] = []
        self.sizes: list[int] = []

    def request_page(
        self, file: FileRow, page: int, scale: float, turn: int, callback: Callable[[Any], None], *, size: int
    ) -> None:
        self.sizes.append(size)
        self.waiting.append(("page", page, callback))

    def request_geometry(self, file: FileRow, page: int, callback: Callable[[Any], None]) -> None:
        self.waiting.append(("geometry", page, callback))

    def answer(self, value: QImage | PageGeometry | str | None) -> None:
        self.waiting.pop(0)[2](value)


def _picture(side: int = 10) -> QImage:
    return QImage(side, side, QImage.Format.Format_RGB32)


def test_a_page_is_asked_for_once_and_announced(qapp: object) -> None:
    source = _Source()
    store = PageStore(source)
    news: list[tuple[str, int]] = []
    store.ready.connect(lambda sha, page: news.append((sha, page)))
    assert store.image(FILE, 1, 1.0, 0) is None
    assert store.image(FILE, 1, 1.0, 0) is None
    assert len(source.waiting) == 1
    source.answer(_picture())
    assert news == [(FILE.id, 1)]
    image = store.image(FILE, 1, 1.0, 0)
    assert image is not None
    assert (image.width(), image.height()) == (10, 10)
    assert store.image(FILE, 1, 2.0, 0) is None
    assert store.stand_in(FILE, 1, 0) is not None
    assert store.stand_in(FILE, 1, 90) is None


def test_what_cannot_be_shown_is_not_asked_for_again(qapp: object) -> None:
    source = _Source()
    store = PageStore(source)
    store.image(FILE, 1, 1.0, 0)
    source.answer(None)
    assert store.problem(FILE, 1) == NO_PICTURE
    store.image(FILE, 1, 3.0, 0)
    assert source.waiting == []
    assert not store.is_measured(FILE, 1)
    assert store.geometry(FILE, 1) is None
    source.answer("the page is damaged")
    assert store.is_measured(FILE, 1)
    assert store.geometry(FILE, 1) is None
    assert source.waiting == []


def test_memory_for_pictures_is_bounded(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_store, "_MEMORY", 5 * 400)
    source = _Source()
    store = PageStore(source)
    for page in range(1, 10):
        store.image(FILE, page, 1.0, 0)
        source.answer(_picture())
    assert len(store._images) == 5
    assert store.image(FILE, 9, 1.0, 0) is not None
    assert store.image(FILE, 1, 1.0, 0) is None


def test_pictures_larger_than_the_memory_do_not_push_each_other_out_while_they_show(qapp: object) -> None:
    source = _Source()
    store = PageStore(source)
    for page in (1, 2, 3):
        store.image(FILE, page, 1.0, 0)
        source.answer(_picture(3000))
    assert all(store.image(FILE, page, 1.0, 0) is not None for page in (1, 2, 3))
    assert source.waiting == []


def test_the_places_of_characters_kept_are_bounded(qapp: object) -> None:
    source = _Source()
    store = PageStore(source)
    boxes = [(0.0, 0.0, 1.0, 1.0)] * 20_000
    for page in range(1, 13):
        store.geometry(FILE, page)
        source.answer(PageGeometry(500, 700, 0, "x" * len(boxes), boxes))
    assert sum(len(found.char_boxes) for found in store._geometries.values()) <= page_store._CHARACTERS
    assert store.geometry(FILE, 12) is not None
    store.forget_geometry(FILE.id)
    assert store._characters == 0


def test_a_picture_is_asked_for_with_the_bytes_it_will_have(qapp: object) -> None:
    source = _Source()
    store = PageStore(source)
    store.image(FILE, 1, 1.0, 0)
    store.geometry(FILE, 2)
    source.waiting.pop()[2](PageGeometry(500, 700, 90, "", []))
    store.image(FILE, 2, 1.5, 0)
    store.image(FILE, 2, 1.5, 90)
    assert source.sizes == [0, 4 * 1051 * 751, 4 * 751 * 1051]


def test_the_next_document_is_fetched_ahead_but_text_is_not_painted(qapp: object) -> None:
    source = _Source()
    store = PageStore(source)
    store.prefetch(FILE, lambda _page: 1.0)
    assert [kind for kind, _page, _callback in source.waiting] == ["geometry"]
    source.answer(text_geometry("words"))
    assert source.waiting == []
    store.prefetch(FILE, lambda _page: 2.0)
    assert source.waiting == []


def test_the_next_picture_is_fetched_at_the_scale_its_size_asks_for(qapp: object) -> None:
    source = _Source()
    store = PageStore(source)
    store.prefetch(FILE, lambda page: 1000 / page.width_pt)
    source.answer(PageGeometry(500, 700, 0, "", []))
    assert [kind for kind, _page, _callback in source.waiting] == ["page"]
    source.answer(_picture())
    assert store.image(FILE, 1, 2.0, 0) is not None
