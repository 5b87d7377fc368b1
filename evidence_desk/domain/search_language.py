"""The search language: its parts as data, written back as text, cut into chips, and what a bad query says.

A query is words and "phrases" with fields such as ``type:email``; all parts must fit (AND) unless ``OR`` stands
between them; ``-`` takes out, ``*`` ends a beginning of a word, brackets group, ``in:title`` says of the words
beside it where they must stand. ``search_grammar.parse`` reads it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

PLACES = ("title", "text", "notes")
HAVE = ("cite", "text", "ocr", "note", "link")
ARE = (
    "unlinked",
    "linked",
    "unreviewed",
    "reviewed",
    "needs_second_look",
    "privileged",
    "disputed",
)
# Fields whose values are free, and those that take one of a few words.
FREE_FIELDS = (
    "kind",
    "type",
    "tag",
    "claim",
    "element",
    "fact",
    "stage",
    "party",
    "date",
    "exhibit",
    "batch",
    "reviewer",
)
FIXED_FIELDS: dict[str, tuple[str, ...]] = {"has": HAVE, "is": ARE, "in": PLACES}
FIELDS = (*FREE_FIELDS, *FIXED_FIELDS)
# Of the hits of a search.
ORDERS = ("relevance", "exhibit", "date", "added")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query: all items. ``at`` of every part is its span in the query and no part of what it means."""

    at: Span = field(default=(0, 0), compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Word:
    """A free word; with ``is_prefix`` any word that begins so."""

    text: str
    is_prefix: bool = False
    at: Span = field(default=(0, 0), compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one after another, also across line breaks."""

    text: str
    at: Span = field(default=(0, 0), compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Field:
    """A field with the value it must have; with ``is_prefix`` a value that begins so (``*`` alone: any)."""

    name: str
    value: str
    is_prefix: bool = False
    at: Span = field(default=(0, 0), compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class In:
    """Says of the words beside it, in the same brackets, where they must stand: one of ``PLACES``."""

    place: str
    at: Span = field(default=(0, 0), compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Not:
    """Takes out what its part finds."""

    part: Node
    at: Span = field(default=(0, 0), compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class And:
    """All parts fit; two or more, none of them an And."""

    parts: tuple[Node, ...]
    at: Span = field(default=(0, 0), compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Or:
    """One part fits or more; two or more, none of them an Or."""

    parts: tuple[Node, ...]
    at: Span = field(default=(0, 0), compare=False, kw_only=True)


Node = Everything | Word | Phrase | Field | In | Not | And | Or


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of a query that can be taken off on its own: its text, and where it stands."""

    text: str
    start: int
    end: int


def render(node: Node) -> str:
    """Return a query as text that `parse` reads back to the same parts."""
    match node:
        case Word(text, is_prefix):
            return text + "*" * is_prefix
        case Phrase(text):
            return f'"{text}"'
        case Field(name, value, is_prefix):
            return f"{name}:{quoted(value)}" + "*" * is_prefix
        case In(place):
            return f"in:{place}"
        case Not(part):
            return "-" + _bracketed(part, (And, Or, Not))
        case And(parts):
            return " ".join(_bracketed(part, (Or,)) for part in parts)
        case Or(parts):
            return " OR ".join(render(part) for part in parts)
        case Everything():
            return ""


def _bracketed(node: Node, kinds: tuple[type, ...]) -> str:
    return f"({render(node)})" if isinstance(node, kinds) else render(node)


def quoted(value: str) -> str:
    """Return the value of a field as it must be written: in quotation marks where it is more than one plain word."""
    is_plain = all(character.isalnum() or character in "._/-" for character in value)
    is_address = value.startswith("//")  # with the name before it, as the grammar reads "https://"
    return value if value and is_plain and not is_address else f'"{value}"'


def refined(query: str, name: str, value: str) -> str:
    """Return a query with one more field that must fit, as a click on a facet adds it."""
    added = f"{name}:{quoted(value)}"
    if not query.strip():
        return added
    return f"({query.strip()}) {added}" if _may_hold_or(query) else f"{query.strip()} {added}"


def _may_hold_or(query: str) -> bool:
    return "OR" in unicodedata.normalize("NFKC", query)


def chips(query: str, node: Node) -> list[Chip]:
    """Return the parts of a query that must all fit, each to be taken off on its own.

    Args:
        query: the text that was parsed.
        node: what it was parsed to.
    """
    parts = node.parts if isinstance(node, And) else () if isinstance(node, Everything) else (node,)
    return [Chip(query[slice(*part.at)], *part.at) for part in parts]


def without(query: str, chip: Chip) -> str:
    """Return a query without one of its chips."""
    before, after = query[: chip.start].rstrip(), query[chip.end :].lstrip()
    if before.endswith(" AND"):
        before = before.removesuffix(" AND").rstrip()
    elif not before and after.startswith("AND "):
        after = after.removeprefix("AND ").lstrip()
    return f"{before} {after}".strip()


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that is looked for, and where it must stand; an empty place is anywhere."""

    text: str
    is_prefix: bool
    place: str


def place_of(parts: tuple[Node, ...], outer: str) -> str:
    """Return where the words of one pair of brackets must stand."""
    return next((part.place for part in parts if isinstance(part, In)), outer)


def terms(node: Node, place: str = "") -> Iterator[Term]:
    """Yield the words and phrases whose finding makes a hit: all but those that take out."""
    match node:
        case Word(text, is_prefix):
            yield Term(text, is_prefix, place)
        case Phrase(text):
            yield Term(text, False, place)
        case And(parts) | Or(parts):
            inner = place_of(parts, place) if isinstance(node, And) else place
            for part in parts:
                yield from terms(part, inner)
        case _:
            return


def moved(node: Node, at: Span) -> Node:
    """Return a part as standing elsewhere, e.g. with the brackets around it."""
    return replace(node, at=at)
