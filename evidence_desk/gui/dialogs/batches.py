"""The review batches of a matter: who has which and how far each is; deal out, take up, give to somebody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.review_batches import EditReviewBatch, SplitReview
from evidence_desk.gui.dialogs.form import Field, FormDialog, Values, command_of
from evidence_desk.gui.dialogs.side_dialog import SideDialog
from evidence_desk.gui.texts import Texts
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import button, clear, label, row, scroller
from evidence_desk.gui.widgets.empty_state import EmptyState
from evidence_desk.queries.review_batches import ReviewBatchRow, review_batches
from evidence_desk.support.errors import CommandError, UserError

_DIGITS = 9  # more than any size of a batch has; of thousands no number is made


class BatchesDialog(SideDialog):
    """Lists the batches with their progress by reviewer.

    Signals:
        wanted: a ReviewBatchRow whose items shall be reviewed now.
    """

    wanted = Signal(object)

    def __init__(self, ui: Ui, parent: QWidget, split: Callable[[], object]) -> None:
        """Show the batches as they are; ``split`` asks how to deal out what the list shows."""
        super().__init__(ui, parent, ui.t("batches.title"), (760, 460))
        self._split = split
        self.rows: Sequence[ReviewBatchRow] = ()
        self.body.addWidget(label(ui.t("batches.lead"), "secondary", wraps=True))
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setColumnStretch(2, 1)
        self.add_list(scroller(content), EmptyState(ui, "batches", "inbox", None))
        new = button(ui.t("batches.split"), self._on_split)
        new.setEnabled(not ui.bridge.is_read_only)
        done = button(ui.t("form.close"), self.close)
        self.body.addWidget(row(new, None, done, spacing=8))
        ui.bridge.committed.connect(self._on_committed)
        self._read()

    def _on_committed(self, _changes: object) -> None:
        self._read()

    def _read(self) -> None:
        self._ui.bridge.read_later(self._show, review_batches)

    def _show(self, rows: Sequence[ReviewBatchRow]) -> None:
        self.rows = rows
        clear(self._grid)
        self.show_list(is_empty=not rows)
        for place, each in enumerate(rows):
            self._add(place, each)
        self._grid.setRowStretch(len(rows) + 1, 1)

    def _add(self, place: int, each: ReviewBatchRow) -> None:
        t = self._ui.t
        name = label(f"{each.name} {each.number}", "strong")
        name.setToolTip(each.query)
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setMaximum(max(1, each.items))
        bar.setValue(each.items - each.open)
        bar.setAccessibleName(f"{each.name} {each.number}")
        done = t("batches.done", done=f"{each.items - each.open:,}", total=f"{each.items:,}")
        if each.second_look:
            done += " · " + t("batches.second_look", n=f"{each.second_look:,}")
        take = button(t("batches.take"), partial(self._take, each), "primary" if each.open else "")
        tools = [take]
        if not self._ui.bridge.is_read_only:
            tools += [
                button(t("batches.give"), partial(self._give, each)),
                button(t("batches.delete"), partial(self._ui.bridge.run, Delete(what=each.id)), "flat"),
            ]
        for each_tool in tools:
            each_tool.setAutoDefault(False)
            each_tool.setAccessibleName(f"{each_tool.text()}: {each.name} {each.number}")
        cells = (name, label(each.reviewer), bar, label(done, "small"), row(*tools, spacing=4))
        for across, widget in enumerate(cells):
            self._grid.addWidget(widget, place, across)

    def _take(self, each: ReviewBatchRow) -> None:
        self.wanted.emit(each)
        self.close()

    def _give(self, each: ReviewBatchRow) -> None:
        t = self._ui.t
        field = Field("reviewer", t("field.reviewer"), value=each.reviewer, is_required=True)
        send = command_of(self._ui, EditReviewBatch, lambda values: {"review_batch": each.id, **values})
        FormDialog.ask(self._ui, self, t("batches.give"), (field,), send)

    def _on_split(self) -> None:
        self._split()


def ask_split(ui: Ui, parent: QWidget, ids: Sequence[str], query: str) -> None:
    """Ask among whom the items that show shall be dealt out, and do it."""
    t = ui.t
    if not ids or ui.bridge.is_read_only:
        name = "import.read_only" if ui.bridge.is_read_only else "batches.nothing"
        ui.bridge.failed.emit(UserError("cannot_split", t(name), t(f"{name}_remedy")))
        return
    reviewers_hint, size_hint = t("batches.reviewers_hint"), t("batches.size_hint")
    fields = (
        Field("name", t("field.name"), query[:40] or t("batches.all"), is_required=True),
        Field("reviewers", t("field.reviewers"), is_required=True, hint=reviewers_hint),
        Field("size", t("field.batch_size"), hint=size_hint),
    )

    def given(values: Values) -> dict[str, Any]:
        return {**_dealt(t, values), "query": query, "evidence": list(ids)}

    send = command_of(ui, SplitReview, given)
    FormDialog.ask(ui, parent, t.count("batches.split_title", len(ids)), fields, send, t("batches.split_ok"))


def _dealt(t: Texts, values: Values) -> dict[str, Any]:
    """Return the fields of the command that deals out.

    Raises:
        UserError: the size is no whole number.
    """
    size = values["size"]
    if size and not (size.isdecimal() and len(size) <= _DIGITS and int(size)):
        raise CommandError("bad_size", t("batches.bad_size", size=size), field="size")
    names = values["reviewers"].replace("，", ",").replace("、", ",").split(",")
    reviewers = [name.strip() for name in names if name.strip()]
    return {"name": values["name"], "reviewers": reviewers, **({"size": int(size)} if size else {})}
