"""Cuts a query of the search language into tokens: words, phrases, fields with values, operators, brackets."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches

from evidence_desk.domain.search_language import FIELDS, FIXED_FIELDS, Span
from evidence_desk.domain.search_problems import QueryError

# Full-width and typographic forms stand for the plain ones.
_OPENING = "(（"
_CLOSING = ")）"
QUOTES = '"＂“”„「」『』'
_COLONS = ":："
_STARS = "*＊"
_MINUS = "-－"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its text without marks, and its span.

    ``kind`` is one of ( ) - AND OR NOT word phrase field end; ``name`` is a field's name and ``value_at`` where
    its value begins; ``is_prefix`` says that a star ends it.
    """

    kind: str
    text: str
    at: Span
    is_prefix: bool = False
    name: str = ""
    value_at: int = 0


def tokens(query: str) -> list[Token]:
    """Cut a query into tokens, the last of kind ``end``.

    Raises:
        QueryError: a quotation mark is not closed, a field has no value or is not known.
    """
    return _Lexer(query).all()


class _Lexer:
    def __init__(self, query: str) -> None:
        self._query = query
        self._at = 0

    def all(self) -> list[Token]:
        found: list[Token] = []
        while True:
            self._skip_blanks()
            if self._at >= len(self._query):
                return [*found, Token("end", "", (len(self._query), len(self._query)))]
            found.append(self._next())

    def _skip_blanks(self) -> None:
        while self._at < len(self._query) and self._query[self._at].isspace():
            self._at += 1

    def _peek(self) -> str:
        return self._query[self._at] if self._at < len(self._query) else ""

    def _next(self) -> Token:
        start, character = self._at, self._peek()
        for kind, forms in (("(", _OPENING), (")", _CLOSING)):
            if character in forms:
                self._at += 1
                return Token(kind, character, (start, self._at))
        if character in _MINUS and self._is_before_a_part():
            self._at += 1
            return Token("-", character, (start, self._at))
        if character in QUOTES:
            text = self._quoted()
            return Token("phrase", text, (start, self._at))
        return self._word()

    def _is_before_a_part(self) -> bool:
        following = self._query[self._at + 1 : self._at + 2]
        return bool(following) and not following.isspace() and following not in _CLOSING

    def _quoted(self) -> str:
        start = self._at
        self._at += 1
        while self._peek() and self._peek() not in QUOTES:
            self._at += 1
        if not self._peek():
            raise QueryError("open_quote", start)
        self._at += 1
        return " ".join(self._query[start + 1 : self._at - 1].split())

    def _word(self) -> Token:
        start = self._at
        colon = 0
        while (
            self._peek() and not self._peek().isspace() and self._peek() not in _OPENING + _CLOSING + QUOTES
        ):
            if self._peek() in _COLONS and not colon and self._is_field(self._query[start : self._at]):
                colon = self._at
                break
            self._at += 1
        if colon:
            return self._field(start, colon)
        text = self._query[start : self._at]
        plain = unicodedata.normalize("NFKC", text)
        if plain in ("AND", "OR", "NOT"):
            return Token(plain, text, (start, self._at))
        bare = text.rstrip(_STARS)
        return Token("word", bare, (start, self._at), is_prefix=bare != text)

    def _is_field(self, text: str) -> bool:
        """Say whether a colon ends the name of a field here; an unknown name is told later, an address is a word."""
        plain = unicodedata.normalize("NFKC", text)
        return plain.isascii() and plain.isalpha() and self._query[self._at + 1 : self._at + 3] != "//"

    def _field(self, start: int, colon: int) -> Token:
        name = unicodedata.normalize("NFKC", self._query[start:colon]).lower()
        if name not in FIELDS:
            raise _unknown_field(name, start)
        self._at = colon + 1
        value_at = self._at
        if self._peek() and self._peek() in QUOTES:
            value_at += 1
            value = self._quoted()
            is_prefix = bool(self._peek()) and self._peek() in _STARS
            self._at += is_prefix
        else:
            value, is_prefix = self._bare_value()
        if not value and not is_prefix:
            raise QueryError("no_value", colon, field=name, example=_example(name))
        return Token("field", value, (start, self._at), is_prefix, name, value_at)

    def _bare_value(self) -> tuple[str, bool]:
        start = self._at
        while (
            self._peek() and not self._peek().isspace() and self._peek() not in _OPENING + _CLOSING + QUOTES
        ):
            self._at += 1
        text = self._query[start : self._at]
        bare = text.rstrip(_STARS)
        return bare, bare != text


def _unknown_field(name: str, start: int) -> QueryError:
    near = get_close_matches(name, FIELDS, 1)
    known = " ".join(f"{field}:" for field in FIELDS)
    if near:
        return QueryError("unknown_field_like", start, field=name, meant=near[0], known=known)
    return QueryError("unknown_field", start, field=name, known=known)


_EXAMPLES = {
    "kind": "kind:documentary",
    "type": "type:email",
    "tag": 'tag:"Key document"',
    "claim": "claim:1",
    "batch": "batch:Contracts/1",
    "reviewer": "reviewer:Anna",
    "element": "element:1.2",
    "fact": "fact:3",
    "stage": "stage:accepted",
    "party": 'party:"Tencent Cloud"',
    "date": "date:2018-08..2019-01",
    "exhibit": "exhibit:A-2",
}


def _example(name: str) -> str:
    return _EXAMPLES.get(name) or " or ".join(f"{name}:{value}" for value in FIXED_FIELDS[name])
