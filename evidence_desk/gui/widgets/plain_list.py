"""A list of lines in columns, as the dialogs show it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QTreeWidget


def plain_list(
    heads: Sequence[str], name: str, widths: Sequence[int], *, is_tree: bool = False
) -> QTreeWidget:
    """Return an empty list.

    Args:
        heads: what stands over the columns.
        name: what a screen reader says.
        widths: of the first columns, in pixels; the last takes the rest.
        is_tree: whether lines stand under others, which can be folded.
    """
    made = QTreeWidget()
    made.setHeaderLabels(list(heads))
    made.setRootIsDecorated(is_tree)
    made.setUniformRowHeights(True)
    made.setAccessibleName(name)
    for place, width in enumerate(widths):
        made.setColumnWidth(place, width)
    return made
