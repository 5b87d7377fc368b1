"""Paints the parts of the matrix: lines on the left, headers on top, cells."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.views.matrix_layout import BURDEN_WIDTH, PROOF_WIDTH
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.amounts import amount_text
from evidence_desk.gui.widgets.marks import draw_mark, tone
from evidence_desk.gui.widgets.proof import draw_coverage, draw_state
from evidence_desk.queries.rows import ClaimRow, ElementRow, EvidenceRow, MatrixCell

_MARGIN = 14.0
_CENTER = Qt.AlignmentFlag.AlignVCenter


class MatrixPainter:
    """Paints with the theme of the window."""

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Take theme and words."""
        self._ui, self._vocabulary = ui, vocabulary

    def corner(self, painter: QPainter, area: QRectF, name_width: float) -> None:
        """Draw the names of the columns on the left."""
        t = self._ui.t
        painter.fillRect(area, self._ui.theme.color("surface"))
        painter.setFont(self._ui.theme.font("tiny", bold=True))
        painter.setPen(self._ui.theme.color("text_muted"))
        top = area.bottom() - 24
        for left, text in (
            (area.left() + _MARGIN, t("matrix.claim_element")),
            (area.left() + name_width, t("matrix.burden")),
            (area.left() + name_width + BURDEN_WIDTH, t("matrix.proof")),
        ):
            painter.drawText(QRectF(left, top, 200, 20), _CENTER, text)

    def header(self, painter: QPainter, area: QRectF, row: EvidenceRow) -> None:
        """Draw exhibit and title of a column, read from bottom to top."""
        theme = self._ui.theme
        painter.save()
        painter.translate(area.left(), area.bottom() - 7)
        painter.rotate(-90)
        room = area.height() - 12
        painter.setFont(theme.font("tiny", bold=True))
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(0, 5, room, 14), _CENTER, row.exhibit or "—")
        font = theme.font("tiny")
        name = self._ui.t.names(row.title, row.native_title)[0]
        painter.setFont(font)
        painter.setPen(theme.color("text_secondary"))
        cut = QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(0, 20, room, 14), _CENTER, cut)
        painter.restore()

    def claim(
        self, painter: QPainter, area: QRectF, claim: ClaimRow, name_width: float, *, is_folded: bool
    ) -> None:
        """Draw a claim: number, title, amount, coverage."""
        theme = self._ui.theme
        painter.setFont(theme.font("tiny"))
        painter.setPen(theme.color("text_muted"))
        painter.drawText(
            QRectF(area.left() + 10, area.top(), 14, area.height()), _CENTER, "▸" if is_folded else "▾"
        )
        text = f"{claim.number}  {self._ui.t.names(claim.title, claim.native_title)[0]}"
        self._text(painter, area.left() + 24, area, name_width - 32, text, bold=True)
        amount = amount_text(claim.amount, claim.currency) or "—"
        self._text(painter, area.left() + name_width, area, BURDEN_WIDTH - 8, amount, color="text_muted")
        left = area.left() + name_width + BURDEN_WIDTH
        draw_coverage(painter, theme, QRectF(left, area.center().y() - 2.5, PROOF_WIDTH, 6), claim.coverage)

    def element(self, painter: QPainter, area: QRectF, element: ElementRow, name_width: float) -> None:
        """Draw an element: number, words, burden, proof state."""
        self._text(painter, area.left() + 32, area, 32, element.number, color="text_muted")
        name = self._ui.t.names(element.text, element.native_text)[0]
        self._text(painter, area.left() + 64, area, name_width - 72, name)
        burden = self._vocabulary.role_name(element.burden)
        self._text(painter, area.left() + name_width, area, BURDEN_WIDTH - 8, burden, color="text_muted")
        left = area.left() + name_width + BURDEN_WIDTH
        draw_state(painter, self._ui, QRectF(left, area.top(), PROOF_WIDTH, area.height()), element)

    def cell(self, painter: QPainter, area: QRectF, cell: MatrixCell) -> None:
        """Draw a link: mark on a tone that is stronger the heavier it weighs."""
        theme = self._ui.theme
        inner = area.adjusted(2.5, 4, -2.5, -4)
        stance, is_own = cell.stance, not cell.is_through_fact
        painter.setPen(
            Qt.PenStyle.NoPen if is_own else QPen(theme.color(tone(stance, 3)), 1, Qt.PenStyle.DashLine)
        )
        painter.setBrush(theme.color(tone(stance, cell.weight)) if is_own else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner, 4, 4)
        draw_mark(painter, stance, inner.center(), 10, theme.color(stance))
        others = [link.stance for link in cell.links if link.stance != stance]
        if cell.mixed:
            draw_mark(painter, others[0], inner.topRight() + QPointF(-6, 6), 5, theme.color(others[0]))

    def cursor(self, painter: QPainter, area: QRectF) -> None:
        """Frame the current cell."""
        painter.setPen(QPen(self._ui.theme.color("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 2, 2)

    def _text(
        self, painter: QPainter, left: float, area: QRectF, room: float, text: str,
        *, color: str = "text", bold: bool = False,
    ) -> None:  # fmt: skip
        font = self._ui.theme.font(bold=bold)
        painter.setFont(font)
        painter.setPen(self._ui.theme.color(color))
        cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, area.top(), room + 2, area.height()), _CENTER, cut)
