"""What is wrong with a query, by code: its words in English, its place, and what to write instead."""

from __future__ import annotations

from typing import Any

# By code what is wrong and what to do; the window has them in its languages as query.CODE and query.CODE.remedy.
PROBLEMS: dict[str, tuple[str, str]] = {
    "too_long": ("A query has at most {most:,} characters", "Search for its words in parts."),
    "too_deep": ("The brackets go too deep", "Write it with fewer."),
    "too_many": ("A query has at most {most} words", "Search for them in parts."),
    "extra_bracket": ("A bracket is closed that was not opened", "Take it out."),
    "open_bracket": ("A bracket is not closed", "Write both brackets."),
    "empty_brackets": ("There is nothing in the brackets", "Take them out."),
    "open_quote": ("A quotation mark is not closed", 'Write "both quotation marks".'),
    "nothing_before": ("{word} has nothing before it", 'To find the word itself, write "{word}".'),
    "nothing_after": ("{word} has nothing after it", 'To find the word itself, write "{word}".'),
    "no_letters": ("There is no letter or digit to look for", "Write a word."),
    "proximity": (
        "{word} is not understood: how near words stand to each other cannot be asked",
        'Write both words for items that hold both, or "the words in turn" in quotation marks.',
    ),
    "no_value": ("The field {field}: has no value", "Write {example}."),
    "unknown_field": (
        "There is no field {field}:",
        "Fields are {known}; put quotation marks around words with a colon.",
    ),
    "unknown_field_like": (
        "There is no field {field}:",
        "Did you mean {meant}:? Fields are {known}; put quotation marks around words with a colon.",
    ),
    "unknown_value": ("{field}: has no value '{value}'", "It has {known}."),
    "bad_date": ("{problem}", "Write it like one of: {accepted}."),
    "starred_date": ("A date takes no star", "Write date:2018 for the whole year."),
    "no_words": (
        "in:{place} says where words stand, and has none beside it",
        "Write in:{place} contract.",
    ),
    "two_places": (
        "in: stands twice beside the same words",
        "Write (in:title contract) OR (in:text contract).",
    ),
}


class QueryError(ValueError):
    """A query that cannot be understood.

    Attributes:
        code: stable machine name, a key of ``PROBLEMS``.
        position: 0-based place in the query where it is wrong.
        values: what the words of the problem name.
        message: one line that names what is wrong.
        remedy: what to write instead.
    """

    def __init__(self, code: str, position: int, **values: str | int) -> None:
        self.code, self.position, self.values = code, position, values
        self.message, self.remedy = (text.format(**values) for text in PROBLEMS[code])
        super().__init__(self.message)

    @property
    def details(self) -> dict[str, Any]:
        """What an error that is shown keeps of it: the window says it in its language."""
        return {"position": self.position, "problem": self.code, "values": self.values}

    def __str__(self) -> str:
        """Return message, place and remedy on one line."""
        return f"{self.message} (at character {self.position + 1}). {self.remedy}"
