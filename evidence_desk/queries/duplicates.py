"""Finds evidence whose text is nearly the same: versions of a contract, a mail and its forward, two scans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, text

from evidence_desk.domain.simhash import near_any, near_groups, similarity

USUAL_DISTANCE = 8  # of 64 bits: nine words in ten are the same
_FEWEST_SHINGLES = 16  # what shorter texts have in common is chance

_MARKS = text(
    "SELECT read.simhash, evidence.id, evidence.exhibit, evidence.title FROM cache.read"
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
        names: what each is called: its exhibit number, or its title while it has none.
        similarity: how alike the least alike of them is to the first, 0 to 1; 1 means the same words, not the
            same bytes.
    """

    evidence: tuple[str, ...]
    names: tuple[str, ...]
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
    names: dict[str, str] = {}
    for mark, evidence, exhibit, title in connection.execute(_MARKS, {"fewest": _FEWEST_SHINGLES}):
        items[int(mark, 16)].append(evidence)
        places.setdefault(evidence, len(places))
        names[evidence] = exhibit or title
    values = list(items)
    found = []
    for members in near_groups(values, max_distance):
        alike = _in_order((item for place, _bits in members for item in items[values[place]]), places)
        if len(alike) > 1:
            called = tuple(names[item] for item in alike)
            found.append(
                NearGroup(alike, called, round(similarity(max(bits for _place, bits in members)), 4))
            )
    return sorted(found, key=lambda group: (-group.similarity, places[group.evidence[0]]))


def near_to(connection: Connection, ids: Collection[str], max_distance: int = USUAL_DISTANCE) -> list[str]:
    """Return the other items whose text is nearly that of one of some items, in the order of their exhibits."""
    rows = [
        (int(mark, 16), evidence)
        for mark, evidence, *_rest in connection.execute(_MARKS, {"fewest": _FEWEST_SHINGLES})
    ]
    wanted = set(ids)
    own = [mark for mark, evidence in rows if evidence in wanted]
    places = near_any([mark for mark, _evidence in rows], own, max_distance)
    return list(dict.fromkeys(rows[place][1] for place in places if rows[place][1] not in wanted))


def _in_order(evidence: Iterable[str], places: dict[str, int]) -> tuple[str, ...]:
    return tuple(sorted(set(evidence), key=places.__getitem__))
