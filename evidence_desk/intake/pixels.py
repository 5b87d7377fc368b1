"""Hands the pixels of a painted page from a worker process to the program by shared memory.

The program makes the memory for one page, names it to the worker with the request, and removes it when the answer is
there. The worker only writes, so whatever becomes of it, nothing is left behind; should the program itself be killed,
the resource tracker of multiprocessing removes the memory, and on Windows the system does.
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Any

from evidence_desk.intake.model import RenderedPage

MOST_PIXELS = 100_000_000  # of one picture
_FILES = Path("/dev/shm")  # noqa: S108  where Linux keeps shared memory


@dataclass(frozen=True, slots=True)
class PixelRoom:
    """What a worker process has to know of the memory it writes into: its name and its bytes; no name is no memory."""

    name: str = ""
    size: int = 0

    def keep(self, width: int, height: int, stride: int, pixels: Any) -> RenderedPage:
        """Put pixels (bytes or an array of ctypes) into the memory and return a page without them.

        Where they do not fit, or there is no memory to be had, they are in the page itself.
        """
        size = stride * height
        if size > self.size or not _write(self.name, pixels, size):
            return RenderedPage(width, height, stride, bytes(pixels))
        return RenderedPage(width, height, stride, b"")


NO_ROOM = PixelRoom()


class PixelMemory:
    """Memory for the pixels of one page, of the program that asks for it; `close` it once.

    Attributes:
        room: names the memory to a worker process; `NO_ROOM` where the system gives none.
    """

    def __init__(self, size: int) -> None:
        """Make memory of so many bytes, which costs nothing until it is written.

        There is none for 0 bytes, nor for more than a page may have.
        """
        self._memory: SharedMemory | None = None
        self.room = NO_ROOM
        with suppress(OSError):  # no memory is left, or too many files are open
            if 0 < size <= 4 * MOST_PIXELS:
                self._memory = SharedMemory(create=True, size=size)
                self.room = PixelRoom(self._memory.name, size)

    def copy_to(self, target: Any, page: RenderedPage) -> None:
        """Copy the pixels of a page that was painted into the room, while other threads go on.

        Raises ValueError when the page is not as large as it says; what reads files is not trusted.
        """
        size = page.stride * page.height
        if page.pixels and len(page.pixels) != size:
            raise ValueError("the picture is not as large as it says")
        if page.pixels:
            _copy(target, page.pixels, size)
        elif self._memory is not None:
            shared: Any = self._memory.buf
            _copy(target, (ctypes.c_char * size).from_buffer(shared), size)

    def close(self) -> None:
        """Remove the memory."""
        memory, self._memory = self._memory, None
        if memory is not None:
            memory.close()
            with suppress(FileNotFoundError):  # a worker without memory left to attach it removed it
                memory.unlink()


def _write(name: str, pixels: Any, size: int) -> bool:
    """Write pixels into shared memory; return False where that is not to be had."""
    try:
        memory = SharedMemory(name)
    except OSError:
        return False
    try:
        # Else a full file system would end the process at the first byte that has no place.
        if sys.platform == "linux":
            with _FILES.joinpath(memory.name).open("r+b") as file:
                os.posix_fallocate(file.fileno(), 0, size)
        _copy(memory.buf, pixels, size)
    except OSError:
        return False
    finally:
        memory.close()
    return True


def _copy(target: Any, source: Any, size: int) -> None:
    """Copy bytes (or an array of ctypes) into a buffer without holding the interpreter, as a slice would."""
    ctypes.memmove((ctypes.c_char * size).from_buffer(target), source, size)
