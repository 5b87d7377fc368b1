"""Where a window stands on the screens there are, so that all of it can be seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect

_FRAME = 32  # pixels; what a title bar takes, which is not known before the window shows


def centred(size: tuple[int, int], room: QRect) -> QRect:
    """Return a window of a size, or as much of it as there is room for, in the middle of a screen."""
    wanted = QRect(0, 0, *size)
    wanted.moveCenter(room.center())
    return on_screen(wanted, [room])


def on_screen(wanted: QRect, rooms: Sequence[QRect]) -> QRect:
    """Return where a window stands whole on the screen that shows most of it, or on the first if none does.

    Args:
        wanted: the place of the window without its frame.
        rooms: what windows may use of each screen; at least one.
    """

    def shown(room: QRect) -> int:
        part = room.intersected(wanted)
        return 0 if part.isEmpty() else part.width() * part.height()

    room = max(rooms, key=shown).adjusted(0, _FRAME, 0, 0)
    width, height = min(wanted.width(), room.width()), min(wanted.height(), room.height())
    left = max(room.left(), min(wanted.left(), room.right() + 1 - width))
    top = max(room.top(), min(wanted.top(), room.bottom() + 1 - height))
    return QRect(left, top, width, height)
