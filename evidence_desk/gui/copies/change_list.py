"""The changes of a copy that need nobody's word: kind, thing, what happened; and who made how many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from evidence_desk.gui.copies.words import change_words
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import (
    Box,
    ElidedLabel,
    badge,
    button,
    clear,
    column,
    heading,
    label,
    line,
    row,
    scroller,
)

if TYPE_CHECKING:
    from evidence_desk.replica.changes import ChangeGroup

_MOST = 40
_KIND, _NAMES = 92, 116


class ChangeList(QWidget):
    """Rows of changes under a heading, and what a merge keeps and how it is undone.

    Signals:
        all_wanted: everything shall be listed.
    """

    all_wanted = Signal()

    def __init__(self, ui: Ui) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui = ui
        self._body = Box(spacing=0, margins=(0, 0, 8, 8))
        column(self).addWidget(scroller(self._body))

    def show_changes(
        self, groups: Sequence[ChangeGroup], people: Sequence[tuple[str, int]], text: str
    ) -> None:
        """Show groups of changes, who made them, and a text below."""
        t, body = self._ui.t, self._body.body
        clear(body)
        if people:
            body.addWidget(self._people(people))
            body.addSpacing(4)
        for group in groups[:_MOST]:
            body.addWidget(self._line(group))
            body.addWidget(line())
        if not groups:
            body.addWidget(label(t("bring.nothing_clean"), "muted", wraps=True))
        if len(groups) > _MOST:
            more = sum(len(group.rows) for group in groups[_MOST:])
            body.addSpacing(8)
            body.addWidget(
                row(
                    label(t("bring.more", n=f"{more:,}"), "muted"),
                    button(t("bring.show_all"), self.all_wanted.emit, "link"),
                    None,
                )
            )
        body.addSpacing(14)
        body.addWidget(self._note(text))
        body.addStretch(1)

    def _people(self, people: Sequence[tuple[str, int]]) -> QWidget:
        t = self._ui.t
        named = [t("bring.person", who=who or t("bring.program"), n=f"{count:,}") for who, count in people]
        return row(ElidedLabel(" · ".join(named), "small"), margins=(8, 0, 8, 0))

    def _line(self, group: ChangeGroup) -> QWidget:
        t = self._ui.t
        kind, names, happened = change_words(t, group)
        first, things, what = label(kind), ElidedLabel(names, "strong"), ElidedLabel(happened)
        first.setFixedWidth(_KIND)
        things.setFixedWidth(_NAMES)
        things.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        taken = badge(f"✓ {t('bring.take')}", "supports" if group.state != "deleted" else "contradicts")
        made = row(first, things, what, taken, spacing=10, margins=(8, 7, 8, 7))
        layout = made.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.setStretch(2, 1)
        return made

    def _note(self, text: str) -> QWidget:
        made = QFrame()
        made.setObjectName("card")
        column(made, margins=(14, 11, 14, 11)).addWidget(label(text, "muted", wraps=True))
        return made


def headed(title: str, content: QWidget) -> QWidget:
    """Return a column under a heading."""
    made = Box(spacing=10)
    made.body.addWidget(heading(title))
    made.body.addWidget(content, 1)
    return made
