"""Tab goes through the window in the order of reading, also where parts were made anew or come and go.

Qt goes in the order in which widgets were made, so what was made last would come last.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLayout,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QWidget,
)

_WHOLE = (QComboBox, QLineEdit)  # what is in them is theirs


def go_on(root: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to what comes after (or before) what has it; False where that is not known here."""
    focused = QApplication.focusWidget()
    order = list(reading_order(root))
    if focused not in order:
        return False
    following = order[(order.index(focused) + (1 if forward else -1)) % len(order)]
    following.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    around = following.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(following)
        around = around.parentWidget()
    return True


def reading_order(widget: QWidget) -> Iterator[QWidget]:
    """Give what Tab stops at in a widget, itself first, in the order of its layouts."""
    if not (widget.isVisible() and widget.isEnabled()):
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    for child in () if isinstance(widget, _WHOLE) else _children(widget):
        yield from reading_order(child)


def _children(widget: QWidget) -> Iterator[QWidget]:
    """Give the children in the order of the layout, then those that stand in none, such as what floats over it."""
    if isinstance(widget, QMainWindow):
        placed = [widget.centralWidget()]
    elif isinstance(widget, QSplitter):
        placed = [widget.widget(place) for place in range(widget.count())]
    elif isinstance(widget, QStackedWidget):
        placed = [widget.currentWidget()]
    else:
        layout = widget.layout()
        placed = list(_laid_out(layout)) if layout is not None else []
    yield from (child for child in placed if child is not None)
    yield from (
        child
        for child in widget.children()
        if isinstance(child, QWidget) and not child.isWindow() and child not in placed
    )


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)
