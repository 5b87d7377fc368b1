"""What a change did or why it was refused, from English to the language of the screen; imports nothing of Qt."""

from __future__ import annotations

import json
import re
from typing import Any

from evidence_desk.domain import fuzzy_dates
from evidence_desk.domain.fuzzy_dates import FuzzyDateError
from evidence_desk.support.resources import resource

Patterns = list[tuple[str, re.Pattern[str], str]]  # letters it needs, the pattern, the words

_PLACE = re.compile(r"{(\w+)}")
_FOREIGN = {
    "en": re.compile("[\u4e00-\u9fff]"),
    "zh": re.compile("[A-Za-z]"),
}  # letters of the other language
_STOP = re.compile(r"\. (?=[A-Z])")
_NUMBER = re.compile(r"\d[\d,]*(?= )")
# "3 items", "1 item, 2 of its family and 3 near duplicates"
_ALONG = r"(?:of its family|of their families|exact cop(?:y|ies)|near duplicates?)"
_COUNT = rf"\d[\d,]* [a-z]+(?:(?:, | and )\d[\d,]* {_ALONG})*"


class Summaries:
    """Knows the summaries of all commands as patterns, and what errors and warnings say.

    They stand in ``resources/i18n/summaries.LANGUAGE.json`` and ``errors.LANGUAGE.json``, what is more particular
    first; so do the words of dates, in ``dates.LANGUAGE.json``. Places named ``word…`` hold one of the words of the
    first file, ``count`` numbers of things, whose sum is said, ``summary…`` another summary, ``error`` what another
    error says, ``span`` a plain date; all others hold what people entered, which stays as it is.
    """

    def __init__(self, language: str) -> None:
        """Read the patterns of a language; one without a file keeps the English."""
        data: dict[str, Any] = {"summaries": [], "errors": [], "dates": [], "words": {}}
        for name in ("summaries", "errors", "dates"):
            path = resource("i18n", f"{name}.{language}.json")
            data |= json.loads(path.read_text("utf-8")) if path.is_file() else {}
        self._words: dict[str, str] = data["words"]
        self._summaries, self._errors, self._dates = (
            [(_needed(each["en"]), _pattern(each["en"]), str(each[language])) for each in data[name]]
            for name in ("summaries", "errors", "dates")
        )
        self._language = language
        self._told_dates: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """Return a summary in the language; one that no pattern fits as it is."""
        return self._said(text, self._summaries) or text

    def error(self, text: str) -> str:
        """Return what an error or a warning says, or its remedy, in the language; as it is where no pattern fits.

        The two may stand on one line, as a file keeps why it could not be read.
        """
        said = self._said(text, self._errors)
        for stop in () if said else _STOP.finditer(text):
            what = self._said(text[: stop.start()], self._errors)
            remedy = self._said(text[stop.end() :], self._errors)
            if what and remedy:
                return f"{what}。{remedy}"
        return said or text

    def date(self, text: str) -> str:
        """Return a date as people know them in the language; as it was entered where that can be read in it.

        So is what is no date, which a copy of another program may bring.
        """
        if not _FOREIGN[self._language].search(text):
            return text
        if text not in self._told_dates:
            self._told_dates[text] = self._told_date(text)
        return self._told_dates[text]

    def _told_date(self, text: str) -> str:
        try:
            fixed = fuzzy_dates.parse(text).canonical
        except FuzzyDateError:
            return text
        is_foreign = _FOREIGN[self._language].search
        said = (self._said(each, self._dates) for each in (text.casefold(), fixed))
        return next((each for each in said if each and not is_foreign(each)), fixed)

    def _said(self, text: str, patterns: Patterns) -> str | None:
        for needed, pattern, words in patterns:
            found = pattern.fullmatch(text) if needed in text else None
            if found:
                return words.format(
                    **{name: self._told(name, held) for name, held in found.groupdict().items()}
                )
        return None

    def _told(self, name: str, held: str) -> str:
        if name.startswith("summary"):
            return self(held)
        if name == "error":
            return self.error(held)
        if name == "span":
            return self._said(held, self._dates) or held
        if name == "count":
            return f"{sum(int(number.replace(',', '')) for number in _NUMBER.findall(held)):,}"
        return self._words.get(held, held) if name.startswith("word") else held


def _needed(english: str) -> str:
    """Return the longest text that stands between places, without which there is no need to look further."""
    return max(_PLACE.split(english)[::2], key=len)


def _pattern(english: str) -> re.Pattern[str]:
    parts = _PLACE.split(english)
    made = [re.escape(part) if at % 2 == 0 else _group(part) for at, part in enumerate(parts)]
    return re.compile("".join(made), re.DOTALL)


def _group(name: str) -> str:
    return rf"(?P<{name}>{_COUNT if name == 'count' else '.*?'})"
