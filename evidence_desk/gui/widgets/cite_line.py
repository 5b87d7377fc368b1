"""A cite on the card of a link: a line that leads to its place; quote and note are edited where they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evidence_desk.commands.links import EditCite
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, badge, breakable, button, label
from evidence_desk.gui.widgets.named_text import NamedText
from evidence_desk.gui.widgets.own_keys import RemovableCard
from evidence_desk.queries.rows import CiteRow

_LONGEST = 88  # characters of a quote on the line


class CiteLine(Box):
    """One cite.

    Signals:
        activated: the place of the cite of this id shall be shown.
        removed: the cite of this id shall be taken off the link.
        command_asked: a command to run.
    """

    activated = Signal(str)
    removed = Signal(str)
    command_asked = Signal(object)

    def __init__(self, ui: Ui) -> None:
        """Show nothing yet."""
        super().__init__(spacing=1)
        self._ui, self._cite = ui, ""
        self.place = RemovableCard(margins=(2, 1, 2, 1))
        self.place.setObjectName("cite")
        self.setFocusProxy(self.place)
        self.place.activated.connect(lambda: self.activated.emit(self._cite))
        self.place.removed.connect(self._on_removed)
        self._where, self._drifted = label(role="small", wraps=True), badge(ui.t("link.drifted"), "gap")
        words = QHBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._where, 1)
        words.addWidget(self._drifted, 0, Qt.AlignmentFlag.AlignTop)
        self.place.body.addLayout(words)
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.place, 1)
        self._remove = button("✕", self._on_removed, "flat", tip=ui.t("link.cite_remove"))
        across.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        self.quote = NamedText(ui.t("link.quote"), ui.t("link.write"))
        self.note = NamedText(ui.t("link.cite_note"), ui.t("link.cite_note"), is_named=False)
        for name, field in (("quote", self.quote), ("note", self.note)):
            field.committed.connect(lambda text, name=name: self._edit(name, text))
        for widget in (line, self.quote, self.note):
            self.body.addWidget(widget)

    def show_cite(self, cite: CiteRow, called: str, *, is_asked: bool, is_open: bool) -> None:
        """Show a cite, ``called`` e.g. "cite 1 of 1.2"; the quote can be edited when that is asked for."""
        t, self._cite = self._ui.t, cite.id
        quote = f"“{cite.quote}”" if cite.quote else t("link.area")
        short = quote if len(quote) < _LONGEST + 2 else f"{quote[:_LONGEST]}…”"
        page = t("link.page", page=cite.label or cite.page)
        words = f"{page} · {short}"
        self._where.setText(breakable(page if is_asked else words))
        self._drifted.setVisible(cite.state != "ok")
        self.place.setAccessibleName(f"{called}: {words}")
        self._remove.setAccessibleName(f"{t('link.cite_remove')}: {called}")
        self._remove.setVisible(is_asked)
        self.quote.show_text(cite.quote, called, is_shown=is_asked, is_open=is_open)
        self.note.show_text(cite.note, called, is_shown=is_asked or bool(cite.note), is_open=is_open)

    def commit(self) -> None:
        """Keep what is typed."""
        self.quote.commit()
        self.note.commit()

    def forget(self) -> None:
        """Be ready for another cite."""
        self.quote.forget()
        self.note.forget()

    def on_refused(self) -> None:
        """Let what was sent count as typed only."""
        self.quote.on_refused()
        self.note.on_refused()

    def _on_removed(self) -> None:
        self.removed.emit(self._cite)

    def _edit(self, field: str, text: str) -> None:
        self.command_asked.emit(EditCite(cite=self._cite, **{field: text}))  # type: ignore[arg-type]
