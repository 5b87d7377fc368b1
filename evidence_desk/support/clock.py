"""The clock: one place that knows the time, so that tests can hold it still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return now, in UTC, with microseconds."""
    return datetime.now(UTC)


def timestamp(moment: datetime) -> str:
    """Return a moment as RFC 3339 text in UTC with microseconds, e.g. ``2026-11-22T09:10:00.000000Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
