"""The strip under the path: the event that is current, the evidence tied to it, its time limits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import (
    Box,
    ElidedLabel,
    badge,
    button,
    clear,
    column,
    heading,
    key_cap,
    label,
    line,
    row,
    scroller,
)  # fmt: skip
from evidence_desk.gui.widgets.fields_form import FieldsForm, FieldSpec
from evidence_desk.profiles import DeadlineRule, deadlines_from
from evidence_desk.queries.court_rows import DeadlineRow, StageEvidenceRow, StageRow

_STATUS = {"admitted": "supports", "excluded": "contradicts", "objected": "contradicts", "new": "gap"}


class StagesStrip(QWidget):
    """Three columns about one event.

    Signals:
        field_changed: (stage, field, text).
        evidence_clicked: id of an item; tie_asked: an item shall be tied to the event; untied: id of the stage link.
        rule_chosen: id of a rule to set a time limit by; limit_asked: one shall be set by hand; limit_removed: its id.
    """

    field_changed = Signal(str, str, str)
    evidence_clicked = Signal(str)
    tie_asked = Signal()
    untied = Signal(str)
    rule_chosen = Signal(str)
    limit_asked = Signal()
    limit_removed = Signal(str)

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui, self._vocabulary = ui, vocabulary
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        t = ui.t
        self.form = FieldsForm(
            ui,
            (
                FieldSpec("kind", choices=vocabulary.stages), FieldSpec("date", hint="field.date_hint"),
                FieldSpec("status", choices=lambda: t.words("stage_state"), may_be_empty=False), FieldSpec("outcome"),
                FieldSpec("ground", choices=vocabulary.grounds), FieldSpec("form", choices=vocabulary.forms),
                FieldSpec("note", lines=2),
            ),
        )  # fmt: skip
        self.form.committed.connect(self.field_changed)
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._title = heading("")
        self._title.setWordWrap(True)
        first = QWidget()
        self._first = column(first, margins=(16, 12, 14, 12), spacing=6)
        self._first.addWidget(self._title)
        self._first.addWidget(self.form)
        self._first.addStretch(1)
        self._evidence = Box(margins=(16, 12, 14, 12), spacing=5)
        self._deadlines = Box(margins=(16, 12, 14, 12), spacing=5)
        for each in (first, self._evidence, self._deadlines):
            self._columns.addWidget(scroller(each), 1)

    def show_stage(self, stage: StageRow | None, deadlines: Sequence[DeadlineRow]) -> None:
        """Show an event with its time limits."""
        for each in (self._title, self.form, self._evidence, self._deadlines):
            each.setVisible(stage is not None)
        if stage is None:
            return
        t = self._ui.t
        court = t.names(stage.court, stage.court_native)[0]
        self._title.setText(f"{self._vocabulary.stage_name(stage.kind)} · {court}".upper())
        names = ("kind", "status", "outcome", "ground", "form", "note")
        values = {name: getattr(stage, name) for name in names}
        self.form.show_values({**values, "date": t.date(stage.date.text)}, stage.id)
        self._show_evidence(stage.evidence)
        self._show_deadlines(stage, deadlines)

    def _show_evidence(self, evidence: Sequence[StageEvidenceRow]) -> None:
        body, t = self._evidence.body, self._ui.t
        clear(body)
        body.addWidget(heading(t("stages.evidence")))
        for each in evidence:
            opener = button(each.exhibit or "—", partial(self.evidence_clicked.emit, each.evidence), "link")
            opener.setFixedWidth(46)
            remove = button("✕", partial(self.untied.emit, each.link), "flat", tip=t("stages.untie"))
            status = badge(t.word("stage_status", each.status), _STATUS.get(each.status, "context"))
            line_ = row(opener, ElidedLabel(t.names(each.title, each.native_title)[0]), status, remove)
            box = line_.layout()
            assert isinstance(box, QHBoxLayout)
            box.setStretch(1, 1)
            body.addWidget(line_)
            body.addWidget(line())
        if not evidence:
            body.addWidget(label(t("stages.no_evidence"), "muted", wraps=True))
        if not self._ui.bridge.is_read_only:
            tie = button(t("action.tie_evidence"), self.tie_asked.emit, "link")
            body.addWidget(row(tie, key_cap(self._ui.key("stages", "tie_evidence")), None))
        body.addStretch(1)

    def _show_deadlines(self, stage: StageRow, deadlines: Sequence[DeadlineRow]) -> None:
        body, t = self._deadlines.body, self._ui.t
        clear(body)
        body.addWidget(heading(t("stages.limits")))
        grid_box = QWidget()
        grid = QGridLayout(grid_box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for place, each in enumerate(deadlines):
            self._add_deadline(grid, place, each)
        body.addWidget(grid_box)
        rules = [rule for rule in self._rules(stage) if rule.id not in {each.rule for each in deadlines}]
        for rule in rules:
            body.addWidget(self._rule(rule))
        if not deadlines and not rules:
            body.addWidget(label(t("stages.no_limits"), "muted", wraps=True))
        if not self._ui.bridge.is_read_only:
            ask = button(t("action.set_limit"), self.limit_asked.emit, "link")
            body.addWidget(row(ask, key_cap(self._ui.key("stages", "set_limit")), None))
        body.addStretch(1)

    def _add_deadline(self, grid: QGridLayout, place: int, deadline: DeadlineRow) -> None:
        t = self._ui.t
        name = self._vocabulary.rule_name(deadline.rule) if deadline.rule else deadline.note
        source = t.word("deadline_source", deadline.source)
        text = label(name or t("stages.a_limit", source=source), wraps=True)
        text.setToolTip(t.warning(deadline.explanation) or deadline.note)
        grid.addWidget(text, place, 0)
        due = deadline.due.isoformat() if deadline.due else t("stages.open_limit")
        grid.addWidget(badge(due, "accent" if deadline.due else "gap"), place, 1)
        grid.addWidget(badge(source), place, 2)
        if not self._ui.bridge.is_read_only:
            tip = t("stages.remove_limit", what=text.text())
            remove = button("✕", partial(self.limit_removed.emit, deadline.id), "flat", tip=tip)
            grid.addWidget(remove, place, 3)

    def _rule(self, rule: DeadlineRule) -> QWidget:
        t, language = self._ui.t, self._ui.t.language
        name = ElidedLabel(rule.names.in_language(language), "secondary")
        name.setToolTip(f"{rule.names.in_language(language)}\n{rule.statute.in_language(language)}")
        length = label(t(f"period.{rule.period.unit}", n=rule.period.value), "muted")
        made = row(
            name, length, button(t("stages.set_limit"), lambda: self.rule_chosen.emit(rule.id), "link")
        )
        box = made.layout()
        assert isinstance(box, QHBoxLayout)
        box.setStretch(0, 1)
        return made

    def _rules(self, stage: StageRow) -> tuple[DeadlineRule, ...]:
        session = self._ui.bridge.session
        if session is None or session.is_read_only:
            return ()
        sort = stage.date.sort[:10]
        day = date.fromisoformat(sort) if len(sort) == 10 and stage.date.precision == "day" else date.today()  # noqa: DTZ011  a day on the user's calendar
        return deadlines_from(session.profile, stage.kind, day)
