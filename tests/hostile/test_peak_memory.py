"""All processes of an import together stay below 1.5 GiB, however many cores there are and whatever it reads."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import psutil
import pytest

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.importing import Import
from evidence_desk.support.preferences import Preferences

from ..matters import empty_folder

_MOST = 1536 << 20
_PARENT = 256 << 20
_ENTRANCE = 96 << 20  # what a worker process takes before it reads


class Watch:
    """Samples the memory of this process and of all it started; pages that they share count once."""

    def __init__(self) -> None:
        self.peak = 0
        self.most_workers = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Watch:
        self._own = psutil.Process().memory_full_info().uss  # the test's own libraries are not the import's
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        own = psutil.Process()
        while not self._is_over.wait(0.02):
            taken = own.memory_full_info().uss - self._own
            workers = 0
            for child in own.children(recursive=True):
                try:
                    taken += child.memory_full_info().uss
                    workers += 1
                except (psutil.NoSuchProcess, psutil.AccessDenied):
                    continue
            self.peak = max(self.peak, taken)
            self.most_workers = max(self.most_workers, workers)


@pytest.mark.parametrize("cores", [1, 2, 4, 8, 64])
@pytest.mark.parametrize("wished", [0, 1, 3, 64])
def test_the_limits_of_all_workers_add_up_to_less(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cores: int, wished: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    preferences = Preferences(tmp_path)
    preferences.set("workers", wished)
    desk = LocalDesk(preferences=preferences)
    size, limits = desk.pool._size, desk.pool._limits
    assert size >= min(2, wished or cores)
    assert limits.memory is not None
    assert size * (_ENTRANCE + limits.memory) + _PARENT <= _MOST


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a task")
def test_files_that_eat_memory_all_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Eight cores, eight files at which the reader takes all it can get, and a good one at the end."""
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    empty_folder(tmp_path / "m.edesk")
    top = tmp_path / "in"
    top.mkdir()
    for number in range(8):
        (top / f"{number}.txt").write_text(f"eat {number}")
    (top / "good.txt").write_text("good")
    readers = {"text/plain": "tests.hostile.readers.bad_reader"}
    desk = LocalDesk(preferences=Preferences(tmp_path / "settings"))
    session = desk.open_matter(tmp_path / "m.edesk")
    try:
        with Watch() as watch:
            report = Import(session, desk.pool, readers=readers).run([top])
    finally:
        session.close()
        desk.close()
    assert [one.path for one in report.files if not one.problem] == [str(top / "good.txt")]
    assert len(report.files) == 9
    assert watch.most_workers > 1
    assert 512 << 20 < watch.peak <= _MOST, f"{watch.peak >> 20} MiB"
