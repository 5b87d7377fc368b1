"""Reads the search language: tokens to the parts of search_language, by recursive descent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from evidence_desk.domain import fuzzy_dates
from evidence_desk.domain.fuzzy_dates import FuzzyDateError
from evidence_desk.domain.search_language import (
    FIXED_FIELDS,
    And,
    Everything,
    Field,
    In,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    moved,
)
from evidence_desk.domain.search_problems import QueryError
from evidence_desk.domain.search_tokens import Token, tokens

MAX_LENGTH = 10_000
MAX_DEPTH = 30
MAX_PARTS = 200
# How other programs ask for words near each other: w/5, pre/3, NEAR/5, /s, w/p. As words they would find nothing.
_PROXIMITY = re.compile(r"(?:(?:w|pre|near|onear|adj)/|/)(?:\d+|s|p|seg|sent|para)|near\d+")


def parse(query: str) -> Node:
    """Read a query.

    Raises:
        QueryError: it cannot be understood; with the place and what to write instead.
    """
    if len(query) > MAX_LENGTH:
        raise QueryError("too_long", MAX_LENGTH, most=MAX_LENGTH)
    return _Parser(tokens(query)).whole()


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._index = 0
        self._parts = 0

    @property
    def _now(self) -> Token:
        return self._tokens[self._index]

    def _take(self) -> Token:
        token = self._now
        self._index += 1
        return token

    def whole(self) -> Node:
        if self._now.kind == "end":
            return Everything()
        node = self._either(0)
        if self._now.kind != "end":
            raise QueryError("extra_bracket", self._now.at[0])
        _check_places(node, is_beside_words=False)
        return node

    def _either(self, depth: int) -> Node:
        parts = [self._all(depth)]
        while self._now.kind == "OR":
            self._take()
            parts.append(self._all(depth))
        return _joined(Or, parts)

    def _all(self, depth: int) -> Node:
        parts = [self._one(depth)]
        while self._now.kind not in ("end", "OR", ")"):
            if self._now.kind == "AND":
                self._take()
            parts.append(self._one(depth))
        return _joined(And, parts)

    def _one(self, depth: int) -> Node:
        token = self._take()
        if depth > MAX_DEPTH:
            raise QueryError("too_deep", token.at[0])
        reader: dict[str, Callable[[Token, int], Node]] = {
            "-": self._not,
            "NOT": self._not,
            "(": self._group,
            "word": self._word,
            "phrase": self._phrase,
            "field": self._field,
        }
        if token.kind not in reader:
            self._index -= 1
            raise self._missing(token)
        return reader[token.kind](token, depth)

    def _missing(self, token: Token) -> QueryError:
        if token.kind in ("AND", "OR"):
            return QueryError("nothing_before", token.at[0], word=token.kind)
        before = self._tokens[self._index - 1] if self._index else token
        if before.kind == "(":
            return QueryError("empty_brackets", before.at[0])
        if before.kind in ("AND", "OR", "NOT", "-"):
            return QueryError("nothing_after", before.at[0], word=before.text)
        return QueryError("extra_bracket", token.at[0])

    def _not(self, token: Token, depth: int) -> Node:
        part = self._one(depth + 1)
        return Not(part, at=(token.at[0], part.at[1]))

    def _group(self, token: Token, depth: int) -> Node:
        node = self._either(depth + 1)
        if self._now.kind != ")":
            raise QueryError("open_bracket", token.at[0])
        return moved(node, (token.at[0], self._take().at[1]))

    def _count(self, token: Token) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise QueryError("too_many", token.at[0], most=MAX_PARTS)

    def _word(self, token: Token, _depth: int) -> Node:
        plain = unicodedata.normalize("NFKC", token.text)
        is_call = plain == "NEAR" and self._now.kind == "(" and self._now.at[0] == token.at[1]
        if is_call or _PROXIMITY.fullmatch(plain.lower()):
            raise QueryError("proximity", token.at[0], word=token.text)
        self._check_words(token)
        return Word(token.text, token.is_prefix, at=token.at)

    def _phrase(self, token: Token, _depth: int) -> Node:
        self._check_words(token)
        return Phrase(token.text, at=token.at)

    def _check_words(self, token: Token) -> None:
        self._count(token)
        if not any(map(str.isalnum, unicodedata.normalize("NFKC", token.text))):
            raise QueryError("no_letters", token.at[0])

    def _field(self, token: Token, _depth: int) -> Node:
        self._count(token)
        value = token.text
        if token.name in FIXED_FIELDS:
            value = _fixed_value(token)
        if token.name == "in":
            return In(value, at=token.at)
        if token.name == "date":
            _check_date(token)
        return Field(token.name, value, token.is_prefix, at=token.at)


def _joined(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    if len(parts) == 1:
        return parts[0]
    at = (parts[0].at[0], parts[-1].at[1])
    flat: list[Node] = []
    for part in parts:
        # Brackets that change nothing go, but for those that say where their words must stand.
        is_scope = isinstance(part, And) and any(isinstance(one, In) for one in part.parts)
        flat += part.parts if isinstance(part, kind) and not is_scope else (part,)
    return kind(tuple(flat), at=at)


def _fixed_value(token: Token) -> str:
    value = unicodedata.normalize("NFKC", token.text).lower().replace("-", "_")
    known = FIXED_FIELDS[token.name]
    if token.is_prefix or value not in known:
        listed = ", ".join(f"{token.name}:{one}" for one in known)
        raise QueryError("unknown_value", token.value_at, field=token.name, value=token.text, known=listed)
    return value


def _check_date(token: Token) -> None:
    if token.is_prefix:
        if token.text:
            raise QueryError("starred_date", token.at[1] - 1)
        return
    try:
        fuzzy_dates.parse(token.text)
    except FuzzyDateError as error:
        accepted = ", ".join(error.accepted)
        at = token.value_at + error.position
        wrong = token.text[error.position :]
        raise QueryError("bad_date", at, problem=error.message, value=wrong, accepted=accepted) from error


def _check_places(node: Node, *, is_beside_words: bool) -> None:
    """Refuse an ``in:`` that says nothing of any word, or a second one beside it."""
    match node:
        case In() if not is_beside_words:
            raise QueryError("no_words", node.at[0], place=node.place)
        case Not(part):
            _check_places(part, is_beside_words=False)
        case Or(parts):
            for part in parts:
                _check_places(part, is_beside_words=False)
        case And(parts):
            _check_one_place(parts)
            has_words = any(_has_words(part) for part in parts)
            for part in parts:
                _check_places(part, is_beside_words=has_words)
        case _:
            return


def _check_one_place(parts: tuple[Node, ...]) -> None:
    places = [part for part in parts if isinstance(part, In)]
    if len(places) > 1:
        raise QueryError("two_places", places[1].at[0])


def _has_words(node: Node) -> bool:
    match node:
        case Word() | Phrase():
            return True
        case Not(part):
            return _has_words(part)
        case And(parts) | Or(parts):
            return any(_has_words(part) for part in parts)
        case _:
            return False
