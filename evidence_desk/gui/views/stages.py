"""Court stages: the path through the courts, and what belongs to each event."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.stages import (
    AddProceeding,
    AddStageEvent,
    EditProceeding,
    EditStageEvent,
    LinkStage,
    SetDeadline,
)  # fmt: skip
from evidence_desk.domain.words import DeadlineSource
from evidence_desk.gui.actions.registry import Actions
from evidence_desk.gui.dialogs.form import Field, FormDialog, command_of, filled
from evidence_desk.gui.dialogs.palette import CommandPalette, Entry, Take
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.views.base import View
from evidence_desk.gui.views.stages_path import StagesPath
from evidence_desk.gui.views.stages_strip import StagesStrip
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import button, column
from evidence_desk.gui.widgets.empty_state import EmptyState, OrEmpty
from evidence_desk.gui.widgets.splits import split
from evidence_desk.gui.widgets.view_header import ViewHeader
from evidence_desk.profiles import Profile
from evidence_desk.queries import stages as queries
from evidence_desk.queries.court_rows import DeadlineRow, ProceedingRow, StageRow
from evidence_desk.queries.evidence import evidence_with_words
from evidence_desk.queries.rows import EvidenceRow

_Found = tuple[list[ProceedingRow], list[StageRow], list[DeadlineRow]]


class StagesView(View):
    """Proceedings, their events, and the evidence and time limits of each."""

    name = "stages"
    icon = "route"
    kinds = ("proceeding", "stage", "stage_link", "deadline", "evidence", "matter")

    def __init__(self, ui: Ui, vocabulary: Vocabulary, open_cite: Callable[[str, str], object]) -> None:
        """Build path and strip; ``open_cite`` shows an item in Review."""
        super().__init__(ui)
        self._vocabulary = vocabulary
        self._proceedings: list[ProceedingRow] = []
        self._deadlines: list[DeadlineRow] = []
        self._wanted = ""
        t = ui.t
        self._header = ViewHeader(
            t("view.stages"),
            button(t("action.add_proceeding"), self.add_proceeding),
            button(t("action.add_event"), self.add_event, "primary"),
        )
        self.path = StagesPath(ui, vocabulary)
        self.strip = StagesStrip(ui, vocabulary)
        self.picker = CommandPalette(ui, self)
        empty = EmptyState(ui, "stages", "gavel", self.add_proceeding, key=ui.key("stages", "add_proceeding"))
        self._splitter = split(self.path, self.strip, sizes=(500, 260), is_vertical=True)
        self._stack = OrEmpty(self._splitter, empty)
        layout = column(self)
        layout.addWidget(self._header)
        layout.addWidget(self._stack, 1)
        self.path.current_changed.connect(self._show_stage)
        self.path.lane_opened.connect(self.edit_proceeding)
        self.strip.field_changed.connect(self._edit)
        self.strip.evidence_clicked.connect(lambda evidence: open_cite(evidence, ""))
        self.strip.tie_asked.connect(self.tie_evidence)
        for removed in (self.strip.untied, self.strip.limit_removed):
            removed.connect(lambda what: ui.bridge.run(Delete(what=what)))
        self.strip.rule_chosen.connect(self._set_limit)
        self.strip.limit_asked.connect(self.set_limit)

    def add_actions(self, actions: Actions) -> None:
        """Make the actions of court stages."""
        handlers: dict[str, Callable[[], object]] = {
            "add_proceeding": self.add_proceeding,
            "add_event": self.add_event,
            "tie_evidence": self.tie_evidence,
            "set_limit": self.set_limit,
            "delete_stage": self.delete_stage,
        }
        actions.add_all("stages", self, handlers)

    def clear(self) -> None:
        """Show nothing."""
        self._proceedings = []
        self.path.show_path([], [], "")
        self._stack.forget()

    def refresh(self) -> None:
        """Read proceedings, events and time limits."""
        session = self.ui.bridge.session
        if session is not None:
            self.strip.form.reload_choices()
            self.ui.bridge.read_later(self._show, _read_all, session.profile)

    def state(self) -> dict[str, Any]:
        """Remember the current event and the height of the strip."""
        current = self.path.current
        return {"current": current.id if current else "", "sizes": self._splitter.sizes()}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up the current event again."""
        self._wanted = str(state.get("current", ""))
        sizes = state.get("sizes")
        if sizes and sum(sizes):
            self._splitter.setSizes([int(size) for size in sizes])

    def take_focus(self) -> None:
        """Put the keyboard on the path."""
        self.path.setFocus()

    def toggle_inspector(self) -> None:
        """Hide or show the strip."""
        self.strip.setVisible(not self.strip.isVisible())

    def go_to(self, stage: str) -> None:
        """Make an event current, as soon as it is there."""
        self._wanted = stage
        self.path.go_to(stage)

    def add_proceeding(self) -> None:
        """Ask for a case at a court."""
        send = command_of(self.ui, AddProceeding, _given)
        FormDialog.ask(self.ui, self, self.ui.t("proceeding.new"), self._proceeding_fields(None), send)

    def edit_proceeding(self, proceeding: ProceedingRow) -> None:
        """Ask for changes of a proceeding."""
        send = command_of(
            self.ui, EditProceeding, lambda values: {**_related(values), "proceeding": proceeding.id}
        )
        t, fields = self.ui.t, self._proceeding_fields(proceeding)
        FormDialog.ask(self.ui, self, t("proceeding.edit"), fields, send, t("form.keep"))

    def add_event(self) -> None:
        """Ask for an event of the current proceeding."""
        if not self._proceedings:
            self.add_proceeding()
            return
        t, current = self.ui.t, self.path.current
        lanes = tuple((each.id, t.names(each.court, each.court_native)[0]) for each in self._proceedings)
        fields = (
            Field(
                "proceeding",
                t("kind_of.proceeding"),
                value=current.proceeding if current else "",
                choices=lanes,
            ),
            Field("kind", t("field.kind"), choices=tuple(self._vocabulary.stages())),
            Field("date", t("field.date"), hint=t("field.date_hint")),
            Field("status", t("field.status"), value="occurred", choices=tuple(t.words("stage_state"))),
            Field("ground", t("field.ground"), choices=(("", "—"), *self._vocabulary.grounds())),
            Field("outcome", t("field.outcome")),
        )
        send = command_of(self.ui, AddStageEvent, then=self._take_made)
        FormDialog.ask(self.ui, self, t("event.new"), fields, send)

    def tie_evidence(self) -> None:
        """Ask which item was used at the current event, and how."""
        if self.path.current is not None and not self.ui.bridge.is_read_only:
            self.picker.ask(lambda _words: (), self._find_items, hint=self.ui.t("stages.which_item"))

    def _find_items(self, words: str, take: Take) -> None:
        def show(rows: list[EvidenceRow]) -> None:
            take([self._entry(r) for r in rows])

        self.ui.bridge.read_later(show, evidence_with_words, words)

    def _entry(self, item: EvidenceRow) -> Entry:
        title, other = self.ui.t.names(item.title, item.native_title)
        return Entry(f"{item.exhibit}  {title}", other, partial(self._tie, item))

    def _tie(self, item: EvidenceRow) -> None:
        """Ask how an item was used at the current event, and keep it."""
        t, stage = self.ui.t, self.path.current
        if stage is None:
            return
        fields = (
            Field("status", t("field.status"), value="filed", choices=tuple(t.words("stage_status"))),
            Field("note", t("field.note")),
        )
        title = f"{t('stages.tie')} · {item.exhibit or item.title[:40]}"
        use = {"stage": stage.id, "evidence": item.id}
        FormDialog.ask(
            self.ui, self, title, fields, command_of(self.ui, LinkStage, lambda values: {**values, **use})
        )

    def delete_stage(self) -> None:
        """Delete the current event; refused with a reason while something hangs on it."""
        if self.path.current is not None:
            self.ui.bridge.run(Delete(what=self.path.current.id))

    def _proceeding_fields(self, proceeding: ProceedingRow | None) -> tuple[Field, ...]:
        t = self.ui.t
        others = tuple(
            (p.id, t.names(p.court, p.court_native)[0])
            for p in self._proceedings
            if proceeding is None or p.id != proceeding.id
        )

        def value(name: str) -> str:
            return str(getattr(proceeding, name)) if proceeding is not None else ""

        return (
            Field("court", t("field.court"), value=value("court"), is_required=True),
            Field("court_native", t("field.court_native"), value=value("court_native")),
            Field(
                "level",
                t("field.level"),
                value=value("level"),
                choices=(("", "—"), *self._vocabulary.levels()),
            ),
            Field(
                "case_number",
                t("field.case_number"),
                value=value("case_number"),
                hint=self._vocabulary.case_number(),
            ),
            Field("from", t("field.from"), value=value("from_"), choices=(("", "—"), *others)),
            Field(
                "relation",
                t("field.relation"),
                value=value("relation"),
                choices=(("", "—"), *t.words("relation")),
            ),
        )

    def _edit(self, stage: str, field: str, text: str) -> None:
        self.ui.bridge.run_values(EditStageEvent, {"stage": stage, field: text})

    def set_limit(self) -> None:
        """Ask for a day somebody set, on which a time limit that runs from the current event ends."""
        stage = self.path.current
        if stage is None or self.ui.bridge.is_read_only:
            return
        t = self.ui.t
        fields = (
            Field("due", t("field.due"), hint=t("stages.due_hint"), is_required=True),
            Field("source", t("field.set_by"), value="court", choices=tuple(t.words("deadline_source"))),
            Field("note", t("field.note")),
        )
        send = command_of(self.ui, SetDeadline, lambda values: {**filled(values), "stage": stage.id})
        FormDialog.ask(self.ui, self, t("stages.new_limit"), fields, send)

    def _set_limit(self, rule: str) -> None:
        if self.path.current is not None:
            self.ui.bridge.run(
                SetDeadline(stage=self.path.current.id, source=DeadlineSource.STATUTORY, rule=rule)
            )

    def _take_made(self, outcome: Any) -> None:
        self._wanted = outcome.created[0].id if outcome.created else ""
        self.refresh()  # the news of the commit may have been shown already, before this was known

    def _show(self, found: _Found) -> None:
        self._proceedings, stages, self._deadlines = found
        t = self.ui.t
        note = (t.count("stages.proceedings", len(self._proceedings)), t.count("stages.events", len(stages)))
        self._header.set_note(" · ".join(note))
        self._stack.fill(is_filled=bool(self._proceedings))
        self.path.show_path(self._proceedings, stages, self._wanted)
        self._wanted = ""

    def _show_stage(self, stage: StageRow | None) -> None:
        own = [each for each in self._deadlines if stage is not None and each.stage == stage.id]
        self.strip.show_stage(stage, own)


def _given(values: dict[str, str]) -> dict[str, str]:
    """Return the fields that hold something."""
    return filled(_related(values))


def _related(values: dict[str, str]) -> dict[str, str]:
    """Return the fields without a relation to no proceeding, which means nothing."""
    is_related = bool(values["from"] and values["relation"])
    return {name: value for name, value in values.items() if name != "relation" or is_related}


def _read_all(connection: Any, profile: Profile) -> _Found:
    return (
        queries.proceedings(connection),
        queries.stages(connection),
        queries.deadlines(connection, profile),
    )
