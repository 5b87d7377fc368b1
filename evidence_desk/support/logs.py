"""Logs by topic; never with the contents of a document."""

from __future__ import annotations

import logging


def topic(name: str) -> logging.Logger:
    """Return the logger of a topic, e.g. ``topic("import")``."""
    return logging.getLogger(f"evidence_desk.{name}")
