"""Paints lanes and cards of the path through the courts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from evidence_desk.gui.copies.marks import draw_conflicts
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.marks import draw_hairline
from evidence_desk.queries.court_rows import ProceedingRow, StageRow

_TONES = {
    "positive": ("supports", "surface"),
    "negative": ("contradicts", "contradicts_soft"),
    "waiting": ("gap", "gap_soft"),
    "decision": ("accent", "accent_faint"),
    "closing": ("lane", "ground"),
    "neutral": ("lane", "surface"),
}
_WRAP = int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


class StagesPainter:
    """Paints with the theme of the window.

    Attributes:
        conflicts_of: how many conflicts there are about a thing, by table and id.
    """

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Take theme and words."""
        self._ui, self._vocabulary = ui, vocabulary
        self.conflicts_of: Callable[[str, str], int] = lambda _table, _row: 0

    def lane(
        self,
        painter: QPainter,
        area: QRectF,
        proceeding: ProceedingRow,
        events: Sequence[StageRow],
        width: float,
    ) -> None:
        """Draw a lane with court, native name, case number and how it stands."""
        theme, conflicts = self._ui.theme, self.conflicts_of("proceeding", proceeding.id)
        draw_hairline(painter, theme, area)
        draw_conflicts(painter, theme, area.left() + width - 10, area.bottom() - 16, conflicts)
        left, room = area.left() + 16, width - 26
        court, other = self._ui.t.names(proceeding.court, proceeding.court_native)
        top = self._words(painter, court, "text", QRectF(left, area.top() + 16, room, 54), bold=True)
        top = self._words(painter, other, "text_muted", QRectF(left, top + 1, room, 34), size="small")
        about = " · ".join(
            part for part in (proceeding.case_number, self._vocabulary.level_name(proceeding.level)) if part
        )
        top = self._words(painter, about, "text_muted", QRectF(left, top, room, 34), size="tiny")
        is_over = any(
            self._vocabulary.is_terminal(event.kind) for event in events if event.status != "planned"
        )
        name = "closed" if is_over else "pending"
        self._chip(
            painter,
            QPointF(left, top + 4),
            self._ui.t(f"stages.{name}"),
            "contradicts" if is_over else "supports",
        )

    def card(self, painter: QPainter, area: QRectF, stage: StageRow, *, is_current: bool) -> None:
        """Draw an event: kind, date, and the one thing worth knowing."""
        theme = self._ui.theme
        is_planned = stage.status == "planned"
        edge, ground = _TONES["waiting" if is_planned else str(self._vocabulary.stage_tone(stage.kind))]
        if stage.outcome and edge == "lane":
            ground = "surface"
        path = QPainterPath()
        path.addRoundedRect(area, 6, 6)
        painter.fillPath(path, theme.color(ground))
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(QRectF(area.left(), area.top(), 4, area.height()), theme.color(edge))
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("focus" if is_current else edge), 2.2 if is_current else 1.1))
        painter.drawPath(path)
        conflicts = self.conflicts_of("stage_event", stage.id)
        end = draw_conflicts(painter, theme, area.right() - 6, area.top() + 17, conflicts)
        self._card_words(painter, area.adjusted(14, 8, -8, -5), stage, end)

    def note(self, painter: QPainter, center: QPointF, text: str) -> None:
        """Draw a word in the middle of a line."""
        theme = self._ui.theme
        font = theme.font("tiny")
        width = QFontMetricsF(font).horizontalAdvance(text) + 12
        area = QRectF(center.x() - width / 2, center.y() - 8, width, 16)
        painter.fillRect(area, theme.color("surface"))
        painter.setFont(font)
        painter.setPen(theme.color("text_secondary"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def _card_words(self, painter: QPainter, area: QRectF, stage: StageRow, end: float) -> None:
        """Draw the lines of a card, of which the first ends before the mark of its conflicts at ``end``."""
        t, vocabulary = self._ui.t, self._vocabulary
        title = f"{vocabulary.stage_name(stage.kind)} {vocabulary.stage_native(stage.kind)}".strip()
        date = t("stages.no_date") if stage.date.precision == "unknown" else t.date(stage.date.text)
        third = self._third(stage)
        for place, (text, color, size) in enumerate(
            ((title, "text", "size"), (date, "text_muted", "small"), (third, "text_secondary", "tiny"))
        ):
            font = self._ui.theme.font(size, bold=place == 0)
            painter.setFont(font)
            painter.setPen(self._ui.theme.color(color))
            width = min(area.width(), end - area.left()) if place == 0 else area.width()
            cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(
                QRectF(area.left(), area.top() + place * 20, width, 19),
                Qt.AlignmentFlag.AlignVCenter,
                cut,
            )

    def _third(self, stage: StageRow) -> str:
        if stage.ground:
            return self._ui.t("stages.ground", ground=self._vocabulary.ground_name(stage.ground))
        if stage.outcome:
            return stage.outcome
        if stage.evidence:
            return self._ui.t.count("stages.items", len(stage.evidence))
        return stage.note

    def _words(
        self,
        painter: QPainter,
        text: str,
        color: str,
        area: QRectF,
        *,
        size: str = "size",
        bold: bool = False,
    ) -> float:
        """Draw wrapped words and return where they end."""
        if not text:
            return area.top()
        font = self._ui.theme.font(size, bold=bold)
        painter.setFont(font)
        painter.setPen(self._ui.theme.color(color))
        painter.drawText(area, _WRAP, text)
        return area.top() + min(area.height(), QFontMetricsF(font).boundingRect(area, _WRAP, text).height())

    def _chip(self, painter: QPainter, at: QPointF, text: str, tone: str) -> None:
        theme = self._ui.theme
        font = theme.font("tiny")
        area = QRectF(at.x(), at.y(), QFontMetricsF(font).horizontalAdvance(text) + 14, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{tone}_soft"))
        painter.drawRoundedRect(area, 4, 4)
        painter.setFont(font)
        painter.setPen(theme.color(tone))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
