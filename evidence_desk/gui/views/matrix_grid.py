"""The claim-evidence matrix as one painted widget with a frozen left side and a frozen header."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.views.matrix_layout import (
    BURDEN_WIDTH,
    CELL_WIDTH,
    PROOF_WIDTH,
    MatrixLayout,
    lay_out,
    line_height,
)  # fmt: skip
from evidence_desk.gui.views.matrix_painter import MatrixPainter
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.marks import draw_hairline
from evidence_desk.gui.widgets.painted_area import PaintedArea
from evidence_desk.queries.rows import ClaimRow, ElementRow, EvidenceRow, Matrix, MatrixCell


class MatrixGrid(PaintedArea):
    """Shows elements down and evidence across.

    Signals:
        current_changed: another cell is current.
        opened: the current cell was double-clicked.
    """

    steps = (CELL_WIDTH, 33)
    current_changed = Signal()
    opened = Signal()

    def __init__(self, ui: Ui, vocabulary: Vocabulary) -> None:
        """Show nothing yet."""
        super().__init__(ui, ui.t("matrix.name"))
        self._painter = MatrixPainter(ui, vocabulary)
        self._matrix: Matrix | None = None
        self._layout = MatrixLayout()
        self._folded: set[str] = set()
        self._line, self._column = -1, -1
        self._hover: tuple[int, int] = (-1, -1)
        self.only_gaps = False
        self.viewport().setMouseTracking(True)

    @property
    def element(self) -> ElementRow | None:
        """The element of the current cell."""
        line = self._layout.lines[self._line] if 0 <= self._line < len(self._layout.lines) else None
        return line if isinstance(line, ElementRow) else None

    @property
    def evidence(self) -> EvidenceRow | None:
        """The evidence of the current cell."""
        return self._layout.columns[self._column] if 0 <= self._column < len(self._layout.columns) else None

    @property
    def cell(self) -> MatrixCell | None:
        """The current cell, if something is linked there."""
        element, evidence = self.element, self.evidence
        if self._matrix is None or element is None or evidence is None:
            return None
        return self._matrix.cells.get((element.id, evidence.id))

    def show_matrix(self, matrix: Matrix | None) -> None:
        """Show a matrix, keeping the current cell if it is still there."""
        element, evidence = self.element, self.evidence
        self._matrix = matrix
        self.lay_out()
        if element is not None and evidence is not None:
            self._line, self._column = self._layout.place_of(element.id, evidence.id)
        if self.element is None or self.evidence is None:
            self._line, self._column = self._first_cell()
        self.current_changed.emit()

    def lay_out(self) -> None:
        """Find lines and columns anew after a change of what shows."""
        matrix = self._matrix
        self._layout = MatrixLayout()
        if matrix is not None:
            self._layout = lay_out(matrix, folded=self._folded, only_gaps=self.only_gaps)
        self._line = min(self._line, len(self._layout.lines) - 1)
        self._column = min(self._column, len(self._layout.columns) - 1)
        self.setMaximumHeight(self._layout.header + self._layout.height + 14)
        self._set_bars()
        self.viewport().update()
        self.updateGeometry()

    def go_to(self, element: str, evidence: str) -> None:
        """Make a cell current."""
        line, column = self._layout.place_of(element, evidence)
        self._set_current(line, column)

    def sizeHint(self) -> QSize:
        """Ask for the room of everything."""
        return QSize(900, self.maximumHeight())

    def name_width(self) -> int:
        """Return the width of the column with the words of elements."""
        return max(210, min(310, self.viewport().width() // 3))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what shows."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = QRectF(self.viewport().rect())
        theme = self._ui.theme
        painter.fillRect(view, theme.color("surface"))
        left = float(self._frozen_width())
        self._paint_column_grounds(painter, view, left)
        painter.save()
        painter.setClipRect(QRectF(0, self._layout.header, view.width(), view.height() - self._layout.header))
        self._paint_lines(painter, view, left)
        painter.restore()
        painter.save()
        painter.setClipRect(QRectF(left, 0, view.width() - left, self._layout.header))
        for column in self._columns_shown():
            self._painter.header(
                painter, self._column_rect(column, 0, self._layout.header), self._layout.columns[column]
            )
        painter.restore()
        self._painter.corner(painter, QRectF(0, 0, left, self._layout.header), self.name_width())
        draw_hairline(painter, theme, QRectF(0, 0, view.width(), self._layout.header))
        painter.end()

    def _paint_column_grounds(self, painter: QPainter, view: QRectF, left: float) -> None:
        painter.save()
        painter.setClipRect(QRectF(left, 0, view.width() - left, view.height()))
        end = min(view.height(), self._layout.header + self._layout.height - self.verticalScrollBar().value())
        for column, color in ((self._hover[1], "band"), (self._column, "accent_faint")):
            if column >= 0:
                painter.fillRect(self._column_rect(column, 0, end), self._ui.theme.color(color))
        painter.restore()

    def _paint_lines(self, painter: QPainter, view: QRectF, left: float) -> None:
        for index, line in enumerate(self._layout.lines):
            top = self._layout.header + self._layout.tops[index] - self.verticalScrollBar().value()
            area = QRectF(0, top, view.width(), line_height(line))
            if area.bottom() >= self._layout.header and area.top() <= view.height():
                self._paint_line(painter, index, area, left)

    def _paint_line(self, painter: QPainter, index: int, area: QRectF, left: float) -> None:
        theme, line = self._ui.theme, self._layout.lines[index]
        frozen = QRectF(0, area.top(), left, area.height())
        if isinstance(line, ClaimRow):
            painter.fillRect(area, theme.color("band"))
            self._painter.claim(painter, frozen, line, self.name_width(), is_folded=line.id in self._folded)
        else:
            if index in (self._line, self._hover[0]):
                painter.fillRect(area, theme.color("accent_faint" if index == self._line else "band"))
            self._paint_cells(painter, line, area, left)
            self._painter.element(painter, frozen, line, self.name_width())
        draw_hairline(painter, theme, area)
        if index == self._line and self._column >= 0:
            painter.save()
            painter.setClipRect(QRectF(left, self._layout.header, area.width(), self.viewport().height()))
            self._painter.cursor(painter, self._column_rect(self._column, area.top(), area.bottom()))
            painter.restore()

    def _paint_cells(self, painter: QPainter, element: ElementRow, area: QRectF, left: float) -> None:
        if self._matrix is None:
            return
        painter.save()
        painter.setClipRect(QRectF(left, self._layout.header, area.width() - left, self.viewport().height()))
        for column in self._columns_shown():
            cell = self._matrix.cells.get((element.id, self._layout.columns[column].id))
            if cell is not None:
                self._painter.cell(painter, self._column_rect(column, area.top(), area.bottom()), cell)
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a cell, or fold a claim."""
        line, column = self._at(event.position().toPoint())
        claim = self._layout.lines[line] if line >= 0 else None
        if isinstance(claim, ClaimRow):
            self._folded ^= {claim.id}
            self.lay_out()
        elif line >= 0:
            self._set_current(line, column if column >= 0 else self._column)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Open the cell."""
        if self.cell is not None:
            self.opened.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up line and column under the mouse."""
        hover = self._at(event.position().toPoint())
        if hover != self._hover:
            self._hover = hover
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        """Light nothing up any more."""
        self._hover = (-1, -1)
        self.viewport().update()
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show titles and quotes as tool tips."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from cell to cell."""
        if event.key() == Qt.Key.Key_Home:
            self._set_current(self._line, 0)
        elif event.key() == Qt.Key.Key_End:
            self._set_current(self._line, len(self._layout.columns) - 1)
        else:
            super().keyPressEvent(event)

    def _move(self, down: int, right: int) -> None:
        line = self._layout.next_element(self._line, down) if down else self._line
        column = min(max(0, self._column + right), len(self._layout.columns) - 1)
        if line >= 0:
            self._set_current(line, column)

    def _set_current(self, line: int, column: int) -> None:
        if (line, column) != (self._line, self._column):
            self._line, self._column = line, column
            self._scroll_to_current()
            self.viewport().update()
            self.current_changed.emit()

    def _scroll_to_current(self) -> None:
        if self._line < 0 or self._column < 0:
            return
        room = self.viewport().width() - self._frozen_width()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        left = self._column * CELL_WIDTH
        across.setValue(min(max(across.value(), left + CELL_WIDTH - room), left))
        top, height = self._layout.tops[self._line], line_height(self._layout.lines[self._line])
        room = self.viewport().height() - self._layout.header
        down.setValue(min(max(down.value(), top + height - room), top))

    def _first_cell(self) -> tuple[int, int]:
        for index, line in enumerate(self._layout.lines):
            for column, row in enumerate(self._layout.columns):
                if self._matrix is not None and (line.id, row.id) in self._matrix.cells:
                    return index, column
        return self._layout.next_element(-1, 1), 0 if self._layout.columns else -1

    def _tip(self, position: QPoint) -> str:
        line, column = self._at(position)
        if column < 0 or self._matrix is None:
            return self._names(self._layout.lines[line])[1] if line >= 0 else ""
        row = self._layout.columns[column]
        title = f"{row.exhibit} {self._ui.t.names(row.title, row.native_title)[0]}"
        cell = self._matrix.cells.get((self._layout.lines[line].id, row.id)) if line >= 0 else None
        quotes = [f"“{cite.quote}”" for cite in cell.cites if cite.quote] if cell is not None else []
        return "\n".join([title, *quotes])

    def _names(self, found: ClaimRow | ElementRow) -> tuple[str, str]:
        if isinstance(found, ClaimRow):
            return self._ui.t.names(found.title, found.native_title)
        return self._ui.t.names(found.text, found.native_text)

    def _at(self, position: QPoint) -> tuple[int, int]:
        y = position.y() - self._layout.header + self.verticalScrollBar().value()
        line = self._layout.line_at(y) if position.y() >= self._layout.header else -1
        x = position.x() - self._frozen_width()
        column = self._layout.column_at(x + self.horizontalScrollBar().value()) if x >= 0 else -1
        return line, column

    def _frozen_width(self) -> int:
        return self.name_width() + BURDEN_WIDTH + PROOF_WIDTH

    def _column_rect(self, column: int, top: float, bottom: float) -> QRectF:
        left = self._frozen_width() + column * CELL_WIDTH - self.horizontalScrollBar().value()
        return QRectF(left, top, CELL_WIDTH, bottom - top)

    def _columns_shown(self) -> range:
        first = self.horizontalScrollBar().value() // CELL_WIDTH
        count = (self.viewport().width() - self._frozen_width()) // CELL_WIDTH + 2
        return range(max(0, first), min(len(self._layout.columns), first + count))

    def _extent(self) -> tuple[int, int]:
        return self._frozen_width() + self._layout.width, self._layout.header + self._layout.height

    def _frozen(self) -> tuple[int, int]:
        return self._frozen_width(), self._layout.header
