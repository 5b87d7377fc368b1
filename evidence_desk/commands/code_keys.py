"""Keys of tags and presets, which must leave the keys of the program itself alone."""

from __future__ import annotations

import json
from functools import cache

from evidence_desk.support.errors import CommandError
from evidence_desk.support.resources import resource

_PLACES = ("global", "review")  # where the keys of tags and presets work


def check_key_is_free(key: str, *, with_shift: bool) -> None:
    """Refuse a key the program uses as delivered; ``with_shift`` where Shift and the key are taken as well.

    Raises:
        CommandError: naming the key and what it does.
    """
    taken = _taken()
    for text in (key, f"Shift+{key}") if key and with_shift else (key,):
        action = taken.get(text.lower())
        if action is not None:
            raise CommandError(
                "key_taken",
                f"The key {text!r} is one of the program: {action}",
                "Choose another key, such as a digit.",
                field="key",
            )


@cache
def _taken() -> dict[str, str]:
    keys = json.loads(resource("shortcuts.json").read_text(encoding="utf-8"))
    return {
        text.lower(): action.replace("_", " ")
        for place in _PLACES
        for action, texts in keys[place].items()
        for text in texts
    }
