"""Where an item stands: at which court stages it was used and how, and each party's position by dimension."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.labels import AssessEvidence
from evidence_desk.commands.stages import EditStageLink, LinkStage
from evidence_desk.domain.words import StageLinkStatus
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import ElidedLabel, badge, button, clear, column, label, row
from evidence_desk.gui.widgets.inline_field import InlineChoice, InlineLine
from evidence_desk.queries import stages as stage_queries
from evidence_desk.queries.rows import AssessmentRow, EvidenceDetail, StageLinkRow

_TONES = {
    "accepted": "supports",
    "not_accepted": "contradicts",
    "disputed": "contradicts",
    "partly": "gap",
}


class StagesPanel(QWidget):
    """The uses of an item at court stages; the status is changed in place, another stage chosen from a list.

    Signals:
        command_asked: a command to run.
    """

    command_asked = Signal(object)

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Show none yet."""
        super().__init__()
        self._ui, self._vocabulary = ui, vocabulary
        self._layout = column(self, spacing=4)

    def show_detail(self, detail: EvidenceDetail, *, is_open: bool) -> None:
        """Show the uses of an item."""
        clear(self._layout)
        for use in detail.stages:
            self._layout.addWidget(self._use(use) if is_open else label(self._words(use), wraps=True))
        if not detail.stages:
            self._layout.addWidget(label(self._ui.t("inspector.no_stages"), "muted", wraps=True))
        if is_open:
            self._add_chooser(detail.row.id)

    def _words(self, use: StageLinkRow) -> str:
        kind = self._vocabulary.stage_name(use.stage_kind)
        return f"{self._ui.t.word('stage_status', use.status)} · {kind} — {use.court}"

    def _use(self, use: StageLinkRow) -> QWidget:
        t = self._ui.t
        where = ElidedLabel(f"{self._vocabulary.stage_name(use.stage_kind)} — {use.court}")
        status = InlineChoice(f"{t('field.status')}: {where.toolTip()}", t.words("stage_status"))
        status.set_value(use.status)
        status.committed.connect(
            lambda value: self.command_asked.emit(
                EditStageLink(stage_link=use.id, status=StageLinkStatus(value))
            )
        )
        remove = button("✕", partial(self.command_asked.emit, Delete(what=use.id)), "flat")
        remove.setAccessibleName(f"{t('stages.remove_use')}: {self._words(use)}")
        made = row(where, status, remove, spacing=2)
        inner = made.layout()
        assert inner is not None
        inner.setStretch(0, 1)  # type: ignore[attr-defined]
        return made

    def _add_chooser(self, item: str) -> None:
        t = self._ui.t
        stages = self._ui.bridge.read(stage_queries.stages)
        if not stages:
            return
        choices = [("", t("stages.add_use"))]
        for stage in stages:
            name = self._vocabulary.stage_name(stage.kind)
            choices.append((stage.id, f"{name} · {stage.court} · {stage.date.text}"))
        chooser = InlineChoice(t("stages.add_use"), choices)
        chooser.committed.connect(partial(self._add_use, item))
        self._layout.addWidget(chooser)

    def _add_use(self, item: str, stage: str) -> None:
        if stage:
            self.command_asked.emit(LinkStage(stage=stage, evidence=item, status=StageLinkStatus.FILED))


class AssessmentPanel(QWidget):
    """The positions of one party on every dimension, set in place; those of the others below.

    Signals:
        command_asked: a command to run.
    """

    command_asked = Signal(object)

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Show no positions yet."""
        super().__init__()
        self._ui, self._vocabulary = ui, vocabulary
        self._party = ""
        self._detail: EvidenceDetail | None = None
        self._layout = column(self, spacing=4)

    def show_detail(self, detail: EvidenceDetail, *, is_open: bool) -> None:
        """Show the positions on an item."""
        self._detail = detail
        clear(self._layout)
        parties = self._vocabulary.parties()
        known = {value for value, _word in parties}
        if self._party not in known:
            self._party = next((each.by for each in detail.assessments if each.by in known), "")
            self._party = self._party or (parties[0][0] if parties else "")
        own: list[AssessmentRow] = []
        if is_open and parties:
            own = [each for each in detail.assessments if each.by == self._party and not each.stage]
            self._layout.addWidget(self._chooser(parties))
            self._add_dimensions(detail.row.id, {each.dimension: each for each in own})
        self._add_others([each for each in detail.assessments if each not in own])
        if not detail.assessments and not is_open:
            self._layout.addWidget(label(self._ui.t("inspector.no_assessment"), "muted", wraps=True))

    def _chooser(self, parties: Sequence[tuple[str, str]]) -> QWidget:
        chooser = InlineChoice(self._ui.t("field.party"), parties)
        chooser.set_value(self._party)
        chooser.committed.connect(self._choose)
        return chooser

    def _choose(self, party: str) -> None:
        self._party = party
        if self._detail is not None:
            self.show_detail(self._detail, is_open=True)

    def _add_dimensions(self, item: str, own: dict[str, AssessmentRow]) -> None:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        grid.setColumnStretch(0, 1)
        for place, (dimension, name, positions) in enumerate(self._vocabulary.dimensions()):
            held = own.get(dimension)
            choice = InlineChoice(name, [("", "—"), *positions])
            choice.set_value(held.position if held else "")
            choice.committed.connect(partial(self._set, item, dimension, held))
            grid.addWidget(ElidedLabel(name), 2 * place, 0)
            grid.addWidget(choice, 2 * place, 1)
            if held is not None:
                reason = InlineLine(f"{self._ui.t('field.reason')}: {name}", self._ui.t("field.reason"))
                reason.set_value(held.reason)
                reason.committed.connect(partial(self._give_reason, item, held))
                grid.addWidget(reason, 2 * place + 1, 0, 1, 2)
        self._layout.addWidget(box)

    def _set(self, item: str, dimension: str, held: AssessmentRow | None, position: str) -> None:
        command: Any = None
        if position:
            command = AssessEvidence(evidence=item, by=self._party, dimension=dimension, position=position)
        elif held is not None:
            command = Delete(what=held.id)
        if command is not None:
            self.command_asked.emit(command)

    def _give_reason(self, item: str, held: AssessmentRow, reason: str) -> None:
        same = {"evidence": item, "by": held.by, "dimension": held.dimension, "position": held.position}
        self.command_asked.emit(AssessEvidence(**same, reason=reason))

    def _add_others(self, others: Sequence[AssessmentRow]) -> None:
        for each in others:
            name = ElidedLabel(f"{self._vocabulary.dimension_name(each.dimension)} · {each.by_name}")
            name.setToolTip(each.reason)
            position = self._vocabulary.position_name(each.dimension, each.position)
            made = row(name, badge(position, _TONES.get(each.position, "context")), spacing=4)
            inner = made.layout()
            assert inner is not None
            inner.setStretch(0, 1)  # type: ignore[attr-defined]
            self._layout.addWidget(made)
