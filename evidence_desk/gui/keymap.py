"""The keys of the window, read from resources/shortcuts.json and changed by a file of the user."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeySequence

from evidence_desk.gui.texts import Texts
from evidence_desk.support.errors import UserError
from evidence_desk.support.resources import resource

Keys = dict[str, dict[str, tuple[str, ...]]]
_Action = tuple[str, str]  # place and name

_EVERYWHERE = "global"
_MADE = ("order_", "group_", "column_", "look_", "tag_", "preset_")  # of columns and of a matter's own codes


def load_keys() -> Keys:
    """Return place -> action -> keys as delivered."""
    data = json.loads(resource("shortcuts.json").read_text(encoding="utf-8"))
    return {
        place: {action: tuple(keys) for action, keys in actions.items()} for place, actions in data.items()
    }


def changed_keys(changes: Path, t: Texts) -> tuple[Keys, list[UserError]]:
    """Return the keys as a file of the user changes them, and what is wrong with it, in the words of the window.

    The file has the shape of ours and replaces the keys of single actions. A key it gives to one action is taken
    from every other that works in the same place; of two it gives one key, the later has it. What it names that there
    is not changes nothing.
    """
    return _Changing(changes, t).result()


class _Changing:
    """One reading of a file of changes."""

    def __init__(self, file: Path, t: Texts) -> None:
        self._file, self._t = file, t
        self._keys = load_keys()
        self._problems: list[UserError] = []

    def result(self) -> tuple[Keys, list[UserError]]:
        changed: list[_Action] = []
        for place, actions in self._read().items():
            if place not in self._keys or not isinstance(actions, dict):
                self._note("keys_no_place", f"There is no place {place!r} that has keys", place=place)
                continue
            for action, wanted in actions.items():
                if self._is_change(place, action, wanted):
                    changed.append((place, action))
        for number, action in enumerate(changed):
            self._take_from_others(action, later=changed[number + 1 :])
        return self._keys, self._problems

    def _read(self) -> dict[str, Any]:
        try:
            data = json.loads(self._file.read_bytes())
            if isinstance(data, dict):
                return data
            reason = "{ … }"
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
        self._note("keys_unreadable", f"The keys in {self._file} cannot be read: {reason}", reason=reason)
        return {}

    def _is_change(self, place: str, action: str, wanted: object) -> bool:
        """Give an action the keys the file names for it, if there is such an action and any of them is a key."""
        own = self._keys[place]
        if action not in own and not (place == "review" and action.startswith(_MADE)):
            self._note("keys_no_action", f"There is no action {action!r}", action=action, place=place)
            return False
        texts = wanted if isinstance(wanted, list) else [wanted]
        known = {text: _normal(text) for text in texts if isinstance(text, str)}
        for text in texts:
            if not isinstance(text, str) or not known[text]:
                name = self._name(action)
                self._note("keys_no_key", f"There is no key {text!r}, for {action}", key=text, action=name)
        given = tuple(dict.fromkeys(key for key in known.values() if key))
        if texts and not given:
            return False
        own[action] = given
        return True

    def _take_from_others(self, winner: _Action, later: list[_Action]) -> None:
        for key in self._keys[winner[0]][winner[1]]:
            for place, action in self._others(winner):
                if (place, action) not in later and self._take(key, place, action):
                    winning, losing = self._name(winner[1]), self._name(action)
                    message = f"The key {key} was given to {winning} and to {losing}"
                    self._note("keys_given_twice", message, key=key, has=winning, lost=losing)

    def _others(self, action: _Action) -> Iterator[_Action]:
        """Yield the other actions that work where this one does."""
        for place, actions in self._keys.items():
            if _EVERYWHERE in (place, action[0]) or place == action[0]:
                yield from ((place, other) for other in list(actions) if (place, other) != action)

    def _take(self, key: str, place: str, action: str) -> bool:
        keys = self._keys[place][action]
        left = tuple(each for each in keys if _normal(each) != key)
        self._keys[place][action] = left
        return left != keys

    def _name(self, action: str) -> str:
        return self._t.word("action", action)

    def _note(self, code: str, message: str, **details: Any) -> None:
        self._problems.append(UserError(code, message, path=self._file, file=self._file.name, **details))


def _normal(text: str) -> str:
    """Return a key as Qt writes it; an empty text where it is none."""
    return QKeySequence(text).toString(QKeySequence.SequenceFormat.PortableText)
