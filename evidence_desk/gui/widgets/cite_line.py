"""A cite on the card of a link: a line that leads to its place; quote and note are edited where they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evidence_desk.commands.links import EditCite
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, badge, button, clear, label
from evidence_desk.gui.widgets.named_text import NamedText
from evidence_desk.gui.widgets.own_keys import RemovableCard
from evidence_desk.queries.rows import CiteRow

_LONGEST = 88  # characters of a quote on the line


class CiteLine(Box):
    """One cite.

    Signals:
        activated: its place shall be shown.
        removed: it shall be taken off the link.
        command_asked: a command to run.
    """

    activated = Signal()
    removed = Signal()
    command_asked = Signal(object)

    def __init__(self, ui: Ui) -> None:
        """Show nothing yet."""
        super().__init__(spacing=1)
        self._ui, self._cite = ui, ""
        self.place = RemovableCard(margins=(2, 1, 2, 1))
        self.place.setObjectName("cite")
        self.setFocusProxy(self.place)
        self.place.activated.connect(self.activated)
        self.place.removed.connect(self.removed)
        self._words = QHBoxLayout()
        self._words.setSpacing(4)
        self.place.body.addLayout(self._words)
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.place, 1)
        self._remove = button("✕", self.removed.emit, "flat", tip=ui.t("link.cite_remove"))
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
        clear(self._words)
        quote = f"“{cite.quote}”" if cite.quote else t("link.area")
        short = quote if len(quote) < _LONGEST + 2 else f"{quote[:_LONGEST]}…”"
        page = t("link.page", page=cite.label or cite.page)
        words = f"{page} · {short}"
        self._words.addWidget(label(page if is_asked else words, "small", wraps=True), 1)
        if cite.state != "ok":
            self._words.addWidget(badge(t("link.drifted"), "gap"), 0, Qt.AlignmentFlag.AlignTop)
        self.place.setAccessibleName(f"{called}: {words}")
        self._remove.setAccessibleName(f"{t('link.cite_remove')}: {called}")
        self._remove.setVisible(is_asked)
        self.quote.show_text(cite.quote, called, is_shown=is_asked, is_open=is_open)
        self.note.show_text(cite.note, called, is_shown=is_asked or bool(cite.note), is_open=is_open)

    def commit(self) -> None:
        """Keep what is typed."""
        self.quote.commit()
        self.note.commit()

    def on_refused(self) -> None:
        """Let what was sent count as typed only."""
        self.quote.on_refused()
        self.note.on_refused()

    def _edit(self, field: str, text: str) -> None:
        self.command_asked.emit(EditCite(cite=self._cite, **{field: text}))  # type: ignore[arg-type]
