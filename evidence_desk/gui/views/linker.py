"""Linking in Review: asks what a place on a page, or a whole item, proves, and makes cite and link in one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.element_picker import ElementPicker, Target
from evidence_desk.gui.viewer.panel import ViewerPanel
from evidence_desk.gui.views.linking import link_steps
from evidence_desk.queries.rows import EvidenceDetail
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

    def __init__(self, ui: Ui, host: QWidget, viewer: ViewerPanel) -> None:
        """Link what is selected in ``viewer``; the picker stands over ``host``."""
        super().__init__(host)
        self._ui, self._viewer = ui, viewer
        self.detail: EvidenceDetail | None = None
        self.targets: Mapping[str, Target] = {}
        self.picker = ElementPicker(ui, host)
        self.picker.picked.connect(self._link)

    def ask(self, stance: str, *, kind: str = "") -> None:
        """Ask what the selection, or the whole item, proves: an element or fact, or only one ``kind`` of them."""
        if self.detail is None or self._ui.bridge.is_read_only:
            return
        targets = [each for each in self.targets.values() if kind in ("", each.kind)]
        if not targets:
            t = self._ui.t
            self._ui.bridge.failed.emit(
                UserError("no_elements", t("review.no_elements"), t("review.no_elements_remedy"))
            )
            return
        chosen = self._viewer.selection
        row = self.detail.row
        quote = chosen.quote if chosen else self._ui.t.names(row.title, row.native_title)[0]
        self.picker.ask(targets, stance, quote, self._viewer.popup_place())

    def with_item(self, act: Callable[..., None], *rest: Any) -> None:
        """Do something with the current item, if there is one that can be changed."""
        if self.detail is not None and not self._ui.bridge.is_read_only:
            act(self.detail, *rest)

    def _link(self, target: Target, stance: str) -> None:
        if self.detail is None:
            return
        row = self.detail.row
        steps = link_steps(row.id, target, stance, self._viewer.selection, self._viewer.canvas.file)
        self._ui.bridge.run_steps(steps, f"Link {row.exhibit or row.title} to {target.number}")
        self._viewer.canvas.select(None)
        self.linked.emit(row.id)
