"""Pixels come by shared memory that is gone afterwards, whatever becomes of who writes them."""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
import textwrap
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from evidence_desk.intake.model import RenderedPage
from evidence_desk.intake.pages import render_page
from evidence_desk.intake.pixels import MOST_PIXELS, NO_ROOM, PixelMemory

PIXELS = bytes(range(64)) * 10  # 16 by 10
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows removes what nobody holds")


def _read(memory: PixelMemory, page: RenderedPage) -> bytes:
    target = bytearray(page.stride * page.height)
    memory.copy_to(target, page)
    return bytes(target)


def _is_there(name: str) -> bool:
    try:
        SharedMemory(name).close()
    except FileNotFoundError:
        return False
    return True


def test_pixels_go_through_the_memory_and_not_with_the_page() -> None:
    memory = PixelMemory(len(PIXELS))
    page = memory.room.keep(16, 10, 64, PIXELS)
    assert page == RenderedPage(16, 10, 64, b"")
    assert _read(memory, page) == PIXELS
    memory.close()


def test_a_page_larger_than_its_room_brings_its_pixels_itself() -> None:
    memory = PixelMemory(len(PIXELS) - 1)
    page = memory.room.keep(16, 10, 64, (ctypes.c_ubyte * len(PIXELS)).from_buffer_copy(PIXELS))
    assert page.pixels == PIXELS
    assert _read(memory, page) == PIXELS
    memory.close()


@pytest.mark.parametrize("size", [0, 4 * MOST_PIXELS + 1])
def test_there_is_no_memory_for_nothing_or_for_more_than_a_page_may_have(size: int) -> None:
    memory = PixelMemory(size)
    assert memory.room == NO_ROOM
    assert memory.room.keep(16, 10, 64, PIXELS).pixels == PIXELS
    memory.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the memory is there once it is made")
def test_where_no_memory_is_left_the_pixels_come_with_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "posix_fallocate", full)
    memory = PixelMemory(len(PIXELS))
    assert memory.room.keep(16, 10, 64, PIXELS).pixels == PIXELS
    memory.close()


@posix
def test_memory_that_is_gone_is_not_missed() -> None:
    memory = PixelMemory(len(PIXELS))
    room = memory.room
    assert _is_there(room.name)
    memory.close()
    assert not _is_there(room.name)
    assert room.keep(16, 10, 64, PIXELS).pixels == PIXELS


@pytest.mark.parametrize("pixels", [PIXELS[:-1], PIXELS + b"x"])
def test_a_page_that_is_not_as_large_as_it_says_is_refused(pixels: bytes) -> None:
    with pytest.raises(ValueError, match="as large as it says"):
        PixelMemory(0).copy_to(bytearray(2 * len(PIXELS)), RenderedPage(16, 10, 64, pixels))


def test_a_painted_page_is_the_same_in_shared_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(200, 100))
    canvas.drawString(20, 50, "no notice")
    canvas.save()
    wanted = render_page(str(path), "application/pdf", 1, scale=1.5)
    assert wanted is not None
    memory = PixelMemory(len(wanted.pixels))
    page = render_page(str(path), "application/pdf", 1, scale=1.5, room=memory.room)
    assert page is not None
    assert page.pixels == b""
    assert _read(memory, page) == wanted.pixels
    assert set(wanted.pixels[3::4]) == {255}  # opaque, as it is shown
    memory.close()


_PROGRAM = """
    import os, signal, sys, time
    from multiprocessing.shared_memory import SharedMemory
    from evidence_desk.intake.pixels import PixelMemory
    from evidence_desk.jobs.pool import WorkerPool
    from evidence_desk.jobs.worker import TaskLimits

    def write(room, end):
        shared = SharedMemory(room.name)
        shared.buf[:1000] = bytes(1000)
        if end == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if end == "left":
            os._exit(3)
        if end == "hung":
            time.sleep(60)
        shared.close()
        return room.keep(10, 10, 40, bytes(400))

    if __name__ == "__main__":
        names = []
        with WorkerPool(1) as pool:
            for end in ("good", "killed", "left", "hung", "good"):
                memory = PixelMemory(4000)
                names.append(memory.room.name)
                limits = TaskLimits(seconds=0.7 if end == "hung" else 60)
                task = pool.submit(write, memory.room, end, limits=limits)
                task.future.add_done_callback(lambda _future, memory=memory: memory.close())
                print(end, getattr(task.result(90), "code", "painted"))
            last = PixelMemory(4000)
            names.append(last.room.name)
            pool.submit(write, last.room, "hung").future.add_done_callback(lambda _future: last.close())
            time.sleep(0.2)
        for name in names:
            try:
                SharedMemory(name)
            except FileNotFoundError:
                continue
            print("left behind:", name)
        if "abrupt" in sys.argv:
            memory = PixelMemory(4000)
            print(memory.room.name, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
"""


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program = folder / "program.py"
    program.write_text(textwrap.dedent(_PROGRAM), encoding="utf-8")
    command = [sys.executable, "-W", "error", str(program), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@posix
def test_nothing_is_left_of_workers_that_are_killed_leave_or_hang(tmp_path: Path) -> None:
    done = _run(tmp_path)
    assert done.stdout.splitlines() == [
        "good painted",
        "killed crashed",
        "left crashed",
        "hung timeout",
        "good painted",
    ]
    assert [line for line in done.stderr.splitlines() if "a worker process died" not in line] == []
    assert done.returncode == 0


@posix
def test_nothing_is_left_of_a_program_that_is_killed(tmp_path: Path) -> None:
    name = _run(tmp_path, "abrupt").stdout.splitlines()[-1]
    assert not _is_there(name)
