"""Makes the content of a part of the window anew without the keyboard leaving it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from evidence_desk.gui.widgets.basics import clear


def refill(layout: QLayout, content: QWidget) -> None:
    """Show ``content`` in place of all there is; the keyboard goes to what is called as what had it."""
    holder, focused = layout.parentWidget(), QApplication.focusWidget()
    is_here = holder is not None and focused is not None and holder.isAncestorOf(focused)
    name = focused.accessibleName() if focused is not None and is_here else ""
    layout.addWidget(content)
    content.show()  # at once: what is not shown yet cannot have the keyboard
    for each in content.findChildren(QWidget):
        if name and each.accessibleName() == name and each.focusPolicy() != Qt.FocusPolicy.NoFocus:
            each.setFocus()  # before the old one goes, so that nothing else has the keyboard between
            break
    clear(layout, layout.count() - 1)
