"""How files shall be imported, by a sheet or as a production: tags, type, pictures, old formats, passwords."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QPushButton, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.basics import Box, Form, label
from evidence_desk.gui.widgets.choice import Choice
from evidence_desk.gui.widgets.flow_layout import FlowLayout
from evidence_desk.intake.ocr import is_available
from evidence_desk.queries.labels import tags as read_tags
from evidence_desk.support.settings import converter

if TYPE_CHECKING:
    from evidence_desk.domain.begun_imports import Chosen
    from evidence_desk.intake.model import Limits

_LINES_OF_PASSWORDS = 58  # pixels


class ImportOptions(Form):
    """What the command line asks for with options.

    Attributes:
        type: the document type of every new item.
        ocr: whether pictures are read; not shown for a production, whose pages are read afterwards.
        convert: whether old formats are converted.
        passwords: one a line.
    """

    def __init__(self, ui: Ui, *, has_ocr: bool = True) -> None:
        """Offer what the settings say, and why something cannot be had here."""
        super().__init__()
        self._ui = ui
        t = ui.t
        self._tags: dict[str, QPushButton] = {}
        self.type = Choice(
            t("field.type"), [("", t("import.type_guessed")), *Vocabulary(ui.bridge, t).types()]
        )
        self.ocr, self.convert = QCheckBox(t("import.ocr")), QCheckBox(t("import.convert"))
        self.passwords = self._make_passwords()
        chips = self._tag_chips()
        if self._tags:
            self.rows.addRow(label(t("import.tags"), "secondary"), chips)
        self.rows.addRow(label(t("field.type"), "secondary"), self.type)
        if has_ocr:
            self._add_ocr()
        self._add_convert()
        self.rows.addRow(label(t("import.passwords"), "secondary"), self.passwords)

    @property
    def tags(self) -> list[str]:
        """The tags for every new item, by id."""
        return [tag for tag, made in self._tags.items() if made.isChecked()]

    def chip(self, tag: str) -> QPushButton:
        """Return what turns a tag on."""
        return self._tags[tag]

    def limits(self) -> Limits:
        """Return what a file may cost, with the passwords to try and the program that converts."""
        given = [line for line in self.passwords.toPlainText().splitlines() if line]
        limits = self._ui.desk.limits(given)
        program = converter(limits.convert_with) if self.convert.isChecked() else ""
        return replace(limits, convert_with=program)

    def show_chosen(self, chosen: Chosen) -> None:
        """Ask for what an earlier import asked for; passwords were kept nowhere."""
        for tag, made in self._tags.items():
            made.setChecked(tag in chosen.tags)
        self.type.setCurrentIndex(max(0, self.type.findData(chosen.type)))
        for box, is_wanted in ((self.ocr, chosen.has_ocr), (self.convert, chosen.is_converting)):
            box.setChecked(is_wanted and box.isEnabled())

    def _add_ocr(self) -> None:
        t = self._ui.t
        self.ocr.setEnabled(is_available())
        self.ocr.setChecked(is_available() and self._ui.settings.preferences["ocr"] != "never")
        why = "" if is_available() else t("import.ocr_missing")
        self.rows.addRow(label(t("import.pictures"), "secondary"), _with_words(self.ocr, why))

    def _add_convert(self) -> None:
        t, wanted = self._ui.t, str(self._ui.settings.preferences["convert_with"])
        is_there = bool(converter(wanted))
        self.convert.setEnabled(is_there)
        self.convert.setChecked(is_there and bool(wanted))
        why = t("import.convert_how" if is_there else "import.convert_missing")
        self.rows.addRow(label(t("import.old_formats"), "secondary"), _with_words(self.convert, why))

    def _make_passwords(self) -> QPlainTextEdit:
        made, t = QPlainTextEdit(), self._ui.t
        made.setPlaceholderText(t("import.passwords_hint"))
        made.setAccessibleName(t("import.passwords"))
        made.setTabChangesFocus(True)
        made.setFixedHeight(_LINES_OF_PASSWORDS)
        return made

    def _tag_chips(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box)
        for tag in self._ui.bridge.read(read_tags):
            chip = QPushButton(tag.name)
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            self._tags[tag.id] = chip
            flow.addWidget(chip)
        return box


def _with_words(box: QCheckBox, words: str) -> QWidget:
    """Return a box to tick with what is to be known of it below."""
    made = Box(spacing=2)
    made.body.addWidget(box)
    if words:
        made.body.addWidget(label(words, "small", wraps=True))
    return made
