"""Small forms about evidence items: a new one, the group they stand in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from evidence_desk.commands.bulk import EditItems
from evidence_desk.commands.command_files import Step
from evidence_desk.commands.evidence import AddEvidence, AddEvidenceGroup, EditEvidenceGroup
from evidence_desk.gui.dialogs.form import Field, FormDialog, Send, Values, command_of
from evidence_desk.gui.ui import Ui
from evidence_desk.queries.evidence import next_exhibit
from evidence_desk.queries.labels import GroupRow, groups
from evidence_desk.queries.rows import EvidenceDetail


class ItemForms:
    """Asks, and runs what was asked for."""

    def __init__(self, ui: Ui, host: QWidget) -> None:
        """Stand over ``host``."""
        self._ui, self._host = ui, host

    def add_evidence(self, then: Callable[[Any], None]) -> None:
        """Ask for an item that has no file yet; ``then`` gets the Outcome."""
        t, bridge = self._ui.t, self._ui.bridge
        if bridge.session is None:
            return
        following = bridge.read(next_exhibit, bridge.session.profile)
        fields = (
            Field("title", t("field.title"), is_required=True),
            Field("exhibit", t("field.exhibit"), hint=t("evidence.next_exhibit", number=following)),
            Field("date", t("field.date"), hint=t("field.date_hint")),
        )
        send = command_of(self._ui, AddEvidence, then=then)
        FormDialog.ask(self._ui, self._host, t("evidence.new"), fields, send)

    def add_group(self, items: Sequence[str]) -> None:
        """Ask for a new group of evidence, and put items into it."""
        if self._ui.bridge.is_read_only:
            return
        number = str(len(self._ui.bridge.read(groups)) + 1)

        def send(values: Values, form: FormDialog) -> None:
            steps = [
                Step(AddEvidenceGroup(**values), "group"),
                *([Step(EditItems(evidence=list(items), group="group"))] if items else []),
            ]
            name = f"{values['number']} {values['title']}"
            self._ui.bridge.run_steps(steps, f"Add evidence group {name}", form.finish, refused=form.refuse)

        self._ask_group("group.new", GroupRow("", number, "", ""), send)

    def edit_group(self, detail: EvidenceDetail) -> None:
        """Change number, title and purpose of the group that an item stands in; a new one where it is in none."""
        held = {each.id: each for each in self._ui.bridge.read(groups)}
        group = held.get(detail.row.group)
        if group is None:
            self.add_group([detail.row.id])
            return
        send = command_of(self._ui, EditEvidenceGroup, lambda values: {"group": group.id, **values})
        self._ask_group("group.edit", group, send)

    def _ask_group(self, title: str, group: GroupRow, send: Send) -> None:
        t = self._ui.t
        fields = (
            Field("number", t("field.number"), group.number, is_required=True),
            Field("title", t("field.title"), group.title, is_required=True),
            Field("purpose", t("field.purpose"), group.purpose, is_long=True),
        )
        FormDialog.ask(self._ui, self._host, t(title), fields, send, t("form.keep"))
