"""Puts a small widget beside a place on the pages, where all of it can be seen."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

_EDGE, _GAP = 6, 9


def float_beside(widget: QWidget, area: QRectF) -> None:
    """Show a widget below an area of its parent, or above it when there is no room."""
    host = widget.parentWidget()
    assert host is not None
    room = host.rect()
    left = min(max(_EDGE, round(area.left()) + 8), max(_EDGE, room.width() - widget.width() - _EDGE))
    top = round(area.bottom()) + _GAP
    if top + widget.height() > room.height() - 4:
        top = round(area.top()) - widget.height() - _GAP
    widget.move(left, min(max(4, top), max(4, room.height() - widget.height() - 4)))
    widget.show()
    widget.raise_()
