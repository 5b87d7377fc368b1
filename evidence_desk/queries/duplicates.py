"""Finds evidence whose text is nearly the same: versions of a contract, a mail and its forward, two scans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from evidence_desk.domain.simhash import near_pairs, similarity

USUAL_DISTANCE = 8  # of 64 bits: nine words in ten are the same
_FEWEST_SHINGLES = 16  # what shorter texts have in common is chance

_MARKS = text(
    "SELECT read.simhash, evidence_file.evidence_id FROM cache.read"
    " JOIN evidence_file ON evidence_file.file_id = read.sha256"
    " JOIN evidence ON evidence.id = evidence_file.evidence_id"
    " WHERE read.shingles >= :fewest"
    " ORDER BY evidence.exhibit_sort, evidence.added_at, evidence.id, evidence_file.position"
)


@dataclass(frozen=True, slots=True)
class NearGroup:
    """Items of nearly the same text.

    Attributes:
        evidence: their ids, in the order of their exhibit numbers.
        similarity: the least likeness, 0 to 1, of two of them that brought them together; 1 means the same
            words, not the same bytes.
    """

    evidence: tuple[str, ...]
    similarity: float


def near_duplicates(connection: Connection, max_distance: int = USUAL_DISTANCE) -> list[NearGroup]:
    """Return the groups of items of nearly the same text, the most alike first.

    Items with less than a few sentences of text are in no group. Files whose text was not read yet, or that
    are pictures nobody asked OCR for, are not compared.

    Args:
        connection: of a reader.
        max_distance: bits of 64 in which the fingerprints of two texts may differ, 0 to 12.

    Raises:
        ValueError: ``max_distance`` is out of range.
    """
    items: dict[int, list[str]] = defaultdict(list)
    places: dict[str, int] = {}
    for mark, evidence in connection.execute(_MARKS, {"fewest": _FEWEST_SHINGLES}):
        items[int(mark, 16)].append(evidence)
        places.setdefault(evidence, len(places))
    values = list(items)
    groups = _Groups(len(values))
    for one, other, bits in near_pairs(values, max_distance):
        groups.join(one, other, bits)
    found = []
    for members, bits in groups.all():
        evidence = _in_order((row for member in members for row in items[values[member]]), places)
        if len(evidence) > 1:
            found.append(NearGroup(evidence, round(similarity(bits), 4)))
    return sorted(found, key=lambda group: (-group.similarity, places[group.evidence[0]]))


def _in_order(evidence: Iterable[str], places: dict[str, int]) -> tuple[str, ...]:
    return tuple(sorted(set(evidence), key=places.__getitem__))


class _Groups:
    """Things that were joined, directly or through others (union-find)."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))
        self._worst = [0] * size

    def join(self, one: int, other: int, bits: int) -> None:
        """Put two things in one group."""
        top, under = self._top(one), self._top(other)
        self._above[under] = top
        self._worst[top] = max(self._worst[top], self._worst[under], bits)

    def _top(self, thing: int) -> int:
        while self._above[thing] != thing:
            self._above[thing] = self._above[self._above[thing]]
            thing = self._above[thing]
        return thing

    def all(self) -> Sequence[tuple[list[int], int]]:
        """Return the members of every group and the worst number of bits that joined two of them."""
        found: dict[int, list[int]] = defaultdict(list)
        for thing in range(len(self._above)):
            found[self._top(thing)].append(thing)
        return [(members, self._worst[top]) for top, members in found.items()]
