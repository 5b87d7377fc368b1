"""Linking in Review: asks what a place on a page, or a whole item, proves or where it was used, in one step each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.commands.stages import LinkStage
from evidence_desk.domain.words import StageLinkStatus
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.element_picker import ElementPicker, Target
from evidence_desk.gui.viewer.panel import ViewerPanel
from evidence_desk.gui.views.linking import link_steps
from evidence_desk.gui.views.targets import stage_targets
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.queries.court_rows import StageRow
from evidence_desk.queries.rows import EvidenceDetail
from evidence_desk.queries.stages import stages
from evidence_desk.support.errors import UserError


class Linker(QObject):
    """Links the item that shows.

    Attributes:
        detail: the current item as it shows.
        targets: what can be proved, by id.
        picker: the window that asks for one of them.

    Signals:
        linked: the id of an item that got a link.
    """

    linked = Signal(str)

    def __init__(self, ui: Ui, vocabulary: Vocabulary, host: QWidget, viewer: ViewerPanel) -> None:
        """Link what is selected in ``viewer``; the picker stands over ``host``."""
        super().__init__(host)
        self._ui, self._vocabulary, self._viewer = ui, vocabulary, viewer
        self.detail: EvidenceDetail | None = None
        self.targets: Mapping[str, Target] = {}
        self.picker = ElementPicker(ui, host)
        self.picker.picked.connect(self._link)

    def ask(self, stance: str, *, kind: str = "") -> None:
        """Ask what the selection, or the whole item, proves: an element or fact, or only one ``kind`` of them."""
        if self.detail is None or self._ui.bridge.is_read_only:
            return
        targets = [each for each in self.targets.values() if kind in ("", each.kind)]
        self._ask(targets, stance, "no_elements")

    def ask_stage(self) -> None:
        """Ask at which court stage the selection, or the whole item, was used, and how."""
        if self.detail is not None and not self._ui.bridge.is_read_only:
            self._ui.bridge.read_soon(self._ask_among, stages)

    def _ask_among(self, found: Sequence[StageRow]) -> None:
        self._ask(stage_targets(self._ui.t, self._vocabulary, found), str(StageLinkStatus.FILED), "no_stages")

    def _ask(self, targets: Sequence[Target], way: str, none: str) -> None:
        """Let the picker ask, or say that there is nothing to choose from."""
        if self.detail is None:
            return
        if not targets:
            t = self._ui.t
            error = UserError(none, t(f"review.{none}"), t(f"review.{none}_remedy"))
            self._ui.bridge.failed.emit(error)
            return
        chosen = self._viewer.selection
        row = self.detail.row
        quote = chosen.quote if chosen else self._ui.t.names(row.title, row.native_title)[0]
        self.picker.ask(targets, way, quote, self._viewer.popup_place())

    def with_item(self, act: Callable[..., None], *rest: Any) -> None:
        """Do something with the current item, if there is one that can be changed."""
        if self.detail is not None and not self._ui.bridge.is_read_only:
            act(self.detail, *rest)

    def _link(self, target: Target, way: str) -> None:
        if self.detail is None:
            return
        row = self.detail.row
        if target.kind == "stage":
            note = self._viewer.quoted()
            self._ui.bridge.run(
                LinkStage(stage=target.id, evidence=row.id, status=StageLinkStatus(way), note=note)
            )
        else:
            steps = link_steps(row.id, target, way, self._viewer.selection, self._viewer.canvas.file)
            self._ui.bridge.run_steps(steps, f"Link {row.exhibit or row.title} to {target.number}")
        self._viewer.canvas.select(None)
        self.linked.emit(row.id)
