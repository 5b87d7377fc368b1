"""The fields of an evidence item, edited in place."""

from __future__ import annotations

from evidence_desk.domain.evidence_fields import DETAILS
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.fields_form import FieldsForm, FieldSpec
from evidence_desk.queries.rows import EvidenceDetail

_LINES = (
    "author",
    "source",
    "obtained",
    "custodian",
    "language",
    "confidentiality",
    "privilege",
    "privilege_reason",
)


class DetailsForm(FieldsForm):
    """Title, kind, date, origin and notes of an item."""

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Make all fields, empty."""
        specs = (
            FieldSpec("exhibit"),
            FieldSpec("title", lines=2),
            FieldSpec("native_title"),
            FieldSpec("type", choices=vocabulary.types),
            FieldSpec("kind", choices=vocabulary.kinds),
            FieldSpec("date", hint="field.date_hint"),
            FieldSpec("side", choices=lambda: ui.t.words("side"), may_be_empty=False),
            FieldSpec("review", choices=lambda: ui.t.words("review_word"), may_be_empty=False),
            FieldSpec("group", choices=vocabulary.groups),
            FieldSpec("original_status", choices=vocabulary.original_statuses),
            *(FieldSpec(name) for name in _LINES),
            FieldSpec("purpose", lines=2),
            FieldSpec("notes", lines=2),
        )
        super().__init__(ui, specs)

    def show_detail(self, detail: EvidenceDetail) -> None:
        """Show the values of an item."""
        row = detail.row
        values = {name: getattr(detail if name in DETAILS else row, name) for name in self.names}
        self.show_values({**values, "date": self._ui.t.date(row.date.text)}, row.id)
