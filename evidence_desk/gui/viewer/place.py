"""Where one is in the viewer, to come back to it: file, page, zoom, turn and the place on the page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from evidence_desk.gui.viewer.geometry import Anchor


@dataclass(frozen=True, slots=True)
class Look:
    """How the pages of a file are looked at.

    Attributes:
        fit: "width" or "page" where they are fitted, empty where ``zoom`` was chosen, in pixels a point.
        turn: degrees clockwise that they are turned further than they ask for.
    """

    fit: str
    zoom: float
    turn: int
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class ViewerPlace:
    """A place in an item: a ``page`` (from 1) of the ``file`` of that id, or a ``cite``; empty is the beginning."""

    page: int = 0
    cite: str = ""
    file: str = ""
    look: Look | None = None

    def as_state(self) -> dict[str, Any]:
        """Return it as it is kept with the window, JSON-able."""
        return asdict(self)

    @classmethod
    def of_state(cls, state: Any) -> ViewerPlace:
        """Return the place that was kept; the beginning where what was kept is none."""
        try:
            look = state["look"]
            kept = Look(**{**look, "anchor": Anchor(**look["anchor"])}) if look else None
            return cls(int(state["page"]), str(state["cite"]), str(state["file"]), kept)
        except (KeyError, TypeError, ValueError):
            return cls()
