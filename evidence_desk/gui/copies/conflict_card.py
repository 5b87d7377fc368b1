"""One conflict: the thing, both values side by side with the words that differ, who wrote each and when."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from evidence_desk.commands.conflicts import can_take_both
from evidence_desk.gui.copies.diff_text import DiffText
from evidence_desk.gui.copies.words import about_conflict, conflict_name, long_name, sides, value_word, when
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, ElidedLabel, button, column, heading, key_cap, label, row
from evidence_desk.queries.conflicts import ConflictRow

Choice = Literal["ours", "theirs", "both", "later"]
PLACE = "bring_back"
_SHORT = 40  # characters of what was, beside the name


class Side(QFrame):
    """One of the two values; a click takes it.

    Signals:
        taken: it was clicked.
    """

    taken = Signal()

    def __init__(self, ui: Ui, title: str, key: str, text: str, other: str, by: str, at: str) -> None:
        """Show a value, whose words are compared with the ``other`` one."""
        super().__init__()
        self.setObjectName("side")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.text = DiffText(ui, text, other)
        wrote = label(" · ".join(part for part in (by, when(at)) if part), "small")
        layout = column(self, margins=(11, 7, 11, 9), spacing=5)
        layout.addWidget(row(heading(title), key_cap(key), None, wrote, spacing=5))
        layout.addWidget(self.text, 1)
        self.setAccessibleName(f"{title} {key}: {text}")

    def set_taken(self, *, is_taken: bool) -> None:
        """Show whether this is the value that was chosen."""
        _set_property(self, "chosen", is_on=is_taken)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a click."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.taken.emit()
        super().mouseReleaseEvent(event)


class ConflictCard(QFrame):
    """A conflict to decide.

    Attributes:
        conflict: what it is about.
        choice: what was chosen; ``later`` until then.

    Signals:
        chosen: a Choice was clicked.
        thing_wanted: (table, id) the thing shall be shown.
    """

    chosen = Signal(str)
    thing_wanted = Signal(str, str)

    def __init__(self, ui: Ui, conflict: ConflictRow) -> None:
        """Show a conflict nobody decided yet."""
        super().__init__()
        self._ui, self.conflict = ui, conflict
        self.choice: Choice = "later"
        self.setObjectName("conflictCard")
        ours, theirs = sides(ui.t, conflict)
        is_text = conflict.kind == "field"
        t, key = ui.t, ui.key
        self.ours = Side(
            ui,
            t("bring.desk"),
            key(PLACE, "take_ours"),
            ours,
            theirs if is_text else "",
            conflict.ours_by,
            conflict.ours_at,
        )
        self.theirs = Side(
            ui,
            t("bring.copy"),
            key(PLACE, "take_theirs"),
            theirs,
            ours if is_text else "",
            conflict.theirs_by,
            conflict.theirs_at,
        )
        self.ours.taken.connect(lambda: self.chosen.emit("ours"))
        self.theirs.taken.connect(lambda: self.chosen.emit("theirs"))
        layout = column(self, margins=(12, 10, 12, 9), spacing=8)
        layout.addWidget(self._header())
        layout.addWidget(row(self.ours, self.theirs, spacing=8, is_even=True))
        layout.addWidget(self._footer())
        self.setAccessibleName(f"{conflict_name(conflict)} {about_conflict(t, conflict)}")

    @property
    def can_take_both(self) -> bool:
        """Whether both values can stand together."""
        return can_take_both(self.conflict.kind, self.conflict.field)

    def show_choice(self, choice: Choice) -> None:
        """Mark what was chosen."""
        self.choice = choice
        self.ours.set_taken(is_taken=choice in ("ours", "both"))
        self.theirs.set_taken(is_taken=choice in ("theirs", "both"))
        self._state.setText("" if choice == "later" else f"✓ {self._ui.t.word('bring_choice', choice)}")

    def set_current(self, *, is_current: bool) -> None:
        """Show whether the keys are for this conflict."""
        _set_property(self, "current", is_on=is_current)

    def _header(self) -> QWidget:
        t, conflict = self._ui.t, self.conflict
        name = button(
            conflict.name or conflict_name(conflict) or t.word("thing", conflict.table),
            lambda: self.thing_wanted.emit(conflict.table, conflict.row),
            "name",
            tip=conflict_name(conflict),
        )
        name.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made, about = Box(spacing=2), label(about_conflict(t, conflict))
        was = self._was()
        is_short = len(was) <= _SHORT
        beside = ElidedLabel(f"· {was}" if is_short and was else long_name(conflict), "muted")
        line = row(name, about, beside, spacing=7)
        inner = line.layout()
        assert isinstance(inner, QHBoxLayout)
        inner.setStretch(2, 1)
        made.body.addWidget(line)
        if not is_short:
            made.body.addWidget(label(was, "muted", wraps=True))
        return made

    def _was(self) -> str:
        """Return in words what both sides once had."""
        t, conflict = self._ui.t, self.conflict
        if conflict.kind not in ("field", "cycle"):
            return ""
        base = value_word(t, conflict.field, conflict.base)
        return t("bring.was", text=base) if conflict.base else t("bring.was_nothing")

    def _footer(self) -> QWidget:
        t, key = self._ui.t, self._ui.key
        self._state = label("", "taken")
        later = (key_cap(key(PLACE, "decide_later")), self._quiet(t("bring.decide_later"), "later"))
        if not self.can_take_both:
            return row(*later, None, self._state, spacing=4)
        both = (key_cap(key(PLACE, "take_both")), self._quiet(t("bring.keep_both"), "both"))
        return row(*both, 10, *later, None, self._state, spacing=4)

    def _quiet(self, text: str, choice: Choice) -> QPushButton:
        made = button(text, lambda: self.chosen.emit(choice), "quiet")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made


def _set_property(widget: QWidget, name: str, *, is_on: bool) -> None:
    widget.setProperty(name, "true" if is_on else "false")
    widget.style().unpolish(widget)
    widget.style().polish(widget)
