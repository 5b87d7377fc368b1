"""Tells texts that are nearly the same: a 64-bit simhash, and which of many are near each other.

Charikar, "Similarity estimation techniques from rounding algorithms" (STOC 2002): of two texts whose shingles
enclose the angle a, each bit differs with probability a/pi, so the distance tells the cosine.
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

BITS = 64
MOST_DISTANCE = 12
_MOST_SHINGLES = 250_000  # some 600 full pages; bounds the memory one file may cost
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_token = re.compile(f"[{_HAN}]|[^\\W_{_HAN}]+")
# A hash of 64 bytes gives each of the 64 bits a byte of its own: 255 hashes add up without a carry.
_LANES = int.from_bytes(b"\x01" * BITS, "big")
_FULL = 255


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a text is compared by: its simhash, and of how many different shingles it was made."""

    value: int
    shingles: int


def shingles(text: str) -> set[str]:
    """Return the pairs of neighbouring tokens of a text; a token is a word, a number or one Han character.

    Case, width (full or half) and punctuation do not count.
    """
    tokens = _token.findall(unicodedata.normalize("NFKC", text).casefold())
    return {f"{first} {second}" for first, second in pairwise(tokens)}


def fingerprint(pages: Iterable[str]) -> Fingerprint:
    """Return the fingerprint of a text given by page; of one that is very long, of its first 600 pages or so."""
    found: set[str] = set()
    for page in pages:
        found |= shingles(page)
        if len(found) >= _MOST_SHINGLES:
            break
    return Fingerprint(simhash(found), len(found))


def simhash(features: Iterable[str]) -> int:
    """Return the 64 bits that each are what most features' hashes have there; 0 for no feature."""
    counts = [0] * BITS
    total = number = 0
    for number, feature in enumerate(features, 1):
        total += int.from_bytes(hashlib.sha512(feature.encode()).digest(), "big") & _LANES
        if number % _FULL == 0:
            _add_lanes(counts, total)
            total = 0
    _add_lanes(counts, total)
    return sum(1 << bit for bit, count in enumerate(counts) if 2 * count > number)


def _add_lanes(counts: list[int], total: int) -> None:
    for bit, count in enumerate(total.to_bytes(BITS, "big")):
        counts[bit] += count


def distance(first: int, second: int) -> int:
    """Return in how many of the 64 bits two simhashes differ."""
    return (first ^ second).bit_count()


def similarity(bits: int) -> float:
    """Return the likeness from 0 to 1 (cosine of the shingles) that a distance stands for."""
    return max(0.0, math.cos(math.pi * bits / BITS))


def percent(likeness: float) -> int:
    """Return a likeness from 0 to 1 in whole per cent, rounded down: what differs at all is never 100."""
    return math.floor(likeness * 100)


def near_groups(values: Sequence[int], max_distance: int) -> list[list[tuple[int, int]]]:
    """Group simhashes: each is put to the nearest earlier one that heads a group, or heads a group itself.

    Two values that differ in at most ``max_distance`` bits are equal in one of ``max_distance + 1`` bands of
    the bits, so a value is only compared with the heads that share a band with it. Ten thousand values take
    a few seconds at most, also when all are alike.

    Returns:
        for each group its members as (place in ``values``, distance to the head), the head first.

    Raises:
        ValueError: ``max_distance`` is not between 0 and 12, where bands would no longer tell texts apart.
    """
    masks = _masks(max_distance)
    heads: list[dict[int, list[int]]] = [defaultdict(list) for _ in masks]
    groups: dict[int, list[tuple[int, int]]] = {}
    for place, value in enumerate(values):
        near = {head for mask, held in zip(masks, heads, strict=True) for head in held.get(value & mask, ())}
        bits, head = min(((distance(value, values[head]), head) for head in near), default=(BITS, place))
        if bits <= max_distance:
            groups[head].append((place, bits))
        else:
            groups[place] = [(place, 0)]
            for mask, held in zip(masks, heads, strict=True):
                held[value & mask].append(place)
    return list(groups.values())


def near_any(values: Sequence[int], wanted: Iterable[int], max_distance: int) -> list[int]:
    """Return the places of the values that differ from one of ``wanted`` in at most ``max_distance`` bits.

    Like `near_groups` it compares only values that share a band of bits.

    Raises:
        ValueError: ``max_distance`` is not between 0 and 12.
    """
    masks = _masks(max_distance)
    held: list[dict[int, set[int]]] = [defaultdict(set) for _ in masks]
    for value in set(wanted):
        for mask, band in zip(masks, held, strict=True):
            band[value & mask].add(value)
    return [
        place
        for place, value in enumerate(values)
        if any(
            distance(value, other) <= max_distance
            for mask, band in zip(masks, held, strict=True)
            for other in band.get(value & mask, ())
        )
    ]


def _masks(max_distance: int) -> list[int]:
    """Return the bands of which two values share one when they differ in so few bits.

    Raises:
        ValueError: ``max_distance`` is not between 0 and 12, where bands would no longer tell texts apart.
    """
    if not 0 <= max_distance <= MOST_DISTANCE:
        raise ValueError(f"max_distance {max_distance} is not between 0 and {MOST_DISTANCE}")
    edges = [BITS * band // (max_distance + 1) for band in range(max_distance + 2)]
    return [(1 << high) - (1 << low) for low, high in pairwise(edges)]
