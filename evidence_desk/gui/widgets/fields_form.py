"""Named fields of one thing, edited in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import label
from evidence_desk.gui.widgets.flash import Flash
from evidence_desk.gui.widgets.inline_field import InlineChoice, InlineLine, InlineText
from evidence_desk.gui.widgets.inline_many import InlineMany

_LINE = 25  # pixels: the height of a field of one line, in whose middle its name stands
Choices = Callable[[], Sequence[tuple[str, str]]]
Field = InlineLine | InlineText | InlineChoice | InlineMany


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field: its name is that of the command's field and of the text ``field.NAME``.

    Attributes:
        choices: returns the values and words to choose from; free text when None.
        may_be_empty: whether nothing may be chosen.
        lines: how many lines of text it shows.
        hint: key of the text an empty field shows.
        is_many: whether several may be chosen; the value is then all of them, with blanks between.
    """

    name: str
    choices: Choices | None = None
    may_be_empty: bool = True
    lines: int = 1
    hint: str = ""
    is_many: bool = False


class FieldsForm(QWidget):
    """Fields with their names on the left.

    Signals:
        committed: (of, field, text) a field was changed of the thing it showed when that was typed.
    """

    committed = Signal(str, str, str)

    def __init__(self, ui: Ui, specs: Sequence[FieldSpec]) -> None:
        """Make all fields, empty."""
        super().__init__()
        self._ui = ui
        self._specs = {spec.name: spec for spec in specs}
        self._fields: dict[str, Field] = {}
        self._of = ""
        self._before: dict[str, str] = {}
        self.flash = Flash(ui.settings, self)
        self.flash.changed.connect(self._show_flash)
        ui.bridge.failed.connect(self._on_failed)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        for place, spec in enumerate(specs):
            word = ui.t(f"field.{spec.name}")
            field = self._make(spec, word)
            field.committed.connect(lambda text, name=spec.name: self.committed.emit(self._of, name, text))
            self._fields[spec.name] = field
            title = label(word, "small", wraps=True)
            title.setFixedWidth(86)
            title.setMinimumHeight(_LINE)
            title.setBuddy(field)
            grid.addWidget(title, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, place, 1)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields, in their order."""
        return tuple(self._specs)

    def reload_choices(self) -> None:
        """Ask again what there is to choose from."""
        for name, field in self._fields.items():
            spec = self._specs[name]
            if isinstance(field, InlineChoice | InlineMany) and spec.choices is not None:
                is_blank = spec.may_be_empty and not spec.is_many
                field.set_choices([*([("", "—")] if is_blank else []), *spec.choices()])
                field.set_value(self._before.get(name, ""))

    def show_values(self, values: Mapping[str, str], of: str) -> None:
        """Show the values of a thing, given its id; what differs from before flashes where it is the same thing.

        What is still being typed about another thing is kept as that thing's.
        """
        self.setEnabled(not self._ui.bridge.is_read_only)
        if of == self._of:
            self.flash.start(name for name in self._fields if values[name] != self._before[name])
        else:
            self.flash.stop()
            for field in self._fields.values():
                if isinstance(field, InlineLine | InlineText):
                    field.commit()
        is_same, self._of, self._before = of == self._of, of, dict(values)
        for name, field in self._fields.items():
            if is_same:
                field.set_value(values[name])
            else:
                field.show_anew(values[name])

    def _on_failed(self, _error: object) -> None:
        for field in self._fields.values():
            field.on_refused()

    def _show_flash(self) -> None:
        for name, field in self._fields.items():
            is_bright = name in self.flash.keys
            if bool(field.property("flash")) != is_bright:
                field.setProperty("flash", is_bright)
                field.style().unpolish(field)
                field.style().polish(field)

    def show_guesses(self, why: Mapping[str, str]) -> None:
        """Show which values are guesses, in italics; ``why`` says of each field where it was taken from."""
        for name, field in self._fields.items():
            reason = why.get(name, "")
            if bool(field.property("guess")) != bool(reason):
                field.setProperty("guess", "true" if reason else None)
                field.style().unpolish(field)
                field.style().polish(field)
            if reason:
                source = self._ui.t.word("guess_source", reason)
                field.setToolTip(self._ui.t("guess.why", source=source))
            elif field.property("was_guess"):
                field.setToolTip("")
            field.setProperty("was_guess", bool(reason))

    def edit(self, name: str) -> Field:
        """Return the widget of a field."""
        return self._fields[name]

    def _make(self, spec: FieldSpec, word: str) -> Field:
        if spec.is_many:
            return InlineMany(self._ui, word)
        if spec.choices is not None:
            return InlineChoice(word)
        hint = self._ui.t(spec.hint) if spec.hint else "—"
        return InlineText(word, hint, lines=spec.lines) if spec.lines > 1 else InlineLine(word, hint)
