"""The words of the window in the language of the screen; imports nothing of Qt."""

from __future__ import annotations

import json
import os
import re

from evidence_desk.gui.summaries import Summaries
from evidence_desk.support.errors import CommandError, UserError
from evidence_desk.support.resources import resource
from evidence_desk.support.texts import visible

LANGUAGES = {"en": "English", "zh": "简体中文"}


# Numbers of pages at the end of a note, e.g. "pages without text: 3, 5-8".
_PAGES = re.compile(r": ([\d\s,–-]+)$")


class Texts:
    """Looks up the words of the window.

    Attributes:
        language: "en" or "zh".
    """

    def __init__(self, language: str) -> None:
        """Read ``resources/i18n/gui.LANGUAGE.json``."""
        self.language = language
        path = resource("i18n", f"gui.{language}.json")
        self._texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        self._summaries: Summaries | None = None

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of ``key`` with its ``{places}`` filled; KeyError when no such text is kept."""
        text = self._texts[key]
        return text.format(**values) if values else text

    def word(self, group: str, value: str) -> str:
        """Return the word for a value, e.g. ``word("stance", "supports")``; the value itself when unknown."""
        return self._texts.get(f"{group}.{value}", value.replace("_", " "))

    def words(self, group: str) -> list[tuple[str, str]]:
        """Return all values of a group with their words, in the order of the file."""
        start = f"{group}."
        return [(key.removeprefix(start), text) for key, text in self._texts.items() if key.startswith(start)]

    def count(self, key: str, n: int) -> str:
        """Return "1 item" or "5 items": ``KEY.one`` for 1 where it is kept, else ``KEY``."""
        chosen = f"{key}.one" if n == 1 and f"{key}.one" in self._texts else key
        return self._texts[chosen].format(n=f"{n:,}")

    def error(self, error: UserError) -> tuple[str, str]:
        """Return what went wrong and what to do: ``error.CODE`` where it is kept, else the error's words translated."""
        key = f"error.{error.code}"
        if key not in self._texts:
            said = error.plain if isinstance(error, CommandError) else error.message
            return self.warning(said), self.warning(error.remedy)
        remedy = self._texts.get(f"{key}.remedy", "")
        return self._texts[key].format(**error.details), remedy.format(**error.details)

    def read_note(self, code: str, message: str) -> str:
        """Return what a reader notes of a file by its code, and the pages it names; English ones in its own words."""
        words = self._texts.get(f"read_note.{code}")
        if words is None or self.language == "en":
            return self.warning(message)
        pages = _PAGES.search(message)
        return f"{words} ({pages[1]})" if pages else words

    def names(self, name: str, native: str) -> tuple[str, str]:
        """Return the two names of a thing, that in the language of the screen first; the second may be empty.

        Signs that nobody sees are shown by their numbers.
        """
        shown = visible(name), visible(native)
        return shown[::-1] if self.is_native_first(native) else shown

    def is_native_first(self, native: str) -> bool:
        """Say whether of the two names of a thing the native one comes first on this screen."""
        return self.language == "zh" and any("\u4e00" <= each <= "\u9fff" for each in native)

    def summary(self, text: str) -> str:
        """Return in the language of the screen what a change did; the history keeps it in English."""
        return visible(self._known()(text))

    def date(self, text: str) -> str:
        """Return a date that people entered in the language of the screen."""
        return self._known().date(text)

    def warning(self, text: str) -> str:
        """Return in the language of the screen what a command warns of."""
        return self._known().error(text)

    def _known(self) -> Summaries:
        if self._summaries is None:
            self._summaries = Summaries(self.language)
        return self._summaries


def system_language() -> str:
    """Return the language of the system if the window speaks it, else English."""
    import locale  # late, like all that the first paint can do without

    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    found = next((name for name in names if name), locale.getlocale()[0] or "")
    return "zh" if found.lower().startswith(("zh", "chinese")) else "en"
