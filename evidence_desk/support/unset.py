"""The value of a field that was not given, as distinct from one given as empty."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

__all__ = ["UNSET", "UnsetType"]
