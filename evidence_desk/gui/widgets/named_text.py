"""Words under their name, edited where they stand; there is nothing to see until they show."""

from __future__ import annotations

from PySide6.QtCore import Signal

from evidence_desk.gui.widgets.basics import Box, label
from evidence_desk.gui.widgets.inline_field import InlineText

_INDENT = 3  # pixels, as far as the words of the field are from its edge


class NamedText(Box):
    """A field that is made when it is first needed, so that many cards are made fast.

    Attributes:
        field: the field, once it was needed.

    Signals:
        committed: the text, when it was changed and the field was left.
    """

    committed = Signal(str)

    def __init__(self, word: str, hint: str, *, is_named: bool = True) -> None:
        """Be called ``word``, which stands above the words where ``is_named``; ``hint`` stands for none."""
        super().__init__()
        self._word, self._hint, self._is_named = word, hint, is_named
        self.field: InlineText | None = None
        self.hide()

    def show_text(self, value: str, of: str, *, is_shown: bool, is_open: bool) -> None:
        """Show the words, of what is called ``of``; without ``is_shown`` only while others are typed here."""
        if self.field is None and is_shown:
            self.field = self._made()
        if self.field is None:
            return
        self.field.set_value(value)
        self.field.setReadOnly(not is_open)
        self.field.setAccessibleName(f"{self._word}: {of}")
        self.setVisible(is_shown or self.field.is_typed)

    def commit(self) -> None:
        """Keep what is typed."""
        if self.field is not None:
            self.field.commit()

    def on_refused(self) -> None:
        """Let what was sent count as typed only."""
        if self.field is not None:
            self.field.on_refused()

    def _made(self) -> InlineText:
        if self._is_named:
            name = label(self._word, "small")
            name.setIndent(_INDENT)
            self.body.addWidget(name)
        made = InlineText(self._word, self._hint)
        made.setProperty("dense", "true")
        made.committed.connect(self.committed)
        self.body.addWidget(made)
        return made
