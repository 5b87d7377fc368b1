"""Widgets side by side, or one below the other, with a line between them that can be dragged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget


def split(
    *parts: QWidget,
    sizes: Sequence[int],
    is_vertical: bool = False,
    grows: int | None = 0,
    gap: int = 1,
) -> QSplitter:
    """Return widgets that share their room.

    Args:
        parts: from the left, or from the top.
        sizes: of the parts, in pixels.
        is_vertical: whether they stand below each other.
        grows: the place of the part that takes all further room; each takes its share where it is None.
        gap: pixels between them.
    """
    made = QSplitter(Qt.Orientation.Vertical if is_vertical else Qt.Orientation.Horizontal)
    for part in parts:
        made.addWidget(part)
    made.setSizes(list(sizes))
    made.setHandleWidth(gap)
    made.setProperty("wide", gap > 1)  # where no line is drawn
    made.setChildrenCollapsible(False)
    if grows is not None:
        made.setStretchFactor(grows, 1)
    return made
