"""Asks what a preset is called, its key, and which of its actions it shall have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from evidence_desk.gui.dialogs.form import Field, FormDialog, Send
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.widgets.basics import Box, heading, label

Part = tuple[str, Any]


class PresetDialog(FormDialog):
    """Name, key and the actions as a list to tick; nothing ticked cannot be kept."""

    def __init__(
        self,
        ui: Ui,
        parent: QWidget,
        values: tuple[str, str],
        parts: Sequence[tuple[Part, str]],
        taken_by: Callable[[str], str],
        send: Send,
    ) -> None:
        """Show key and name, and parts of the actions with their words; ``taken_by`` names what has a key already."""
        self._taken_by = taken_by
        self.boxes: list[tuple[QCheckBox, Part]] = []
        self._taken = label(role="small", wraps=True)
        fields = (
            Field("name", ui.t("field.name"), value=values[1], is_required=True),
            Field("key", ui.t("field.key"), value=values[0], is_required=True),
        )
        super().__init__(ui, parent, ui.t("preset.title"), fields, send, ui.t("form.keep"))
        self.body.body.addWidget(self._taken)
        self.body.body.addWidget(heading(ui.t("preset.does")))
        box = Box(spacing=4)
        for part, text in parts:
            made = QCheckBox(text)
            made.setChecked(True)
            made.toggled.connect(self._check)
            box.body.addWidget(made)
            self.boxes.append((made, part))
        self.body.body.addWidget(box)
        self._check()

    def is_complete(self) -> bool:
        """Return whether it has a name, a key that is free, and does something."""
        key = self.values()["key"]
        taken = self._taken_by(key) if key else ""
        self._taken.setText(self._ui.t("preset.taken", key=key, what=taken) if taken else "")
        self._taken.setVisible(bool(taken))
        return super().is_complete() and any(box.isChecked() for box, _part in self.boxes) and not taken

    def ticked(self) -> dict[str, Any]:
        """Return the actions that are ticked."""
        found: dict[str, Any] = {"tags": [], "links": [], "stages": []}
        for box, (name, value) in self.boxes:
            if box.isChecked() and isinstance(found.get(name), list):
                found[name].append(value)
            elif box.isChecked():
                found[name] = value
        return found


def parts_of(actions: dict[str, Any], words: Callable[[str, Any], str]) -> list[tuple[Part, str]]:
    """Return the single things the actions of a preset do, each with its words; ``words`` names one."""
    found: list[Part] = [(name, value) for name in ("tags", "links", "stages") for value in actions[name]]
    found += [(name, actions[name]) for name in ("kind", "type", "review") if actions[name]]
    return [((name, value), words(name, value)) for name, value in found]
