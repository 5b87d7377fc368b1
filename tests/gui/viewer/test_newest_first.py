"""What is asked of the workers: a few at once, the newest of the others first, the oldest given up."""

from __future__ import annotations

from evidence_desk.gui.viewer.newest_first import NewestFirst
from evidence_desk.gui.viewer.page_store import PUT_OFF, PageStore
from tests.gui.viewer.test_page_store import FILE, _Source


def _queue(waiting: int) -> tuple[NewestFirst[int], list[int], list[int]]:
    started: list[int] = []
    given_up: list[int] = []

    def start(job: int) -> bool:
        started.append(job)
        return job < 100

    return NewestFirst(start, given_up.append, at_once=2, waiting=waiting), started, given_up


def test_the_newest_come_first_and_the_oldest_are_given_up() -> None:
    queue, started, given_up = _queue(3)
    for job in range(8):
        queue.ask(job)
    assert started == [0, 1]
    assert given_up == [2, 3, 4]
    for _ in range(5):
        queue.ended()
    assert started == [0, 1, 7, 6, 5]


def test_where_no_more_can_be_started_the_rest_waits() -> None:
    queue, started, _given_up = _queue(3)
    for job in (1, 100, 2):
        queue.ask(job)
    assert started == [1, 100, 2]
    queue.ask(3)
    assert started == [1, 100, 2]


def test_what_was_put_off_is_asked_for_again_and_is_no_problem(qapp: object) -> None:
    source = _Source()
    store = PageStore(source)
    news: list[object] = []
    store.ready.connect(lambda *what: news.append(what))
    assert store.geometry(FILE, 1) is None
    assert store.image(FILE, 1, 1.0, 0) is None
    asked = len(source.waiting)
    source.answer(PUT_OFF)
    source.answer(PUT_OFF)
    assert news == []
    assert store.problem(FILE, 1) == ""
    assert not store.is_measured(FILE, 1)
    store.geometry(FILE, 1)
    store.image(FILE, 1, 1.0, 0)
    assert len(source.waiting) == asked
