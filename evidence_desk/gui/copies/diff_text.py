"""A text beside another one, the words that differ marked."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from evidence_desk.gui.theme.manager import Theme
from evidence_desk.queries.conflicts import word_diff

_MOST = 4000  # characters of both; longer ones are not compared, which would take too long on the UI thread


class DiffText(QLabel):
    """One side of two texts. Words that only this side has are marked; nothing in the text is read as markup."""

    def __init__(self, theme: Theme, text: str, other: str) -> None:
        """Show ``text``, with what ``other`` has not marked."""
        super().__init__()
        self._theme = theme
        is_short = len(text) + len(other) <= _MOST
        self._parts = word_diff(other, text) if is_short and text and other else [("same", text)]
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self.setAccessibleName(text)
        self._draw()
        theme.changed.connect(self._draw)

    @property
    def marked(self) -> str:
        """What only this side has."""
        return "".join(words for kind, words in self._parts if kind == "added")

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
