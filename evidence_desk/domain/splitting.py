"""Deals items out into parts of about the same size, never parting what belongs together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def units(ids: Sequence[str], together: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return items in groups that must not be parted, in the order of the first of each.

    Args:
        ids: the items in their order, each once.
        together: items that belong to each other; those not among ``ids`` count for nothing.
    """
    root = {each: each for each in ids}

    def top(item: str) -> str:
        while root[item] != item:
            root[item] = root[root[item]]
            item = root[item]
        return item

    for members in together:
        known = [each for each in members if each in root]
        for other in known[1:]:
            root[top(other)] = top(known[0])
    found: dict[str, list[str]] = {}
    for each in ids:
        found.setdefault(top(each), []).append(each)
    return list(found.values())


def split_evenly(groups: Sequence[Sequence[str]], parts: int) -> list[list[str]]:
    """Return the items of groups in ``parts`` runs of sizes as even as the groups allow; some may be empty."""
    left = sum(map(len, groups))
    found: list[list[str]] = [[] for _ in range(parts)]
    part = 0
    for group in groups:
        share = (left + len(found[part])) / (parts - part)
        # Over the share by more than it falls short of it without: the next part takes the group.
        if part < parts - 1 and found[part] and len(found[part]) + len(group) / 2 > share:
            part += 1
        found[part] += group
        left -= len(group)
    return found


def split_by_size(groups: Sequence[Sequence[str]], size: int) -> list[list[str]]:
    """Return the items of groups in runs of ``size``, less where the next group would not fit; none is empty."""
    found: list[list[str]] = []
    for group in groups:
        if not found or len(found[-1]) + len(group) > size:
            found.append([])
        found[-1] += group
    return found


def members_by(keys: Mapping[str, object]) -> list[list[str]]:
    """Return the items that have the same key, by key."""
    found: dict[object, list[str]] = {}
    for item, key in keys.items():
        found.setdefault(key, []).append(item)
    return list(found.values())
