"""Parties: the people, organisations and courts of the matter, edited in place."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.people import AddParty, EditParty
from evidence_desk.gui.actions.registry import Actions
from evidence_desk.gui.dialogs.form import Field, FormDialog, command_of, filled
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.views.base import View
from evidence_desk.gui.views.parties_list import PartiesList
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import Box, button, clear, column, heading, key_cap, row, scroller
from evidence_desk.gui.widgets.empty_state import EmptyState, OrEmpty, OrHint
from evidence_desk.gui.widgets.fields_form import FieldsForm, FieldSpec
from evidence_desk.gui.widgets.splits import split
from evidence_desk.gui.widgets.view_header import ViewHeader
from evidence_desk.queries import matter as queries
from evidence_desk.queries.rows import PartyRow

_BETWEEN = re.compile(r"[,，、;；\n]")  # other names


class PartiesView(View):
    """Who is in the matter, on which side, and what else they are called."""

    name = "parties"
    icon = "users"
    kinds = ("party", "claim", "matter")

    def __init__(
        self,
        ui: Ui,
        vocabulary: Vocabulary,
        open_claim: Callable[[str], object],
        search_for: Callable[[str], object],
    ) -> None:
        """Build list and inspector; ``search_for`` shows the evidence from somebody by name in Review."""
        super().__init__(ui)
        self._vocabulary, self._open_claim, self._search_for = vocabulary, open_claim, search_for
        self._wanted = ""
        t = ui.t
        self._header = ViewHeader(t("view.parties"), button(t("action.add_party"), self.add_party, "primary"))
        self.list = PartiesList(ui, vocabulary)
        empty = EmptyState(ui, "parties", self.icon, self.add_party, key=ui.key("parties", "add_party"))
        self._stack = OrEmpty(self.list, empty)
        self.form = FieldsForm(ui, _specs(ui, vocabulary))
        self._claims_title, self._claims = heading(t("parties.claims")), Box(spacing=2)
        self.inspector = self._inspector()
        left = QWidget()
        layout = column(left)
        layout.addWidget(self._header)
        layout.addWidget(self._stack, 1)
        self.inspector.setMinimumWidth(250)
        self._columns = split(left, self.inspector, sizes=(950, 310))
        column(self).addWidget(self._columns)
        self.list.current_party_changed.connect(self._show_party)
        self.list.activated.connect(lambda _index: self.show_evidence())
        self.form.committed.connect(self._edit)

    def _inspector(self) -> QWidget:
        ui, t = self.ui, self.ui.t
        made, content = QWidget(), QWidget()
        made.setObjectName("inspector")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = column(content, margins=(12, 12, 12, 16), spacing=8)
        layout.addWidget(heading(t("kind_of.party")))
        layout.addWidget(self.form)
        find = button(t("action.party_evidence"), self.show_evidence, "link")
        layout.addWidget(row(find, key_cap(ui.key("parties", "party_evidence")), None))
        layout.addSpacing(4)
        for widget in (self._claims_title, self._claims):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._or_hint = OrHint(scroller(content), t("parties.hint"))
        column(made).addWidget(self._or_hint)
        return made

    def add_actions(self, actions: Actions) -> None:
        """Make the actions of parties."""
        handlers: dict[str, Callable[[], object]] = {
            "add_party": self.add_party,
            "edit_party": lambda: self.form.edit("name").setFocus(),
            "delete_party": self.delete_party,
            "party_evidence": self.show_evidence,
        }
        actions.add_all("parties", self, handlers)

    def clear(self) -> None:
        """Show nobody."""
        self.list.show_parties([], "")
        self._stack.forget()

    def refresh(self) -> None:
        """Read the parties."""
        self.form.reload_choices()
        self.ui.bridge.read_later(self._show, queries.parties)

    def state(self) -> dict[str, Any]:
        """Remember who is current, and the widths."""
        current = self.list.current
        return {"current": current.id if current else "", "columns": self._columns.sizes()}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up again who was current."""
        self._wanted = str(state.get("current", ""))
        sizes = state.get("columns")
        if sizes and sum(sizes):
            self._columns.setSizes([int(size) for size in sizes])

    def take_focus(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus()

    def toggle_inspector(self) -> None:
        """Hide or show the inspector."""
        self.inspector.setVisible(not self.inspector.isVisible())

    def add_party(self) -> None:
        """Ask for somebody."""
        t = self.ui.t
        fields = (
            Field("name", t("field.name"), is_required=True),
            Field("native_name", t("field.native_name")),
            Field("kind", t("field.kind"), value="organisation", choices=tuple(t.words("party_kind"))),
            Field("side", t("field.side"), value="neutral", choices=tuple(t.words("side"))),
            Field("role", t("field.role"), choices=(("", "—"), *self._vocabulary.roles())),
            Field("aliases", t("field.aliases"), hint=t("parties.aliases_hint")),
        )
        send = command_of(self.ui, AddParty, _given, self._take_made)
        FormDialog.ask(self.ui, self, t("party.new"), fields, send)

    def delete_party(self) -> None:
        """Delete who is current; refused with a reason while a claim or a position is theirs."""
        if self.list.current is not None:
            self.ui.bridge.run(Delete(what=self.list.current.id))

    def show_evidence(self) -> None:
        """Show in Review what comes from who is current."""
        if self.list.current is not None:
            self._search_for(self.list.current.name)

    def _edit(self, party: str, field: str, text: str) -> None:
        value: Any = _names(text) if field == "aliases" else text
        self.ui.bridge.run_values(EditParty, {"party": party, field: value})

    def _take_made(self, outcome: Any) -> None:
        self._wanted = outcome.created[0].id if outcome.created else ""
        self.refresh()  # the news of the commit may have been shown already, before this was known

    def _show(self, parties: list[PartyRow]) -> None:
        self._header.set_note(self.ui.t.count("parties.count", len(parties)))
        self._stack.fill(is_filled=bool(parties))
        current = self.list.current
        wanted = self._wanted or (current.id if current else "")
        self._wanted = ""
        self.list.show_parties(parties, wanted)

    def _show_party(self, party: PartyRow | None) -> None:
        self._or_hint.fill(is_filled=party is not None)
        if party is None:
            return
        values = {name: getattr(party, name) for name in self.form.names}
        self.form.show_values({**values, "aliases": ", ".join(party.aliases)}, party.id)
        self.ui.bridge.read_soon(partial(self._show_claims, party.id), queries.claims_of_party, party.id)

    def _show_claims(self, party: str, claims: list[queries.PartyClaim]) -> None:
        if self.list.current is None or self.list.current.id != party:
            return
        clear(self._claims.body)
        self._claims_title.setVisible(bool(claims))
        for claim in claims:
            words = self.ui.t(f"parties.{'by' if claim.is_theirs else 'against'}")
            text = f"{claim.number}  {self.ui.t.names(claim.title, claim.native_title)[0]} ({words})"
            made = button(text, partial(self._open_claim, claim.id), "link")
            made.setToolTip(text)
            self._claims.body.addWidget(made)


def _specs(ui: Ui, vocabulary: Vocabulary) -> tuple[FieldSpec, ...]:
    t = ui.t
    return (
        FieldSpec("name", lines=2),
        FieldSpec("native_name"),
        FieldSpec("kind", choices=lambda: t.words("party_kind"), may_be_empty=False),
        FieldSpec("side", choices=lambda: t.words("side"), may_be_empty=False),
        FieldSpec("role", choices=vocabulary.roles),
        FieldSpec("aliases", lines=2, hint="parties.aliases_hint"),
        FieldSpec("notes", lines=3),
    )


def _names(text: str) -> list[str]:
    return [name.strip() for name in _BETWEEN.split(text) if name.strip()]


def _given(values: dict[str, str]) -> dict[str, Any]:
    return {**filled(values), "aliases": _names(values["aliases"])}
