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
from evidence_desk.gui.bridge import touches
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import Box, badge, button, column, label, row
from evidence_desk.gui.widgets.inline_field import InlineChoice, InlineLine
from evidence_desk.gui.widgets.refill import refill
from evidence_desk.queries import matter as matter_queries
from evidence_desk.queries import stages as stage_queries
from evidence_desk.queries.court_rows import StageRow
from evidence_desk.queries.rows import AssessmentRow, EvidenceDetail, PartyRow, StageLinkRow

_TONES = {
    "accepted": "supports",
    "not_accepted": "contradicts",
    "disputed": "contradicts",
    "partly": "gap",
}

_MOST_BESIDE = 90  # pixels of words that stand beside a name; longer ones stand below it


def _fall_back(panel: QWidget) -> None:
    """Let the fields of a panel show what is kept, after something was refused."""
    for choice in panel.findChildren(InlineChoice):
        choice.on_refused()
    for line in panel.findChildren(InlineLine):
        line.on_refused()


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
        self._item = ""
        self._uses: tuple[StageLinkRow, ...] = ()
        self._choices: list[tuple[str, str]] = []
        self._is_open = False
        self._shown: object = None
        self._layout = column(self)
        ui.bridge.committed.connect(self._on_committed)
        ui.bridge.failed.connect(lambda _error: _fall_back(self))

    def on_opened(self) -> None:
        """Offer the stages of the matter that was opened."""
        self._item, self._choices, self._shown = "", [], None
        self._read()

    def show_detail(self, detail: EvidenceDetail, *, is_open: bool) -> None:
        """Show the uses of an item."""
        self._item, self._uses, self._is_open = detail.row.id, tuple(detail.stages), is_open
        self._show()

    def _show(self) -> None:
        shown = (self._item, self._uses, self._choices, self._is_open)
        if shown == self._shown or not self._item:
            return  # nothing of it changed; making widgets is slow, and takes the keyboard away
        self._shown = shown
        made = Box(spacing=4)
        for use in self._uses:
            made.body.addWidget(self._use(use) if self._is_open else label(self._words(use), wraps=True))
        if not self._uses:
            made.body.addWidget(label(self._ui.t("inspector.no_stages"), "muted", wraps=True))
        if self._is_open and self._choices:
            made.body.addWidget(self._chooser(self._item))
        refill(self._layout, made)

    def _on_committed(self, changes: Any) -> None:
        if touches(changes, ("stage", "proceeding")):
            self._read()

    def _read(self) -> None:
        self._ui.bridge.read_soon(self._take, stage_queries.stages)

    def _take(self, stages: list[StageRow]) -> None:
        self._choices = [(each.id, self._vocabulary.stage_event(each)) for each in stages]
        self._show()

    def _words(self, use: StageLinkRow) -> str:
        return f"{self._ui.t.word('stage_status', use.status)} · {self._where(use)}"

    def _where(self, use: StageLinkRow) -> str:
        court = self._ui.t.names(use.court, use.court_native)[0]
        return f"{self._vocabulary.stage_name(use.stage_kind)} — {court}"

    def _use(self, use: StageLinkRow) -> QWidget:
        t = self._ui.t
        where = self._where(use)
        status = InlineChoice(f"{t('field.status')}: {where}", t.words("stage_status"))
        status.set_value(use.status)
        status.committed.connect(
            lambda value: self.command_asked.emit(
                EditStageLink(stage_link=use.id, status=StageLinkStatus(value))
            )
        )
        tip = f"{t('stages.remove_use')}: {self._words(use)}"
        remove = button("✕", partial(self.command_asked.emit, Delete(what=use.id)), "flat", tip=tip)
        note = InlineLine(f"{t('field.note')}: {where}", t("field.note"))
        note.set_value(use.note)
        note.committed.connect(
            lambda text: self.command_asked.emit(EditStageLink(stage_link=use.id, note=text))
        )
        made = QWidget()
        grid = _grid(made, wide=1)
        grid.addWidget(label(where, wraps=True), 0, 0, 1, 2)
        grid.addWidget(remove, 0, 2)
        grid.addWidget(status, 1, 0)
        grid.addWidget(note, 1, 1, 1, 2)
        return made

    def _chooser(self, item: str) -> QWidget:
        words = self._ui.t("stages.add_use")
        chooser = InlineChoice(words, [("", words), *self._choices])
        chooser.committed.connect(partial(self._add_use, item))
        return chooser

    def _add_use(self, item: str, stage: str) -> None:
        if stage:
            self.command_asked.emit(LinkStage(stage=stage, evidence=item, status=StageLinkStatus.FILED))


class AssessmentPanel(QWidget):
    """The positions of one party on every dimension, set in place; those of the others below.

    Signals:
        command_asked: a command to run.
        party_wanted: there is no party yet whose position could be set; one shall be added.
    """

    command_asked = Signal(object)
    party_wanted = Signal()

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Show no positions yet."""
        super().__init__()
        self._ui, self._vocabulary = ui, vocabulary
        self._party = ""
        self._parties: list[tuple[str, str]] = []
        self._detail: EvidenceDetail | None = None
        self._is_open = False
        self._shown: object = None
        self._layout = column(self)
        ui.bridge.committed.connect(self._on_committed)
        ui.bridge.failed.connect(lambda _error: _fall_back(self))

    def on_opened(self) -> None:
        """Take up words and parties of the matter that was opened."""
        self._parties, self._detail, self._shown = [], None, None
        self._read()

    def _on_committed(self, changes: Any) -> None:
        if touches(changes, ("party",)):
            self._read()

    def _read(self) -> None:
        self._ui.bridge.read_soon(self._take, matter_queries.parties)

    def _take(self, parties: list[PartyRow]) -> None:
        self._parties = [(each.id, self._ui.t.names(each.name, each.native_name)[0]) for each in parties]
        if self._detail is not None:
            self.show_detail(self._detail, is_open=self._is_open)

    def show_detail(self, detail: EvidenceDetail, *, is_open: bool) -> None:
        """Show the positions on an item."""
        self._detail, self._is_open = detail, is_open
        parties = self._parties
        known = {value for value, _word in parties}
        if self._party not in known:
            self._party = next((each.by for each in detail.assessments if each.by in known), "")
            self._party = self._party or (parties[0][0] if parties else "")
        shown = (detail.row.id, detail.assessments, is_open, self._party, parties)
        if shown != self._shown:  # making widgets is slow, and takes the keyboard away
            self._shown = shown
            refill(self._layout, self._content(detail, parties, is_open=is_open))

    def _content(self, detail: EvidenceDetail, parties: Sequence[tuple[str, str]], *, is_open: bool) -> Box:
        made, own = Box(spacing=4), list[AssessmentRow]()
        if is_open and parties:
            own = [each for each in detail.assessments if each.by == self._party and not each.stage]
            made.body.addWidget(self._chooser(parties))
            made.body.addWidget(self._dimensions(detail.row.id, {each.dimension: each for each in own}))
        for each in detail.assessments:
            if each not in own:
                made.body.addWidget(self._other(each))
        if not detail.assessments and not is_open:
            made.body.addWidget(label(self._ui.t("inspector.no_assessment"), "muted", wraps=True))
        if is_open and not parties:
            made.body.addWidget(label(self._ui.t("inspector.no_parties"), "muted", wraps=True))
            add = button(f"+ {self._ui.t('action.add_party')}", self.party_wanted.emit, "link")
            made.body.addWidget(row(add, None))
        return made

    def _chooser(self, parties: Sequence[tuple[str, str]]) -> QWidget:
        chooser = InlineChoice(self._ui.t("field.party"), parties)
        chooser.set_value(self._party)
        chooser.committed.connect(self._choose)
        return chooser

    def _choose(self, party: str) -> None:
        self._party = party
        if self._detail is not None:
            self.show_detail(self._detail, is_open=True)

    def _dimensions(self, item: str, own: dict[str, AssessmentRow]) -> QWidget:
        box = Box(spacing=2)
        for dimension, name, positions in self._vocabulary.dimensions():
            held = own.get(dimension)
            choice = InlineChoice(name, [("", "—"), *positions])
            choice.set_value(held.position if held else "")
            choice.committed.connect(partial(self._set, item, dimension, held))
            box.body.addWidget(_beside(label(name, wraps=True), choice))
            if held is not None:
                reason = InlineLine(f"{self._ui.t('field.reason')}: {name}", self._ui.t("field.reason"))
                reason.set_value(held.reason)
                reason.committed.connect(partial(self._give_reason, item, held))
                box.body.addWidget(reason)
        return box

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

    def _other(self, held: AssessmentRow) -> QWidget:
        party = dict(self._parties).get(held.by, held.by_name)
        name = label(f"{self._vocabulary.dimension_name(held.dimension)} · {party}", wraps=True)
        name.setToolTip(held.reason)
        position = self._vocabulary.position_name(held.dimension, held.position)
        said = badge(position, _TONES.get(held.position, "context"))
        if said.fontMetrics().horizontalAdvance(position) <= _MOST_BESIDE:
            return _beside(name, said)
        made = Box(spacing=2)
        made.body.addWidget(name)
        made.body.addWidget(row(said, None))
        return made


def _beside(name: QWidget, value: QWidget) -> QWidget:
    """Return a name that takes the room its value leaves, on as many lines as it needs."""
    made = row(name, value, spacing=4)
    inner = made.layout()
    assert inner is not None
    inner.setStretch(0, 1)  # type: ignore[attr-defined]
    return made


def _grid(parent: QWidget, *, wide: int) -> QGridLayout:
    """Give a widget a close grid in which one column takes the room that is left."""
    grid = QGridLayout(parent)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(2)
    grid.setColumnStretch(wide, 1)
    return grid
