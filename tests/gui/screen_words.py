"""Collects the words that show, wherever they stand (labels, lists, menus, paintings), and knows what is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QPainter, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from evidence_desk.gui.widgets.basics import ElidedLabel

_MOST_LINES = 200
_ROUNDED = 2  # pixels


def words_of(widget: QWidget) -> Iterator[str]:
    """Yield what a widget and its visible parts show and say."""
    for part in _visible(widget):
        yield from filter(None, (part.accessibleName(), *_own(part)))
    yield widget.windowTitle()


def words_behind(widget: QWidget) -> Iterator[str]:
    """Yield what can be typed over, and what shows under the mouse only."""
    for part in _visible(widget):
        if isinstance(part, QLineEdit | QPlainTextEdit | QTextEdit):
            yield part.text() if isinstance(part, QLineEdit) else part.toPlainText()
        elif isinstance(part, QAbstractItemView):
            yield from _listed(part.model(), QModelIndex(), Qt.ItemDataRole.ToolTipRole)
        yield part.toolTip()


def _visible(widget: QWidget) -> list[QWidget]:
    return [part for part in (widget, *widget.findChildren(QWidget)) if part.isVisible()]


def is_cut(part: QWidget) -> bool:
    """Return whether words or a picture have less room than they take."""
    if isinstance(part, ElidedLabel):
        return part.text() != part.toolTip() and part.text().endswith("…")
    if isinstance(part, QLabel) and part.wordWrap():
        return part.height() + _ROUNDED < part.heightForWidth(part.width())
    if isinstance(part, QLabel) or (isinstance(part, QAbstractButton) and part.text()):
        hint = part.sizeHint()
        return part.width() + _ROUNDED < hint.width() or part.height() + _ROUNDED < hint.height()
    return False


def painted_words(widget: QWidget, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the words that are painted by hand in a widget."""
    with _recording(monkeypatch) as said:
        widget.grab()
    return said


@contextmanager
def _recording(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    said: list[str] = []
    draw = QPainter.drawText

    def _draw(painter: QPainter, *given: Any) -> Any:
        said.extend(each for each in given if isinstance(each, str))
        return draw(painter, *given)

    with monkeypatch.context() as patch:
        patch.setattr(QPainter, "drawText", _draw)
        yield said


def _own(part: QWidget) -> Iterator[str]:
    if isinstance(part, QLabel):
        yield QTextDocumentFragment.fromHtml(part.text()).toPlainText() if _is_rich(part) else part.text()
    elif isinstance(part, QAbstractButton):
        yield part.text()
    elif isinstance(part, QLineEdit | QPlainTextEdit | QTextEdit):
        yield part.placeholderText()
    elif isinstance(part, QComboBox):
        yield from (part.itemText(place) for place in range(part.count()))
    elif isinstance(part, QMenu):
        yield from (action.text() for action in part.actions())
    elif isinstance(part, QAbstractItemView):
        yield from _listed(part.model(), QModelIndex(), Qt.ItemDataRole.DisplayRole)


def _is_rich(part: QLabel) -> bool:
    return part.textFormat() == Qt.TextFormat.RichText


def _listed(model: QAbstractItemModel | None, parent: QModelIndex, role: Qt.ItemDataRole) -> Iterator[str]:
    if model is None:
        return
    is_flat = isinstance(model, QAbstractListModel)  # whose own count of columns Qt keeps to itself
    for column in range(1 if is_flat else model.columnCount(parent)):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for line in range(min(_MOST_LINES, model.rowCount(parent))):
            index = model.index(line, column, parent)
            yield str(index.data(role) or "")
            if not column and not is_flat:
                yield from _listed(model, index, role)
