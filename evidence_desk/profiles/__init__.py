"""Jurisdictions and calendars: loaded from data, checked, frozen."""

from evidence_desk.profiles.holidays import calendar_ids, load_calendar

__all__ = ["calendar_ids", "load_calendar"]
