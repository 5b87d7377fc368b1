"""The notes on an item, in the inspector: read with a few marks, written, changed and deleted where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from evidence_desk.commands.base import Command
from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.labels import AddNote, EditNote
from evidence_desk.domain.markup import to_html
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, ElidedLabel, breakable, button, clear, column, heading, row
from evidence_desk.gui.widgets.inline_field import InlineText
from evidence_desk.queries.rows import NoteRow
from evidence_desk.support.errors import UserError


class NotesPanel(QWidget):
    """Notes with author and time, and a field for another one.

    Signals:
        command_asked: a command to run.
    """

    command_asked = Signal(object)

    def __init__(self, ui: Ui) -> None:
        """Show no notes yet."""
        super().__init__()
        self._ui = ui
        self._item, self._shown = "", object()
        layout = column(self, spacing=6)
        layout.addWidget(heading(ui.t("notes.title")))
        self._box = Box(spacing=8)
        layout.addWidget(self._box)
        self.new = InlineText(ui.t("notes.new"), ui.t("notes.new_hint"), lines=2)
        self.new.committed.connect(self._add)
        layout.addWidget(self.new)

    def show_notes(self, item: str, notes: Sequence[NoteRow], *, is_open: bool) -> None:
        """Show the notes on an item; what is being written is kept on the item it was begun for."""
        if item != self._item:
            self.new.commit()
            self._item = item
            self.new.take_back()
        self.new.setVisible(is_open)
        if (item, list(notes), is_open) == self._shown:
            return
        self._shown = (item, list(notes), is_open)
        for each in self._box.findChildren(_Note):
            each.commit()
        clear(self._box.body)
        for note in notes:
            self._box.body.addWidget(_Note(self._ui, note, self.command_asked.emit, is_open=is_open))

    def write(self, words: str) -> None:
        """Put the keyboard into the field for a new note, with words in it to go on from."""
        self.new.begin(f"{words}\n" if words else "")

    def _add(self, text: str) -> None:
        item = self._item
        if text and item:
            made = AddNote(on=item, text=text)
            self._ui.bridge.run(made, refused=lambda error: self._give_back(item, text, error))
            self.new.take_back()

    def _give_back(self, item: str, text: str, error: UserError) -> None:
        """Let words stand in the field again that could not be kept, unless something else is written there."""
        if item == self._item and not self.new.words():
            self.new.put_words(text)
        self._ui.bridge.failed.emit(error)


class _Note(QWidget):
    """One note: its words, who wrote it when, and what can be done with it."""

    def __init__(self, ui: Ui, note: NoteRow, run: Callable[[object], object], *, is_open: bool) -> None:
        super().__init__()
        self._ui, self._note, self._run = ui, note, run
        layout = column(self, spacing=2)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.words.setOpenExternalLinks(False)  # an address is shown and copied, never gone to
        self.words.linkActivated.connect(lambda address: QGuiApplication.clipboard().setText(address))
        self.words.linkHovered.connect(self._show_address)
        self.words.setText(breakable(to_html(note.text)))
        self.words.setAccessibleName(note.text)
        self.edit = InlineText(ui.t("notes.edit"), "", lines=2)
        self.edit.hide()
        self.edit.committed.connect(self._on_edited)
        self.edit.left.connect(self._end)
        when = datetime.fromisoformat(note.at).astimezone().strftime("%Y-%m-%d %H:%M")
        tools: list[QWidget] = [ElidedLabel(f"{note.author} · {when}", "small")]
        if is_open:
            for name, act in (("notes.edit", self._begin), ("notes.delete", self._delete)):
                made = button(ui.t(name), act, "link")
                made.setAccessibleName(f"{ui.t(name)}: {note.text[:40]}")
                tools.append(made)
        below = row(*tools, spacing=6)
        inner = below.layout()
        assert inner is not None
        inner.setStretch(0, 1)  # type: ignore[attr-defined]
        for widget in (self.words, self.edit, below):
            layout.addWidget(widget)

    def commit(self) -> None:
        """Keep what is typed over the words."""
        if not self.edit.isHidden():
            self.edit.commit()

    def _begin(self) -> None:
        self.words.hide()
        self.edit.show()
        self.edit.set_value(self._note.text)
        self.edit.setFocus()

    def _end(self) -> None:
        self.edit.hide()
        self.words.show()

    def _on_edited(self, text: str) -> None:
        if text:
            self._send(EditNote(note=self._note.id, text=text))

    def _delete(self) -> None:
        self._send(Delete(what=self._note.id))

    def _send(self, command: Command) -> None:
        self._run(command)

    def _show_address(self, address: str) -> None:
        self.words.setToolTip(self._ui.t("notes.address", address=address) if address else "")
