"""Paints one line of the evidence list: review mark, exhibit, title and kind, date, what it proves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from evidence_desk.gui.search.searching import Searching
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.marks import badge_width, draw_badge, draw_hairline
from evidence_desk.queries.marks import Snippet
from evidence_desk.queries.rows import EvidenceRow

HEIGHT, LINE = 50, 20
_MARK_X, _EXHIBIT_X, TITLE_X = 8.0, 36.0, 84
_DATE, _BADGES = 78.0, 86.0
_NARROW = 400


class EvidenceDelegate(QStyledItemDelegate):
    """Paints evidence rows with fixed height.

    Attributes:
        has_lines: whether every row has room for a line of text that was found.
    """

    def __init__(self, ui: Ui, vocabulary: Vocabulary, searching: Searching) -> None:
        """Take theme, words, and what was found."""
        super().__init__()
        self._ui, self._vocabulary, self._searching = ui, vocabulary, searching
        self.has_lines = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the same height for every line."""
        return QSize(200, HEIGHT + LINE * self.has_lines)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one line."""
        row = index.data(Qt.ItemDataRole.UserRole)
        area = QRectF(option.rect)
        theme = self._ui.theme
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.color("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.color("band"))
        draw_hairline(painter, theme, area)
        if isinstance(row, EvidenceRow):
            upper = QRectF(area.left(), area.top(), area.width(), HEIGHT)
            self._paint_row(painter, upper, row)
            line = self._searching.line(row.id) if self.has_lines else None
            if line is not None and line.text:
                self._paint_line(
                    painter,
                    QRectF(area.left() + TITLE_X, upper.bottom() - 6, area.width() - TITLE_X - 8, 18),
                    line,
                )
        painter.restore()

    def _paint_row(self, painter: QPainter, area: QRectF, row: EvidenceRow) -> None:
        theme = self._ui.theme
        self._review_mark(painter, QPointF(area.left() + _MARK_X + 6, area.center().y()), row.review)
        painter.setFont(theme.font(bold=True))
        painter.setPen(theme.color("text"))
        exhibit = QRectF(area.left() + _EXHIBIT_X, area.top(), TITLE_X - _EXHIBIT_X - 4, area.height())
        painter.drawText(exhibit, Qt.AlignmentFlag.AlignVCenter, row.exhibit or "—")
        right = self._badges(painter, area, row)
        if area.width() > _NARROW:
            right = self._date(painter, area, right, row.date.text)
        self._titles(
            painter,
            QRectF(area.left() + TITLE_X, area.top(), right - area.left() - TITLE_X - 8, HEIGHT),
            row,
        )

    def _paint_line(self, painter: QPainter, area: QRectF, line: Snippet) -> None:
        """Draw a line of text, what was looked for in bold."""
        theme = self._ui.theme
        font = theme.font("small")
        line = centred(line, area.width(), QFontMetricsF(font).horizontalAdvance)
        layout = QTextLayout(line.text, font)
        found = QTextCharFormat()
        found.setFontWeight(QFont.Weight.Bold)
        found.setForeground(theme.color("accent_text"))
        layout.setFormats([_part(start, end - start, found) for start, end in line.marks])
        layout.beginLayout()
        layout.createLine().setLineWidth(10_000)
        layout.endLayout()
        painter.save()
        painter.setClipRect(area)
        painter.setPen(theme.color("text_secondary"))
        layout.draw(painter, area.topLeft())
        painter.restore()

    def _review_mark(self, painter: QPainter, center: QPointF, review: str) -> None:
        theme = self._ui.theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if review == "reviewed":
            painter.setPen(QPen(theme.color("supports"), 1.4, c=Qt.PenCapStyle.RoundCap))
            painter.drawPolyline(
                [center + QPointF(-4.5, 0.5), center + QPointF(-1.5, 3.5), center + QPointF(4.5, -3.5)]
            )
        elif review == "needs_second_look":
            painter.setPen(QPen(theme.color("gap"), 1.4))
            painter.drawEllipse(center, 4.5, 4.5)
            painter.setBrush(theme.color("gap"))
            painter.drawEllipse(center, 1.2, 1.2)
        else:
            painter.setPen(QPen(theme.color("text_muted"), 1.2))
            painter.drawEllipse(center, 4.5, 4.5)

    def _titles(self, painter: QPainter, area: QRectF, row: EvidenceRow) -> None:
        theme = self._ui.theme
        for text, size, color, top in (
            (row.title, "size", "text", 7.0),
            (self._subtitle(row), "tiny", "text_muted", 27.0),
        ):
            font = theme.font(size)
            if size == "size":
                font.setWeight(font.Weight.Medium)
            painter.setFont(font)
            painter.setPen(theme.color(color))
            cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(
                QRectF(area.left(), area.top() + top, area.width(), 18), Qt.AlignmentFlag.AlignVCenter, cut
            )

    def _subtitle(self, row: EvidenceRow) -> str:
        t = self._ui.t
        parts = [self._vocabulary.type_name(row.type or row.kind)] if row.type or row.kind else []
        if row.is_to_be_obtained:
            parts.append(t("review.to_be_obtained"))
        else:
            pages = sum(file.pages for file in row.files)
            parts.append(row.files[0].extension.lstrip("."))
            if pages:
                parts.append(t("review.pages", n=pages))
        if row.native_title:
            parts.append(row.native_title)
        return " · ".join(parts)

    def _date(self, painter: QPainter, area: QRectF, right: float, text: str) -> float:
        theme = self._ui.theme
        metrics = QFontMetricsF(theme.font("small"))
        left = min(area.right() - _BADGES, right) - _DATE
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, _DATE - 6)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text_muted"))
        painter.drawText(QRectF(left, area.top(), _DATE, area.height()), Qt.AlignmentFlag.AlignVCenter, cut)
        return left

    def _badges(self, painter: QPainter, area: QRectF, row: EvidenceRow) -> float:
        theme, right = self._ui.theme, area.right() - 8
        shown = [(m, str(n)) for m in ("context", "contradicts", "supports") if (n := getattr(row, m))]
        for mark, text in shown or [("gap", self._ui.t("review.unlinked"))]:
            width = badge_width(theme, text)
            right -= width
            draw_badge(painter, theme, QRectF(right, area.center().y() - 9.5, width, 19), mark, text)
            right -= 6
        return right


def centred(line: Snippet, width: float, measure: Callable[[str], float]) -> Snippet:
    """Return a line cut at its beginning so that its first mark stands in the middle of ``width``, if it must be."""
    if not line.marks or measure(line.text[: line.marks[0][1]]) <= width:
        return line
    start, end = line.marks[0]
    room = (width - measure(line.text[start:end])) / 2
    cut = start
    while cut > 0 and measure("…" + line.text[cut - 1 : start]) <= room:
        cut -= 1
    marks = tuple((a - cut + 1, b - cut + 1) for a, b in line.marks if a >= cut)
    return Snippet("…" + line.text[cut:], marks)


def _part(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made
