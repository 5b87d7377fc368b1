"""Items over time as bars, by month or, over many years, by year; a click narrows the query to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from evidence_desk.gui.theme.manager import Theme
from evidence_desk.queries.facets import FacetCount

_MOST_MONTHS = 30
_HEIGHT, _WORDS = 62, 14


class Histogram(QWidget):
    """Bars over a line of time without gaps.

    Signals:
        chosen: "2018" or "2018-08".
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        """Show nothing yet; ``name`` is what a screen reader says."""
        super().__init__()
        self._theme = theme
        self._bars: list[tuple[str, int]] = []
        self._under = self._current = -1
        self.setFixedHeight(_HEIGHT)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)

    @property
    def bars(self) -> list[tuple[str, int]]:
        """Periods in order, each with how many items."""
        return self._bars

    def show_months(self, months: Sequence[FacetCount]) -> None:
        """Show counts by month ("2018-08"), in order."""
        self._bars = _filled(months)
        self._under = self._current = -1
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bars, and the first and last period."""
        painter = QPainter(self)
        most = max((count for _period, count in self._bars), default=1)
        for place, (_period, count) in enumerate(self._bars):
            area = self._area(place)
            height = max(2.0, area.height() * count / most) if count else 1.0
            is_lit = place in (self._under, self._current if self.hasFocus() else -1)
            color = "accent" if is_lit else "context_strong" if count else "hairline"
            painter.fillRect(
                QRectF(area.left(), area.bottom() - height, area.width(), height), self._theme.color(color)
            )
        if self.hasFocus():
            painter.setPen(self._theme.color("focus"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self._bars:
            painter.setFont(self._theme.font("tiny"))
            painter.setPen(self._theme.color("text_muted"))
            words = QRectF(12, self.height() - _WORDS, self.width() - 20, _WORDS)
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft, self._bars[0][0])
            if len(self._bars) > 1:
                painter.drawText(words, Qt.AlignmentFlag.AlignRight, self._bars[-1][0])
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what the bar under the mouse is."""
        self._under = self._place_at(event.position().x())
        if self._under >= 0:
            period, count = self._bars[self._under]
            QToolTip.showText(event.globalPosition().toPoint(), f"{period}: {count:,}", self)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Go dark again."""
        self._under = -1
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose a bar."""
        self._choose(self._place_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the bars with the arrow keys, choose with Enter."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if step and self._bars:
            self._current = max(0, min(len(self._bars) - 1, self._current + step))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._current)
        else:
            super().keyPressEvent(event)

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._bars) and self._bars[place][1]:
            self.chosen.emit(self._bars[place][0])

    def _area(self, place: int) -> QRectF:
        width = (self.width() - 20) / max(1, len(self._bars))
        return QRectF(12 + place * width, 2, max(1.0, width - 1), self.height() - _WORDS - 4)

    def _place_at(self, x: float) -> int:
        if not self._bars or not 12 <= x < self.width() - 8:
            return -1
        return min(len(self._bars) - 1, int((x - 12) / (self.width() - 20) * len(self._bars)))


def _filled(months: Sequence[FacetCount]) -> list[tuple[str, int]]:
    """Return every month from the first to the last, or every year where that would be many months."""
    counts = Counter({month.key: month.count for month in months if month.count})
    if not counts:
        return []
    first, last = min(counts), max(counts)
    begin, end = (int(each[:4]) * 12 + int(each[5:7]) - 1 for each in (first, last))
    if end - begin < _MOST_MONTHS:
        names = [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(begin, end + 1)]
        return [(name, counts[name]) for name in names]
    years: Counter[str] = Counter()
    for month, count in counts.items():
        years[month[:4]] += count
    return [(f"{year:04}", years[f"{year:04}"]) for year in range(int(first[:4]), int(last[:4]) + 1)]
