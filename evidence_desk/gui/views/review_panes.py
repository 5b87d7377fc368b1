"""Facets, list, page and inspector side by side, as wide as somebody drags them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

_LEAST = 240  # pixels for page and inspector
_LIST_LEAST = 290  # with which the usual columns of the list are in sight
_STRETCH = (0, 1, 2, 0)
_NARROW = 950  # pixels; below that there is no room for all four


class ReviewPanes(QSplitter):
    """Shares out its room until somebody has dragged a line, then keeps to that. Facets show where there is room."""

    def __init__(self, facets: QWidget, items: QWidget, page: QWidget, inspector: QWidget) -> None:
        """Put the four side by side."""
        super().__init__(Qt.Orientation.Horizontal)
        for place, widget in enumerate((facets, items, page, inspector)):
            self.addWidget(widget)
            self.setStretchFactor(place, _STRETCH[place])
            if widget is not facets:
                widget.setMinimumWidth(_LIST_LEAST if widget is items else _LEAST)
        self.setHandleWidth(1)
        self._is_arranged = False
        self._facets, self._widths = facets, [0] * self.count()
        self.splitterMoved.connect(self._on_dragged)

    def widths(self) -> list[int]:
        """Return the widths to keep: those of all four."""
        return self._widths if self._facets.isHidden() else self.sizes()

    def restore(self, widths: Sequence[int] | None) -> None:
        """Take up widths that were kept; those of other parts are left."""
        if widths and sum(widths) and len(widths) == self.count():
            self._is_arranged = True
            self._widths = [int(width) for width in widths]
            self.setSizes(self._widths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the room anew."""
        is_narrow = self.width() < _NARROW
        if is_narrow and not self._facets.isHidden():
            self._widths = self.sizes()
        if is_narrow != self._facets.isHidden():
            self._facets.setHidden(is_narrow)
            self.setSizes(self._widths)
        super().resizeEvent(event)
        if not self._is_arranged:
            self.setSizes(_shares(self.width()))

    def _on_dragged(self) -> None:
        self._is_arranged = True


def _shares(width: int) -> list[int]:
    """Return widths with which nothing is cut in a window of 1280 pixels, and pages are well read in wider ones."""
    facets = min(max(147, width * 116 // 1000), 170) if width >= _NARROW else 0
    items = min(max(346, width * 305 // 1000), 520, width - facets - 2 * _LEAST)
    return [facets, items, width - facets - items - _LEAST, _LEAST]
