"""Shows one widget for each of some things, so that those that stay keep the keyboard and what is typed in them."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget

W = TypeVar("W", bound=QWidget)


def show_keyed(
    layout: QBoxLayout,
    held: MutableMapping[str, W],
    ids: Sequence[str],
    make: Callable[[str], W],
    *,
    drop: Callable[[W], object] = QWidget.deleteLater,
) -> None:
    """Let ``layout`` hold one widget for each id, in order; ``held`` are the widgets there by id, kept up to date.

    The keyboard of one that goes is taken by that which comes into its place. ``drop`` gets those that go, hidden.
    """
    focused = QApplication.focusWidget()
    gone = [(place, key) for place, key in enumerate(held) if key not in ids]
    lost = next((place for place, key in gone if focused and _holds(held[key], focused)), None)
    going = [held.pop(key) for _place, key in gone]
    for each in going:
        layout.removeWidget(each)
    for place, key in enumerate(ids):
        widget = held[key] = held.pop(key, None) or make(key)  # so that they are held in their order, too
        if layout.indexOf(widget) != place:
            layout.insertWidget(place, widget)
            widget.show()  # at once: what is not shown yet cannot have the keyboard
    if lost is not None and ids:
        held[ids[min(lost, len(ids) - 1)]].setFocus()
    for each in going:
        each.hide()
        drop(each)


def rekey(held: MutableMapping[str, W], ids: Sequence[str]) -> None:
    """Let the widgets there stand for other things, in order, since making them anew takes longer.

    Those too many are left under keys that are no ids, and go with the next `show_keyed`.
    """
    widgets = list(held.values())
    held.clear()
    held.update(zip([*ids, *(f"-{place}" for place in range(len(widgets)))], widgets, strict=False))


def _holds(widget: QWidget, focused: QWidget) -> bool:
    return widget is focused or widget.isAncestorOf(focused)
