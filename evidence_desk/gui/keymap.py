"""The keys of the window, read from resources/shortcuts.json and changed by a file of the user."""

from __future__ import annotations

import json
from pathlib import Path

from evidence_desk.support.resources import resource

Keys = dict[str, dict[str, tuple[str, ...]]]


def load_keys(changes: Path | None = None) -> Keys:
    """Return place -> action -> keys; ``changes`` is a file of the same shape that replaces single actions."""
    keys = _read(resource("shortcuts.json"))
    if changes is not None and changes.is_file():
        for place, actions in _read(changes).items():
            keys.setdefault(place, {}).update(actions)
    return keys


def _read(path: Path) -> Keys:
    data = json.loads(path.read_text(encoding="utf-8"))
    return {
        place: {action: tuple(keys) for action, keys in actions.items()} for place, actions in data.items()
    }
