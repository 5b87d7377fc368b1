"""Work for the UI thread comes one a turn, and what can wait comes behind what is painted; garbage is its own too."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.app import Program
from evidence_desk.gui.garbage import GarbageCollector
from evidence_desk.gui.turns import Turns, is_gone
from evidence_desk.jobs.progress import CancelToken
from tests.gui.conftest import WAIT


def test_calls_of_other_threads_come_in_their_order_with_room_between(qtbot: QtBot) -> None:
    parent = QObject()
    turns, made = Turns(parent), list[str]()
    beat = QTimer(parent)
    beat.timeout.connect(lambda: made.append("beat"))

    def ask() -> None:
        for name in "abc":
            turns.add(lambda name=name: made.append(name))

    worker = threading.Thread(target=ask)
    worker.start()
    worker.join()
    beat.start(0)
    qtbot.waitUntil(lambda: "c" in made, timeout=WAIT)
    beat.stop()
    assert [each for each in made if each != "beat"] == ["a", "b", "c"]
    assert "beat" in made[made.index("a") : made.index("b")]
    assert "beat" in made[made.index("b") : made.index("c")]


class Part(QObject):
    """A part of the window that may be closed before its answer comes."""

    def take(self, _answer: object = None) -> None:
        """Take an answer."""

    def ways(self) -> list[Callable[..., object]]:
        """Return the ways an answer is taken."""

        def show(answer: object) -> None:
            self.take(answer)

        return [self.take, partial(self.take, 1), show, partial(show, 1), lambda: self.take(2)]


def test_an_answer_for_a_part_that_was_closed_is_known_by_whichever_way_it_is_taken() -> None:
    part = Part()
    ways = part.ways()
    assert not any(map(is_gone, ways))
    delete(part)
    assert all(map(is_gone, ways))
    assert not is_gone(print)


def test_whose_a_function_is_can_be_told_before_all_its_names_are_bound() -> None:
    class Asker(Part):
        def told(self) -> bool:
            def take() -> object:
                return self, later

            told = is_gone(take)
            later = take
            return told

    part = Asker()
    assert not part.told()
    delete(part)
    assert Asker.told(part)


def test_a_call_that_raises_takes_none_of_those_behind_it_with_it(qtbot: QtBot) -> None:
    parent = QObject()
    turns, made = Turns(parent), list[str]()

    def fail() -> None:
        turns.put_off(lambda: made.append("asked meanwhile"))
        raise RuntimeError

    for call in (lambda: made.append("before"), fail, lambda: made.append("behind")):
        turns.put_off(call)
    with pytest.raises(RuntimeError):
        turns.catch_up()
    qtbot.waitUntil(lambda: len(made) == 3, timeout=WAIT)
    assert made == ["before", "behind", "asked meanwhile"]


def test_what_is_put_off_comes_behind_what_is_painted(qtbot: QtBot) -> None:
    made: list[str] = []

    class Painted(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  as Qt has it
            made.append("painted")

    widget = Painted()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    qtbot.waitUntil(lambda: "painted" in made, timeout=WAIT)
    made.clear()
    turns = Turns(widget)
    turns.put_off(lambda: made.append("late"))
    widget.update()
    qtbot.waitUntil(lambda: "late" in made, timeout=WAIT)
    assert made == ["painted", "late"]


def test_reads_wait_until_a_search_shows(program: Program, desk: LocalDesk, qtbot: QtBot) -> None:
    bridge, order = program.window.ui.bridge, list[str]()
    path = program.window.ui.settings.folder / "m.edesk"
    bridge.open(desk.new_matter(path, profile="prc_civil", title="A v. B"))
    qtbot.wait(300)  # what the window reads of it
    bridge.search_until(
        CancelToken(), lambda _found: order.append("search"), lambda _connection: time.sleep(0.2)
    )
    bridge.read_later(lambda _found: order.append("later"), lambda _connection: None)
    qtbot.waitUntil(lambda: len(order) == 2, timeout=WAIT)
    assert order == ["search", "later"]


def test_a_long_search_is_waited_for_once_by_however_many_reads(
    program: Program, desk: LocalDesk, qtbot: QtBot
) -> None:
    bridge, found = program.window.ui.bridge, list[float]()
    path = program.window.ui.settings.folder / "m.edesk"
    bridge.open(desk.new_matter(path, profile="prc_civil", title="A v. B"))
    qtbot.wait(300)  # what the window reads of it
    is_over = threading.Event()
    bridge.search_until(CancelToken(), lambda _found: None, lambda _connection: is_over.wait(WAIT / 1000))
    begun = time.monotonic()
    for _ in range(6):
        bridge.read_later(lambda _none: found.append(time.monotonic() - begun), lambda _connection: None)
    qtbot.waitUntil(lambda: len(found) == 6, timeout=WAIT)
    is_over.set()
    assert found[0] >= 0.4
    assert found[-1] - found[0] < 0.4


def test_nothing_but_the_ui_thread_collects_while_the_window_is_there(
    qapp: QApplication, qtbot: QtBot
) -> None:
    qtbot.waitUntil(gc.isenabled, timeout=WAIT)
    collector = GarbageCollector(qapp)
    assert not gc.isenabled()
    while gc.get_count()[0] <= gc.get_threshold()[0]:
        _ring()
    collector._look()
    assert gc.get_count()[0] <= gc.get_threshold()[0]
    collector.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not gc.isenabled()  # what it belonged to may be half deleted
    qtbot.waitUntil(gc.isenabled, timeout=WAIT)


def test_a_window_that_follows_at_once_keeps_the_garbage_to_itself(qapp: QApplication, qtbot: QtBot) -> None:
    first = GarbageCollector(qapp)
    first.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    second = GarbageCollector(qapp)
    qtbot.wait(50)
    assert not gc.isenabled()
    second.deleteLater()
    qtbot.waitUntil(gc.isenabled, timeout=WAIT)


def _ring() -> None:
    ring: list[object] = []
    ring.append(ring)
