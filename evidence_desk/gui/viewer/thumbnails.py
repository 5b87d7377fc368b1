"""A strip of small pages beside the large ones; a page is fetched when its place in the strip is seen."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from evidence_desk.gui.ui import Ui
from evidence_desk.gui.viewer.page_facts import PageFacts
from evidence_desk.gui.viewer.page_store import PageStore
from evidence_desk.intake.geometry import displayed_size
from evidence_desk.intake.model import PageGeometry
from evidence_desk.queries.rows import FileRow

WIDTH = 116
_PAGE, _CELL, _LABEL = 84.0, 132, 18
_PAUSE_MS = 150  # whoever goes through documents by key does not wait for pages nobody looks at

Index = QModelIndex | QPersistentModelIndex


class _Pages(QAbstractListModel):
    """As many lines as the file has pages."""

    def __init__(self, ui: Ui, facts: PageFacts) -> None:
        super().__init__()
        self._ui, self._facts = ui, facts
        self.pages = 0

    def show(self, pages: int) -> None:
        """Have other lines."""
        self.beginResetModel()
        self.pages = pages
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        """Return how many pages there are."""
        return 0 if parent.isValid() else self.pages

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what the page is called, for the painter and for a screen reader."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._facts.label(index.row() + 1)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{self._ui.t('viewer.page')} {self._facts.label(index.row() + 1)}"
        return None


class _Painter(QStyledItemDelegate):
    """Paints a small page with its label below."""

    def __init__(self, ui: Ui, store: PageStore) -> None:
        super().__init__()
        self._ui, self._store = ui, store
        self.file: FileRow | None = None
        self.current = 0
        self.is_fetching = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the same room for every page."""
        return QSize(WIDTH - 8, _CELL + _LABEL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one page, framed when it is the one that shows."""
        area, theme = QRectF(option.rect), self._ui.theme
        is_current = index.row() == self.current
        found = self._geometry(index.row() + 1)
        place = _inside(area, found)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(place, theme.color("paper"))
        if found is not None:
            self._paint_page(painter, place, index.row() + 1, found)
        painter.setPen(QPen(theme.color("accent" if is_current else "border"), 2 if is_current else 1))
        painter.drawRect(place)
        painter.setFont(theme.font("small", bold=is_current))
        painter.setPen(theme.color("accent_text" if is_current else "text_muted"))
        below = QRectF(area.left() + 2, area.bottom() - _LABEL, area.width() - 4, _LABEL)
        words = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(below.width())
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()

    def _geometry(self, page: int) -> PageGeometry | None:
        if self.file is None or not (self.is_fetching or self._store.is_measured(self.file, page)):
            return None
        return self._store.geometry(self.file, page)

    def _paint_page(self, painter: QPainter, place: QRectF, page: int, found: PageGeometry) -> None:
        """Draw the picture of a page, or its lines of text as bars."""
        assert self.file is not None
        zoom = place.width() / displayed_size(found.width_pt, found.height_pt, found.rotation)[0]
        if found.lines:
            ink = self._ui.theme.color("paper_text", alpha=70)
            for line in found.lines:
                left, top, right, bottom = (value * zoom for value in line.rect)
                bar = QRectF(
                    place.left() + left, place.top() + top, right - left, max(0.6, (bottom - top) / 2)
                )
                painter.fillRect(bar, ink)
        elif image := self._store.image(self.file, page, zoom * painter.device().devicePixelRatioF(), 0):
            painter.drawImage(place, image)


def _inside(area: QRectF, found: PageGeometry | None) -> QRectF:
    """Return where a page goes in its cell; one that is not measured yet looks like A4."""
    size = (210.0, 297.0)
    if found is not None:
        size = displayed_size(found.width_pt, found.height_pt, found.rotation)
    zoom = min(_PAGE / size[0], (_CELL - 10) / size[1])
    width, height = size[0] * zoom, size[1] * zoom
    return QRectF(area.center().x() - width / 2, area.top() + (_CELL - height) / 2, width, height)


class Thumbnails(QListView):
    """The strip.

    Signals:
        chosen: the page (from 1) that was clicked or gone to with a key.
    """

    chosen = Signal(int)

    def __init__(self, ui: Ui, store: PageStore, facts: PageFacts) -> None:
        """Show nothing yet."""
        super().__init__()
        self._pages, self._delegate = _Pages(ui, facts), _Painter(ui, store)
        self._is_following = False
        self.setObjectName("thumbnails")
        self.setAccessibleName(ui.t("viewer.thumbnails"))
        self.setModel(self._pages)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFixedWidth(WIDTH)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        self.selectionModel().currentChanged.connect(self._on_moved)
        store.ready.connect(self._on_ready)
        facts.changed.connect(self.viewport().update)
        ui.theme.changed.connect(self.viewport().update)

    def show_file(self, file: FileRow | None) -> None:
        """Show the pages of another file."""
        if file != self._delegate.file:
            self._delegate.file, self._delegate.is_fetching = file, False
            self._is_following = True
            self._pages.show(max(1, file.pages) if file is not None else 0)
            self._is_following = False
            self._timer.start(_PAUSE_MS)

    def show_page(self, page: int) -> None:
        """Mark the page (from 1) that shows."""
        self._delegate.current = page - 1
        self._is_following = True
        self.setCurrentIndex(self._pages.index(page - 1, 0))
        self._is_following = False
        self.viewport().update()

    def keyboardSearch(self, _search: str) -> None:
        """Find nothing by typing: keys are for coding."""

    def _begin(self) -> None:
        self._delegate.is_fetching = True
        self.viewport().update()

    def _on_moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._is_following and now.isValid():
            self.chosen.emit(now.row() + 1)

    def _on_ready(self, file_id: str, _page: int) -> None:
        if self.isVisible() and self._delegate.file is not None and file_id == self._delegate.file.id:
            self.viewport().update()
