"""Asks what a preset is called, its key, and which of its actions it shall have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QLineEdit, QWidget

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, button, column, heading, label, row

Part = tuple[str, Any]


class PresetDialog(QDialog):
    """Name, key and the actions as a list to tick; nothing ticked cannot be kept."""

    def __init__(
        self,
        ui: Ui,
        parent: QWidget,
        values: tuple[str, str],
        parts: Sequence[tuple[Part, str]],
        taken_by: Callable[[str], str],
    ) -> None:
        """Show key and name, and parts of the actions with their words; ``taken_by`` names what has a key already."""
        super().__init__(parent)
        self._ui, self._taken_by = ui, taken_by
        self.setWindowTitle(ui.t("preset.title"))
        self.setMinimumWidth(460)
        layout = column(self, margins=(22, 18, 22, 16), spacing=12)
        layout.addWidget(label(ui.t("preset.title"), "title"))
        self.key, self.name = QLineEdit(values[0]), QLineEdit(values[1])
        self.key.setMaxLength(12)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        for edit, word in ((self.name, "field.name"), (self.key, "field.key")):
            edit.setAccessibleName(ui.t(word))
            edit.textChanged.connect(self._check)
            form.addRow(label(f"{ui.t(word)} *", "secondary"), edit)
        layout.addLayout(form)
        self._problem = label(role="small", wraps=True)
        layout.addWidget(self._problem)
        layout.addWidget(heading(ui.t("preset.does")))
        box = Box(spacing=4)
        self.boxes: list[tuple[QCheckBox, Part]] = []
        for part, text in parts:
            made = QCheckBox(text)
            made.setChecked(True)
            made.toggled.connect(self._check)
            box.body.addWidget(made)
            self.boxes.append((made, part))
        layout.addWidget(box)
        self._accept = button(ui.t("form.keep"), self.accept, "primary")
        self._accept.setDefault(True)
        layout.addWidget(row(None, button(ui.t("form.cancel"), self.reject), self._accept, spacing=8))
        self._check()

    def ticked(self) -> dict[str, Any]:
        """Return the actions that are ticked."""
        found: dict[str, Any] = {"tags": [], "links": [], "stages": []}
        for box, (name, value) in self.boxes:
            if box.isChecked() and isinstance(found.get(name), list):
                found[name].append(value)
            elif box.isChecked():
                found[name] = value
        return found

    def _check(self) -> None:
        key, name = self.key.text().strip(), self.name.text().strip()
        taken = self._taken_by(key) if key else ""
        self._problem.setText(self._ui.t("preset.taken", key=key, what=taken) if taken else "")
        self._problem.setVisible(bool(taken))
        is_any = any(box.isChecked() for box, _part in self.boxes)
        self._accept.setEnabled(bool(key and name) and is_any and not taken)


def parts_of(actions: dict[str, Any], words: Callable[[str, Any], str]) -> list[tuple[Part, str]]:
    """Return the single things the actions of a preset do, each with its words; ``words`` names one."""
    found: list[Part] = [(name, value) for name in ("tags", "links", "stages") for value in actions[name]]
    found += [(name, actions[name]) for name in ("kind", "type", "review") if actions[name]]
    return [((name, value), words(name, value)) for name, value in found]
