"""Jurisdictions and calendars: loaded from data, checked, frozen."""

from evidence_desk.profiles.deadlines import deadline_for, deadlines_from, due
from evidence_desk.profiles.holidays import calendar_ids, load_calendar
from evidence_desk.profiles.loader import load_profile, profile_ids, read_profile
from evidence_desk.profiles.model import (
    DeadlineRule,
    Profile,
    Stage,
    Tone,
    find,
)

__all__ = [
    "DeadlineRule",
    "Profile",
    "Stage",
    "Tone",
    "calendar_ids",
    "deadline_for",
    "deadlines_from",
    "due",
    "find",
    "load_calendar",
    "load_profile",
    "profile_ids",
    "read_profile",
]
