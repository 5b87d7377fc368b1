"""Paints one cell of the evidence list: review mark, exhibit, title and kind, date, what it proves, plain words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from evidence_desk.gui.copies.marks import draw_conflicts, draw_sign
from evidence_desk.gui.models.arrangement import Head
from evidence_desk.gui.models.evidence_model import EvidenceModel
from evidence_desk.gui.models.thumbnails import Thumbnails
from evidence_desk.gui.search.searching import Searching
from evidence_desk.gui.ui import Ui
from evidence_desk.gui.vocabulary import Vocabulary
from evidence_desk.gui.widgets.flash import Flash
from evidence_desk.gui.widgets.marks import badge_width, draw_badge, draw_hairline, tone
from evidence_desk.queries.listing import GroupName
from evidence_desk.queries.marks import Snippet
from evidence_desk.queries.rows import EvidenceRow

LINE = 20
HEIGHTS = {"plain": 28, "usual": 50, "pictures": 76}  # of a row, by how rows look
INDENT = 18
_PICTURE_WIDTH, _GAP = 46, 10
_FLASH_ALPHA = 70
_REMARK = "!"  # on items with whose files something is wrong

_Index = QModelIndex | QPersistentModelIndex


class EvidenceDelegate(QStyledItemDelegate):
    """Paints evidence rows with fixed height.

    Attributes:
        has_lines: whether every row has room for a line of text that was found.
        look: one of HEIGHTS.
        dates_below: whether the date stands below the title, for want of a column.
        hovered: the line under the mouse, or -1.
        conflicts_of: how many conflicts there are about an item.

    Signals:
        fold_asked: the place of a line whose marker was clicked.
    """

    fold_asked = Signal(int)

    def __init__(
        self,
        ui: Ui,
        vocabulary: Vocabulary,
        model: EvidenceModel,
        searching: Searching,
        *,
        flash: Flash,
        thumbnails: Thumbnails,
    ) -> None:
        """Take theme, words, what was found, what just changed, and pictures of first pages."""
        super().__init__()
        self._ui, self._vocabulary, self._model = ui, vocabulary, model
        self._searching, self._flash, self._thumbnails = searching, flash, thumbnails
        self.has_lines = False
        self.look = "usual"
        self.dates_below = False
        self.hovered = -1
        self._fonts: dict[tuple[str, bool, bool], tuple[QFont, QFontMetricsF]] = {}
        ui.theme.changed.connect(self._fonts.clear)
        self.conflicts_of: Callable[[str], int] = lambda _row: 0
        self._painters: dict[str, Callable[[QPainter, QRectF, EvidenceRow], None]] = {
            "review": self._paint_review,
            "exhibit": self._paint_exhibit,
            "title": self._paint_title,
            "proves": self._paint_badges,
        }

    @property
    def height(self) -> int:
        """The height of every row, in pixels."""
        return HEIGHTS[self.look] + LINE * self.has_lines

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return the same height for every line."""
        return QSize(200, self.height)

    def title_left(self, place: int) -> int:
        """Return where the title begins in its cell."""
        listed = self._model.listed
        line = self._model.ids[place]
        left = 8 + INDENT * listed.depths.get(line, 0) + INDENT * (line in listed.spans)
        return left + (_PICTURE_WIDTH + _GAP) * (self.look == "pictures")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        area, theme = QRectF(option.rect), self._ui.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(area)
        head = self._model.head(index.row())
        if head is not None:
            painter.fillRect(area, theme.color("ground"))
        elif option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.color("accent_soft"))
        elif index.row() == self.hovered:
            painter.fillRect(area, theme.color("band"))
        draw_hairline(painter, theme, area)
        row = self._model.row(index.row())
        if head is not None:
            self._paint_head(painter, option, index)
        elif isinstance(row, EvidenceRow):
            self._paint_cell(painter, area, index, row)
            self._paint_found(painter, option, index, row)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Take a click on the marker of a family, or anywhere on a head."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            place = index.row()
            is_title = self._model.columns[index.column()].name == "title"
            depth = self._model.listed.depths.get(self._model.ids[place], 0)
            marker = event.position().x() - option.rect.left() - INDENT * depth
            has_marker = self._model.ids[place] in self._model.listed.spans
            if self._model.head(place) is not None or (is_title and has_marker and 0 <= marker < INDENT + 6):
                self.fold_asked.emit(place)
                return True
        return super().editorEvent(event, model, option, index)

    def _paint_cell(self, painter: QPainter, area: QRectF, index: _Index, row: EvidenceRow) -> None:
        strength = self._flash.strength(row.id)
        if strength:
            painter.fillRect(area, self._ui.theme.color("accent", alpha=round(_FLASH_ALPHA * strength)))
        column = self._model.columns[index.column()]
        upper = QRectF(area.left(), area.top(), area.width(), HEIGHTS[self.look])
        paint = self._painters.get(column.name)
        if paint is not None:
            paint(painter, upper, row)
        elif column.text is not None:
            text = column.text(row, self._ui.t, self._vocabulary)
            self._words(painter, upper.adjusted(6, 0, -2, 0), text, "small", "text_muted")

    def _paint_found(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, row: EvidenceRow
    ) -> None:
        """Draw the line of text that was found under the title and all cells right of it; each shows its part."""
        line = self._searching.line(row.id) if self.has_lines else None
        view = option.widget
        if line is None or not line.text or not isinstance(view, QTableView):
            return
        column = next(
            (at for at, one in enumerate(self._model.columns) if one.name == "title"), index.column()
        )
        left = view.columnViewportPosition(column) + self.title_left(index.row())
        header = view.horizontalHeader()
        right = min(view.viewport().width(), header.length() - header.offset()) - 8
        top = option.rect.top() + HEIGHTS[self.look] - 4
        self._paint_line(painter, QRectF(left, top, right - left, 18), line)

    def _paint_head(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the head of a group over all cells; each cell shows its part."""
        head = self._model.head(index.row())
        view = option.widget
        assert head is not None
        _theme, left = self._ui.theme, 10.0
        if isinstance(view, QTableView):
            left -= view.horizontalHeader().offset()
        area = QRectF(left, option.rect.top(), 4000, option.rect.height())
        self._marker(painter, area.left() + 6, area.center().y(), index.row())
        self._words(
            painter, area.adjusted(18, 0, 0, 0), self.head_words(head), "small", "text_secondary", bold=True
        )

    def head_words(self, head: Head) -> str:
        """Return what the head of a group says: how many belong to it, and how many stand here where that differs."""
        words = f"{self.head_name(head.key, head.name)}   {head.items:,}"
        here = "" if head.below == head.items else self._ui.t("list.below", n=f"{head.below:,}")
        return f"{words} · {here}" if here else words

    def head_name(self, key: str, name: GroupName) -> str:
        """Return what a group is called on the screen."""
        t, group = self._ui.t, self._model.grouped_by
        if not key:
            return t(f"group_none.{group}")
        match group:
            case "type":
                return self._vocabulary.type_name(key)
            case "kind":
                return self._vocabulary.kind_name(key)
            case "review":
                return t.word("review_word", key)
            case "side":
                return t.word("side", key)
            case "stage":
                court = t.names(name.name, name.native)[0]
                return f"{self._vocabulary.stage_name(name.kind)} · {court}"
        return name.name or key

    def _marker(self, painter: QPainter, x: float, y: float, place: int) -> None:
        """Draw the marker that says whether something is folded below a line."""
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(self._ui.theme.color("text_secondary"), 1.4, c=Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if self._model.ids[place] in self._model.folded:
            points = [QPointF(x - 2, y - 4), QPointF(x + 2, y), QPointF(x - 2, y + 4)]
        else:
            points = [QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)]
        painter.drawPolyline(points)
        painter.restore()

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
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        painter.setPen(theme.color("text_secondary"))
        layout.draw(painter, area.topLeft())
        painter.restore()

    def _paint_review(self, painter: QPainter, area: QRectF, row: EvidenceRow) -> None:
        theme, center = self._ui.theme, area.center()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if row.review == "reviewed":
            painter.setPen(QPen(theme.color("supports"), 1.4, c=Qt.PenCapStyle.RoundCap))
            painter.drawPolyline(
                [center + QPointF(-4.5, 0.5), center + QPointF(-1.5, 3.5), center + QPointF(4.5, -3.5)]
            )
        elif row.review == "needs_second_look":
            painter.setPen(QPen(theme.color("gap"), 1.4))
            painter.drawEllipse(center, 4.5, 4.5)
            painter.setBrush(theme.color("gap"))
            painter.drawEllipse(center, 1.2, 1.2)
        else:
            painter.setPen(QPen(theme.color("text_muted"), 1.2))
            painter.drawEllipse(center, 4.5, 4.5)

    def _paint_exhibit(self, painter: QPainter, area: QRectF, row: EvidenceRow) -> None:
        self._words(painter, area.adjusted(6, 0, -4, 0), row.exhibit or "—", "size", "text", bold=True)

    def _paint_title(self, painter: QPainter, area: QRectF, row: EvidenceRow) -> None:
        place = self._model.place_of(row.id)
        left = area.left() + self.title_left(place)
        if row.id in self._model.listed.spans:
            depth = self._model.listed.depths.get(row.id, 0)
            self._marker(painter, area.left() + 14 + INDENT * depth, area.center().y(), place)
        if self.look == "pictures":
            box = QRectF(left - _PICTURE_WIDTH - _GAP, area.top() + 5, _PICTURE_WIDTH, area.height() - 11)
            self._thumbnails.paint(painter, box, row)
        conflicts = self.conflicts_of(row.id)
        right = draw_conflicts(painter, self._ui.theme, area.right() - 8, area.center().y(), conflicts)
        if row.remarks:
            middle = area.center().y()
            right = draw_sign(painter, self._ui.theme, right, middle, _REMARK, fill=tone("gap"), ink="gap")
        words = QRectF(left, area.top(), right - left, area.height())
        if self.look == "plain":
            self._words(painter, words, self.names(row)[0], "size", "text", medium=True)
            return
        top = (area.height() - HEIGHTS["usual"]) / 2
        for text, size, color, down in (
            (self.names(row)[0], "size", "text", 7.0),
            (self._subtitle(row), "tiny", "text_muted", 27.0),
        ):
            line = QRectF(words.left(), area.top() + top + down, words.width(), 18)
            self._words(painter, line, text, size, color, medium=size == "size")

    def remarks(self, row: EvidenceRow) -> list[str]:
        """Return in words what is wrong with the files of an item."""
        return [self._ui.t.read_note(code, message) for code, message in row.remarks]

    def names(self, row: EvidenceRow) -> tuple[str, str]:
        """Return what an item is called, first in the language of the screen."""
        return self._ui.t.names(row.title, row.native_title)

    def _subtitle(self, row: EvidenceRow) -> str:
        t = self._ui.t
        parts = [self._ui.t.date(row.date.text)] if self.dates_below and row.date.text else []
        if row.type or row.kind:
            parts.append(self._vocabulary.type_name(row.type or row.kind))
        if row.is_to_be_obtained:
            parts.append(t("review.to_be_obtained"))
        else:
            pages = sum(file.pages for file in row.files)
            parts.append(row.files[0].extension.lstrip("."))
            if pages:
                parts.append(t("review.pages", n=pages))
        if other := self.names(row)[1]:
            parts.append(other)
        return " · ".join(parts)

    def _paint_badges(self, painter: QPainter, area: QRectF, row: EvidenceRow) -> None:
        theme, right = self._ui.theme, area.right() - 8
        shown = [(m, str(n)) for m in ("context", "contradicts", "supports") if (n := getattr(row, m))]
        for mark, text in shown or [("gap", self._ui.t("review.unlinked"))]:
            width = badge_width(theme, text)
            right -= width
            draw_badge(painter, theme, QRectF(right, area.center().y() - 9.5, width, 19), mark, text)
            right -= 6

    def _words(
        self,
        painter: QPainter,
        area: QRectF,
        text: str,
        size: str,
        color: str,
        *,
        bold: bool = False,
        medium: bool = False,
    ) -> None:
        """Draw words in one line, cut with … where there is no room."""
        font, metrics = self._font(size, bold=bold, medium=medium)
        painter.setFont(font)
        painter.setPen(self._ui.theme.color(color))
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, cut)

    def _font(self, size: str, *, bold: bool, medium: bool) -> tuple[QFont, QFontMetricsF]:
        """Return a font and its measure; making them costs more than drawing a word."""
        key = (size, bold, medium)
        if key not in self._fonts:
            font = self._ui.theme.font(size, bold=bold)
            if medium:
                font.setWeight(QFont.Weight.Medium)
            self._fonts[key] = (font, QFontMetricsF(font))
        return self._fonts[key]


def centred(line: Snippet, width: float, measure: Callable[[str], float]) -> Snippet:
    """Return a line cut to ``width``: at its beginning as far as needed for its first mark to stand in the middle."""
    if not line.marks or measure(line.text[: line.marks[0][1]]) <= width:
        return _ended(line, width, measure)
    start, end = line.marks[0]
    room = (width - measure(line.text[start:end])) / 2
    cut = start
    while cut > 0 and measure("…" + line.text[cut - 1 : start]) <= room:
        cut -= 1
    marks = tuple((a - cut + 1, b - cut + 1) for a, b in line.marks if a >= cut)
    return _ended(Snippet("…" + line.text[cut:], marks), width, measure)


def _ended(line: Snippet, width: float, measure: Callable[[str], float]) -> Snippet:
    """Return a line that ends in … where it is longer than ``width``."""
    if measure(line.text) <= width:
        return line
    fits, too_long = 0, len(line.text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        fits, too_long = (middle, too_long) if measure(line.text[:middle] + "…") <= width else (fits, middle)
    marks = tuple((start, min(end, fits)) for start, end in line.marks if start < fits)
    return Snippet(line.text[:fits] + "…", marks)


def _part(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made
