"""Load jurisdiction profiles from resources/jurisdictions/ and check that they hang together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import msgspec

from evidence_desk.profiles.holidays import calendar_ids
from evidence_desk.profiles.model import CaseNumbers, DeadlineRule, Named, Profile
from evidence_desk.support.errors import UserError
from evidence_desk.support.resources import resource

_VOCABULARIES = (
    "roles",
    "court_levels",
    "stages",
    "grounds",
    "forms",
    "evidence_kinds",
    "document_types",
    "original_statuses",
    "authentications",
    "dispositions",
    "dimensions",
    "standards",
    "papers",
)


def profile_ids() -> tuple[str, ...]:
    """Return the ids of all jurisdictions, sorted."""
    return tuple(sorted(path.stem for path in resource("jurisdictions").glob("*.json")))


@cache
def load_profile(profile_id: str) -> Profile:
    """Return a jurisdiction by its id.

    Raises:
        UserError: ``unknown_profile``; or ``bad_profile`` when the file does not hold what it must.
    """
    if profile_id not in profile_ids():
        known = ", ".join(profile_ids())
        raise UserError("unknown_profile", f'There is no jurisdiction "{profile_id}"', f"Known are: {known}")
    return read_profile(resource("jurisdictions", f"{profile_id}.json"))


def read_profile(path: Path) -> Profile:
    """Read and check one jurisdiction file.

    Raises:
        UserError: ``bad_profile``, naming what is wrong.
    """
    try:
        profile = msgspec.json.decode(path.read_bytes(), type=Profile)
    except msgspec.DecodeError as error:
        raise UserError("bad_profile", f"{path.name}: {error}", "Mend the file") from error
    problem = next(_problems(profile, path.stem), None)
    if problem is not None:
        raise UserError("bad_profile", f"{path.name}: {problem}", "Mend the file")
    return profile


def _problems(profile: Profile, name: str) -> Iterator[str]:
    if profile.id != name:
        yield f'its id is "{profile.id}"'
    if profile.calendar not in calendar_ids():
        yield f'there is no calendar "{profile.calendar}"'
    if profile.case_numbers is not None:
        yield from _misfits(profile.case_numbers)
    yield from _repeated(profile)
    kinds = {stage.kind for stage in profile.stages}
    for stage in profile.stages:
        for previous in sorted(set(stage.may_follow) - kinds):
            yield f'stage "{stage.kind}" may follow "{previous}", which is no stage'
    for rule in profile.deadlines:
        for kind in sorted(set(rule.from_stages) - kinds):
            yield f'deadline "{rule.id}" runs from "{kind}", which is no stage'
    for one, two in combinations(profile.deadlines, 2):
        if one.id == two.id and _both_in_force(one, two):
            yield f'two versions of deadline "{one.id}" are in force at once'


def _misfits(numbers: CaseNumbers) -> Iterator[str]:
    try:
        if not numbers.fits(numbers.example):
            yield f'its case number "{numbers.example}" does not fit its own pattern'
    except re.error as error:
        yield f"the pattern of its case numbers cannot be read: {error}"


def _repeated(profile: Profile) -> Iterator[str]:
    for vocabulary in _VOCABULARIES:
        things: tuple[Named, ...] = getattr(profile, vocabulary)
        for repeated, times in Counter(thing.id for thing in things).items():
            if times > 1:
                yield f'"{repeated}" stands {times} times in {vocabulary}'


def _both_in_force(one: DeadlineRule, two: DeadlineRule) -> bool:
    return one.is_in_force(two.effective_from) or two.is_in_force(one.effective_from)
