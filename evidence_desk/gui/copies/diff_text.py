"""A text beside another one, the words that differ marked."""

from __future__ import annotations

import html
from contextlib import suppress

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from evidence_desk.gui.ui import Ui
from evidence_desk.queries.conflicts import word_diff

_AT_ONCE = 800  # characters of both that are compared on the UI thread; longer ones take a few hundredths of a second
_MOST = 10_000  # characters of both; nobody looks for single words in longer ones

Parts = list[tuple[str, str]]


class DiffText(QLabel):
    """One side of two texts. Words that only this side has are marked; nothing in the text is read as markup."""

    def __init__(self, ui: Ui, text: str, other: str) -> None:
        """Show ``text``, with what ``other`` has not marked; an empty ``other`` marks nothing."""
        super().__init__()
        self._theme = ui.theme
        self._parts: Parts = [("same", text)]
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self.setAccessibleName(text)
        length = len(text) + len(other)
        if text and other and length <= _AT_ONCE:
            self._parts = word_diff(other, text)
        elif text and other and length <= _MOST:
            ui.bridge.read_later(self._take, _compare, other, text)
        self._draw()
        ui.theme.changed.connect(self._draw)

    @property
    def marked(self) -> str:
        """What only this side has."""
        return "".join(words for kind, words in self._parts if kind == "added")

    def _take(self, parts: Parts) -> None:
        with suppress(RuntimeError):  # the card is gone, and this text with it
            self._parts = parts
            self._draw()

    def _draw(self) -> None:
        has_same = any(kind == "same" and words.strip() for kind, words in self._parts)
        ground = self._theme.color("accent_soft").name()
        shown = []
        for kind, words in self._parts:
            escaped = html.escape(words).replace("\n", "<br>")
            if kind == "same" or (kind == "added" and not has_same):
                shown.append(escaped)
            elif kind == "added":
                shown.append(f'<span style="background:{ground}; font-weight:500">{escaped}</span>')
        self.setText("".join(shown))


def _compare(_connection: object, other: str, text: str) -> Parts:
    """Compare on the reader thread."""
    return word_diff(other, text)
