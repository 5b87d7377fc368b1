"""The path through the courts: a lane a proceeding, a card an event, arrows between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.views.stages_layout import (
    CARD_WIDTH,
    LABEL_WIDTH,
    LANE_HEIGHT,
    Crossing,
    PathLayout,
    lay_out,
)  # fmt: skip
from evidence_desk.gui.views.stages_painter import StagesPainter
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.painted_area import PaintedArea
from evidence_desk.queries.court_rows import ProceedingRow, StageRow


class StagesPath(PaintedArea):
    """Shows proceedings and events.

    Signals:
        current_changed: the StageRow that is current.
        lane_opened: a ProceedingRow whose name was double-clicked.
    """

    current_changed = Signal(object)
    lane_opened = Signal(object)

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Show nothing yet."""
        super().__init__(ui, ui.t("stages.path"))
        self._painter = StagesPainter(ui, vocabulary)
        self._layout = PathLayout()
        self._current = ""
        self.setToolTip(ui.t("stages.path_tip"))

    def mark_with(self, conflicts_of: Callable[[str, str], int]) -> None:
        """Mark the lanes and cards about which copies disagree."""
        self._painter.conflicts_of = conflicts_of

    @property
    def current(self) -> StageRow | None:
        """The event that is current."""
        return self._find(self._current)

    def show_path(
        self, proceedings: Sequence[ProceedingRow], stages: Sequence[StageRow], current: str
    ) -> None:
        """Show a matter's path, with ``current`` current if it is there."""
        self._layout = lay_out(proceedings, stages)
        first = next((events[-1] for events in self._layout.events if events), None)
        chosen = self._find(current) or self._find(self._current) or first
        self._current = chosen.id if chosen else ""
        self._set_bars()
        self.viewport().update()
        self.current_changed.emit(chosen)

    def go_to(self, stage: str) -> None:
        """Make an event current and show it."""
        place = self._layout.place_of(stage)
        if place is None:
            return
        self._current = stage
        left, top, width, height = self._layout.card(*place)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(min(max(across.value(), left + width + 20 - self.viewport().width()), left - 20))
        down.setValue(min(max(down.value(), top + height + 30 - self.viewport().height()), max(0, top - 60)))
        self.viewport().update()
        self.current_changed.emit(self.current)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw lanes, connections and cards."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._ui.theme
        painter.fillRect(self.viewport().rect(), theme.color("surface"))
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        width = max(self.viewport().width(), self._layout.width)
        for lane, proceeding in enumerate(self._layout.lanes):
            area = QRectF(0, self._layout.lane_top(lane), width, LANE_HEIGHT)
            self._painter.lane(painter, area, proceeding, self._layout.events[lane], LABEL_WIDTH)
        for arrow in self._layout.arrows():
            start, end = self._card(arrow.start.id), self._card(arrow.end.id)
            tail, tip = QPointF(start.right(), start.center().y()), QPointF(end.left(), end.center().y())
            self._arrow(painter, tail, tip, dashed=arrow.is_planned)
        for crossing in self._layout.crossings():
            self._crossing(painter, crossing)
        for events in self._layout.events:
            for stage in events:
                self._painter.card(painter, self._card(stage.id), stage, is_current=stage.id == self._current)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the event under the mouse."""
        stage = self._layout.at(*self._point(event))
        if stage is not None:
            self.go_to(stage.id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the proceeding under the mouse."""
        x, y = self._point(event)
        lane = self._layout.lane_at(y)
        if lane is not None and x < LABEL_WIDTH:
            self.lane_opened.emit(lane)

    def _move(self, down: int, right: int) -> None:
        stage = self._layout.neighbour(self._current, down, right)
        if stage is not None:
            self.go_to(stage.id)

    def _point(self, event: QMouseEvent) -> tuple[float, float]:
        place = event.position()
        return place.x() + self.horizontalScrollBar().value(), place.y() + self.verticalScrollBar().value()

    def _find(self, stage: str) -> StageRow | None:
        return next((each for events in self._layout.events for each in events if each.id == stage), None)

    def _card(self, stage: str) -> QRectF:
        place = self._layout.place_of(stage)
        return QRectF(*self._layout.card(*place)) if place is not None else QRectF()

    def _arrow(self, painter: QPainter, start: QPointF, end: QPointF, *, dashed: bool) -> None:
        self._pen(painter, dashed=dashed)
        painter.drawLine(start, end)
        self._head(painter, end, QPointF(-8, -5), QPointF(-8, 5))

    def _head(self, painter: QPainter, tip: QPointF, one: QPointF, other: QPointF) -> None:
        self._pen(painter, dashed=False)
        painter.drawPolyline([tip + one, tip, tip + other])

    def _pen(self, painter: QPainter, *, dashed: bool) -> None:
        pen = QPen(self._ui.theme.color("lane"), 1.4)
        if dashed:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _crossing(self, painter: QPainter, crossing: Crossing) -> None:
        """Draw a dashed line from under the last event of one lane to the top of the first of another."""
        lanes = self._layout.lanes
        above, below = lanes.index(crossing.start), lanes.index(crossing.end)
        if not self._layout.events[above] or not self._layout.events[below]:
            return
        start = self._card(self._last_of(above).id)
        end = self._card(self._layout.events[below][0].id)
        middle = self._layout.lane_top(below) + 18.0
        x0, x1 = start.center().x(), end.left() + CARD_WIDTH / 2
        turn = 9.0 if x1 > x0 else -9.0
        path = QPainterPath(QPointF(x0, start.bottom()))
        path.lineTo(x0, middle - 9)
        if abs(x1 - x0) > 20:
            path.quadTo(x0, middle, x0 + turn, middle)
            path.lineTo(x1 - turn, middle)
            path.quadTo(x1, middle, x1, middle + 9)
        path.lineTo(x1, end.top())
        self._pen(painter, dashed=True)
        painter.drawPath(path)
        self._head(painter, QPointF(x1, end.top()), QPointF(-5, -8), QPointF(5, -8))
        word = self._ui.t.word("relation", crossing.end.relation)
        self._painter.note(painter, QPointF((x0 + x1) / 2, middle), word)

    def _last_of(self, lane: int) -> StageRow:
        """Return the event of a lane another proceeding came out of: the last that has happened."""
        events = self._layout.events[lane]
        return next((each for each in reversed(events) if each.status != "planned"), events[-1])

    def _extent(self) -> tuple[int, int]:
        return self._layout.width, self._layout.height
