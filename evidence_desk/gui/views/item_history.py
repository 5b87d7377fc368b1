"""The steps of the history that touched one item, each with a button that puts it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.commands.bulk import PutBack
from evidence_desk.gui.dialogs.form import FormDialog, Values
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, ElidedLabel, button, clear, column, heading, label, row
from evidence_desk.queries.coding import ItemStep, steps_of

_PAUSE_MS = 250  # the history is long; it is read for whoever stays on an item


class ItemHistory(QWidget):
    """Reads and shows the last steps of an item once it has been looked at for a moment.

    Signals:
        shown: the steps are there.
    """

    shown = Signal()

    def __init__(self, ui: Ui) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui = ui
        self._item = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._read)
        layout = column(self, margins=(0, 0, 0, 8), spacing=6)
        layout.addWidget(heading(ui.t("history.title")))
        self._box = Box(spacing=6)
        layout.addWidget(self._box)
        self.steps: Sequence[ItemStep] = ()

    def show_item(self, item: str) -> None:
        """Show the steps of an item in a moment; an empty text shows none."""
        if item != self._item:
            clear(self._box.body)
            self.steps = ()
        self._item = item
        self._timer.start(_PAUSE_MS)

    def _read(self) -> None:
        item = self._item
        if item:
            self._ui.bridge.read_later(partial(self._show, item), steps_of, item)

    def _show(self, item: str, steps: list[ItemStep]) -> None:
        if item != self._item or steps == self.steps:
            return
        self.steps = steps
        clear(self._box.body)
        for step in steps:
            self._box.body.addWidget(self._line(step))
        if not steps:
            self._box.body.addWidget(label(self._ui.t("history.none"), "muted", wraps=True))
        self.shown.emit()

    def _put_back(self, step: ItemStep) -> None:
        """Take a step back; one that changed other items as well only after saying how many."""
        command, t = PutBack(entry=step.seq), self._ui.t
        if step.items < 2:
            self._ui.bridge.run(command)
            return

        def _send(_values: Values, form: FormDialog) -> None:
            self._ui.bridge.run(command, form.finish, refused=form.refuse)

        form = FormDialog(
            self._ui, self.window(), t("history.put_back"), [], _send, t("history.put_all_back", n=step.items)
        )
        form.body.body.addWidget(label(t.summary(step.summary), wraps=True))
        told = t("history.wide", n=f"{step.items:,}", rows=f"{step.rows:,}")
        form.body.body.addWidget(label(told, wraps=True))
        form.open()

    def _line(self, step: ItemStep) -> QWidget:
        t = self._ui.t
        when = datetime.fromisoformat(step.at).astimezone().strftime("%Y-%m-%d %H:%M")
        words = ElidedLabel(t.summary(step.summary), "muted" if step.is_taken_back else "")
        state = t("history.taken_back") if step.is_taken_back else t.count("history.rows", step.rows)
        small = label(f"{when} · {step.actor} · {state}", "small", wraps=True)
        box = Box(spacing=1)
        box.body.addWidget(words)
        if step.is_taken_back or self._ui.bridge.is_read_only:
            box.body.addWidget(small)
            return box
        back = button(t("history.put_back"), partial(self._put_back, step), "link")
        back.setAccessibleName(f"{t('history.put_back')}: {t.summary(step.summary)}")
        line = row(small, back, spacing=4)
        inner = line.layout()
        assert inner is not None
        inner.setStretch(0, 1)  # type: ignore[attr-defined]
        box.body.addWidget(line)
        return box
