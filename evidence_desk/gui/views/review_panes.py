"""Facets, list, page and inspector side by side, as wide as somebody drags them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

_LEAST = 240  # pixels for list, page and inspector
_STRETCH = (0, 1, 2, 0)


class ReviewPanes(QSplitter):
    """Shares out its room until somebody has dragged a line, then keeps to that."""

    def __init__(self, facets: QWidget, items: QWidget, page: QWidget, inspector: QWidget) -> None:
        """Put the four side by side."""
        super().__init__(Qt.Orientation.Horizontal)
        for place, widget in enumerate((facets, items, page, inspector)):
            self.addWidget(widget)
            self.setStretchFactor(place, _STRETCH[place])
            if widget is not facets:
                widget.setMinimumWidth(_LEAST)
        self.setHandleWidth(1)
        self._is_arranged = False
        self.splitterMoved.connect(self._on_dragged)

    def restore(self, sizes: Sequence[int] | None) -> None:
        """Take up widths that were kept; those of other parts are left."""
        if sizes and sum(sizes) and len(sizes) == self.count():
            self._is_arranged = True
            self.setSizes([int(size) for size in sizes])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the room anew."""
        super().resizeEvent(event)
        if not self._is_arranged:
            self.setSizes(_shares(self.width()))

    def _on_dragged(self) -> None:
        self._is_arranged = True


def _shares(width: int) -> list[int]:
    """Return widths with which nothing is cut in a window of 1280 pixels, and pages are well read in wider ones."""
    facets = min(max(147, width * 116 // 1000), 170)
    items = min(max(346, width * 305 // 1000), 520)
    return [facets, items, width - facets - items - _LEAST, _LEAST]
