"""Load calendars of working days from resources/holidays/."""

from __future__ import annotations

from datetime import date
from functools import cache

import msgspec

from evidence_desk.domain.counting import Calendar
from evidence_desk.support.errors import UserError
from evidence_desk.support.resources import resource


class _Year(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    off: list[date]
    work: list[date] = []


class _Holidays(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file: who made the list, which weekdays are off, and the days of each year."""

    id: str
    names: dict[str, str]
    source: str
    note: str
    weekend: list[int]
    years: dict[int, _Year]


def calendar_ids() -> tuple[str, ...]:
    """Return the ids of all calendars, sorted."""
    return tuple(sorted(path.stem for path in resource("holidays").glob("*.json")))


@cache
def load_calendar(calendar_id: str) -> Calendar:
    """Return a calendar by its id.

    Raises:
        UserError: ``unknown_calendar``; or ``bad_calendar`` when the file does not hold what it must.
    """
    if calendar_id not in calendar_ids():
        known = ", ".join(calendar_ids())
        raise UserError("unknown_calendar", f'There is no calendar "{calendar_id}"', f"Known are: {known}")
    path = resource("holidays", f"{calendar_id}.json")
    try:
        data = msgspec.json.decode(path.read_bytes(), type=_Holidays, strict=False)
    except msgspec.DecodeError as error:
        raise UserError("bad_calendar", f"{path.name}: {error}", "Install the program again") from error
    return Calendar(
        id=data.id,
        holidays=frozenset(day for year in data.years.values() for day in year.off),
        working_weekends=frozenset(day for year in data.years.values() for day in year.work),
        first_year=min(data.years),
        last_year=max(data.years),
        weekend=frozenset(data.weekend),
    )
