"""The lines of the evidence list: items in an order, families together, groups with a head, folded or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from evidence_desk.queries.listing import Grouped, GroupName, grouped, parents

_PART = 4096  # places made in one go, between which another thread may get the interpreter
PAGE = 64  # lines; a screen and a half, and more would be read again after every change
_HEAD = "#"  # begins the line that is the head of a group; no id of an item begins so


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How items are laid out: under the heads of a grouping of ``queries.listing.GROUPS``, and in families."""

    group: str = ""
    families: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a group: its key, and its name where that is not the key.

    ``items`` counts the items that belong to it, as the filters do; ``below`` those that stand under it: an item
    stands with what it was found in, and of several tags or stages under one only.
    """

    key: str
    name: GroupName
    items: int
    below: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Lines in their order, and the place of each; made where the ids are read, off the UI thread.

    Attributes:
        ids: the lines that show: ids of items, and of heads.
        places: the place of each line.
        whole: the lines with nothing folded.
        items: how many items there are, folded ones too.
        heads: the heads by their line.
        spans: how many lines stand below a head or the head of a family, by its line; others are missing.
        depths: how deep a line stands in its family; those on top are missing.
    """

    ids: list[str]
    places: dict[str, int]
    whole: list[str]
    items: int
    heads: Mapping[str, Head] = field(default_factory=dict)
    spans: Mapping[str, int] = field(default_factory=dict)
    depths: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, ids: Sequence[str]) -> Listed:
        """Return plain lines with their places."""
        lines = list(ids)
        return cls(lines, _places(lines), lines, len(lines))

    @property
    def evidence(self) -> list[str]:
        """The items, without the heads, those that are folded too."""
        return [line for line in self.whole if not is_head(line)] if self.heads else self.whole

    def page(self, number: int) -> list[str]:
        """Return the items that stand on a page of the lines that show."""
        return [line for line in self.ids[number * PAGE : (number + 1) * PAGE] if not is_head(line)]

    def folded(self, folded: Collection[str]) -> Listed:
        """Return the same with what stands below some lines hidden."""
        if self.spans.keys().isdisjoint(folded):
            lines = self.whole
        else:
            lines = []
            place = 0
            stops = sorted(
                place for place, line in enumerate(self.whole) if line in folded and line in self.spans
            )
            for stop in stops:
                if stop >= place:
                    lines += self.whole[place : stop + 1]
                    place = stop + 1 + self.spans[self.whole[stop]]
            lines += self.whole[place:]
        if lines == self.ids:
            return self
        return Listed(lines, _places(lines), self.whole, self.items, self.heads, self.spans, self.depths)

    def above(self, line: str) -> list[str]:
        """Return the lines that hide a line when they are folded, the outermost first."""
        if line not in self.whole:
            return []
        place = self.whole.index(line)
        return [
            each
            for start, each in enumerate(self.whole[:place])
            if (span := self.spans.get(each)) and place <= start + span
        ]


def is_head(line: str) -> bool:
    """Return whether a line is the head of a group."""
    return line.startswith(_HEAD)


def arranged(connection: Connection, ids: Sequence[str], wanted: Arrangement) -> Listed:
    """Return items laid out as wanted; a query for the reader thread."""
    of = parents(connection) if wanted.families else {}
    return lay_out(ids, of, grouped(connection, wanted.group) if wanted.group else None)


def lay_out(ids: Sequence[str], parents_of: Mapping[str, str], groups: Grouped | None) -> Listed:
    """Return lines: a family below its head, whatever the order says; a group with the families of its items.

    Args:
        ids: the items in their order.
        parents_of: what each item was found in; an item whose parent is not among ``ids`` joins the next above it.
        groups: the groups, or None.
    """
    present = set(ids) if parents_of else set()
    children: dict[str, list[str]] = {}
    tops: list[str] = []
    for each in ids:
        above = _nearest(each, parents_of, present) if each in parents_of else ""
        (children.setdefault(above, []) if above else tops).append(each)
    if not children and groups is None:
        return Listed.of(ids)
    families = _Families(children)
    if groups is None:
        families.add_all(tops)
    else:
        belong = Counter(groups.of.get(each) or "" for each in ids)
        for each in groups.others and ids:
            belong.update(groups.others.get(each, ()))
        _add_groups(families, tops, groups, belong)
    lines = families.lines
    return Listed(lines, _places(lines), lines, len(ids), families.heads, families.spans, families.depths)


def _nearest(item: str, parents_of: Mapping[str, str], present: Collection[str]) -> str:
    """Return the next item above one that is present; none for what stands, in the end, above itself."""
    chain = [item]
    while above := parents_of.get(chain[-1], ""):
        if above in chain:
            return ""
        chain.append(above)
    return next((each for each in chain[1:] if each in present), "")


class _Families:
    """Writes lines, each item with those below it."""

    def __init__(self, children: Mapping[str, Sequence[str]]) -> None:
        self._children = children
        self.lines: list[str] = []
        self.heads: dict[str, Head] = {}
        self.spans: dict[str, int] = {}
        self.depths: dict[str, int] = {}

    def add_all(self, tops: Sequence[str]) -> None:
        if not self._children:
            self.lines += tops
            return
        for each in tops:
            self._add(each, 0)

    def _add(self, item: str, depth: int) -> None:
        start = len(self.lines)
        self.lines.append(item)
        if depth:
            self.depths[item] = depth
        for child in self._children.get(item, ()):
            self._add(child, depth + 1)
        if len(self.lines) > start + 1:
            self.spans[item] = len(self.lines) - start - 1


def _add_groups(families: _Families, tops: Sequence[str], groups: Grouped, belong: Mapping[str, int]) -> None:
    members: dict[str, list[str]] = {}
    for each in tops:
        members.setdefault(groups.of.get(each) or "", []).append(each)
    for key in (*(key for key in groups.order if key), ""):
        if key in members:
            line = f"{_HEAD}{key}"
            start = len(families.lines)
            families.lines.append(line)
            families.add_all(members[key])
            span = families.spans[line] = len(families.lines) - start - 1
            families.heads[line] = Head(key, groups.names.get(key, GroupName()), belong[key], span)


def _places(lines: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for start in range(0, len(lines), _PART):
        part = lines[start : start + _PART]
        places.update(zip(part, range(start, start + len(part)), strict=True))
    return places
