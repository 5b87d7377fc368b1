"""Where the proceedings and their events stand on the path; knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from evidence_desk.queries.court_rows import ProceedingRow, StageRow

# Four events, as many as most proceedings come to, stand side by side in a window of 1280 pixels.
LABEL_WIDTH, LEFT = 170, 190
CARD_WIDTH, CARD_HEIGHT, EDGE = 204, 74, 8
STEP, TOP, LANE_HEIGHT = 229, 52, 166

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one event to the next; ``is_planned`` draws it dashed."""

    start: StageRow
    end: StageRow
    is_planned: bool


@dataclass(frozen=True, slots=True)
class Crossing:
    """From the last event of a proceeding to the one that came out of it; events may be missing on either side."""

    start: ProceedingRow
    end: ProceedingRow


@dataclass(frozen=True, slots=True)
class PathLayout:
    """Lanes of proceedings with their events from left to right.

    Attributes:
        lanes: the proceedings, top to bottom.
        events: the events of each lane, left to right.
    """

    lanes: tuple[ProceedingRow, ...] = ()
    events: tuple[tuple[StageRow, ...], ...] = ()

    @property
    def width(self) -> int:
        """Width of the longest lane."""
        longest = max((len(events) for events in self.events), default=0)
        return LEFT + longest * STEP - (STEP - CARD_WIDTH if longest else 0) + EDGE

    @property
    def height(self) -> int:
        """Height of all lanes."""
        return LANE_HEIGHT * len(self.lanes)

    def lane_top(self, lane: int) -> int:
        """Return where a lane begins."""
        return LANE_HEIGHT * lane

    def card(self, lane: int, place: int) -> Box:
        """Return left, top, width and height of an event's card."""
        return LEFT + place * STEP, self.lane_top(lane) + TOP, CARD_WIDTH, CARD_HEIGHT

    def place_of(self, stage: str) -> tuple[int, int] | None:
        """Return lane and place of an event, or None."""
        for lane, events in enumerate(self.events):
            for place, event in enumerate(events):
                if event.id == stage:
                    return lane, place
        return None

    def at(self, x: float, y: float) -> StageRow | None:
        """Return the event whose card is at a point."""
        for lane, events in enumerate(self.events):
            for place, event in enumerate(events):
                left, top, width, height = self.card(lane, place)
                if left <= x <= left + width and top <= y <= top + height:
                    return event
        return None

    def lane_at(self, y: float) -> ProceedingRow | None:
        """Return the proceeding at a height."""
        lane = int(y // LANE_HEIGHT)
        return self.lanes[lane] if 0 <= lane < len(self.lanes) else None

    def neighbour(self, stage: str, down: int, right: int) -> StageRow | None:
        """Return the event beside another one, or None at the edge."""
        found = self.place_of(stage)
        if found is None:
            return next((events[0] for events in self.events if events), None)
        lane, place = found[0] + down, found[1] + right
        if not 0 <= lane < len(self.lanes) or not self.events[lane]:
            return None
        place = min(place, len(self.events[lane]) - 1) if down else place
        return self.events[lane][place] if 0 <= place < len(self.events[lane]) else None

    def arrows(self) -> list[Arrow]:
        """Return the arrows within lanes."""
        return [
            Arrow(start, end, end.status == "planned")
            for events in self.events
            for start, end in pairwise(events)
        ]

    def crossings(self) -> list[Crossing]:
        """Return the connections between lanes."""
        by_id = {lane.id: lane for lane in self.lanes}
        return [Crossing(by_id[lane.from_], lane) for lane in self.lanes if lane.from_ in by_id]


def lay_out(proceedings: Sequence[ProceedingRow], stages: Sequence[StageRow]) -> PathLayout:
    """Return the layout of a matter's path through the courts; both come in the order of their queries."""
    events = tuple(tuple(s for s in stages if s.proceeding == lane.id) for lane in proceedings)
    return PathLayout(tuple(proceedings), events)
