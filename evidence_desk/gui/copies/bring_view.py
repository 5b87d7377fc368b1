"""Bringing a copy back: the preview with its conflicts, and the conflicts that are left until somebody decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from evidence_desk.commands.base import Command
from evidence_desk.commands.conflicts import ResolveConflict
from evidence_desk.domain.words import Take
from evidence_desk.gui.actions.registry import Actions
from evidence_desk.gui.copies.change_list import ChangeList, headed
from evidence_desk.gui.copies.conflict_card import Choice
from evidence_desk.gui.copies.conflict_list import ConflictList
from evidence_desk.gui.copies.keys_card import KeysCard
from evidence_desk.gui.copies.refusal import Refusal
from evidence_desk.gui.copies.words import change_words, copy_words
from evidence_desk.gui.dialogs.report import ReportDialog
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.views.base import View
from evidence_desk.gui.widgets.basics import button, column, row
from evidence_desk.gui.widgets.empty_state import EmptyState
from evidence_desk.gui.widgets.view_header import ViewHeader
from evidence_desk.queries.conflicts import ConflictRow
from evidence_desk.queries.conflicts import conflicts as read_conflicts
from evidence_desk.support.errors import UserError
from evidence_desk.support.wording import counted

if TYPE_CHECKING:
    from evidence_desk.replica.report import BringBackReport

_EMPTY, _WORK, _REFUSED = range(3)


class BringBackView(View):
    """The preview of a copy, or what is left to decide.

    Attributes:
        report: the preview that shows; None while what is left shows.

    Signals:
        merge_wanted: decisions by conflict; the copy that shows shall be merged.
        copy_wanted: a copy shall be chosen and brought back.
        left: somebody has done with the view.
        thing_wanted: (table, id) a thing shall be shown.
    """

    name: ClassVar[str] = "bring_back"
    icon: ClassVar[str] = "git-merge"
    kinds: ClassVar[tuple[str, ...]] = ("conflict",)
    merge_wanted = Signal(dict)
    copy_wanted = Signal()
    left = Signal()
    thing_wanted = Signal(str, str)

    def __init__(self, ui: Ui) -> None:
        """Show nothing yet."""
        super().__init__(ui)
        self.report: BringBackReport | None = None
        self._choices: dict[str, Choice] = {}
        t = ui.t
        self._later = button(t("bring.later"), self.leave)
        self._merge = button("", self.merge, "primary")
        self.header = ViewHeader(t("view.bring_back"), self._later, self._merge)
        self.conflicts = ConflictList(ui)
        self.changes = ChangeList(ui)
        self.refusal = Refusal(ui)
        self._conflicts_part = headed(t("bring.conflicts_keys"), self.conflicts)
        self._changes_part = headed(t("bring.clean"), self.changes)
        self._help = headed(t("bring.keys"), KeysCard(ui))
        self._stack = QStackedWidget()
        choose = EmptyState(
            ui, "bring_back", "git-merge", self.copy_wanted.emit, key=ui.key("global", "bring_back")
        )
        for widget in (choose, self._work_page(), self.refusal):
            self._stack.addWidget(widget)
        layout = column(self)
        layout.addWidget(self.header)
        layout.addWidget(self._stack, 1)
        self.conflicts.decided.connect(self._on_decided)
        self.conflicts.thing_wanted.connect(self.thing_wanted)
        self.changes.all_wanted.connect(self.show_all)
        self.refusal.closed.connect(self.leave)

    def add_actions(self, actions: Actions) -> None:
        """Make the keys of the view."""
        conflicts = self.conflicts
        handlers: dict[str, Callable[[], object]] = {
            "take_ours": lambda: conflicts.choose("ours"),
            "take_theirs": lambda: conflicts.choose("theirs"),
            "take_both": lambda: conflicts.choose("both"),
            "decide_later": lambda: conflicts.choose("later"),
            "take_alike": conflicts.choose_alike,
            "next_conflict": lambda: conflicts.step(1),
            "previous_conflict": lambda: conflicts.step(-1),
            "show_changes": self.show_all,
            "merge": self.merge,
            "leave": self.leave,
        }
        actions.add_all(self.name, self, handlers)

    def show_preview(self, report: BringBackReport, path: Path) -> None:
        """Show what bringing a copy back would do."""
        self.report, self._choices = report, {}
        self._is_stale = False
        t = self.ui.t
        self.header.set_title(t("bring.title", name=path.name))
        fresh = report.conflicts[len(report.conflicts) - report.new_conflicts :]
        self.conflicts.show_conflicts(fresh, self._choices)
        self.changes.show_changes(report.groups, report.people, self._promise(report))
        self._conflicts_part.setVisible(bool(fresh))
        self._changes_part.show()
        self._help.hide()
        self._stack.setCurrentIndex(_WORK)
        self._merge.setVisible(True)
        self._merge.setText(f"{self._merge_words(report)} ↵")
        self._later.setVisible(bool(report.entries))
        self._later.setText(t("bring.later"))
        self._show_note()
        self.take_focus()

    def show_refusal(self, error: UserError, name: str) -> None:
        """Say why a copy is not brought back, and that nothing was changed."""
        self.report = None
        self.header.set_title(self.ui.t("bring.refused", name=name))
        self.header.set_note("")
        self._merge.hide()
        self._later.hide()
        self.refusal.show_error(error)
        self._stack.setCurrentIndex(_REFUSED)

    def show_left(self) -> None:
        """Show what is left to decide in the matter."""
        self.report, self._choices = None, {}
        self.refresh()

    def refresh(self) -> None:
        """Read the conflicts of the matter again, unless a preview or a refusal shows."""
        if self.report is None and self._stack.currentIndex() != _REFUSED:
            self.ui.bridge.read_later(self._show_left, read_conflicts)

    def clear(self) -> None:
        """Forget the preview of a matter that closes."""
        self.report, self._choices = None, {}
        self.conflicts.show_conflicts((), self._choices)
        self._stack.setCurrentIndex(_EMPTY)

    def take_focus(self) -> None:
        """Put the keyboard on the conflicts, where the numbers choose and Enter merges."""
        self.setFocus()

    def merge(self) -> None:
        """Ask for the merge as it is decided; with nothing new in the copy, go."""
        if self.report is None:
            return
        if self.report.entries:
            self.merge_wanted.emit(dict(self._choices))
        else:
            self.leave()

    def leave(self) -> None:
        """Go without merging; the copy can be brought back at any time."""
        self.report = None
        self._stack.setCurrentIndex(_EMPTY)
        self._is_stale = True
        self.left.emit()

    def show_all(self) -> None:
        """List every change of the preview."""
        if self.report is not None:
            lines = [change_words(self.ui.t, group) for group in self.report.groups]
            ReportDialog(self.ui, self, self.ui.t("bring.clean"), lines).show()

    def _work_page(self) -> QWidget:
        parts = (self._conflicts_part, self._changes_part, self._help)
        return row(*parts, spacing=12, margins=(16, 14, 8, 8), is_even=True)

    def _show_left(self, conflicts: list[ConflictRow]) -> None:
        if self.report is not None:
            return
        t = self.ui.t
        self.header.set_title(t("bring.left_title"))
        self.header.set_note(t.count("bring.left", len(conflicts)) if conflicts else "")
        self._merge.hide()
        self._later.hide()
        self.conflicts.show_conflicts(conflicts, {})
        self._conflicts_part.show()
        self._changes_part.hide()
        self._help.show()
        self._stack.setCurrentIndex(_WORK if conflicts else _EMPTY)

    def _on_decided(self, choices: list[tuple[str, Choice]]) -> None:
        if self.report is None:
            self._resolve([(conflict, choice) for conflict, choice in choices if choice != "later"])
            return
        can_both = {card.id for card in self.conflicts.conflicts if _can_both(card)}
        for conflict, choice in choices:
            if choice == "later":
                self._choices.pop(conflict, None)
            elif choice != "both" or conflict in can_both:
                self._choices[conflict] = choice
        self.conflicts.show_choices()
        if len(choices) == 1:
            is_later = choices[0][1] == "later"
            self.conflicts.go_to(self.conflicts.place + 1 if is_later else self.conflicts.next_open())
        self._show_note()

    def _resolve(self, choices: list[tuple[str, Choice]]) -> None:
        """Decide conflicts of the matter, each kind of answer as a step; several alike are one step."""
        if not choices:
            self.conflicts.step(1)
            return
        commands: list[Command] = [
            ResolveConflict(conflict=conflict, take=Take(choice)) for conflict, choice in choices
        ]
        if len(commands) == 1:
            self.ui.bridge.run(commands[0])
        else:
            self.ui.bridge.run_commands(commands, f"Decide {counted(len(commands), 'conflict')} alike")

    def _show_note(self) -> None:
        report, t = self.report, self.ui.t
        if report is None:
            return
        if not report.entries:
            self.header.set_note(t("bring.nothing_new"))
            return
        left = report.new_conflicts - len(self._choices)
        who = t.count("bring.people", len(report.people))
        parts = [
            t.count("bring.changes", report.changes) + (f" {who}" if report.people else ""),
            t.count("bring.conflict_count", report.new_conflicts)
            + (f" ({t('bring.undecided', n=left)})" if self._choices else ""),
            t.count("bring.deletions", report.deleted),
            t("bring.verified"),
        ]
        self.header.set_note(" · ".join(parts))

    def _merge_words(self, report: BringBackReport) -> str:
        t = self.ui.t
        if not report.entries:
            return t("form.close")
        return t.count("bring.merge", report.changes) if report.changes else t("action.merge")

    def _promise(self, report: BringBackReport) -> str:
        t = self.ui.t
        if not report.entries:
            return t("bring.twice")
        parts = [copy_words(t, report.info) + "."] if report.info is not None else []
        if report.files:
            parts.append(t.count("bring.files", report.files))
        return " ".join([*parts, t("bring.promise")])


def _can_both(conflict: ConflictRow) -> Any:
    from evidence_desk.commands.conflicts import can_take_both

    return can_take_both(conflict.kind, conflict.field)
