"""The keys of the matter's own tags and presets, as actions of Review."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from evidence_desk.gui.actions.registry import Actions
from evidence_desk.gui.ui import Ui
from evidence_desk.queries.rows import PresetRow, TagRow

_PLACE = "review"


class Codes(Protocol):
    """What the keys do."""

    def toggle_tag(self, tag: str) -> None:
        """Put a tag on or take it off."""

    def apply_preset(self, preset: str, *, moves: bool) -> None:
        """Apply a preset, and go on to the next item or not."""


class CodeKeys:
    """Makes an action with its key for every tag and preset, and makes them again when they change."""

    def __init__(self, ui: Ui, actions: Actions, widget: QWidget, codes: Codes) -> None:
        """Work while ``widget`` or a part of it has the focus."""
        self._ui, self._actions, self._widget, self._codes = ui, actions, widget, codes
        self._made: list[str] = []
        self._shown: object = None

    def show(self, tags: Sequence[TagRow], presets: Sequence[PresetRow]) -> None:
        """Give keys to these tags and presets."""
        shown = [(tag.id, tag.key, tag.name) for tag in tags]
        shown += [(preset.id, preset.key, preset.name) for preset in presets]
        if shown == self._shown:
            return
        self._shown = shown
        for name in self._made:
            self._actions.remove(_PLACE, name)
        self._made.clear()
        for tag in tags:
            self._add(f"tag_{tag.id}", self._ui.t("code.tag", name=tag.name), tag.key, self._toggling(tag.id))
        for preset in presets:
            for moves, text, shift in ((True, "code.preset", ""), (False, "code.preset_stay", "Shift+")):
                key = shift + preset.key if preset.key else ""
                name = f"preset_{preset.id}{'' if moves else '_stay'}"
                self._add(
                    name, self._ui.t(text, name=preset.name), key, self._applying(preset.id, moves=moves)
                )

    def taken_by(self, key: str, *, besides: str) -> str:
        """Return the words of the action that has a key already, or an empty text; ``besides`` is a preset's id."""
        wanted = {QKeySequence(key).toString(), QKeySequence(f"Shift+{key}").toString()}
        for action in self._actions.of("global", _PLACE):
            own = action.objectName().startswith(f"{_PLACE}.preset_{besides}") if besides else False
            if not own and wanted.intersection(each.toString() for each in action.shortcuts()):
                return action.text()
        return ""

    def _is_of_program(self, key: str) -> bool:
        """Return whether an action of the program has a key; two of one key would both be dead."""
        wanted = QKeySequence(key)
        return any(
            wanted in action.shortcuts()
            for action in self._actions.of("global", _PLACE)
            if action.objectName().removeprefix(f"{_PLACE}.") not in self._made
        )

    def _toggling(self, tag: str) -> Callable[[], None]:
        return lambda: self._codes.toggle_tag(tag)

    def _applying(self, preset: str, *, moves: bool) -> Callable[[], None]:
        return lambda: self._codes.apply_preset(preset, moves=moves)

    def _add(self, name: str, text: str, key: str, act: Callable[[], None]) -> None:
        is_free = bool(key) and not self._is_of_program(key)
        action = self._actions.add(_PLACE, name, act, self._widget, text=text)
        if is_free:
            action.setShortcut(QKeySequence(key))
        self._made.append(name)
