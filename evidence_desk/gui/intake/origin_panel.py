"""The part of the inspector that says where an item comes from and what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from evidence_desk.domain.simhash import percent
from evidence_desk.gui.bridge import touches
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.amounts import size_text
from evidence_desk.gui.widgets.basics import (
    ElidedLabel,
    button,
    clear,
    column,
    heading,
    label,
    row,
)  # fmt: skip
from evidence_desk.queries.duplicates import near_duplicates
from evidence_desk.queries.origin import Origin, origin
from evidence_desk.queries.provenance import PlaceRow, Provenance
from evidence_desk.queries.rows import EvidenceRow

_MOST_SHOWN = 20


class OriginPanel(QWidget):
    """Family, near duplicates and provenance of the current item.

    Signals:
        evidence_wanted: (evidence, empty text) an item shall be shown.
        guesses_known: field -> where its value was taken from, for values nobody entered.
    """

    evidence_wanted = Signal(str, str)
    guesses_known = Signal(object)

    def __init__(self, ui: Ui) -> None:
        """Show nothing yet."""
        super().__init__()
        self._ui = ui
        self._item, self._asked = "", 0
        self._found: Origin | None = None
        self._groups: Any = None
        self._body = column(self, spacing=4)
        ui.bridge.committed.connect(self._on_committed)
        ui.bridge.closing.connect(self._forget)

    def show_item(self, evidence: str) -> None:
        """Show where an item comes from; it is read on the reader thread."""
        if evidence != self._item:
            self._found = None
            clear(self._body)
        self._item = evidence
        self._asked += 1
        number = self._asked
        if self._groups is None:
            self._groups = []
            self._ui.bridge.read_later(self._take_groups, near_duplicates)

        def show(found: Origin | None) -> None:
            if number == self._asked and found is not None and found != self._found:
                self._found = found
                self._fill(found)

        self._ui.bridge.read_later(show, origin, evidence, self._groups)

    def _take_groups(self, groups: Any) -> None:
        self._groups = groups or []
        if self._item and any(self._item in group.evidence for group in self._groups):
            self.show_item(self._item)

    def _on_committed(self, changes: Any) -> None:
        if touches(changes, ("file",)):
            self._groups = None

    def _forget(self) -> None:
        self._groups, self._item, self._found = None, "", None
        self._asked += 1
        clear(self._body)

    def _fill(self, found: Origin) -> None:
        t = self._ui.t
        clear(self._body)
        self._add_family(t("origin.parent"), found.parents)
        self._add_family(t("origin.children", n=len(found.children)), found.children)
        alike = t("origin.near", percent=percent(found.similarity))
        self._add_family(alike, found.near)
        self._body.addWidget(heading(t("inspector.provenance")))
        for file in found.files:
            self._add_file(file)
        if not found.files:
            self._body.addWidget(label(t("review.to_be_obtained"), "muted"))
        self.guesses_known.emit(found.guesses)

    def _add_family(self, title: str, members: Sequence[EvidenceRow]) -> None:
        if not members:
            return
        self._body.addWidget(heading(title))
        for member in members[:_MOST_SHOWN]:
            name = f"{member.exhibit} {member.title}".strip()
            jump = button(name, partial(self.evidence_wanted.emit, member.id, ""), "link", tip=name)
            self._body.addWidget(row(jump, None))
        if len(members) > _MOST_SHOWN:
            self._body.addWidget(label(f"+{len(members) - _MOST_SHOWN:,}", "small"))
        self._body.addSpacing(6)

    def _add_file(self, file: Provenance) -> None:
        t = self._ui.t
        self._body.addWidget(ElidedLabel(file.name, "strong"))
        if file.numbers:
            self._body.addWidget(ElidedLabel(t("origin.produced", numbers=file.numbers), "small"))
        about = f"{file.media_type} · {size_text(file.size)} · {t('review.pages', n=file.pages)}"
        self._body.addWidget(label(about, "small", wraps=True))
        self._body.addWidget(ElidedLabel(f"SHA-256 {file.sha256}", "small"))
        if file.kept_as:
            self._body.addWidget(label(t.word("kept_as", file.kept_as), "small"))
        self._add_place(file.first)
        for place in file.places:
            self._body.addWidget(label(t("origin.also"), "small"))
            self._add_place(place)
        tools = ", ".join(f"{name} {version}" for name, version in sorted(dict(file.tools).items()))
        if tools:
            self._body.addWidget(ElidedLabel(t("origin.tools", tools=tools), "small"))
        notes = {message: self._ui.t.read_note(code, message) for code, message in file.warnings}
        if file.problem:
            problem = label(notes.pop(file.problem, file.problem), wraps=True)
            problem.setProperty("badge", "gap")
            self._body.addWidget(problem)
        for message, words in notes.items():
            shown = label(words, "small", wraps=True)
            shown.setToolTip(message)
            self._body.addWidget(shown)

    def _add_place(self, place: PlaceRow) -> None:
        t = self._ui.t
        if place.path:
            self._body.addWidget(ElidedLabel(t("inspector.from", path=place.path), "small"))
        if place.modified_at:
            self._body.addWidget(ElidedLabel(t("origin.modified", at=_moment(place.modified_at)), "small"))
        batch = t("origin.imported", at=_moment(place.at), by=place.by or "—", source=place.source or "—")
        self._body.addWidget(ElidedLabel(batch, "small"))


def _moment(text: str) -> str:
    return text[:16].replace("T", " ")
