"""Dealing items out: nothing lost, nothing parted, sizes as even as the groups allow."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.domain.splitting import split_by_size, split_evenly, units

_ids = st.integers(0, 40).map(lambda count: [f"e{n}" for n in range(count)])
_together = st.lists(st.lists(st.sampled_from([f"e{n}" for n in range(50)]), max_size=6), max_size=8)


@given(_ids, _together)
def test_what_belongs_together_is_one_unit_and_nothing_is_lost(
    ids: list[str], together: list[list[str]]
) -> None:
    found = units(ids, together)
    assert sorted(each for unit in found for each in unit) == sorted(ids)
    for members in together:
        homes = {place for place, unit in enumerate(found) for each in members if each in unit}
        assert len(homes) <= 1
    assert [unit[0] for unit in found] == sorted((unit[0] for unit in found), key=ids.index)


@given(_ids, _together, st.integers(1, 7))
def test_parts_differ_by_no_more_than_the_largest_group(
    ids: list[str], together: list[list[str]], parts: int
) -> None:
    groups = units(ids, together)
    found = split_evenly(groups, parts)
    assert len(found) == parts
    assert [each for part in found for each in part] == [each for group in groups for each in group]
    largest = max((len(group) for group in groups), default=0)
    assert max(map(len, found)) <= len(ids) / parts + largest
    if largest == 1 and len(ids) >= parts:
        assert max(map(len, found)) - min(map(len, found)) <= 1


@given(_ids, _together, st.integers(1, 9))
def test_runs_of_a_size_hold_no_more_unless_one_group_alone_does(
    ids: list[str], together: list[list[str]], size: int
) -> None:
    groups = units(ids, together)
    for part in split_by_size(groups, size):
        assert part
        assert len(part) <= size or any(part == list(group) for group in groups)
